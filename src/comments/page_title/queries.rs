//! SQL of the titles of threads' pages.

use crate::comments::model::ThreadId;
use crate::comments::thread_key::ThreadKey;
use crate::store::{Result, Tx};
use crate::{changed, on};

pub(super) async fn has_no_title(tx: &mut Tx, thread: ThreadId) -> Result<bool> {
    const SQL: &str = "SELECT EXISTS (SELECT 1 FROM threads WHERE id = $1 AND title = '')";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(thread).fetch_one(conn))
}

/// The thread's key, and its page's address in the spelling of the first comment with one.
pub(super) async fn page_of(
    tx: &mut Tx,
    thread: ThreadId,
) -> Result<Option<(ThreadKey, Option<String>)>> {
    const SQL: &str = "
        SELECT t.key, (SELECT c.page_url FROM comments AS c
                       WHERE c.thread_id = t.id AND c.page_url IS NOT NULL ORDER BY c.id LIMIT 1) AS spelt
        FROM threads AS t WHERE t.id = $1";
    on!(tx, conn => sqlx::query_as(SQL).bind(thread).fetch_optional(conn))
}

/// Sets the title of a thread from its page, which is more reliable than its comments.
pub(super) async fn set_title(tx: &mut Tx, thread: ThreadId, title: &str) -> Result<()> {
    const SQL: &str = "UPDATE threads SET title = $2 WHERE id = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(thread).bind(title).execute(conn))?;
    Ok(())
}
