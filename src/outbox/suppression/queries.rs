//! SQL of suppressions.

use crate::clock::Timestamp;
use crate::outbox::model::SuppressionReason;
use crate::store::{Result, Tx};
use crate::{changed, on};

pub(super) async fn suppress(
    tx: &mut Tx,
    address_hash: &str,
    reason: SuppressionReason,
    now: Timestamp,
) -> Result<()> {
    const SQL: &str = "
        INSERT INTO suppressions (address_hash, reason, created_at) VALUES ($1, $2, $3)
        ON CONFLICT (address_hash) DO UPDATE SET reason = excluded.reason WHERE suppressions.reason = 'bounced'";
    changed!(tx, conn => sqlx::query(SQL).bind(address_hash).bind(reason).bind(now).execute(conn))?;
    Ok(())
}

pub(super) async fn suppression(
    tx: &mut Tx,
    address_hash: &str,
) -> Result<Option<SuppressionReason>> {
    const SQL: &str = "SELECT reason FROM suppressions WHERE address_hash = $1";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(address_hash).fetch_optional(conn))
}

pub(super) async fn lift(tx: &mut Tx, address_hash: &str) -> Result<bool> {
    const SQL: &str = "DELETE FROM suppressions WHERE address_hash = $1";
    let lifted = changed!(tx, conn => sqlx::query(SQL).bind(address_hash).execute(conn))?;
    Ok(lifted > 0)
}

/// Drops single mails to this address, of which few wait at a time. Both engines fold ASCII alike,
/// in which most addresses are written.
pub(super) async fn drop_own_mail_to(
    tx: &mut Tx,
    key: &str,
    why: &str,
    now: Timestamp,
) -> Result<u64> {
    const SQL: &str = "
        UPDATE outbox SET state = 'dropped', result = $2, finished_at = $3
        WHERE NOT bulk AND state IN ('queued', 'deferred') AND lower(recipient) = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(key).bind(why).bind(now).execute(conn))
}
