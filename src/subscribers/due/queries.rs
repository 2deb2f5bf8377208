//! SQL of the readers who are due.

use sqlx::AssertSqlSafe;

use super::model::{DigestProgress, Due, DueRow};
use crate::clock::Timestamp;
use crate::store::{Result, Tx};
use crate::subscribers::model::{Cadence, SubscriberId};
use crate::{changed, on};

/// Readers of one cadence who are due, read from the start of the index.
macro_rules! timed {
    ($by_time:literal, $cadence:literal, $is_due:literal) => {
        concat!(
            "SELECT id FROM (SELECT id FROM subscribers ",
            $by_time,
            " WHERE state = 'confirmed' AND cadence <> 'each_post' AND paused_until IS NULL
                             AND cadence = '",
            $cadence,
            "' AND ",
            $is_due,
            " ORDER BY next_digest_at LIMIT {limit}) AS ",
            $cadence
        )
    };
}

/// The ids of readers who are due, up to a limit. Each part of the union reads its own index from the start; one WHERE with OR would
/// read every subscriber. SQLite needs the name of the index, or it reads the index of states. PostgreSQL uses the index because
/// of the ORDER BY. Later parts are not read when earlier ones suffice.
macro_rules! due_ids {
    ($by_window:literal, $by_time:literal) => {
        concat!(
            "SELECT id FROM (
                 SELECT id FROM (SELECT id FROM subscribers ", $by_window, " WHERE state = 'confirmed' AND cadence = 'each_post'
                                 AND paused_until IS NULL AND digest_window < $1 ORDER BY digest_window LIMIT {limit}) AS each_post
                 UNION ALL ", timed!($by_time, "daily", "next_digest_at IS NULL"), "
                 UNION ALL ", timed!($by_time, "weekly", "next_digest_at IS NULL"), "
                 UNION ALL ", timed!($by_time, "monthly", "next_digest_at IS NULL"), "
                 UNION ALL ", timed!($by_time, "daily", "next_digest_at <= $2"), "
                 UNION ALL ", timed!($by_time, "weekly", "next_digest_at <= $2"), "
                 UNION ALL ", timed!($by_time, "monthly", "next_digest_at <= $2"), ") AS due
             LIMIT {limit}"
        )
    };
}

