//! SQL of the tags.

use sqlx::AssertSqlSafe;

use super::model::{ReaderTag, TagId};
use crate::clock::Timestamp;
use crate::ids::SubscriberId;
use crate::store::{Result, Tx};
use crate::{changed, on};

pub(super) async fn all(tx: &mut Tx) -> Result<Vec<ReaderTag>> {
    const SQL: &str = "SELECT id, name FROM reader_tags ORDER BY id";
    on!(tx, conn => sqlx::query_as(SQL).fetch_all(conn))
}

pub(super) async fn find_or_insert(
    tx: &mut Tx,
    slug: &str,
    name: &str,
    now: Timestamp,
) -> Result<TagId> {
    // The update changes nothing; it makes RETURNING answer for a tag that is there already.
    const SQL: &str = "
        INSERT INTO reader_tags (slug, name, created_at) VALUES ($1, $2, $3)
        ON CONFLICT (slug) DO UPDATE SET slug = excluded.slug RETURNING id";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(slug).bind(name).bind(now).fetch_one(conn))
}

pub(super) async fn remove(tx: &mut Tx, id: TagId) -> Result<Option<String>> {
    const SQL: &str = "DELETE FROM reader_tags WHERE id = $1 RETURNING name";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(id).fetch_optional(conn))
}

pub(super) async fn of_each(
    tx: &mut Tx,
    subscribers: &[SubscriberId],
) -> Result<Vec<(SubscriberId, String)>> {
    if subscribers.is_empty() {
        return Ok(Vec::new());
    }
    let places: Vec<String> = (1..=subscribers.len()).map(|n| format!("${n}")).collect();
    let sql = format!(
        "SELECT subscriber_id, name FROM subscriber_tags JOIN reader_tags ON reader_tags.id = tag_id
         WHERE subscriber_id IN ({}) ORDER BY subscriber_id, tag_id",
        places.join(", ")
    );
    on!(tx, conn => {
        let mut query = sqlx::query_as(AssertSqlSafe(sql)).persistent(false);
        for subscriber in subscribers {
            query = query.bind(*subscriber);
        }
        query.fetch_all(conn)
    })
}

pub(super) async fn between(
    tx: &mut Tx,
    after: SubscriberId,
    last: SubscriberId,
) -> Result<Vec<(SubscriberId, String)>> {
    const SQL: &str = "
        SELECT subscriber_id, name FROM subscriber_tags JOIN reader_tags ON reader_tags.id = tag_id
        WHERE subscriber_id > $1 AND subscriber_id <= $2 ORDER BY subscriber_id, tag_id";
    on!(tx, conn => sqlx::query_as(SQL).bind(after).bind(last).fetch_all(conn))
}

pub(super) async fn forget(tx: &mut Tx, subscriber: SubscriberId) -> Result<()> {
    const SQL: &str = "DELETE FROM subscriber_tags WHERE subscriber_id = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(subscriber).execute(conn))?;
    Ok(())
}

pub(super) async fn give(tx: &mut Tx, subscriber: SubscriberId, tag: TagId) -> Result<()> {
    const SQL: &str = "
        INSERT INTO subscriber_tags (subscriber_id, tag_id) VALUES ($1, $2)
        ON CONFLICT (subscriber_id, tag_id) DO NOTHING";
    changed!(tx, conn => sqlx::query(SQL).bind(subscriber).bind(tag).execute(conn))?;
    Ok(())
}

/// Rows of one statement.
const ROWS_AT_ONCE: usize = 100;

pub(super) async fn give_all(tx: &mut Tx, tagged: &[(SubscriberId, TagId)]) -> Result<()> {
    for some in tagged.chunks(ROWS_AT_ONCE) {
        let rows: Vec<String> = (0..some.len())
            .map(|row| format!("(${}, ${})", row * 2 + 1, row * 2 + 2))
            .collect();
        let sql = format!(
            "WITH batch (subscriber_id, tag_id) AS (VALUES {})
             INSERT INTO subscriber_tags (subscriber_id, tag_id)
             SELECT batch.subscriber_id, batch.tag_id FROM batch
             JOIN reader_tags ON reader_tags.id = batch.tag_id WHERE TRUE
             ON CONFLICT (subscriber_id, tag_id) DO NOTHING",
            rows.join(", ")
        );
        changed!(tx, conn => {
            let mut query = sqlx::query(AssertSqlSafe(sql)).persistent(some.len() == ROWS_AT_ONCE);
            for (subscriber, tag) in some {
                query = query.bind(*subscriber).bind(*tag);
            }
            query.execute(conn)
        })?;
    }
    Ok(())
}
