//! SQL of the checks, which only read, and of their kept reports.

use super::model::{Check, KeptCheck};
use crate::clock::{DAY, Timestamp};
use crate::i18n::Locale;
use crate::store::{Result, Tx};
use crate::{changed, on};

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

/// Writes the checks over those of the report before, one place after the other: two nodes may do so at once.
pub(super) async fn keep(
    tx: &mut Tx,
    locale: Locale,
    checks: &[Check],
    now: Timestamp,
) -> Result<()> {
    const WRITE: &str = "
        INSERT INTO doctor_checks (locale, place, name, state, found, fix, to_copy, ran_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (locale, place) DO UPDATE SET
            name = excluded.name, state = excluded.state, found = excluded.found, fix = excluded.fix,
            to_copy = excluded.to_copy, ran_at = excluded.ran_at";
    const CUT: &str = "DELETE FROM doctor_checks WHERE locale = $1 AND place >= $2";
    let mut place = 0_i64;
    for check in checks {
        changed!(tx, conn => sqlx::query(WRITE)
            .bind(locale).bind(place).bind(check.name).bind(check.state).bind(&check.found).bind(&check.fix)
            .bind(&check.to_copy).bind(now)
            .execute(conn))?;
        place += 1;
    }
    changed!(tx, conn => sqlx::query(CUT).bind(locale).bind(place).execute(conn))?;
    Ok(())
}

/// The language and the time of the newest report; of several that are as new the one in this language.
pub(super) async fn newest_run(tx: &mut Tx, locale: Locale) -> Result<Option<(Locale, Timestamp)>> {
    const SQL: &str = "
        SELECT locale, ran_at FROM doctor_checks
        ORDER BY ran_at DESC, CASE WHEN locale = $1 THEN 0 ELSE 1 END LIMIT 1";
    on!(tx, conn => sqlx::query_as(SQL).bind(locale).fetch_optional(conn))
}

/// The checks of the report in this language, in the order of reading.
pub(super) async fn kept_checks(tx: &mut Tx, locale: Locale) -> Result<Vec<KeptCheck>> {
    const SQL: &str = "
        SELECT name, state, found, fix, to_copy FROM doctor_checks WHERE locale = $1 ORDER BY place";
    on!(tx, conn => sqlx::query_as(SQL).bind(locale).fetch_all(conn))
}
