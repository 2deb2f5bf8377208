//! Finds the readers who are due, and records what they were served.

use super::model::{DigestProgress, Due};
use super::queries;
use crate::clock::Timestamp;
use crate::store::{Result, Tx};
use crate::subscribers::model::{Cadence, SubscriberId};

/// Up to `limit` confirmed subscribers who are due, locked until the end of the transaction. Readers of each post are due when
/// there is a newer post; the others are due when their time has come or was never computed.
pub async fn due(tx: &mut Tx, newest_post: i64, now: Timestamp, limit: i64) -> Result<Vec<Due>> {
    queries::due(tx, newest_post, now, limit).await
}

/// Up to `limit` subscribers who will be due at a moment, without a lock, for a preview.
pub async fn expect_due(
    tx: &mut Tx,
    newest_post: i64,
    at: Timestamp,
    limit: i64,
) -> Result<Vec<Due>> {
    queries::expect_due(tx, newest_post, at, limit).await
}

/// Counts the readers who will be due at a moment, up to `most`.
pub async fn count_due(tx: &mut Tx, newest_post: i64, at: Timestamp, most: i64) -> Result<i64> {
    queries::count_due(tx, newest_post, at, most).await
}

/// The earliest moment at which a digest is due. Readers of each post have no such moment.
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

/// Clears the time of a subscriber's next digest; the next planning computes it.
pub async fn recompute_next_digest(tx: &mut Tx, id: SubscriberId) -> Result<()> {
    crate::subscribers::queries::set_next_digest(tx, id, None).await
}

/// Records how far these subscribers have been served.
pub async fn advance(tx: &mut Tx, steps: &[DigestProgress]) -> Result<()> {
    queries::advance(tx, steps).await
}
