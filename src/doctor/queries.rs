//! SQL of the checks; it only reads.

use crate::clock::{DAY, Timestamp};
use crate::on;
use crate::store::{Result, Tx};

/// Counts of finished mails.
#[derive(Clone, Copy, Debug, Default, sqlx::FromRow)]
pub(super) struct Finished {
    /// Mails sent since the later moment.
    pub sent_of_late: i64,
    /// Mails sent since the earlier moment.
    pub sent: i64,
    /// Mails given up since the earlier moment.
    pub failed: i64,
}

/// The due time of the mail that waits longest, by the indexes of due mails.
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

/// Counts mails finished since `since`, and mails sent since `late`.
pub(super) async fn finished(tx: &mut Tx, since: Timestamp, late: Timestamp) -> Result<Finished> {
    const SQL: &str = "
        SELECT count(*) FILTER (WHERE state = 'sent' AND finished_at > $2) AS sent_of_late,
               count(*) FILTER (WHERE state = 'sent') AS sent, count(*) FILTER (WHERE state = 'failed') AS failed
        FROM outbox WHERE finished_at > $1";
    on!(tx, conn => sqlx::query_as(SQL).bind(since).bind(late).fetch_one(conn))
}

/// The latest moment in the database: the newest mail was queued, or a daily schedule ran. A clock that ran ahead wrote a moment
/// in the future.
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
