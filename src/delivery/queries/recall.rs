//! SQL of mails and leases that a clock which ran ahead has put off.

use crate::clock::Timestamp;
use crate::delivery::model::LatestTimes;
use crate::store::{Result, Tx};
use crate::{changed, on};

/// Returns whether a mail is due or a lease ends only after these times. Each edition is looked up
/// by its index.
pub(in crate::delivery) async fn is_put_off(tx: &mut Tx, latest: &LatestTimes) -> Result<bool> {
    const SQL: &str = "
        SELECT EXISTS (SELECT 1 FROM sending_leases WHERE expires_at > $3)
            OR EXISTS (SELECT 1 FROM outbox WHERE NOT bulk AND state IN ('queued', 'deferred') AND due_at > $1
                       AND (state = 'queued' AND (created_at > $5 OR due_at > $4) OR state = 'deferred' AND due_at > $2))
            OR EXISTS (SELECT 1 FROM editions WHERE EXISTS (
                   SELECT 1 FROM outbox WHERE bulk AND state IN ('queued', 'deferred') AND edition_id = editions.id
                   AND due_at > $1 AND (state = 'queued' OR due_at > $2) AND (night_zone IS NULL OR due_at > $4)))";
    on!(tx, conn => sqlx::query_scalar(SQL)
        .bind(latest.queued).bind(latest.deferred).bind(latest.lease).bind(latest.in_turn).bind(latest.created)
        .fetch_one(conn))
}

pub(in crate::delivery) async fn end_leases_after(
    tx: &mut Tx,
    latest: Timestamp,
    now: Timestamp,
) -> Result<()> {
    const SQL: &str = "UPDATE sending_leases SET expires_at = $2 WHERE expires_at > $1";
    changed!(tx, conn => sqlx::query(SQL).bind(latest).bind(now).execute(conn))?;
    Ok(())
}

pub(in crate::delivery) async fn recall(
    tx: &mut Tx,
    latest: &LatestTimes,
    now: Timestamp,
) -> Result<u64> {
    const ALONE: &str = "
        UPDATE outbox SET due_at = $3
        WHERE NOT bulk AND state IN ('queued', 'deferred') AND due_at > $1
          AND (state = 'queued' AND (created_at > $5 OR due_at > $4) OR state = 'deferred' AND due_at > $2)";
    const OF_EDITIONS: &str = "
        UPDATE outbox SET due_at = $3
        WHERE bulk AND state IN ('queued', 'deferred') AND edition_id IN (SELECT id FROM editions)
          AND due_at > $1 AND (state = 'queued' OR due_at > $2) AND (night_zone IS NULL OR due_at > $4)";
    let alone = changed!(tx, conn => sqlx::query(ALONE)
        .bind(latest.queued).bind(latest.deferred).bind(now).bind(latest.in_turn).bind(latest.created).execute(conn))?;
    let of_editions = changed!(tx, conn => sqlx::query(OF_EDITIONS)
        .bind(latest.queued).bind(latest.deferred).bind(now).bind(latest.in_turn).execute(conn))?;
    Ok(alone + of_editions)
}
