//! `/fragments/subscription`: the sign-up form as a part of another page.

use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Query, ServiceConfig};
use askama::Template;
use serde::Deserialize;

use super::field_input::FieldInput;
use crate::app::App;
use crate::subscribers::Cadence;
use crate::subscribers::consent::CollectedFields;
use crate::subscribers::fields::{self, ReaderField};
use crate::subscribers::model::DEFAULT_CADENCE;
use crate::topics::{self, Topic};
use crate::web::{HandlerResult, PageContext, html};

/// Mounts the form, below `/fragments`.
pub(super) fn routes(config: &mut ServiceConfig) {
    config.route("/subscription", web::get().to(subscription));
}

/// The attributes of the element. Values that cannot be parsed are ignored.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct SubscriptionQuery {
    /// Slugs or names of topics.
    topics: String,
    cadence: String,
}

#[derive(Template)]
#[template(path = "fragments/subscription.html")]
struct SubscriptionFragment {
    page: PageContext,
    topics: Vec<Topic>,
    /// The topics to tick, as the element names them.
    named: [String; 1],
    cadences: &'static [Cadence],
    cadence: Cadence,
    fields: Vec<ReaderField>,
    collected: CollectedFields,
}

impl SubscriptionFragment {
    fn inputs(&self) -> Vec<FieldInput> {
        FieldInput::all(&self.fields, &[], false)
    }

    fn is_chosen(&self, topic: &Topic) -> bool {
        topics::is_named(&self.topics, &self.named, topic)
    }
}

async fn subscription(
    app: Data<App>,
    page: PageContext,
    query: Query<SubscriptionQuery>,
) -> HandlerResult {
    let query = query.into_inner();
    let mut tx = app.read().await?;
    let fields = fields::asked(&mut tx).await?;
    let fragment = SubscriptionFragment {
        page,
        topics: topics::offered(&mut tx).await?,
        named: [query.topics],
        cadences: Cadence::ALL,
        cadence: query.cadence.parse().unwrap_or(DEFAULT_CADENCE),
        collected: CollectedFields::of(&fields),
        fields,
    };
    html(StatusCode::OK, &fragment)
}
