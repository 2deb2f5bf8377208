//! SQL of the export.

use super::model::{ExportedComment, ExportedThread, UnkeyedComment};
use crate::comments::model::{CommentId, ThreadId};
use crate::store::{Result, Tx};
use crate::{changed, on};

pub(super) async fn threads_after(
    tx: &mut Tx,
    id: ThreadId,
    limit: i64,
) -> Result<Vec<ExportedThread>> {
    const SQL: &str =
        "SELECT id, key, title, url, created_at FROM threads WHERE id > $1 ORDER BY id LIMIT $2";
    on!(tx, conn => sqlx::query_as(SQL).bind(id).bind(limit).fetch_all(conn))
}

/// Comments of a thread in the order of their ids, whatever their states. One that was written after the export began has no key.
pub(super) async fn comments_after(
    tx: &mut Tx,
    thread: ThreadId,
    id: CommentId,
    limit: i64,
) -> Result<Vec<ExportedComment>> {
    const SQL: &str = "
        SELECT c.id, c.parent_id, c.import_key, p.import_key AS parent_key, c.name, c.email, c.url, c.body, c.html, c.status, c.ip,
               c.locale, c.created_at
        FROM comments AS c LEFT JOIN comments AS p ON p.id = c.parent_id
        WHERE c.thread_id = $1 AND c.id > $2 AND c.import_key IS NOT NULL ORDER BY c.id LIMIT $3";
    on!(tx, conn => sqlx::query_as(SQL).bind(thread).bind(id).bind(limit).fetch_all(conn))
}

pub(super) async fn unkeyed_after(
    tx: &mut Tx,
    id: CommentId,
    limit: i64,
) -> Result<Vec<UnkeyedComment>> {
    const SQL: &str = "
        SELECT id, body, created_at FROM comments WHERE id > $1 AND import_key IS NULL ORDER BY id LIMIT $2";
    on!(tx, conn => sqlx::query_as(SQL).bind(id).bind(limit).fetch_all(conn))
}

pub(super) async fn set_key(tx: &mut Tx, id: CommentId, key: &str) -> Result<()> {
    const SQL: &str = "UPDATE comments SET import_key = $2 WHERE id = $1 AND import_key IS NULL";
    changed!(tx, conn => sqlx::query(SQL).bind(id).bind(key).execute(conn))?;
    Ok(())
}
