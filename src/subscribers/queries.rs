//! SQL of the subscribers themselves.

use sqlx::AssertSqlSafe;

use super::due::{Due, DueRow, Step};
use super::preferences::Preferences;
use super::sign_up::{SignUp, Wishes};
use super::{Cadence, State, Subscriber, SubscriberId, USUAL_HOUR, search_text};
use crate::clock::{Timestamp, Zone};
use crate::store::{Result, Tx};
use crate::{changed, on};

pub(super) async fn find(tx: &mut Tx, id: SubscriberId) -> Result<Option<Subscriber>> {
    const SQL: &str = "SELECT * FROM subscribers WHERE id = $1";
    on!(tx, conn => sqlx::query_as(SQL).bind(id).fetch_optional(conn))
}

pub(super) async fn find_by_key(tx: &mut Tx, key: &str) -> Result<Option<Subscriber>> {
    const SQL: &str = "SELECT * FROM subscribers WHERE email_key = $1";
    on!(tx, conn => sqlx::query_as(SQL).bind(key).fetch_optional(conn))
}

/// The subscriber of this address, kept as it is by others until the transaction ends. Rows that refer to the subscriber can
/// be written meanwhile.
pub(super) async fn lock_by_key(tx: &mut Tx, key: &str) -> Result<Option<Subscriber>> {
    const SQLITE: &str = "SELECT * FROM subscribers WHERE email_key = $1";
    const POSTGRES: &str = "SELECT * FROM subscribers WHERE email_key = $1 FOR NO KEY UPDATE";
    let sql = tx.either(SQLITE, POSTGRES);
    on!(tx, conn => sqlx::query_as(sql).bind(key).fetch_optional(conn))
}

/// Remembers a new address; one that is known stays as it is. True when it was new. It has no name before the click: what a
/// stranger typed is kept with the link alone.
pub(super) async fn insert_pending(
    tx: &mut Tx,
    sign_up: &SignUp,
    zone: &str,
    now: Timestamp,
) -> Result<bool> {
    const SQL: &str = "
        INSERT INTO subscribers (email, email_key, search_text, state, locale, cadence, delivery_hour, time_zone, created_at)
        VALUES ($1, $2, $3, 'pending', $4, $5, $6, $7, $8) ON CONFLICT (email_key) DO NOTHING";
    let (email, wishes) = (&sign_up.email, &sign_up.wishes);
    let inserted = changed!(tx, conn => sqlx::query(SQL)
        .bind(email).bind(email.key()).bind(search_text(email, None))
        .bind(wishes.locale).bind(wishes.cadence).bind(USUAL_HOUR).bind(zone).bind(now)
        .execute(conn))?;
    Ok(inserted > 0)
}

/// Makes a subscriber of who asked, left or bounced, with these wishes; a name that was not given again stays. Answers the
/// hour and the zone in which their digests come.
pub(super) async fn confirm(
    tx: &mut Tx,
    id: SubscriberId,
    wishes: &Wishes,
    now: Timestamp,
) -> Result<(i64, Zone)> {
    const SQL: &str = "
        UPDATE subscribers SET state = 'confirmed', name = COALESCE($2, name), locale = $3, cadence = $4,
               confirmed_at = $5, left_at = NULL, next_digest_at = NULL
        WHERE id = $1 RETURNING *";
    const INDEX: &str = "UPDATE subscribers SET search_text = $2 WHERE id = $1";
    let confirmed: Subscriber = on!(tx, conn => sqlx::query_as(SQL)
        .bind(id).bind(&wishes.name).bind(wishes.locale).bind(wishes.cadence).bind(now).fetch_one(conn))?;
    let text = search_text(&confirmed.email, confirmed.name.as_ref());
    changed!(tx, conn => sqlx::query(INDEX).bind(id).bind(text).execute(conn))?;
    Ok((confirmed.delivery_hour, confirmed.time_zone))
}

/// True when there was a subscription to end.
pub(super) async fn leave(tx: &mut Tx, id: SubscriberId, now: Timestamp) -> Result<bool> {
    const SQL: &str = "
        UPDATE subscribers SET state = 'unsubscribed', left_at = $2, next_digest_at = NULL
        WHERE id = $1 AND state IN ('pending', 'confirmed', 'bounced')";
    let left = changed!(tx, conn => sqlx::query(SQL).bind(id).bind(now).execute(conn))?;
    Ok(left > 0)
}

/// Who left stays gone, and a complaint is never replaced by less.
pub(super) async fn turn_away(tx: &mut Tx, id: SubscriberId, state: State) -> Result<bool> {
    const SQL: &str = "
        UPDATE subscribers SET state = $2, next_digest_at = NULL
        WHERE id = $1 AND state IN ('pending', 'confirmed', 'bounced') AND state <> $2";
    let ended = changed!(tx, conn => sqlx::query(SQL).bind(id).bind(state).execute(conn))?;
    Ok(ended > 0)
}

