//! Preferences of subscribers. Every change takes effect at once and is recorded as consent.

use super::consent::{Action, Change, ConsentEvidence};
use super::model::{Preferences, Subscriber};
use super::{consent, queries, schedule, topic_choices};
use crate::clock::Timestamp;
use crate::outbox;
use crate::store::{self, Tx};
use crate::topics::{self, Topic, TopicId, names_of};

/// Saves the preferences. Returns false when nothing has changed.
pub async fn change(
    tx: &mut Tx,
    subscriber: &Subscriber,
    wanted: &Preferences,
    evidence: &ConsentEvidence,
    now: Timestamp,
) -> store::Result<bool> {
    let chosen = topic_choices::chosen(tx, subscriber.id).await?;
    let known = topics::all(tx).await?;
    let changes = differences(subscriber, &chosen, wanted, &known);
    if changes.is_empty() {
        return Ok(false);
    }
    queries::change(tx, subscriber.id, wanted).await?;
    if changes.iter().any(|change| change.field == "topics") {
        topic_choices::choose(tx, subscriber.id, &wanted.topics).await?;
    }
    let moves_digest = |change: &Change| {
        matches!(
            change.field.as_str(),
            "cadence" | "weekly_day" | "delivery_hour" | "time_zone"
        )
    };
    if changes.iter().any(|change| change.field == "time_zone") {
        outbox::set_nights(tx, subscriber.id).await?;
    }
    if changes.iter().any(moves_digest) {
        let (day, hour) = (wanted.weekly_day, wanted.delivery_hour);
        // During a pause, the first moment of its end or after it.
        let from = subscriber
            .paused_until
            .map_or(now, |until| now.max(until.plus(-1)));
        let next = schedule::next_after(wanted.cadence, day, hour, &wanted.time_zone, from);
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
            "weekly_day",
            subscriber.weekly_day.to_string(),
            wanted.weekly_day.to_string(),
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
