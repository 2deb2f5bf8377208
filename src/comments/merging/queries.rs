//! SQL of merging threads.

use super::model::NamedThread;
use crate::comments::model::ThreadId;
use crate::comments::thread_key::ThreadKey;
use crate::store::{Result, Tx};
use crate::{changed, on};

pub(super) async fn threads_after(
    tx: &mut Tx,
    id: ThreadId,
    limit: i64,
) -> Result<Vec<NamedThread>> {
    const SQL: &str = "SELECT id, key FROM threads WHERE id > $1 ORDER BY id LIMIT $2";
    on!(tx, conn => sqlx::query_as(SQL).bind(id).bind(limit).fetch_all(conn))
}

/// Sets a thread's key. The link to its page leads to the new address when the page moved, else to the old one.
pub(super) async fn set_key(
    tx: &mut Tx,
    id: ThreadId,
    key: &ThreadKey,
    has_moved: bool,
) -> Result<()> {
    const SQL: &str = "
        UPDATE threads SET key = $2, url = CASE WHEN $3 THEN $2 ELSE coalesce(url, CASE WHEN key LIKE 'http%' THEN key END) END
        WHERE id = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(id).bind(key).bind(has_moved).execute(conn))?;
    Ok(())
}

pub(super) async fn move_comments(tx: &mut Tx, from: ThreadId, into: ThreadId) -> Result<()> {
    const SQL: &str = "UPDATE comments SET thread_id = $2 WHERE thread_id = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(from).bind(into).execute(conn))?;
    Ok(())
}

/// Readers who ended the notices of one thread ended them for the merged thread. What they chose for the merged thread stays.
pub(super) async fn move_notice_choices(tx: &mut Tx, from: ThreadId, into: ThreadId) -> Result<()> {
    const ADD: &str = "
        INSERT INTO reply_opt_outs (thread_id, email_key, created_at)
        SELECT CAST($2 AS BIGINT), email_key, created_at FROM reply_opt_outs WHERE thread_id = $1
        ON CONFLICT (thread_id, email_key) DO NOTHING";
    const DELETE: &str = "DELETE FROM reply_opt_outs WHERE thread_id = $1";
    const ADD_CHOICES: &str = "
        INSERT INTO comment_notice_choices (thread_id, email_key, scope, pace)
        SELECT CAST($2 AS BIGINT), email_key, scope, pace FROM comment_notice_choices WHERE thread_id = $1
        ON CONFLICT (thread_id, email_key) DO NOTHING";
    const DELETE_CHOICES: &str = "DELETE FROM comment_notice_choices WHERE thread_id = $1";
    changed!(tx, conn => sqlx::query(ADD).bind(from).bind(into).execute(conn))?;
    changed!(tx, conn => sqlx::query(DELETE).bind(from).execute(conn))?;
    changed!(tx, conn => sqlx::query(ADD_CHOICES).bind(from).bind(into).execute(conn))?;
    changed!(tx, conn => sqlx::query(DELETE_CHOICES).bind(from).execute(conn))?;
    Ok(())
}

/// Adds a thread's number of comments to another's, which also gets a missing title or address.
pub(super) async fn add_to_thread(tx: &mut Tx, from: ThreadId, into: ThreadId) -> Result<()> {
    const SQL: &str = "
        UPDATE threads SET approved = threads.approved + f.approved,
                           title = CASE WHEN threads.title = '' THEN f.title ELSE threads.title END,
                           url = coalesce(threads.url, f.url), 
                           policy = CASE WHEN threads.policy = 'site' THEN f.policy ELSE threads.policy END,
                           created_at = CASE WHEN f.created_at < threads.created_at THEN f.created_at ELSE threads.created_at END
        FROM threads AS f WHERE f.id = $1 AND threads.id = $2";
    changed!(tx, conn => sqlx::query(SQL).bind(from).bind(into).execute(conn))?;
    Ok(())
}

pub(super) async fn delete_thread(tx: &mut Tx, id: ThreadId) -> Result<()> {
    const SQL: &str = "DELETE FROM threads WHERE id = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(id).execute(conn))?;
    Ok(())
}
