//! SQL of answers by mail.

use super::model::AnsweringAuthor;
use crate::clock::Timestamp;
use crate::comments::model::CommentId;
use crate::store::{Result, Tx};
use crate::{changed, on};

/// Inserts that a mail was taken; false when it was already.
pub(super) async fn insert(tx: &mut Tx, hash: &str, now: Timestamp) -> Result<bool> {
    const SQL: &str =
        "INSERT INTO mailed_answers (hash, taken_at) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING";
    let inserted = changed!(tx, conn => sqlx::query(SQL).bind(hash).bind(now).execute(conn))?;
    Ok(inserted > 0)
}

/// Deletes what was taken before a time.
pub(super) async fn forget(tx: &mut Tx, before: Timestamp) -> Result<()> {
    const SQL: &str = "DELETE FROM mailed_answers WHERE taken_at < $1";
    changed!(tx, conn => sqlx::query(SQL).bind(before).execute(conn))?;
    Ok(())
}

/// The author of `own`, with the thread of the comment that is answered.
pub(super) async fn author(
    tx: &mut Tx,
    own: CommentId,
    answered: CommentId,
) -> Result<Option<AnsweringAuthor>> {
    const SQL: &str = "
        SELECT p.name, p.email, p.locale, p.browser, t.key AS thread_key
        FROM comments AS p JOIN comments AS c ON c.id = $2 JOIN threads AS t ON t.id = c.thread_id
        WHERE p.id = $1 AND p.status = 'approved' AND p.email_key <> ''";
    on!(tx, conn => sqlx::query_as(SQL).bind(own).bind(answered).fetch_optional(conn))
}
