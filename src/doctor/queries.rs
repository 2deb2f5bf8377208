//! SQL of the checks; it only reads.

use crate::clock::Timestamp;
use crate::on;
use crate::store::{Result, Tx};

/// How the outbox fares.
#[derive(Clone, Copy, Debug)]
pub(super) struct OutboxHealth {
    /// When the mail that waits longest was due.
    pub oldest_due: Option<Timestamp>,
    /// Mails sent since a moment.
    pub sent: i64,
    /// Mails given up since a moment.
    pub failed: i64,
    /// Mails that the owner has to decide on.
    pub unknown: i64,
}

/// The outbox; what has a result is counted since `since`.
pub(super) async fn outbox(tx: &mut Tx, since: Timestamp) -> Result<OutboxHealth> {
    const WAITING: &str = "SELECT min(due_at) FROM outbox WHERE state IN ('queued', 'deferred')";
    const FINISHED: &str = "
        SELECT count(*) FILTER (WHERE state = 'sent'), count(*) FILTER (WHERE state = 'failed')
        FROM outbox WHERE finished_at > $1";
    const UNKNOWN: &str = "SELECT count(*) FROM outbox WHERE state = 'unknown'";
    let oldest_due = on!(tx, conn => sqlx::query_scalar(WAITING).fetch_one(conn))?;
    let (sent, failed) = on!(tx, conn => sqlx::query_as(FINISHED).bind(since).fetch_one(conn))?;
    let unknown = on!(tx, conn => sqlx::query_scalar(UNKNOWN).fetch_one(conn))?;
    Ok(OutboxHealth {
        oldest_due,
        sent,
        failed,
        unknown,
    })
}
