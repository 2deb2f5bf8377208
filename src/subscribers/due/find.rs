//! Finds the readers who are due, and moves them on.

use super::model::{Due, Step};
use super::queries;
use crate::clock::Timestamp;
use crate::store::{Result, Tx};
use crate::subscribers::model::{Cadence, SubscriberId};

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
    crate::subscribers::queries::set_next_digest(tx, id, None).await
}

/// Notes how far these subscribers have been served.
pub async fn advance(tx: &mut Tx, steps: &[Step]) -> Result<()> {
    queries::advance(tx, steps).await
}
