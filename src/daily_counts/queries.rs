//! SQL of what happened each day. Triggers write the numbers; see migration 0022.

use super::model::{DailyKind, DailyNumber, Day};
use crate::store::{Result, Tx};
use crate::{changed, on};

pub(super) async fn offset(tx: &mut Tx) -> Result<i64> {
    const SQL: &str = "SELECT seconds FROM day_offset WHERE id = 1";
    on!(tx, conn => sqlx::query_scalar(SQL).fetch_one(conn))
}

pub(super) async fn set_offset(tx: &mut Tx, seconds: i64) -> Result<()> {
    const SQL: &str = "UPDATE day_offset SET seconds = $1 WHERE id = 1";
    changed!(tx, conn => sqlx::query(SQL).bind(seconds).execute(conn))?;
    Ok(())
}

pub(super) async fn since(tx: &mut Tx, first: Day) -> Result<Vec<DailyNumber>> {
    const SQL: &str = "
        SELECT day, kind, CAST(sum(number) AS BIGINT) AS number FROM daily_counts
        WHERE day >= $1 GROUP BY day, kind ORDER BY day, kind";
    on!(tx, conn => sqlx::query_as(SQL).bind(first).fetch_all(conn))
}

pub(super) async fn total(tx: &mut Tx, first: Day, end: Day) -> Result<Vec<(DailyKind, i64)>> {
    const SQL: &str = "
        SELECT kind, CAST(sum(number) AS BIGINT) FROM daily_counts WHERE day >= $1 AND day < $2 GROUP BY kind";
    on!(tx, conn => sqlx::query_as(SQL).bind(first).bind(end).fetch_all(conn))
}

/// Reads up to the first row of the kind; a kind that never happened costs the whole table, 3,000 rows a year.
pub(super) async fn has(tx: &mut Tx, kind: DailyKind) -> Result<bool> {
    const SQL: &str = "SELECT EXISTS (SELECT 1 FROM daily_counts WHERE kind = $1 AND number <> 0)";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(kind).fetch_one(conn))
}

/// Where the moment of a departure is not stored, it counts on the day of the confirmation: such a reader is in no day's number.
pub(super) async fn count_again(tx: &mut Tx) -> Result<()> {
    const FORGET: &str = "DELETE FROM daily_counts";
    const COUNT: &str = "
        INSERT INTO daily_counts (day, kind, shard, number)
        SELECT (moment + (SELECT seconds FROM day_offset)) / 86400, kind, 0, count(*) FROM (
            SELECT confirmed_at AS moment, 'joined' AS kind FROM subscribers WHERE confirmed_at IS NOT NULL
            UNION ALL
            SELECT COALESCE(left_at, state_at,
                            (SELECT max(created_at) FROM bounces WHERE bounces.subscriber_id = subscribers.id), confirmed_at),
                   CASE state WHEN 'bounced' THEN 'bounced' ELSE 'left' END
            FROM subscribers WHERE confirmed_at IS NOT NULL AND state <> 'confirmed'
            UNION ALL
            SELECT finished_at, CASE state WHEN 'sent' THEN 'delivered' ELSE state END
            FROM outbox WHERE state IN ('sent', 'failed') AND finished_at IS NOT NULL
            UNION ALL
            SELECT created_at, 'written' FROM comments
            UNION ALL
            SELECT COALESCE(decided_at, created_at), 'approved' FROM comments WHERE status = 'approved'
        ) AS moments GROUP BY 1, 2";
    changed!(tx, conn => sqlx::query(FORGET).execute(conn))?;
    changed!(tx, conn => sqlx::query(COUNT).execute(conn))?;
    Ok(())
}
