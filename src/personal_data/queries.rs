//! SQL of the requests.

use super::model::{DataRequest, RequestKind, RequestSource};
use crate::address::EmailAddress;
use crate::clock::Timestamp;
use crate::store::{Result, Tx};
use crate::{changed, on};

pub(super) async fn insert(
    tx: &mut Tx,
    kind: RequestKind,
    address: Option<&EmailAddress>,
    source: RequestSource,
    asked: Timestamp,
    due: Timestamp,
    done: Option<Timestamp>,
) -> Result<i64> {
    const SQL: &str = "
        INSERT INTO data_requests (kind, address, source, asked_at, due_at, done_at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id";
    on!(tx, conn => sqlx::query_scalar(SQL)
        .bind(kind).bind(address).bind(source).bind(asked).bind(due).bind(done).fetch_one(conn))
}

pub(super) async fn finish(tx: &mut Tx, id: i64, now: Timestamp) -> Result<bool> {
    const SQL: &str =
        "UPDATE data_requests SET done_at = $2, address = NULL WHERE id = $1 AND done_at IS NULL";
    let done = changed!(tx, conn => sqlx::query(SQL).bind(id).bind(now).execute(conn))?;
    Ok(done > 0)
}

pub(super) async fn finish_of(tx: &mut Tx, key: &str, now: Timestamp) -> Result<()> {
    const SQL: &str = "
        UPDATE data_requests SET done_at = COALESCE(done_at, $2), address = NULL WHERE address IS NOT NULL AND lower(address) = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(key).bind(now).execute(conn))?;
    Ok(())
}

pub(super) async fn list(tx: &mut Tx, most: i64) -> Result<Vec<DataRequest>> {
    const SQL: &str = "
        SELECT * FROM data_requests
        ORDER BY CASE WHEN done_at IS NULL THEN 0 ELSE 1 END, CASE WHEN done_at IS NULL THEN due_at ELSE -done_at END, id LIMIT $1";
    on!(tx, conn => sqlx::query_as(SQL).bind(most).fetch_all(conn))
}
