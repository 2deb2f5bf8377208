//! A subscriber as JSON, for programs of the site.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::http::header::{ETAG, HeaderValue, IF_MATCH};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::clock::Timestamp;
use crate::store::{self, Tx};
use crate::subscribers::grouped::by_subscriber;
use crate::subscribers::{Subscriber, SubscriberId, fields, tags, topic_choices};
use crate::token::hex;
use crate::topics;
use crate::web::{HandlerResult, WebError};

/// A subscriber.
#[derive(Debug, Serialize)]
pub(super) struct SubscriberJson {
    id: SubscriberId,
    email: String,
    name: Option<String>,
    state: &'static str,
    /// Names; none means all topics.
    topics: Vec<String>,
    /// Values by slug.
    fields: BTreeMap<String, String>,
    tags: Vec<String>,
    cadence: &'static str,
    locale: &'static str,
    weekly_day: &'static str,
    delivery_hour: i64,
    time_zone: String,
    paused_until: Option<String>,
    created_at: String,
    confirmed_at: Option<String>,
    left_at: Option<String>,
}

impl SubscriberJson {
    fn new(
        subscriber: Subscriber,
        topics: Vec<String>,
        fields: BTreeMap<String, String>,
        tags: Vec<String>,
    ) -> Self {
        let moment = |moment: Timestamp| moment.to_string();
        Self {
            id: subscriber.id,
            email: subscriber.email.to_string(),
            name: subscriber.name.map(|name| name.to_string()),
            state: subscriber.state.as_str(),
            topics,
            fields,
            tags,
            cadence: subscriber.cadence.as_str(),
            locale: subscriber.locale.as_str(),
            weekly_day: subscriber.weekly_day.as_str(),
            delivery_hour: subscriber.delivery_hour,
            time_zone: subscriber.time_zone.name().to_owned(),
            paused_until: subscriber.paused_until.map(moment),
            created_at: moment(subscriber.created_at),
            confirmed_at: subscriber.confirmed_at.map(moment),
            left_at: subscriber.left_at.map(moment),
        }
    }

    /// These subscribers with their topics, fields and tags, in the same order.
    pub(super) async fn all(tx: &mut Tx, subscribers: Vec<Subscriber>) -> store::Result<Vec<Self>> {
        let ids: Vec<SubscriberId> = subscribers.iter().map(|each| each.id).collect();
        let known = topics::all(tx).await?;
        let mut choices = by_subscriber(topic_choices::chosen_by(tx, &ids).await?);
        let asked = fields::all(tx).await?;
        let mut values = by_subscriber(fields::of_each(tx, &ids).await?);
        let mut tags = by_subscriber(tags::of_each(tx, &ids).await?);
        let with_topics = subscribers.into_iter().map(|subscriber| {
            let who = subscriber.id;
            let own = choices.remove(&who).unwrap_or_default();
            let names = own.iter().filter_map(|topic| {
                let topic = known.iter().find(|known| known.id == *topic);
                topic.map(|topic| topic.name.clone())
            });
            let names = names.collect();
            let own = values.remove(&who).unwrap_or_default();
            let fields = fields::named(&asked, own.iter());
            let tags = tags.remove(&who).unwrap_or_default();
            Self::new(subscriber, names, fields, tags)
        });
        Ok(with_topics.collect())
    }
}

/// Answers with a subscriber and the tag of this state of theirs.
pub(super) async fn answer(
    tx: &mut Tx,
    status: StatusCode,
    subscriber: Subscriber,
) -> HandlerResult {
    let (body, tag) = tagged(tx, subscriber).await?;
    Ok(HttpResponse::build(status)
        .insert_header((ETAG, tag))
        .content_type("application/json")
        .body(body))
}

/// Refuses a change by a client that has seen another state of the subscriber. Without `If-Match` every change is taken.
pub(super) async fn expect_seen(
    tx: &mut Tx,
    request: &HttpRequest,
    subscriber: &Subscriber,
) -> Result<(), WebError> {
    let Some(seen) = request.headers().get(IF_MATCH) else {
        return Ok(());
    };
    let (_, tag) = tagged(tx, subscriber.clone()).await?;
    let seen = seen.to_str().unwrap_or_default();
    // A proxy that compresses answers weakens their tags; the tag is of the content alone.
    let bare = |tag: &str| -> String { tag.strip_prefix("W/").unwrap_or(tag).to_owned() };
    let mut seen = seen.split(',').map(|tag| bare(tag.trim()));
    if seen.any(|seen| seen == "*" || tag == seen) {
        return Ok(());
    }
    Err(WebError::ChangedMeanwhile)
}

async fn tagged(tx: &mut Tx, subscriber: Subscriber) -> Result<(String, HeaderValue), WebError> {
    let mut all = SubscriberJson::all(tx, vec![subscriber]).await?;
    let one = all.pop().ok_or(WebError::Internal)?;
    let body = serde_json::to_string(&one).map_err(|_| WebError::Internal)?;
    let tag = format!("\"{}\"", hex(&Sha256::digest(body.as_bytes())[..8]));
    let tag = HeaderValue::try_from(tag).map_err(|_| WebError::Internal)?;
    Ok((body, tag))
}
