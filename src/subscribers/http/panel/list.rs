//! The list of subscribers, searched and filtered.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};
use askama::Template;
use serde::Deserialize;

use crate::admin::AdminSession;
use crate::app::App;
use crate::subscribers::http::respond::not_stored;
use crate::subscribers::list::{self, ListedSubscriber, SubscriberCount, SubscriberSearch};
use crate::subscribers::{SubscriberId, SubscriberState};
use crate::web::{HandlerResult, PageContext};

/// Subscribers on a page of the list.
const PAGE: usize = 50;

#[derive(Template)]
#[template(path = "pages/subscribers/list.html")]
struct SubscriberListPage {
    page: PageContext,
    session: AdminSession,
    counts: Vec<SubscriberCount>,
    rows: Vec<ListedSubscriber>,
    wanted: SubscriberListQuery,
    previous: Option<String>,
    next: Option<String>,
}

impl SubscriberListPage {
    fn all(&self) -> i64 {
        self.counts.iter().map(|count| count.count).sum()
    }

    fn confirmed(&self) -> i64 {
        let mut counts = self.counts.iter();
        counts
            .find(|count| count.state == SubscriberState::Confirmed)
            .map_or(0, |count| count.count)
    }

    fn filter(&self, state: &str) -> String {
        let wanted = SubscriberListQuery {
            state: state.to_owned(),
            q: self.wanted.q.clone(),
            before: None,
        };
        self.page.link(&wanted.url())
    }
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct SubscriberListQuery {
    #[serde(default)]
    q: String,
    #[serde(default)]
    state: String,
    before: Option<i64>,
}

impl SubscriberListQuery {
    fn url(&self) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in [("state", &self.state), ("q", &self.q)] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        if let Some(before) = self.before {
            query.append_pair("before", &before.to_string());
        }
        match query.finish() {
            query if query.is_empty() => "/admin/subscribers".into(),
            query => format!("/admin/subscribers?{query}"),
        }
    }
}

pub(super) async fn list(
    session: AdminSession,
    page: PageContext,
    app: Data<App>,
    query: Query<SubscriberListQuery>,
) -> HandlerResult {
    let wanted = query.into_inner();
    let mut tx = app.read().await?;
    let counts = list::count_by_state(&mut tx).await?;
    let found = SubscriberSearch {
        text: &wanted.q,
        state: wanted.state.parse().ok(),
        before: wanted.before.map(SubscriberId),
    };
    let mut rows = list::page(&mut tx, found, PAGE + 1).await?;
    drop(tx);
    let next = (rows.len() > PAGE).then(|| {
        rows.truncate(PAGE);
        let before = rows.last().map(|row| row.subscriber.id.0);
        page.link(
            &SubscriberListQuery {
                before,
                ..wanted.clone()
            }
            .url(),
        )
    });
    let template = SubscriberListPage {
        previous: None,
        page,
        session,
        counts,
        rows,
        wanted,
        next,
    };
    not_stored(StatusCode::OK, &template)
}
