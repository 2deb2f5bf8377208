//! SQL of the fields and of the values in them.

use sqlx::AssertSqlSafe;
use sqlx::types::Json;

use super::model::{FieldDraft, FieldId, ReaderField};
use crate::clock::Timestamp;
use crate::ids::SubscriberId;
use crate::store::{Result, Tx};
use crate::{changed, on};

pub(super) async fn all(tx: &mut Tx) -> Result<Vec<ReaderField>> {
    const SQL: &str =
        "SELECT id, slug, name, kind, choices, on_form FROM reader_fields ORDER BY id";
    on!(tx, conn => sqlx::query_as(SQL).fetch_all(conn))
}

/// Inserts a field; `None` when the slug is taken.
pub(super) async fn insert(
    tx: &mut Tx,
    slug: &str,
    draft: &FieldDraft,
    now: Timestamp,
) -> Result<Option<FieldId>> {
    const SQL: &str = "
        INSERT INTO reader_fields (slug, name, kind, choices, on_form, created_at) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (slug) DO NOTHING RETURNING id";
    on!(tx, conn => sqlx::query_scalar(SQL)
        .bind(slug).bind(&draft.name).bind(draft.kind).bind(Json(&draft.choices)).bind(draft.on_form).bind(now)
        .fetch_optional(conn))
}

pub(super) async fn change(tx: &mut Tx, id: FieldId, draft: &FieldDraft) -> Result<()> {
    const SQL: &str =
        "UPDATE reader_fields SET name = $2, choices = $3, on_form = $4 WHERE id = $1";
    changed!(tx, conn => sqlx::query(SQL)
        .bind(id).bind(&draft.name).bind(Json(&draft.choices)).bind(draft.on_form).execute(conn))?;
    Ok(())
}

pub(super) async fn remove(tx: &mut Tx, id: FieldId) -> Result<()> {
    const SQL: &str = "DELETE FROM reader_fields WHERE id = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(id).execute(conn))?;
    Ok(())
}

pub(super) async fn of(tx: &mut Tx, subscriber: SubscriberId) -> Result<Vec<(FieldId, String)>> {
    const SQL: &str =
        "SELECT field_id, value FROM subscriber_fields WHERE subscriber_id = $1 ORDER BY field_id";
    on!(tx, conn => sqlx::query_as(SQL).bind(subscriber).fetch_all(conn))
}

pub(super) async fn between(
    tx: &mut Tx,
    after: SubscriberId,
    last: SubscriberId,
) -> Result<Vec<(SubscriberId, FieldId, String)>> {
    const SQL: &str = "
        SELECT subscriber_id, field_id, value FROM subscriber_fields
        WHERE subscriber_id > $1 AND subscriber_id <= $2 ORDER BY subscriber_id, field_id";
    on!(tx, conn => sqlx::query_as(SQL).bind(after).bind(last).fetch_all(conn))
}

pub(super) async fn of_each(
    tx: &mut Tx,
    subscribers: &[SubscriberId],
) -> Result<Vec<(SubscriberId, FieldId, String)>> {
    if subscribers.is_empty() {
        return Ok(Vec::new());
    }
    let places: Vec<String> = (1..=subscribers.len()).map(|n| format!("${n}")).collect();
    let sql = format!(
        "SELECT subscriber_id, field_id, value FROM subscriber_fields
         WHERE subscriber_id IN ({}) ORDER BY subscriber_id, field_id",
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

pub(super) async fn set(
    tx: &mut Tx,
    subscriber: SubscriberId,
    field: FieldId,
    value: &str,
) -> Result<()> {
    const SQL: &str = "
        INSERT INTO subscriber_fields (subscriber_id, field_id, value) VALUES ($1, $2, $3)
        ON CONFLICT (subscriber_id, field_id) DO UPDATE SET value = excluded.value";
    changed!(tx, conn => sqlx::query(SQL).bind(subscriber).bind(field).bind(value).execute(conn))?;
    Ok(())
}

/// Rows of one statement.
const ROWS_AT_ONCE: usize = 100;

/// Inserts the values that are not there yet.
pub(super) async fn fill(tx: &mut Tx, values: &[(SubscriberId, FieldId, &str)]) -> Result<()> {
    for some in values.chunks(ROWS_AT_ONCE) {
        let rows: Vec<String> = (0..some.len())
            .map(|row| row * 3 + 1)
            .map(|first| format!("(${first}, ${}, ${})", first + 1, first + 2))
            .collect();
        let sql = format!(
            "WITH batch (subscriber_id, field_id, value) AS (VALUES {})
             INSERT INTO subscriber_fields (subscriber_id, field_id, value)
             SELECT batch.subscriber_id, batch.field_id, batch.value FROM batch
             JOIN reader_fields ON reader_fields.id = batch.field_id WHERE TRUE
             ON CONFLICT (subscriber_id, field_id) DO NOTHING",
            rows.join(", ")
        );
        changed!(tx, conn => {
            let mut query = sqlx::query(AssertSqlSafe(sql)).persistent(some.len() == ROWS_AT_ONCE);
            for (subscriber, field, value) in some {
                query = query.bind(*subscriber).bind(*field).bind(*value);
            }
            query.execute(conn)
        })?;
    }
    Ok(())
}

pub(super) async fn clear(tx: &mut Tx, subscriber: SubscriberId, field: FieldId) -> Result<()> {
    const SQL: &str = "DELETE FROM subscriber_fields WHERE subscriber_id = $1 AND field_id = $2";
    changed!(tx, conn => sqlx::query(SQL).bind(subscriber).bind(field).execute(conn))?;
    Ok(())
}
