//! A pause: a reader gets no digest and no campaign until a date that they chose, and then goes on from there.
//! Invariant: planning does not see a reader who has paused, so what was published meanwhile comes in one digest.

use jiff::ToSpan;
use jiff::civil::Date;

use super::consent::{self, Action, Change, ConsentEvidence};
use super::model::{Subscriber, SubscriberState};
use super::{queries, schedule};
use crate::clock::Timestamp;
use crate::outbox;
use crate::store::{self, Tx};

/// The result of a mail that was dropped when its reader paused.
pub const PAUSED: &str = "paused";

/// The field of the consent record.
const FIELD: &str = "paused_until";

/// The dates on which a pause of this reader may end: from tomorrow, where they live, to a year from today.
pub fn dates(subscriber: &Subscriber, now: Timestamp) -> (Date, Date) {
    let today = now.at(&subscriber.time_zone).date();
    let after = |span: jiff::Span| today.checked_add(span).unwrap_or(today);
    (after(1.day()), after(1.year()))
}

/// The date on which the reader's pause ends.
pub fn date(subscriber: &Subscriber) -> Option<Date> {
    let until = subscriber.paused_until?;
    Some(until.at(&subscriber.time_zone).date())
}

/// Pauses a confirmed reader until their hour of this date, one of [`dates`]. Digests and campaigns that wait are dropped. Returns
/// false when nothing has changed.
pub async fn pause(
    tx: &mut Tx,
    subscriber: &Subscriber,
    until: Date,
    evidence: &ConsentEvidence,
    now: Timestamp,
) -> store::Result<bool> {
    let (hour, zone) = (subscriber.delivery_hour, &subscriber.time_zone);
    let Some(end) = schedule::at_hour(until, hour, zone).filter(|end| *end > now) else {
        return Ok(false);
    };
    if subscriber.state != SubscriberState::Confirmed || subscriber.paused_until == Some(end) {
        return Ok(false);
    }
    // The end itself counts, where it is their day.
    let (cadence, day) = (subscriber.cadence, subscriber.weekly_day);
    let next = schedule::next_after(cadence, day, hour, zone, end.plus(-1));
    queries::set_pause(tx, subscriber.id, Some(end), next).await?;
    outbox::drop_bulk_for_subscriber(tx, subscriber.id, PAUSED, now).await?;
    record(tx, subscriber, Some(until), evidence, now).await?;
    Ok(true)
}

/// Ends a reader's pause by their own wish: the next digest comes at their hour. Returns false when there was none.
pub async fn resume(
    tx: &mut Tx,
    subscriber: &Subscriber,
    evidence: &ConsentEvidence,
    now: Timestamp,
) -> store::Result<bool> {
    if subscriber.paused_until.is_none() {
        return Ok(false);
    }
    let (cadence, day, hour) = (
        subscriber.cadence,
        subscriber.weekly_day,
        subscriber.delivery_hour,
    );
    let next = schedule::next_after(cadence, day, hour, &subscriber.time_zone, now);
    queries::set_pause(tx, subscriber.id, None, next).await?;
    record(tx, subscriber, None, evidence, now).await?;
    Ok(true)
}

/// True when the moment of some pause's end has come.
pub async fn is_any_over(tx: &mut Tx, now: Timestamp) -> store::Result<bool> {
    queries::has_pause_that_ends(tx, now).await
}

/// Ends up to `most` pauses whose moment has come, and returns how many.
pub async fn end(tx: &mut Tx, now: Timestamp, most: i64) -> store::Result<u64> {
    queries::end_pauses(tx, now, most).await
}

async fn record(
    tx: &mut Tx,
    subscriber: &Subscriber,
    until: Option<Date>,
    evidence: &ConsentEvidence,
    now: Timestamp,
) -> store::Result<()> {
    let text = |date: Option<Date>| date.map_or_else(String::new, |date| date.to_string());
    let change = Change::between(FIELD, text(date(subscriber)), text(until));
    consent::record(tx, subscriber.id, Action::Changed, evidence, &[change], now).await
}
