//! SQL of earlier texts.

use sqlx::types::Json;

use super::model::Editor;
use crate::clock::Timestamp;
use crate::comments::model::CommentId;
use crate::store::{Result, Tx};
use crate::{changed, on};

/// Keeps a comment's text before an edit.
pub(in crate::comments) async fn keep(
    tx: &mut Tx,
    comment: CommentId,
    body: &str,
    edited_by: Editor,
    now: Timestamp,
) -> Result<()> {
    const SQL: &str = "
        INSERT INTO comment_revisions (comment_id, body, edited_by, edited_at) VALUES ($1, $2, $3, $4)";
    changed!(tx, conn => sqlx::query(SQL).bind(comment).bind(body).bind(edited_by).bind(now).execute(conn))?;
    Ok(())
}

/// True when this kind of editor edited the comment.
pub(in crate::comments) async fn has_edited(
    tx: &mut Tx,
    comment: CommentId,
    editor: Editor,
) -> Result<bool> {
    const SQL: &str =
        "SELECT EXISTS (SELECT 1 FROM comment_revisions WHERE comment_id = $1 AND edited_by = $2)";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(comment).bind(editor).fetch_one(conn))
}

const DELETE_ON_SQLITE: &str =
    "DELETE FROM comment_revisions WHERE comment_id IN (SELECT value FROM json_each($1))";
const DELETE_ON_POSTGRES: &str = "
    DELETE FROM comment_revisions
    WHERE comment_id IN (SELECT CAST(value AS BIGINT) FROM jsonb_array_elements_text($1))";

/// Deletes the earlier texts of these comments.
pub(in crate::comments) async fn forget(tx: &mut Tx, comments: &[CommentId]) -> Result<()> {
    let sql = tx.either(DELETE_ON_SQLITE, DELETE_ON_POSTGRES);
    changed!(tx, conn => sqlx::query(sql).bind(Json(comments)).execute(conn))?;
    Ok(())
}
