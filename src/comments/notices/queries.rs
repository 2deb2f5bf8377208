//! SQL of the reply notices.

use super::model::{AddressProof, ApprovalNotice, NoticeSubscription, ReplyNotice};
use crate::clock::Timestamp;
use crate::comments::model::{CommentId, ThreadId};
use crate::store::{Result, Tx};
use crate::token::TokenHash;
use crate::{changed, on};

/// The notice of a reply. Both comments are public; the author of the answered one wants notices, did not end them in this thread, and
/// did not write the reply. The address is proved for the browser of the answered comment, so a typed address of somebody else
/// causes no notice.
pub(super) async fn notice(tx: &mut Tx, reply: CommentId) -> Result<Option<ReplyNotice>> {
    const SQL: &str = "
        SELECT p.id AS parent_id, p.email AS recipient, p.name AS recipient_name, p.locale,
               c.name, c.body, c.html, t.key AS thread_key, t.title AS thread_title
        FROM comments AS c
        JOIN comments AS p ON p.id = c.parent_id
        JOIN threads AS t ON t.id = c.thread_id
        WHERE c.id = $1 AND c.status = 'approved' AND p.status = 'approved' AND p.notify AND p.email_key <> c.email_key
          AND EXISTS (SELECT 1 FROM comment_address_proofs AS a WHERE a.email_key = p.email_key AND a.browser = p.browser)
          AND NOT EXISTS (SELECT 1 FROM reply_opt_outs AS o
                          WHERE o.thread_id = p.thread_id AND o.email_key = p.email_key)";
    on!(tx, conn => sqlx::query_as(SQL).bind(reply).fetch_optional(conn))
}

/// The notice of an approval, to an author as in [`notice`].
pub(super) async fn approved(tx: &mut Tx, comment: CommentId) -> Result<Option<ApprovalNotice>> {
    const SQL: &str = "
        SELECT c.email AS recipient, c.name AS recipient_name, c.locale, t.key AS thread_key, t.title AS thread_title
        FROM comments AS c
        JOIN threads AS t ON t.id = c.thread_id
        WHERE c.id = $1 AND c.status = 'approved' AND c.notify AND NOT c.shadow_banned
          AND EXISTS (SELECT 1 FROM comment_address_proofs AS a WHERE a.email_key = c.email_key AND a.browser = c.browser)
          AND NOT EXISTS (SELECT 1 FROM reply_opt_outs AS o
                          WHERE o.thread_id = c.thread_id AND o.email_key = c.email_key)";
    on!(tx, conn => sqlx::query_as(SQL).bind(comment).fetch_optional(conn))
}

/// The subscription of this comment's author to notices.
pub(super) async fn subscription(
    tx: &mut Tx,
    comment: CommentId,
) -> Result<Option<NoticeSubscription>> {
    const SQL: &str = "
        SELECT c.thread_id, c.email_key, t.title, t.key AS thread_key, c.locale,
               NOT EXISTS (SELECT 1 FROM reply_opt_outs AS o
                           WHERE o.thread_id = c.thread_id AND o.email_key = c.email_key) AS is_on,
               EXISTS (SELECT 1 FROM comments AS a WHERE a.email_key = c.email_key AND a.notify) AS is_on_anywhere
        FROM comments AS c JOIN threads AS t ON t.id = c.thread_id
        WHERE c.id = $1";
    on!(tx, conn => sqlx::query_as(SQL).bind(comment).fetch_optional(conn))
}

pub(super) async fn opt_out(
    tx: &mut Tx,
    thread: ThreadId,
    email_key: &str,
    now: Timestamp,
) -> Result<()> {
    const SQL: &str = "
        INSERT INTO reply_opt_outs (thread_id, email_key, created_at) VALUES ($1, $2, $3)
        ON CONFLICT (thread_id, email_key) DO NOTHING";
    changed!(tx, conn => sqlx::query(SQL).bind(thread).bind(email_key).bind(now).execute(conn))?;
    Ok(())
}

/// Takes the rows of the threads of these comments before those of the comments, as decisions do. On SQLite nobody else writes.
pub(super) async fn lock_threads(tx: &mut Tx, email_key: &str) -> Result<()> {
    const SQL: &str = "
        SELECT id FROM threads WHERE id IN (SELECT thread_id FROM comments WHERE email_key = $1 AND notify)
        ORDER BY id FOR NO KEY UPDATE";
    if !tx.is_on_sqlite() {
        changed!(tx, conn => sqlx::query(SQL).bind(email_key).execute(conn))?;
    }
    Ok(())
}

/// Takes back the wish for notices from each comment with this address.
pub(super) async fn end_everywhere(tx: &mut Tx, email_key: &str) -> Result<()> {
    const SQL: &str =
        "UPDATE comments SET notify = FALSE WHERE email_key = $1 AND email_key <> '' AND notify";
    changed!(tx, conn => sqlx::query(SQL).bind(email_key).execute(conn))?;
    Ok(())
}

/// True when the address is proved for this browser.
pub(super) async fn is_proved(tx: &mut Tx, email_key: &str, browser: &TokenHash) -> Result<bool> {
    const SQL: &str = "SELECT EXISTS (SELECT 1 FROM comment_address_proofs WHERE email_key = $1 AND browser = $2)";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(email_key).bind(browser).fetch_one(conn))
}

/// The proof of this comment's address; `None` when the comment has none any more.
pub(super) async fn question(tx: &mut Tx, comment: CommentId) -> Result<Option<AddressProof>> {
    const SQL: &str = "
        SELECT c.email_key, c.browser, t.key AS thread_key, c.locale,
               EXISTS (SELECT 1 FROM comment_address_proofs AS a
                       WHERE a.email_key = c.email_key AND a.browser = c.browser) AS is_proved
        FROM comments AS c JOIN threads AS t ON t.id = c.thread_id
        WHERE c.id = $1 AND c.email_key <> ''";
    on!(tx, conn => sqlx::query_as(SQL).bind(comment).fetch_optional(conn))
}

pub(super) async fn prove(
    tx: &mut Tx,
    email_key: &str,
    browser: &TokenHash,
    now: Timestamp,
) -> Result<()> {
    const SQL: &str = "
        INSERT INTO comment_address_proofs (email_key, browser, proved_at, is_vouched) VALUES ($1, $2, $3, FALSE)
        ON CONFLICT (email_key, browser) DO UPDATE SET is_vouched = FALSE";
    changed!(tx, conn => sqlx::query(SQL).bind(email_key).bind(browser).bind(now).execute(conn))?;
    Ok(())
}

/// Inserts that the address's reader vouched for this browser. A proof by the browser itself is stronger and stays.
pub(super) async fn vouch(
    tx: &mut Tx,
    email_key: &str,
    browser: &TokenHash,
    now: Timestamp,
) -> Result<()> {
    const SQL: &str = "
        INSERT INTO comment_address_proofs (email_key, browser, proved_at, is_vouched) VALUES ($1, $2, $3, TRUE)
        ON CONFLICT (email_key, browser) DO NOTHING";
    changed!(tx, conn => sqlx::query(SQL).bind(email_key).bind(browser).bind(now).execute(conn))?;
    Ok(())
}
