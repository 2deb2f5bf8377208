//! SQL of earlier texts.

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

/// Deletes the earlier texts of a comment.
pub(in crate::comments) async fn forget(tx: &mut Tx, comment: CommentId) -> Result<()> {
    const SQL: &str = "DELETE FROM comment_revisions WHERE comment_id = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(comment).execute(conn))?;
    Ok(())
}
