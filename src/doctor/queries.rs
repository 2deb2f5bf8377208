//! SQL of the checks; it only reads.

use crate::clock::{DAY, Timestamp};
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

/// The latest moment that was noted as past: when the newest mail was queued, or a schedule ran that comes back within a day.
/// One that lies ahead was noted by a clock that ran ahead.
pub(super) async fn latest_moment(tx: &mut Tx) -> Result<Option<Timestamp>> {
    const MAIL: &str = "SELECT max(created_at) FROM (SELECT created_at FROM outbox ORDER BY id DESC LIMIT 100) AS newest";
    const SCHEDULES: &str = "SELECT max(next_run_at) FROM schedules";
    let mail: Option<Timestamp> = on!(tx, conn => sqlx::query_scalar(MAIL).fetch_one(conn))?;
    let next: Option<Timestamp> = on!(tx, conn => sqlx::query_scalar(SCHEDULES).fetch_one(conn))?;
    Ok(mail
        .into_iter()
        .chain(next.map(|next| next.plus(-DAY)))
        .max())
}