/// The rows of readers who are due, found by id.
macro_rules! due {
    ($by_window:literal, $by_time:literal, $by_id:literal, $lock:literal) => {
        concat!(
            "SELECT id, email, name, locale, cadence, digest_window, next_digest_at, time_zone, weekly_day, delivery_hour, confirmed_at,
                    COALESCE((SELECT string_agg(CAST(topic_id AS TEXT), ' ') FROM subscriber_topics
                              WHERE subscriber_id = subscribers.id), '') AS topics
             FROM subscribers ", $by_id, " WHERE state = 'confirmed' AND id IN (",
            due_ids!($by_window, $by_time),
            ") ORDER BY id LIMIT {limit} ",
            $lock
        )
    };
}

/// Puts the limit into the text. PostgreSQL plans a prepared statement without its parameters, so it would expect a tenth of all
/// readers and read the whole table.
fn limited(sql: &str, limit: i64) -> String {
    sql.replace("{limit}", &limit.to_string())
}

macro_rules! count_due {
    ($by_window:literal, $by_time:literal) => {
        concat!(
            "SELECT count(*) FROM (",
            due_ids!($by_window, $by_time),
            ") AS counted"
        )
    };
}
const COUNT_DUE_ON_SQLITE: &str = count_due!(
    "INDEXED BY subscribers_due_each_post",
    "INDEXED BY subscribers_due_at"
);
const COUNT_DUE_ON_POSTGRES: &str = count_due!("", "");

pub(super) async fn count_due(
    tx: &mut Tx,
    newest_post: i64,
    at: Timestamp,
    most: i64,
) -> Result<i64> {
    let sql = limited(tx.either(COUNT_DUE_ON_SQLITE, COUNT_DUE_ON_POSTGRES), most);
    on!(tx, conn => sqlx::query_scalar(AssertSqlSafe(sql)).bind(newest_post).bind(at).fetch_one(conn))
}

const DUE_ON_SQLITE: &str = due!(
    "INDEXED BY subscribers_due_each_post",
    "INDEXED BY subscribers_due_at",
    "NOT INDEXED",
    ""
);
const DUE_ON_POSTGRES: &str = due!("", "", "", "");
/// Skips subscribers who are unsubscribing or changing their preferences at this moment, and locks those who are served. A digest
/// planned without the lock could reach somebody who has unsubscribed.
const DUE_HELD_ON_POSTGRES: &str = due!("", "", "", "FOR UPDATE SKIP LOCKED");

pub(super) async fn due(
    tx: &mut Tx,
    newest_post: i64,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<Due>> {
    let sql = limited(tx.either(DUE_ON_SQLITE, DUE_HELD_ON_POSTGRES), limit);
    let rows: Vec<DueRow> = on!(tx, conn => sqlx::query_as(AssertSqlSafe(sql)).bind(newest_post).bind(now).fetch_all(conn))?;
    Ok(rows.into_iter().map(Due::from).collect())
}

pub(super) async fn expect_due(
    tx: &mut Tx,
    newest_post: i64,
    at: Timestamp,
    limit: i64,
) -> Result<Vec<Due>> {
    let sql = limited(tx.either(DUE_ON_SQLITE, DUE_ON_POSTGRES), limit);
    let rows: Vec<DueRow> = on!(tx, conn => sqlx::query_as(AssertSqlSafe(sql)).bind(newest_post).bind(at).fetch_all(conn))?;
    Ok(rows.into_iter().map(Due::from).collect())
}

macro_rules! next_due {
    ($by_time:literal) => {
        concat!(
            "SELECT min(next_digest_at) FROM (",
            next_due!($by_time, "daily"),
            " UNION ALL ",
            next_due!($by_time, "weekly"),
            " UNION ALL ",
            next_due!($by_time, "monthly"),
            ") AS next"
        )
    };
    ($by_time:literal, $cadence:literal) => {
        concat!(
            "SELECT next_digest_at FROM (SELECT next_digest_at FROM subscribers ",
            $by_time,
            " WHERE state = 'confirmed' AND cadence <> 'each_post' AND paused_until IS NULL AND cadence = '",
            $cadence,
            "' AND next_digest_at IS NOT NULL
              ORDER BY next_digest_at LIMIT 1) AS ",
            $cadence
        )
    };
}
const NEXT_DUE_ON_SQLITE: &str = next_due!("INDEXED BY subscribers_due_at");
const NEXT_DUE_ON_POSTGRES: &str = next_due!("");

pub(super) async fn next_due(tx: &mut Tx) -> Result<Option<Timestamp>> {
    let sql = tx.either(NEXT_DUE_ON_SQLITE, NEXT_DUE_ON_POSTGRES);
    on!(tx, conn => sqlx::query_scalar(sql).fetch_one(conn))
}

macro_rules! due_after {
    ($by_time:literal) => {
        concat!(
            "SELECT id FROM subscribers ",
            $by_time,
            " WHERE state = 'confirmed' AND cadence <> 'each_post' AND paused_until IS NULL AND cadence = $1 AND next_digest_at > $2
              ORDER BY next_digest_at DESC LIMIT $3"
        )
    };
}
const DUE_AFTER_ON_SQLITE: &str = due_after!("INDEXED BY subscribers_due_at");
const DUE_AFTER_ON_POSTGRES: &str = due_after!("");

pub(super) async fn due_after(
    tx: &mut Tx,
    cadence: Cadence,
    latest: Timestamp,
    limit: i64,
) -> Result<Vec<SubscriberId>> {
    let sql = tx.either(DUE_AFTER_ON_SQLITE, DUE_AFTER_ON_POSTGRES);
    on!(tx, conn => sqlx::query_scalar(sql).bind(cadence).bind(latest).bind(limit).fetch_all(conn))
}

const ADVANCE_ON_SQLITE: &str = "
    UPDATE subscribers SET digest_window = step.digest_window, next_digest_at = step.next_digest_at
    FROM (SELECT value ->> 'id' AS id, value ->> 'window' AS digest_window, value ->> 'next_digest_at' AS next_digest_at
          FROM json_each($1)) AS step
    WHERE subscribers.id = step.id";
const ADVANCE_ON_POSTGRES: &str = "
    UPDATE subscribers SET digest_window = step.\"window\", next_digest_at = step.next_digest_at
    FROM jsonb_to_recordset(CAST($1 AS JSONB)) AS step (id BIGINT, \"window\" BIGINT, next_digest_at BIGINT)
    WHERE subscribers.id = step.id";

pub(super) async fn advance(tx: &mut Tx, steps: &[DigestProgress]) -> Result<()> {
    let sql = tx.either(ADVANCE_ON_SQLITE, ADVANCE_ON_POSTGRES);
    let steps = serde_json::to_string(steps)?;
    changed!(tx, conn => sqlx::query(sql).bind(&steps).execute(conn))?;
    Ok(())
}
