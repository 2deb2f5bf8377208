//! SQL of the subscribers themselves.

use super::due::{Due, DueRow};
use super::{Subscriber, SubscriberId};
use crate::clock::Timestamp;
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

/// Each arm walks its own index; one WHERE with OR would walk every subscriber.
const DUE: &str = "
    SELECT id, email, name, locale, cadence, digest_window, next_digest_at, time_zone, delivery_hour, confirmed_at,
           COALESCE((SELECT string_agg(CAST(topic_id AS TEXT), ' ') FROM subscriber_topics
                     WHERE subscriber_id = subscribers.id), '') AS topics
    FROM subscribers WHERE id IN (
        SELECT id FROM (SELECT id FROM subscribers WHERE state = 'confirmed' AND cadence = 'each_post'
                        AND digest_window < $1 LIMIT $3) AS each_post
        UNION ALL
        SELECT id FROM (SELECT id FROM subscribers WHERE state = 'confirmed' AND cadence <> 'each_post'
                        AND next_digest_at IS NULL LIMIT $3) AS uncounted
        UNION ALL
        SELECT id FROM (SELECT id FROM subscribers WHERE state = 'confirmed' AND cadence <> 'each_post'
                        AND next_digest_at <= $2 LIMIT $3) AS timed)
    ORDER BY id LIMIT $3";

pub(super) async fn due(
    tx: &mut Tx,
    newest_post: i64,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<Due>> {
    let rows: Vec<DueRow> = on!(tx, conn => sqlx::query_as(DUE).bind(newest_post).bind(now).bind(limit).fetch_all(conn))?;
    Ok(rows.into_iter().map(Due::from).collect())
}

pub(super) async fn advance(
    tx: &mut Tx,
    id: SubscriberId,
    window: i64,
    next_digest_at: Option<Timestamp>,
) -> Result<()> {
    const SQL: &str =
        "UPDATE subscribers SET digest_window = $2, next_digest_at = $3 WHERE id = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(id).bind(window).bind(next_digest_at).execute(conn))?;
    Ok(())
}
