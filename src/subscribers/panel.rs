//! The subscribers' room: who gets mail, how they came to it, and ending it for somebody who asks.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, HeaderValue, LOCATION};
use actix_web::web::{self, Data, Path, Query, ServiceConfig};
use askama::Template;
use serde::Deserialize;

use super::consent::{self, Change, Consent, Evidence};
use super::directory::{self, Count, Listed};
use super::preferences::hour_of;
use super::topics;
use super::{State, Subscriber, SubscriberId, find, leave};
use crate::admin::{AdminForm, AdminSession, audit};
use crate::app::App;
use crate::i18n::Locale;
use crate::web::{HandlerResult, PageContext, WebError, html};

/// Subscribers on a page of the list.
const PAGE: usize = 50;

/// Mounts the room.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(web::resource("/subscribers").route(web::get().to(list)))
        .service(web::resource("/subscribers/{id}").route(web::get().to(detail)))
        .service(web::resource("/subscribers/{id}/departure").route(web::post().to(unsubscribe)));
}

#[derive(Template)]
#[template(path = "pages/subscribers/list.html")]
struct ListPage {
    page: PageContext,
    session: AdminSession,
    counts: Vec<Count>,
    rows: Vec<Listed>,
    wanted: ListQuery,
    previous: Option<String>,
    next: Option<String>,
}

impl ListPage {
    fn all(&self) -> i64 {
        self.counts.iter().map(|count| count.count).sum()
    }

    fn confirmed(&self) -> i64 {
        let mut counts = self.counts.iter();
        counts
            .find(|count| count.state == State::Confirmed)
            .map_or(0, |count| count.count)
    }

    fn filter(&self, state: &str) -> String {
        let wanted = ListQuery {
            state: state.to_owned(),
            q: self.wanted.q.clone(),
            before: None,
        };
        self.page.link(&wanted.url())
    }
}

#[derive(Clone, Debug, Deserialize)]
struct ListQuery {
    #[serde(default)]
    q: String,
    #[serde(default)]
    state: String,
    before: Option<i64>,
}

impl ListQuery {
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

async fn list(
    session: AdminSession,
    page: PageContext,
    app: Data<App>,
    query: Query<ListQuery>,
) -> HandlerResult {
    let wanted = query.into_inner();
    let mut tx = app.read().await?;
    let counts = directory::count_by_state(&mut tx).await?;
    let found = directory::Search {
        text: &wanted.q,
        state: wanted.state.parse().ok(),
        before: wanted.before.map(SubscriberId),
    };
    let mut rows = directory::list(&mut tx, found, PAGE + 1).await?;
    drop(tx);
    let next = (rows.len() > PAGE).then(|| {
        rows.truncate(PAGE);
        let before = rows.last().map(|row| row.subscriber.id.0);
        page.link(
            &ListQuery {
                before,
                ..wanted.clone()
            }
            .url(),
        )
    });
    let template = ListPage {
        previous: None,
        page,
        session,
        counts,
        rows,
        wanted,
        next,
    };
    private(&template)
}

#[derive(Template)]
#[template(path = "pages/subscribers/detail.html")]
struct DetailPage {
    page: PageContext,
    session: AdminSession,
    subscriber: Subscriber,
    topics: String,
    history: Vec<Consent>,
    done: bool,
}

impl DetailPage {
    fn erasure(&self) -> String {
        format!("/admin/subscribers/{}/erasure", self.subscriber.id.0)
    }

    fn may_erase(&self) -> bool {
        self.session.may("erasure")
    }

    fn may_leave(&self) -> bool {
        matches!(
            self.subscriber.state,
            State::Pending | State::Confirmed | State::Bounced
        )
    }

    fn hour(&self) -> String {
        hour_of(self.page.translator(), self.subscriber.delivery_hour).to_string()
    }

    /// The door, in words: `import:the old blog` becomes "Imported from: the old blog".
    fn source(&self, consent: &Consent) -> String {
        let (door, place) = consent
            .source
            .split_once(':')
            .unwrap_or((&consent.source, ""));
        self.page
            .say("subscribers-source")
            .with("door", door)
            .with("place", place)
            .to_string()
    }

    fn change(&self, change: &Change) -> String {
        let say = |key| self.page.say(key);
        let field = say("subscribers-field").with("field", &change.field);
        let to = self.value(&change.field, &change.to);
        match &change.from {
            Some(from) => {
                let from = self.value(&change.field, from);
                format!("{field}: {from} → {to}")
            }
            None => format!("{field}: {to}"),
        }
    }

    fn value(&self, field: &str, value: &str) -> String {
        let say = |key| self.page.say(key);
        match field {
            "cadence" => say("subscribers-cadence-word")
                .with("cadence", value)
                .to_string(),
            "locale" if value == Locale::Ko.as_str() => "한국어".into(),
            "locale" if value == Locale::En.as_str() => "English".into(),
            "delivery_hour" => value.parse().map_or_else(
                |_| value.to_owned(),
                |hour| hour_of(self.page.translator(), hour).to_string(),
            ),
            "topics" if value.is_empty() => say("subscribers-topics-all").to_string(),
            _ => value.to_owned(),
        }
    }
}

#[derive(Deserialize)]
struct Shown {
    #[serde(default)]
    done: bool,
}

async fn detail(
    session: AdminSession,
    page: PageContext,
    app: Data<App>,
    id: Path<i64>,
    shown: Query<Shown>,
) -> HandlerResult {
    let mut tx = app.read().await?;
    let id = SubscriberId(*id);
    let subscriber = find(&mut tx, id).await?.ok_or(WebError::NotFound)?;
    let topics = topics::chosen(&mut tx, id).await?;
    let names: Vec<String> = topics.into_iter().map(|topic| topic.name).collect();
    let template = DetailPage {
        history: consent::history(&mut tx, id).await?,
        topics: names.join(", "),
        done: shown.done,
        page,
        session,
        subscriber,
    };
    private(&template)
}

async fn unsubscribe(
    page: PageContext,
    app: Data<App>,
    id: Path<i64>,
    AdminForm { session, .. }: AdminForm,
) -> HandlerResult {
    let mut tx = app.write().await?;
    let subscriber = find(&mut tx, SubscriberId(*id)).await?;
    let subscriber = subscriber.ok_or(WebError::NotFound)?;
    let evidence = Evidence::of(format!("panel:{}", session.email()), Some(session.ip()));
    let now = app.now();
    if leave(&mut tx, subscriber.id, &evidence, now).await? {
        // Never the address: the log outlives the erasure of its person.
        let about = format!("subscriber:{}", subscriber.id.0);
        audit::record(&mut tx, &session, "subscriber-unsubscribe", &about, now).await?;
    }
    tx.commit().await?;
    let path = page.link(&format!("/admin/subscribers/{id}?done=true"));
    Ok(HttpResponse::SeeOther()
        .insert_header((LOCATION, path))
        .finish())
}

/// People's addresses stay out of every cache.
fn private(page: &impl Template) -> HandlerResult {
    let mut answer = html(StatusCode::OK, page)?;
    let no_store = HeaderValue::from_static("no-store");
    answer.headers_mut().insert(CACHE_CONTROL, no_store);
    Ok(answer)
}
