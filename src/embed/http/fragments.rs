//! `/fragments`: the sign-up form as a part of another page, and the token of forms.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use actix_web::web::{Data, Query};
use askama::Template;
use serde::Deserialize;

use crate::app::App;
use crate::subscribers::{Cadence, DEFAULT_CADENCE};
use crate::topics::{self, Topic};
use crate::web::{HandlerResult, PageContext, form_token, html};

/// The token of a form that was just touched; its age counts from now.
pub(super) async fn token(app: Data<App>) -> HandlerResult {
    let token = form_token::issue(app.signer(), app.now());
    Ok(HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, HeaderValue::from_static("no-store")))
        .json(serde_json::json!({ "token": token })))
}

/// The attributes of the element. Values that cannot be parsed are ignored.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct SubscriptionQuery {
    /// Slugs or names of topics, with commas or spaces between.
    topics: String,
    cadence: String,
}

#[derive(Template)]
#[template(path = "fragments/subscription.html")]
struct SubscriptionFragment {
    page: PageContext,
    topics: Vec<Topic>,
    chosen: Vec<String>,
    cadences: &'static [Cadence],
    cadence: Cadence,
}

impl SubscriptionFragment {
    fn is_chosen(&self, topic: &Topic) -> bool {
        self.chosen.contains(&topic.slug)
    }
}

pub(super) async fn subscription(
    app: Data<App>,
    page: PageContext,
    query: Query<SubscriptionQuery>,
) -> HandlerResult {
    let topics = topics::offered(&mut app.read().await?).await?;
    let fragment = SubscriptionFragment {
        page,
        topics,
        chosen: chosen(&query.topics),
        cadences: Cadence::ALL,
        cadence: query.cadence.parse().unwrap_or(DEFAULT_CADENCE),
    };
    html(StatusCode::OK, &fragment)
}

/// The slugs of the named topics. A name may have spaces, so both ways of reading the list count.
fn chosen(topics: &str) -> Vec<String> {
    let words = topics.split(',').chain(topics.split_whitespace());
    words.map(topics::slug).collect()
}
