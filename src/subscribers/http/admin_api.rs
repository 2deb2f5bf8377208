//! `/api/v1/admin/subscribers`: subscribers for programs of the site, by a token.

use std::fmt::Display;
use std::str::FromStr;

use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Json, Path, Query, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};

use super::answers_json::AnswersJson;
use super::consent_json::ConsentJson;
use super::field_errors::topics_named;
use super::sign_up_form::SignUpForm;
use super::subscriber_json::{SubscriberJson, answer, expect_seen};
use crate::admin::{AuditedValues, Bearer, audit};
use crate::app::App;
use crate::clock::DAY;
use crate::outbox::suppression;
use crate::store::Tx;
use crate::subscribers::advertising::AdvertisingChoice;
use crate::subscribers::consent::{Channel, ConsentEvidence};
use crate::subscribers::list::{self, SubscriberSearch};
use crate::subscribers::model::{Preferences, SignUp};
use crate::subscribers::preferences::change;
use crate::subscribers::{
    self, Added, SignedUp, Subscriber, SubscriberId, SubscriberState, describe_subscriber, fields,
    find, find_by_email, lock, subscribe, tags, topic_choices,
};
use crate::topics;
use crate::web::{HandlerResult, WebError};

/// Subscribers on a page by default, and at most.
const USUAL: usize = 50;
const MOST: usize = 200;

/// Mounts the routes. The erasure stands with the other personal data.
pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .route("/subscribers", web::get().to(list_page))
        .route("/subscribers", web::post().to(add))
        .route("/subscribers/{id}", web::get().to(one))
        .route("/subscribers/{id}", web::patch().to(patch))
        .route("/subscribers/{id}/departure", web::post().to(leave));
}

/// An empty value is none.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ListQuery {
    cursor: String,
    limit: String,
    state: String,
    q: String,
}

fn value<T: FromStr<Err: Display>>(text: &str) -> Result<Option<T>, WebError> {
    let given = Some(text).filter(|text| !text.is_empty());
    let value = given.map(str::parse::<T>).transpose();
    value.map_err(|error| WebError::Malformed(error.to_string()))
}

#[derive(Serialize)]
struct SubscriberPage {
    items: Vec<SubscriberJson>,
    next: Option<String>,
}

/// Subscribers, newest first.
async fn list_page(_bearer: Bearer, app: Data<App>, query: Query<ListQuery>) -> HandlerResult {
    let limit = value(&query.limit)?.unwrap_or(USUAL).clamp(1, MOST);
    let search = SubscriberSearch {
        text: &query.q,
        state: value::<SubscriberState>(&query.state)?,
        before: value(&query.cursor)?.map(SubscriberId),
        ..SubscriberSearch::default()
    };
    let mut tx = app.read().await?;
    let found = list::page(&mut tx, search, limit).await?;
    let subscribers = found.rows.into_iter().map(|row| row.subscriber).collect();
    Ok(HttpResponse::Ok().json(SubscriberPage {
        items: SubscriberJson::all(&mut tx, subscribers).await?,
        next: found.next.map(|last| last.0.to_string()),
    }))
}