pub(super) async fn welcome_back(tx: &mut Tx, id: SubscriberId) -> Result<bool> {
    const SQL: &str = "
        UPDATE subscribers SET next_digest_at = NULL,
               state = CASE WHEN state <> 'bounced' THEN 'unsubscribed'
                            WHEN confirmed_at IS NULL THEN 'pending' ELSE 'confirmed' END
        WHERE id = $1 AND state IN ('bounced', 'complained', 'suppressed')";
    let back = changed!(tx, conn => sqlx::query(SQL).bind(id).execute(conn))?;
    Ok(back > 0)
}

pub(super) async fn erase(tx: &mut Tx, id: SubscriberId) -> Result<()> {
    const SQL: &str = "DELETE FROM subscribers WHERE id = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(id).execute(conn))?;
    Ok(())
}

pub(super) async fn change(tx: &mut Tx, id: SubscriberId, wanted: &Preferences) -> Result<()> {
    const SQL: &str = "
        UPDATE subscribers SET cadence = $2, locale = $3, delivery_hour = $4, time_zone = $5 WHERE id = $1";
    changed!(tx, conn => sqlx::query(SQL)
        .bind(id).bind(wanted.cadence).bind(wanted.locale).bind(wanted.delivery_hour)
        .bind(wanted.time_zone.name()).execute(conn))?;
    Ok(())
}

pub(super) async fn set_next_digest(
    tx: &mut Tx,
    id: SubscriberId,
    next: Option<Timestamp>,
) -> Result<()> {
    const SQL: &str = "UPDATE subscribers SET next_digest_at = $2 WHERE id = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(id).bind(next).execute(conn))?;
    Ok(())
}

/// Subscribers after this row, in the order of their rows.
pub(super) async fn page_after(
    tx: &mut Tx,
    after: SubscriberId,
    limit: i64,
) -> Result<Vec<Subscriber>> {
    const SQL: &str = "SELECT * FROM subscribers WHERE id > $1 ORDER BY id LIMIT $2";
    on!(tx, conn => sqlx::query_as(SQL).bind(after).bind(limit).fetch_all(conn))
}

/// Readers of one cadence who are due, from the first entry of the index on.
macro_rules! timed {
    ($by_time:literal, $cadence:literal, $is_due:literal) => {
        concat!(
            "SELECT id FROM (SELECT id FROM subscribers ",
            $by_time,
            " WHERE state = 'confirmed' AND cadence <> 'each_post'
                             AND cadence = '",
            $cadence,
            "' AND ",
            $is_due,
            " ORDER BY next_digest_at LIMIT {limit}) AS ",
            $cadence
        )
    };
}

/// The ids of readers who are due, up to a limit. Each arm walks its own index, from its first entry: one WHERE with OR would walk
/// every subscriber. SQLite would take the index of the states instead, and is told which; PostgreSQL would expect to meet
/// enough rows soon anywhere in the table, and takes the index for its order. No arm is walked when those before it suffice.
macro_rules! due_ids {
    ($by_window:literal, $by_time:literal) => {
        concat!(
            "SELECT id FROM (
                 SELECT id FROM (SELECT id FROM subscribers ", $by_window, " WHERE state = 'confirmed' AND cadence = 'each_post'
                                 AND digest_window < $1 ORDER BY digest_window LIMIT {limit}) AS each_post
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

/// Their rows, found by the ids.
macro_rules! due {
    ($by_window:literal, $by_time:literal, $by_id:literal, $lock:literal) => {
        concat!(
            "SELECT id, email, name, locale, cadence, digest_window, next_digest_at, time_zone, delivery_hour, confirmed_at,
                    COALESCE((SELECT string_agg(CAST(topic_id AS TEXT), ' ') FROM subscriber_topics
                              WHERE subscriber_id = subscribers.id), '') AS topics
             FROM subscribers ", $by_id, " WHERE state = 'confirmed' AND id IN (",
            due_ids!($by_window, $by_time),
            ") ORDER BY id LIMIT {limit} ",
            $lock
        )
    };
}

/// The limit as a part of the text. PostgreSQL plans a prepared statement without its parameters: it would expect a tenth of all
/// readers, and read the whole table.
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
/// Whoever is leaving or changing their choice at this moment is left for the next time, and whoever is served now waits
/// with it until that is committed: a digest planned meanwhile would reach somebody who has left.
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
            " WHERE state = 'confirmed' AND cadence <> 'each_post' AND cadence = '",
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
            " WHERE state = 'confirmed' AND cadence <> 'each_post' AND cadence = $1 AND next_digest_at > $2
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

pub(super) async fn advance(tx: &mut Tx, steps: &[Step]) -> Result<()> {
    let sql = tx.either(ADVANCE_ON_SQLITE, ADVANCE_ON_POSTGRES);
    let steps = serde_json::to_string(steps)?;
    changed!(tx, conn => sqlx::query(sql).bind(&steps).execute(conn))?;
    Ok(())
}
