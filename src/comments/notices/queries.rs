//! SQL of the reply notices.

use super::model::{
    AddressProof, ApprovalNotice, CommentNotice, DailyNotice, NoticeChoice, NoticeSubscription,
};
use crate::clock::Timestamp;
use crate::comments::model::{CommentId, ThreadId};
use crate::store::{Result, Tx};
use crate::token::TokenHash;
use crate::{changed, on};

/// The notice of a reply. Both comments are public; the author of the answered one wants notices, did not end them in this thread, and
/// did not write the reply. The address is proved for the browser of the answered comment, so a typed address of somebody else
/// causes no notice.
pub(super) async fn notice(tx: &mut Tx, reply: CommentId) -> Result<Option<CommentNotice>> {
    const SQL: &str = "
        SELECT p.id AS own_id, p.email_key, p.email AS recipient, p.name AS recipient_name, p.locale,
               coalesce((SELECT h.pace FROM comment_notice_choices AS h
                         WHERE h.thread_id = p.thread_id AND h.email_key = p.email_key), 'at_once') AS pace,
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

/// Notices of a public comment to readers who chose its whole thread, after the one with this address: each by the newest of their own
/// comments, under the conditions of [`notice`]. What a reader's own browser wrote under another address is their own too.
pub(super) async fn to_followers(
    tx: &mut Tx,
    comment: CommentId,
    after: &str,
    most: i64,
) -> Result<Vec<CommentNotice>> {
    const SQL: &str = "
        SELECT p.id AS own_id, p.email_key, p.email AS recipient, p.name AS recipient_name, p.locale, h.pace,
               c.name, c.body, c.html, t.key AS thread_key, t.title AS thread_title
        FROM comments AS c
        JOIN threads AS t ON t.id = c.thread_id
        JOIN comment_notice_choices AS h ON h.thread_id = c.thread_id AND h.scope = 'thread'
        JOIN comments AS p ON p.id = (
            SELECT max(o.id) FROM comments AS o
            WHERE o.thread_id = h.thread_id AND o.email_key = h.email_key AND o.status = 'approved' AND o.notify
              AND EXISTS (SELECT 1 FROM comment_address_proofs AS a WHERE a.email_key = o.email_key AND a.browser = o.browser))
        WHERE c.id = $1 AND c.status = 'approved' AND h.email_key <> c.email_key AND h.email_key > $2
          AND (c.browser IS NULL OR c.browser <> p.browser)
          AND NOT EXISTS (SELECT 1 FROM reply_opt_outs AS o
                          WHERE o.thread_id = h.thread_id AND o.email_key = h.email_key)
        ORDER BY h.email_key LIMIT $3";
    on!(tx, conn => sqlx::query_as(SQL).bind(comment).bind(after).bind(most).fetch_all(conn))
}

/// True when somebody else chose the whole thread of this comment.
pub(super) async fn has_followers(tx: &mut Tx, comment: CommentId) -> Result<bool> {
    const SQL: &str = "
        SELECT EXISTS (SELECT 1 FROM comments AS c
                       JOIN comment_notice_choices AS h ON h.thread_id = c.thread_id AND h.scope = 'thread'
                       WHERE c.id = $1 AND h.email_key <> c.email_key)";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(comment).fetch_one(conn))
}

/// Notes that a reader is to be told of a comment; false when it was noted before.
pub(super) async fn note(
    tx: &mut Tx,
    notice: &CommentNotice,
    comment: CommentId,
    now: Timestamp,
) -> Result<bool> {
    const SQL: &str = "
        INSERT INTO comment_notices (email_key, comment_id, own_id, noted_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (email_key, comment_id) DO NOTHING";
    let inserted = changed!(tx, conn => sqlx::query(SQL)
        .bind(&notice.email_key).bind(comment).bind(notice.own_id).bind(now).execute(conn))?;
    Ok(inserted > 0)
}

/// Notes that a reader was told of a comment by a mail of its own.
pub(super) async fn set_told(
    tx: &mut Tx,
    email_key: &str,
    comment: CommentId,
    now: Timestamp,
) -> Result<()> {
    const SQL: &str =
        "UPDATE comment_notices SET told_at = $3 WHERE email_key = $1 AND comment_id = $2";
    changed!(tx, conn => sqlx::query(SQL).bind(email_key).bind(comment).bind(now).execute(conn))?;
    Ok(())
}

/// Addresses for which public comments wait that were noted before a time, after the one given.
pub(super) async fn waiting_addresses(
    tx: &mut Tx,
    noted_before: Timestamp,
    after: &str,
    most: i64,
) -> Result<Vec<String>> {
    const SQL: &str = "
        SELECT DISTINCT n.email_key FROM comment_notices AS n JOIN comments AS c ON c.id = n.comment_id
        WHERE n.told_at IS NULL AND n.noted_at < $1 AND n.email_key > $2 AND c.status = 'approved'
        ORDER BY n.email_key LIMIT $3";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(noted_before).bind(after).bind(most).fetch_all(conn))
}

/// Takes every public comment that waits for the daily mail to an address into the mail of this name. Only one caller gets them.
pub(super) async fn take(tx: &mut Tx, email_key: &str, mail: &str, now: Timestamp) -> Result<()> {
    const SQL: &str = "
        UPDATE comment_notices SET told_at = $3, mail = $2
        WHERE email_key = $1 AND told_at IS NULL AND comment_id IN (SELECT id FROM comments WHERE status = 'approved')";
    changed!(tx, conn => sqlx::query(SQL).bind(email_key).bind(mail).bind(now).execute(conn))?;
    Ok(())
}

/// The first comments that a daily mail has, by thread, with the number of all. The reader still wants them, as in [`notice`].
pub(super) async fn taken(
    tx: &mut Tx,
    email_key: &str,
    mail: &str,
    most: i64,
) -> Result<Vec<DailyNotice>> {
    const SQL: &str = "
        SELECT c.id AS comment_id, p.id AS own_id, p.email AS recipient, p.name AS recipient_name, p.locale, c.name, c.body,
               t.id AS thread_id, t.key AS thread_key, t.title AS thread_title, count(*) OVER () AS of_all
        FROM comment_notices AS n
        JOIN comments AS c ON c.id = n.comment_id
        JOIN comments AS p ON p.id = n.own_id
        JOIN threads AS t ON t.id = c.thread_id
        WHERE n.email_key = $1 AND n.mail = $2 AND c.status = 'approved' AND c.email_key <> n.email_key
          AND p.status = 'approved' AND p.notify AND p.email_key = n.email_key
          AND EXISTS (SELECT 1 FROM comment_address_proofs AS a WHERE a.email_key = p.email_key AND a.browser = p.browser)
          AND NOT EXISTS (SELECT 1 FROM reply_opt_outs AS o WHERE o.thread_id = c.thread_id AND o.email_key = n.email_key)
        ORDER BY t.id, c.id LIMIT $3";
    on!(tx, conn => sqlx::query_as(SQL).bind(email_key).bind(mail).bind(most).fetch_all(conn))
}

/// The daily mails that quote a comment, as `outbox.about` names them.
pub(super) async fn mails_with(tx: &mut Tx, comment: CommentId) -> Result<Vec<String>> {
    const SQL: &str = "
        SELECT DISTINCT mail FROM comment_notices WHERE comment_id = $1 AND mail IS NOT NULL ORDER BY mail";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(comment).fetch_all(conn))
}

/// Deletes the notices of a comment, and those to its author by it.
pub(super) async fn forget_comment(tx: &mut Tx, comment: CommentId) -> Result<()> {
    const SQL: &str = "DELETE FROM comment_notices WHERE comment_id = $1 OR own_id = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(comment).execute(conn))?;
    Ok(())
}

/// Deletes notices from before a time.
pub(super) async fn forget_old(tx: &mut Tx, before: Timestamp) -> Result<()> {
    const SQL: &str = "DELETE FROM comment_notices WHERE noted_at < $1";
    changed!(tx, conn => sqlx::query(SQL).bind(before).execute(conn))?;
    Ok(())
}

/// Deletes choices of addresses that have no comment in the thread any more.
pub(super) async fn forget_unused_choices(tx: &mut Tx) -> Result<()> {
    const SQL: &str = "
        DELETE FROM comment_notice_choices
        WHERE NOT EXISTS (SELECT 1 FROM comments AS c
                          WHERE c.thread_id = comment_notice_choices.thread_id
                            AND c.email_key = comment_notice_choices.email_key)";
    changed!(tx, conn => sqlx::query(SQL).execute(conn))?;
    Ok(())
}

/// Stores what an address chose for a thread.
pub(super) async fn choose(
    tx: &mut Tx,
    thread: ThreadId,
    email_key: &str,
    choice: NoticeChoice,
) -> Result<()> {
    const SQL: &str = "
        INSERT INTO comment_notice_choices (thread_id, email_key, scope, pace) VALUES ($1, $2, $3, $4)
        ON CONFLICT (thread_id, email_key) DO UPDATE SET scope = excluded.scope, pace = excluded.pace";
    changed!(tx, conn => sqlx::query(SQL)
        .bind(thread).bind(email_key).bind(choice.scope).bind(choice.pace).execute(conn))?;
    Ok(())
}

/// Deletes waiting comments of a thread that answer nothing of this address.
pub(super) async fn forget_waiting_others(
    tx: &mut Tx,
    thread: ThreadId,
    email_key: &str,
) -> Result<()> {
    const SQL: &str = "
        DELETE FROM comment_notices
        WHERE email_key = $2 AND told_at IS NULL AND comment_id IN (
            SELECT c.id FROM comments AS c LEFT JOIN comments AS p ON p.id = c.parent_id
            WHERE c.thread_id = $1 AND coalesce(p.email_key, '') <> $2)";
    changed!(tx, conn => sqlx::query(SQL).bind(thread).bind(email_key).execute(conn))?;
    Ok(())
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
               EXISTS (SELECT 1 FROM comments AS a WHERE a.email_key = c.email_key AND a.notify) AS is_on_anywhere,
               coalesce(h.scope, 'replies') AS scope, coalesce(h.pace, 'at_once') AS pace
        FROM comments AS c JOIN threads AS t ON t.id = c.thread_id
        LEFT JOIN comment_notice_choices AS h ON h.thread_id = c.thread_id AND h.email_key = c.email_key
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

/// Takes back the wish for notices from each comment with this address, and what was chosen for threads.
pub(super) async fn end_everywhere(tx: &mut Tx, email_key: &str) -> Result<()> {
    const SQL: &str =
        "UPDATE comments SET notify = FALSE WHERE email_key = $1 AND email_key <> '' AND notify";
    const CHOICES: &str = "DELETE FROM comment_notice_choices WHERE email_key = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(email_key).execute(conn))?;
    changed!(tx, conn => sqlx::query(CHOICES).bind(email_key).execute(conn))?;
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
        SELECT c.id, c.email_key, c.browser, t.key AS thread_key, c.locale,
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