async fn one(_bearer: Bearer, app: Data<App>, id: Path<i64>) -> HandlerResult {
    let mut tx = app.read().await?;
    let subscriber = subscriber(&mut tx, *id).await?;
    answer(&mut tx, StatusCode::OK, subscriber).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AddBody {
    email: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    topics: Vec<String>,
    #[serde(default)]
    cadence: String,
    #[serde(default)]
    locale: String,
    #[serde(default)]
    fields: AnswersJson,
    /// True: they agreed already, and no mail asks them.
    #[serde(default)]
    confirmed: bool,
    #[serde(default)]
    consent: ConsentJson,
}

/// Asks somebody by mail, or subscribes them with the consent that the program names. The same address again changes nothing.
async fn add(bearer: Bearer, app: Data<App>, body: Json<AddBody>) -> HandlerResult {
    let body = body.into_inner();
    let mut tx = app.read().await?;
    let offered = topics::offered(&mut tx).await?;
    let known = fields::all(&mut tx).await?;
    drop(tx);
    body.fields.check(&known)?;
    let form = SignUpForm {
        email: body.email,
        name: body.name,
        topics: body.topics,
        cadence: body.cadence,
        locale: body.locale,
        advertising: AdvertisingChoice::None,
        fields: body.fields.pairs(),
    };
    let site = app.config().site.locale;
    let wanted = form
        .read(&offered, &known, site)
        .map_err(WebError::Invalid)?;
    if body.confirmed && !body.consent.has_words() {
        return Err(WebError::field("consent", "subscribers-consent-missing"));
    }
    let evidence = body.consent.evidence(&bearer.0, wanted.wishes.locale)?;
    let mut tx = app.write().await?;
    let (status, subscriber) = if body.confirmed {
        match subscribers::add(&mut tx, &app, &wanted, &evidence).await? {
            Added::New(subscriber) => (StatusCode::CREATED, *subscriber),
            Added::Known(subscriber) => (StatusCode::OK, *subscriber),
            Added::KeptAway => return Err(WebError::KeptAway),
        }
    } else {
        (
            StatusCode::ACCEPTED,
            ask(&mut tx, &app, &wanted, &evidence).await?,
        )
    };
    let answer = answer(&mut tx, status, subscriber).await?;
    tx.commit().await?;
    Ok(answer)
}

/// Asks somebody by mail. Whoever is subscribed already stays so, with or without a mail that says it.
async fn ask(
    tx: &mut Tx,
    app: &App,
    wanted: &SignUp,
    evidence: &ConsentEvidence,
) -> Result<Subscriber, WebError> {
    let done = subscribe(tx, app, wanted, evidence).await?;
    let known = find_by_email(tx, &wanted.email).await?;
    match (done, known) {
        (SignedUp::Mailed, Some(known)) => Ok(known),
        (SignedUp::NotMailed, Some(known)) if known.state == SubscriberState::Confirmed => {
            Ok(known)
        }
        (SignedUp::KeptAway, _) => Err(WebError::KeptAway),
        _ if suppression::is_suppressed(tx, app.signer(), &wanted.email).await? => {
            Err(WebError::KeptAway)
        }
        _ => Err(WebError::TooMany { retry_after: DAY }),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PatchBody {
    cadence: Option<String>,
    topics: Option<Vec<String>>,
    locale: Option<String>,
    weekly_day: Option<String>,
    delivery_hour: Option<i64>,
    time_zone: Option<String>,
    /// Only these fields; null takes a value away.
    #[serde(default)]
    fields: AnswersJson,
    /// All tags.
    tags: Option<Vec<String>>,
}

impl PatchBody {
    /// The preferences with these changes.
    async fn wanted(self, tx: &mut Tx, present: &Subscriber) -> Result<Preferences, WebError> {
        let topics = if let Some(words) = &self.topics {
            let known = topics::all(tx).await?;
            topics_named(&known, words).map_err(|key| WebError::field("topics", key))?
        } else {
            let chosen = topic_choices::chosen(tx, present.id).await?;
            chosen.into_iter().map(|topic| topic.id).collect()
        };
        let delivery_hour = self.delivery_hour.unwrap_or(present.delivery_hour);
        if !(0..=23).contains(&delivery_hour) {
            return Err(WebError::field("delivery_hour", "subscribers-hour-unknown"));
        }
        Ok(Preferences {
            cadence: read(
                "cadence",
                self.cadence.as_deref(),
                "subscribers-cadence-unknown",
            )?
            .unwrap_or(present.cadence),
            topics,
            locale: read(
                "locale",
                self.locale.as_deref(),
                "subscribers-locale-unknown",
            )?
            .unwrap_or(present.locale),
            weekly_day: read(
                "weekly_day",
                self.weekly_day.as_deref(),
                "subscribers-day-unknown",
            )?
            .unwrap_or(present.weekly_day),
            delivery_hour,
            time_zone: read(
                "time_zone",
                self.time_zone.as_deref(),
                "subscribers-zone-unknown",
            )?
            .unwrap_or_else(|| present.time_zone.clone()),
        })
    }
}

fn read<T: FromStr>(
    field: &'static str,
    word: Option<&str>,
    key: &'static str,
) -> Result<Option<T>, WebError> {
    let read = word.map(str::parse).transpose();
    read.map_err(|_| WebError::field(field, key))
}

/// Changes what somebody gets.
async fn patch(
    bearer: Bearer,
    app: Data<App>,
    request: HttpRequest,
    id: Path<i64>,
    body: Json<PatchBody>,
) -> HandlerResult {
    let mut tx = app.write().await?;
    let present = lock(&mut tx, SubscriberId(*id)).await?;
    let present = present.ok_or(WebError::NotFound)?;
    expect_seen(&mut tx, &request, &present).await?;
    let mut body = body.into_inner();
    let answers = std::mem::take(&mut body.fields);
    let tags = body.tags.take();
    let wanted = body.wanted(&mut tx, &present).await?;
    let evidence = ConsentEvidence::of(Channel::Token).by(&bearer.0.name);
    change(&mut tx, &present, &wanted, &evidence, app.now()).await?;
    describe(&mut tx, &app, &bearer, present.id, answers, tags).await?;
    let changed = subscriber(&mut tx, *id).await?;
    let answer = answer(&mut tx, StatusCode::OK, changed).await?;
    tx.commit().await?;
    Ok(answer)
}

/// Changes what is known of somebody beside the subscription. The record of consent has no line of it; the audit log has.
async fn describe(
    tx: &mut Tx,
    app: &App,
    bearer: &Bearer,
    id: SubscriberId,
    answers: AnswersJson,
    tags: Option<Vec<String>>,
) -> Result<(), WebError> {
    answers.check(&fields::all(tx).await?)?;
    let tags = tags.map(|tags| tags::words(tags.iter().map(String::as_str)));
    let tags = tags.transpose();
    let tags = tags.map_err(|key| WebError::field("tags", key))?;
    let described =
        describe_subscriber(tx, id, &answers.pairs(), tags.as_deref(), app.now()).await?;
    if described.map_err(|key| WebError::field("fields", key))? {
        let (about, now) = (format!("subscriber:{}", id.0), app.now());
        audit::record(tx, &bearer.0, "subscriber-details", &about, now).await?;
    }
    Ok(())
}

/// Ends a subscription. Who has left already stays so.
async fn leave(bearer: Bearer, app: Data<App>, id: Path<i64>) -> HandlerResult {
    let mut tx = app.write().await?;
    let present = subscriber(&mut tx, *id).await?;
    let evidence = ConsentEvidence::of(Channel::Token).by(&bearer.0.name);
    if subscribers::unsubscribe(&mut tx, &app, present.id, &evidence).await? {
        let (about, now) = (format!("subscriber:{id}"), app.now());
        let values = AuditedValues::between(
            present.state.as_str(),
            SubscriberState::Unsubscribed.as_str(),
        );
        audit::record_values(
            &mut tx,
            &bearer.0,
            "subscriber-unsubscribe",
            &about,
            values,
            now,
        )
        .await?;
    }
    let left = subscriber(&mut tx, *id).await?;
    let answer = answer(&mut tx, StatusCode::OK, left).await?;
    tx.commit().await?;
    Ok(answer)
}

async fn subscriber(tx: &mut Tx, id: i64) -> Result<Subscriber, WebError> {
    find(tx, SubscriberId(id)).await?.ok_or(WebError::NotFound)
}
