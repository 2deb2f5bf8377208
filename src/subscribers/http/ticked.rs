//! Rows of the list that an owner ticked: the page that asks once more, and the way back.

use std::collections::BTreeSet;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::respond::not_stored;
use crate::admin::AdminSession;
use crate::store::Tx;
use crate::subscribers::{Subscriber, SubscriberId, find};
use crate::web::{HandlerResult, PageContext, WebError, see_other};

/// Rows on a page of the list, and the most that one act is about.
pub(super) const ROWS: usize = 50;

const LIST: &str = "/admin/subscribers";

/// The subscribers whose rows are ticked.
pub(crate) struct Ticked {
    /// Those who are still there, by their ids.
    pub(crate) people: Vec<Subscriber>,
    /// The address of the list with its filters.
    back: String,
}

impl Ticked {
    /// Reads the fields `id` and `back` of a form.
    pub(crate) async fn read(tx: &mut Tx, pairs: &[(String, String)]) -> Result<Self, WebError> {
        let of = |wanted: &'static str| {
            let pairs = pairs.iter().filter(move |(name, _)| name == wanted);
            pairs.map(|(_, value)| value.as_str())
        };
        let ids: BTreeSet<i64> = of("id").filter_map(|id| id.parse().ok()).collect();
        if ids.len() > ROWS {
            return Err(WebError::Malformed("more rows than a page has".into()));
        }
        let mut people = Vec::new();
        for id in ids {
            people.extend(find(tx, SubscriberId(id)).await?);
        }
        let is_list = |back: &&str| {
            let query = back.strip_prefix(LIST);
            query.is_some_and(|query| {
                query.is_empty()
                    || (query.starts_with('?') && query.bytes().all(|byte| byte.is_ascii_graphic()))
            })
        };
        Ok(Self {
            people,
            back: of("back").find(is_list).unwrap_or(LIST).to_owned(),
        })
    }

    /// The page that says what is to be done and to how many.
    pub(crate) fn ask(
        self,
        page: PageContext,
        session: AdminSession,
        act: &'static str,
        action: &'static str,
    ) -> HandlerResult {
        if self.people.is_empty() {
            return Ok(self.done(&page, "nothing", 0));
        }
        let template = TickedPage {
            page,
            session,
            act,
            action,
            people: self.people,
            back: self.back,
        };
        not_stored(StatusCode::OK, &template)
    }

    /// Back to the list, which says what was done.
    pub(crate) fn done(&self, page: &PageContext, act: &str, changed: usize) -> HttpResponse {
        let sign = if self.back.contains('?') { '&' } else { '?' };
        let path = format!("{}{sign}done={act}&changed={changed}", self.back);
        see_other(&page.link(&path))
    }
}

#[derive(Template)]
#[template(path = "pages/subscribers/ticked.html")]
struct TickedPage {
    page: PageContext,
    session: AdminSession,
    act: &'static str,
    action: &'static str,
    people: Vec<Subscriber>,
    back: String,
}

impl TickedPage {
    fn asks_for_tags(&self) -> bool {
        matches!(self.act, "tag" | "untag")
    }

    fn is_final(&self) -> bool {
        matches!(self.act, "unsubscribe" | "erase")
    }
}
