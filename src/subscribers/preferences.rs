//! What a subscriber gets, and when: every change takes effect at once and leaves a line in the consent record.

use futures_util::FutureExt;
use serde::Serialize;

use super::consent::{Action, Change, Evidence};
use super::fields::Fields;
use super::sign_up::among;
use super::strangers::{Asked, Turn};
use super::topics::{self, Topic, TopicId, names_of};
use super::{
    Cadence, State, Subscriber, SubscriberId, consent, emails, queries, schedule, strangers,
};
use crate::address::EmailAddress;
use crate::app::App;
use crate::clock::{Timestamp, Zone};
use crate::i18n::{FieldError, Locale, Phrase, Translator};
use crate::jobs::{self, Fate, Job, Outcome};
use crate::store::{self, Tx};
use crate::token::{Purpose, hex};

/// What a subscriber chose.
#[derive(Clone, Debug)]
pub struct Preferences {
    /// How often.
    pub cadence: Cadence,
    /// The topics; empty means all.
    pub topics: Vec<TopicId>,
    /// The language of the mails.
    pub locale: Locale,
    /// The local hour at which digests come.
    pub delivery_hour: i64,
    /// Where that hour is counted.
    pub time_zone: Zone,
}

impl Preferences {
    /// Reads the fields of the preferences' form; a missing one keeps what `subscriber` has.
    pub fn read(
        fields: &Fields,
        subscriber: &Subscriber,
        known: &[Topic],
    ) -> Result<Self, Vec<FieldError>> {
        let wrong = |field, key| vec![FieldError { field, key }];
        let words: Vec<String> = fields.all("topics").map(ToOwned::to_owned).collect();
        let hour = fields
            .get("hour")
            .map_or(Ok(subscriber.delivery_hour), str::parse);
        Ok(Self {
            cadence: fields
                .get("cadence")
                .map_or(Ok(subscriber.cadence), str::parse)
                .map_err(|_| wrong("cadence", "subscribers-cadence-unknown"))?,
            topics: among(known, &words).map_err(|key| wrong("topics", key))?,
            locale: fields
                .get("locale")
                .map_or(Ok(subscriber.locale), str::parse)
                .map_err(|_| wrong("locale", "subscribers-locale-unknown"))?,
            delivery_hour: hour
                .ok()
                .filter(|hour| (0..=23).contains(hour))
                .ok_or_else(|| wrong("hour", "subscribers-hour-unknown"))?,
            time_zone: fields
                .get("zone")
                .map_or(Ok(subscriber.time_zone.clone()), str::parse)
                .map_err(|_| wrong("zone", "subscribers-zone-unknown"))?,
        })
    }
}

/// Applies what the subscriber chose; false when nothing is different.
pub async fn change(
    tx: &mut Tx,
    subscriber: &Subscriber,
    wanted: &Preferences,
    evidence: &Evidence,
    now: Timestamp,
) -> store::Result<bool> {
    let chosen = topics::chosen(tx, subscriber.id).await?;
    let known = topics::all(tx).await?;
    let changes = differences(subscriber, &chosen, wanted, &known);
    if changes.is_empty() {
        return Ok(false);
    }
    queries::change(tx, subscriber.id, wanted).await?;
    if changes.iter().any(|change| change.field == "topics") {
        topics::choose(tx, subscriber.id, &wanted.topics).await?;
    }
    let moves_digest = |change: &Change| {
        matches!(
            change.field.as_str(),
            "cadence" | "delivery_hour" | "time_zone"
        )
    };
    if changes.iter().any(moves_digest) {
        let (hour, zone) = (wanted.delivery_hour, &wanted.time_zone);
        let next = schedule::next_after(wanted.cadence, hour, zone, now);
        queries::set_next_digest(tx, subscriber.id, next).await?;
    }
    consent::record(tx, subscriber.id, Action::Changed, evidence, &changes, now).await?;
    Ok(true)
}

