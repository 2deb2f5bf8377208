//! SQL of mails that wait for the morning. The conditions of the partial index are repeated, so that it is used.

use crate::clock::Timestamp;
use crate::store::{Result, Tx};
use crate::{changed, on};

/// The next zone after this one in whose nights a mail waits, due or not.
pub(in crate::delivery) async fn zone_after(tx: &mut Tx, zone: &str) -> Result<Option<String>> {
    const SQL: &str = "
        SELECT night_zone FROM outbox WHERE bulk AND state IN ('queued', 'deferred') AND night_zone IS NOT NULL AND night_zone > $1
        ORDER BY night_zone LIMIT 1";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(zone).fetch_optional(conn))
}

/// True while a mail of this zone is due.
pub(in crate::delivery) async fn is_due(tx: &mut Tx, zone: &str, now: Timestamp) -> Result<bool> {
    const SQL: &str = "
        SELECT EXISTS (SELECT 1 FROM outbox WHERE bulk AND state IN ('queued', 'deferred') AND night_zone IS NOT NULL
                       AND night_zone = $1 AND due_at <= $2)";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(zone).bind(now).fetch_one(conn))
}

macro_rules! put_off {
    ($lock:literal) => {
        concat!(
            "UPDATE outbox SET due_at = $2
             WHERE id IN (SELECT id FROM outbox WHERE bulk AND state IN ('queued', 'deferred') AND night_zone IS NOT NULL
                          AND night_zone = $1 AND due_at <= $3 LIMIT $4 ",
            $lock,
            ") AND state IN ('queued', 'deferred')"
        )
    };
}

const PUT_OFF_ON_SQLITE: &str = put_off!("");

/// Rows that other nodes are claiming are skipped.
const PUT_OFF_ON_POSTGRES: &str = put_off!("FOR UPDATE SKIP LOCKED");

/// Moves up to `most` due mails of this zone to a later time. Returns how many.
pub(in crate::delivery) async fn put_off(
    tx: &mut Tx,
    zone: &str,
    until: Timestamp,
    now: Timestamp,
    most: u64,
) -> Result<u64> {
    let sql = tx.either(PUT_OFF_ON_SQLITE, PUT_OFF_ON_POSTGRES);
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    changed!(tx, conn => sqlx::query(sql).bind(zone).bind(until).bind(now).bind(most).execute(conn))
}
