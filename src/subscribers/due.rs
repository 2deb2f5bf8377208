//! Who is due for a digest, and how far each has been served: only confirmed subscribers are ever due.

use serde::Serialize;

use super::topics::TopicId;
use super::{Cadence, SubscriberId, queries};
use crate::address::{DisplayName, EmailAddress};
use crate::clock::{Timestamp, Zone};
use crate::i18n::Locale;
use crate::store::{Result, Tx};

/// A subscriber whose digest is due.
#[derive(Clone, Debug)]
pub struct Due {
    /// Their row.
    pub id: SubscriberId,
    /// Their address.
    pub email: EmailAddress,
    /// Their name, when they gave one.
    pub name: Option<DisplayName>,
    /// The language of their mails.
    pub locale: Locale,
    /// How often they get mail.
    pub cadence: Cadence,
    /// The topics they chose; empty means all.
    pub topics: Vec<TopicId>,
    /// The number of the last post that was considered for them.
    pub window: i64,
    /// When the digest was due; `None` when that was never computed.
    pub next_digest_at: Option<Timestamp>,
    /// Where their hour is counted.
    pub zone: Zone,
    /// The local hour at which their digests come.
    pub hour: i64,
    /// When they confirmed: earlier posts are not for them.
    pub confirmed_at: Timestamp,
}

/// The row of a [`Due`]; its topics are one text of numbers.
#[derive(sqlx::FromRow)]
pub(super) struct DueRow {
    id: SubscriberId,
    email: EmailAddress,
    name: Option<DisplayName>,
    locale: Locale,
    cadence: Cadence,
    digest_window: i64,
    next_digest_at: Option<Timestamp>,
    #[sqlx(try_from = "String")]
    time_zone: Zone,
    delivery_hour: i64,
    confirmed_at: Timestamp,
    topics: String,
}

impl From<DueRow> for Due {
    fn from(row: DueRow) -> Self {
        let mut topics: Vec<_> = row
            .topics
            .split(' ')
            .filter_map(|number| number.parse().ok().map(TopicId))
            .collect();
        topics.sort_unstable();
        Self {
            id: row.id,
            email: row.email,
            name: row.name,
            locale: row.locale,
            cadence: row.cadence,
            topics,
            window: row.digest_window,
            next_digest_at: row.next_digest_at,
            zone: row.time_zone,
            hour: row.delivery_hour,
            confirmed_at: row.confirmed_at,
        }
    }
}

/// Up to `limit` confirmed subscribers who are due, held until the end of this transaction: those of each post when there is a newer one than they have seen, the
/// others when their time has come or was never computed.
pub async fn due(tx: &mut Tx, newest_post: i64, now: Timestamp, limit: i64) -> Result<Vec<Due>> {
    queries::due(tx, newest_post, now, limit).await
}

/// Who will be due `at` a moment, for a preview: nobody is held.
pub async fn expect_due(
    tx: &mut Tx,
    newest_post: i64,
    at: Timestamp,
    limit: i64,
) -> Result<Vec<Due>> {
    queries::expect_due(tx, newest_post, at, limit).await
}

/// How many readers will be due `at` a moment, counted up to `most`.
pub async fn count_due(tx: &mut Tx, newest_post: i64, at: Timestamp, most: i64) -> Result<i64> {
    queries::count_due(tx, newest_post, at, most).await
}

/// When the next of those who have an hour is due; those of each post have none.
pub async fn next_due(tx: &mut Tx) -> Result<Option<Timestamp>> {
    queries::next_due(tx).await
}

/// Up to `limit` confirmed subscribers of a cadence whose next digest is due only after `latest`.
pub async fn due_after(
    tx: &mut Tx,
    cadence: Cadence,
    latest: Timestamp,
    limit: i64,
) -> Result<Vec<SubscriberId>> {
    queries::due_after(tx, cadence, latest, limit).await
}

/// Has the hour of a subscriber's next digest computed anew by the next planning.
pub async fn recompute_next_digest(tx: &mut Tx, id: SubscriberId) -> Result<()> {
    queries::set_next_digest(tx, id, None).await
}

/// How far a subscriber has been served.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Step {
    /// Who.
    pub id: SubscriberId,
    /// Posts up to this number were considered for them.
    pub window: i64,
    /// When their next digest is due; those of each post have no such time.
    pub next_digest_at: Option<Timestamp>,
}

/// Notes how far these subscribers have been served.
pub async fn advance(tx: &mut Tx, steps: &[Step]) -> Result<()> {
    queries::advance(tx, steps).await
}
