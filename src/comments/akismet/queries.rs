//! SQL of reports to Akismet.

use crate::comments::model::CommentId;
use crate::spam::Lesson;
use crate::store::{Result, Tx};
use crate::{changed, on};

/// A comment as it is reported.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct ReportedComment {
    pub name: String,
    pub email: String,
    pub url: Option<String>,
    pub body: String,
    pub ip: Option<String>,
    /// The key of its thread, which is the address of its page or an id.
    pub permalink: String,
    /// The last word about it, by Akismet or by a report.
    pub word: Lesson,
}

/// A comment about which Akismet was asked; an erased one has no text.
pub(super) async fn reported(tx: &mut Tx, id: CommentId) -> Result<Option<ReportedComment>> {
    const SQL: &str = "
        SELECT c.name, c.email, c.url, c.body, c.ip, t.key AS permalink, c.akismet AS word
        FROM comments AS c JOIN threads AS t ON t.id = c.thread_id
        WHERE c.id = $1 AND c.html <> '' AND c.akismet IS NOT NULL";
    on!(tx, conn => sqlx::query_as(SQL).bind(id).fetch_optional(conn))
}

/// Keeps what was reported, so that it is not said twice.
pub(super) async fn set_word(tx: &mut Tx, id: CommentId, word: Lesson) -> Result<()> {
    const SQL: &str = "UPDATE comments SET akismet = $2 WHERE id = $1 AND html <> ''";
    changed!(tx, conn => sqlx::query(SQL).bind(id).bind(word).execute(conn))?;
    Ok(())
}
