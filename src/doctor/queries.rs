//! SQL of the checks; it only reads.

use crate::clock::Timestamp;
use crate::on;
use crate::store::{Result, Tx};

/// What came of mails since two moments.
#[derive(Clone, Copy, Debug, Default, sqlx::FromRow)]
pub(super) struct Finished {
    /// Mails sent since the later moment.
    pub sent_of_late: i64,
    /// Mails sent since the earlier moment.
    pub sent: i64,
    /// Mails given up since the earlier moment.
    pub failed: i64,
}

/// When the mail that waits longest was due; by the indexes of mails that are due.
pub(super) async fn oldest_due(tx: &mut Tx) -> Result<Option<Timestamp>> {
    const ALONE: &str =
        "SELECT min(due_at) FROM outbox WHERE NOT bulk AND state IN ('queued', 'deferred')";
    const OF_EDITIONS: &str =
        "SELECT min(due_at) FROM outbox WHERE bulk AND state IN ('queued', 'deferred')";
    let alone: Option<Timestamp> = on!(tx, conn => sqlx::query_scalar(ALONE).fetch_one(conn))?;
    let of_editions: Option<Timestamp> =
        on!(tx, conn => sqlx::query_scalar(OF_EDITIONS).fetch_one(conn))?;
    Ok(alone.into_iter().chain(of_editions).min())
}

/// What was finished since `since`, and of late since `late`.
pub(super) async fn finished(tx: &mut Tx, since: Timestamp, late: Timestamp) -> Result<Finished> {
    const SQL: &str = "
        SELECT count(*) FILTER (WHERE state = 'sent' AND finished_at > $2) AS sent_of_late,
               count(*) FILTER (WHERE state = 'sent') AS sent, count(*) FILTER (WHERE state = 'failed') AS failed
        FROM outbox WHERE finished_at > $1";
    on!(tx, conn => sqlx::query_as(SQL).bind(since).bind(late).fetch_one(conn))
}