fn differences(
    subscriber: &Subscriber,
    chosen: &[Topic],
    wanted: &Preferences,
    known: &[Topic],
) -> Vec<Change> {
    let chosen: Vec<TopicId> = chosen.iter().map(|topic| topic.id).collect();
    let mut wanted_topics = wanted.topics.clone();
    wanted_topics.sort_unstable();
    let mut chosen_topics = chosen.clone();
    chosen_topics.sort_unstable();
    let candidates = [
        (
            "cadence",
            subscriber.cadence.to_string(),
            wanted.cadence.to_string(),
        ),
        (
            "locale",
            subscriber.locale.to_string(),
            wanted.locale.to_string(),
        ),
        (
            "delivery_hour",
            subscriber.delivery_hour.to_string(),
            wanted.delivery_hour.to_string(),
        ),
        (
            "time_zone",
            subscriber.time_zone.name().to_owned(),
            wanted.time_zone.name().to_owned(),
        ),
    ];
    let mut changes: Vec<Change> = candidates
        .into_iter()
        .filter(|(_, from, to)| from != to)
        .map(|(field, from, to)| Change::between(field, from, to))
        .collect();
    if chosen_topics != wanted_topics {
        changes.push(Change::between(
            "topics",
            names_of(known, &chosen),
            names_of(known, &wanted.topics),
        ));
    }
    changes
}

/// The job that mails a lost link to the preferences; its subject is the subscriber's id.
pub const LOST_LINK: Job = Job {
    kind: "lost-link",
    run: |app, subject| mail_link(app, subject).boxed(),
};

/// Queues a link to the preferences for the reader of this mailbox, if it is a subscriber's. For any other address a job that
/// does nothing is queued: the same work is done before the answer, so its time tells nothing.
pub async fn send_link(tx: &mut Tx, app: &App, email: &EmailAddress) -> store::Result<()> {
    let known = super::find_by_email(tx, email).await?;
    let nobody = hex(&app.signer().keyed_hash(Purpose::MailCaps, email.as_str()));
    let subject = known.map_or(nobody, |known| known.id.0.to_string());
    jobs::enqueue(tx, LOST_LINK.kind, &subject, app.now()).await
}

async fn mail_link(app: App, subject: String) -> Outcome {
    let Ok(id) = subject.parse().map(SubscriberId) else {
        return Ok(());
    };
    let mut tx = app.write().await?;
    let known = super::find(&mut tx, id).await?;
    let known = known.filter(|known| matches!(known.state, State::Confirmed | State::Unsubscribed));
    let Some(subscriber) = known else {
        return Ok(());
    };
    // The asker is told nothing of a refusal: only who is known here can be refused.
    if let Turn::At(due) =
        strangers::may_mail(&mut tx, &app, Asked::LostLink, &subscriber.email).await?
    {
        emails::preferences_link(&mut tx, &app, &subscriber, due)
            .await
            .map_err(|error| Fate::Retry(error.to_string()))?;
    }
    Ok(tx.commit().await?)
}

/// An hour of the day as people say it: 오전 7시, 7 am.
pub fn hour_of(t: Translator, hour: i64) -> Phrase<'static> {
    let half = if hour < 12 { "am" } else { "pm" };
    t.say("subscribers-preferences-hour-of")
        .with("hour", hour)
        .with("half", half)
        .with("hour12", (hour + 11) % 12 + 1)
}

/// All that is kept about one subscriber, as they may take it away.
#[derive(Debug, Serialize)]
pub struct MyData {
    email: String,
    name: Option<String>,
    state: &'static str,
    locale: &'static str,
    cadence: &'static str,
    topics: Vec<String>,
    delivery_hour: i64,
    time_zone: Zone,
    created_at: String,
    confirmed_at: Option<String>,
    left_at: Option<String>,
    consents: Vec<MyConsent>,
}

#[derive(Debug, Serialize)]
struct MyConsent {
    at: String,
    action: &'static str,
    source: String,
    ip: Option<String>,
    wording: Option<String>,
    changes: Vec<Change>,
}

/// Gathers what is kept about this subscriber.
pub async fn my_data(tx: &mut Tx, subscriber: Subscriber) -> store::Result<MyData> {
    let topics = topics::chosen(tx, subscriber.id).await?;
    let history = consent::history(tx, subscriber.id).await?;
    let moment = |moment: Timestamp| moment.to_string();
    Ok(MyData {
        email: subscriber.email.to_string(),
        name: subscriber.name.map(|name| name.to_string()),
        state: subscriber.state.as_str(),
        locale: subscriber.locale.as_str(),
        cadence: subscriber.cadence.as_str(),
        topics: topics.into_iter().map(|topic| topic.name).collect(),
        delivery_hour: subscriber.delivery_hour,
        time_zone: subscriber.time_zone,
        created_at: moment(subscriber.created_at),
        confirmed_at: subscriber.confirmed_at.map(moment),
        left_at: subscriber.left_at.map(moment),
        consents: history
            .into_iter()
            .map(|line| MyConsent {
                at: moment(line.at),
                action: line.action.as_str(),
                source: line.source,
                ip: line.ip,
                wording: line.wording,
                changes: line.detail.0,
            })
            .collect(),
    })
}
