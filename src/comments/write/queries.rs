//! SQL of new comments.

use sqlx::types::Json;

use super::content::CommentBody;
use super::model::{JudgedText, OwnComment};
use crate::address::EmailAddress;
use crate::clock::Timestamp;
use crate::comments::akismet::verdict::AkismetVerdict;
use crate::comments::model::{CommentId, CommentPosition, CommentStatus, NewComment, ThreadId};
use crate::comments::spam::{HoldReason, SpamVerdict};
use crate::comments::thread_key::ThreadKey;
use crate::store::{Result, Tx};
use crate::token::TokenHash;
use crate::{changed, on};

/// The columns of an [`OwnComment`].
macro_rules! own_columns {
    () => {
        "id, thread_id, (SELECT key FROM threads WHERE threads.id = thread_id) AS thread_key, root_id, status, name, email,
         email_key, locale, body, created_at, decided_at, reasons"
    };
}

/// The filter of one browser's own comment. One under a shadow ban seems to wait.
macro_rules! is_own {
    () => {
        "id = $1 AND browser = $2 AND html <> ''
         AND (status IN ('pending', 'approved') OR status = 'spam' AND shadow_banned)"
    };
}

/// Inserts the thread of this key, or returns the existing one. A title from a feed replaces an older one.
pub(super) async fn upsert_thread(
    tx: &mut Tx,
    key: &ThreadKey,
    known_title: Option<&str>,
    now: Timestamp,
) -> Result<ThreadId> {
    const SQL: &str = "
        INSERT INTO threads (key, title, approved, created_at) VALUES ($1, coalesce($2, ''), 0, $3)
        ON CONFLICT (key) DO UPDATE SET title = coalesce($2, threads.title)
        RETURNING id";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(key).bind(known_title).bind(now).fetch_one(conn))
}

/// The root of a reply's parent, when the parent is public and in the same thread.
pub(super) async fn public_root(
    tx: &mut Tx,
    thread: ThreadId,
    parent: CommentId,
) -> Result<Option<CommentId>> {
    const SQL: &str = "
        SELECT coalesce(root_id, id) FROM comments WHERE id = $1 AND thread_id = $2 AND status = 'approved'";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(parent).bind(thread).fetch_optional(conn))
}

/// The thread of a comment that may be answered from the queue, and the root of its replies.
pub(super) async fn answerable(
    tx: &mut Tx,
    id: CommentId,
) -> Result<Option<(ThreadId, ThreadKey, CommentId)>> {
    const SQL: &str = "
        SELECT t.id, t.key, coalesce(c.root_id, c.id) FROM comments AS c JOIN threads AS t ON t.id = c.thread_id
        WHERE c.id = $1 AND c.status IN ('approved', 'pending') AND c.html <> ''";
    on!(tx, conn => sqlx::query_as(SQL).bind(id).fetch_optional(conn))
}

/// The newest comment since `since` with the same author, name and text, which answers the same comment of this thread. Spam
/// and what was thrown away count for nothing: the author may say it again. What is under a shadow ban seems to wait here too.
pub(super) async fn equal_comment(
    tx: &mut Tx,
    thread: ThreadId,
    comment: &NewComment,
    text_hash: &str,
    since: Timestamp,
) -> Result<Option<(CommentId, CommentStatus)>> {
    const SQL: &str = "
        SELECT id, status FROM comments
        WHERE text_hash = $3 AND thread_id = $1 AND email_key = $2 AND created_at >= $4 AND coalesce(parent_id, 0) = $5
          AND name = $6 AND (status IN ('approved', 'pending') OR status = 'spam' AND shadow_banned)
          AND (email_key <> '' OR coalesce(browser, '') = $7 OR ip = $8)
        ORDER BY id DESC LIMIT 1";
    let parent = comment.parent.unwrap_or(CommentId(0));
    on!(tx, conn => sqlx::query_as(SQL)
        .bind(thread).bind(comment.author.email_key()).bind(text_hash).bind(since).bind(parent)
        .bind(&comment.author.name).bind(browser_text(comment.browser.as_ref())).bind(comment.ip_text())
        .fetch_optional(conn))
}

/// True when another author or another thread had this text since `since`.
pub(super) async fn is_repeated(
    tx: &mut Tx,
    text: &JudgedText<'_>,
    since: Timestamp,
) -> Result<bool> {
    const SQL: &str = "
        SELECT EXISTS (SELECT 1 FROM comments
                       WHERE text_hash = $3 AND created_at >= $4 AND id <> $5
                         AND (thread_id <> $1 OR email_key <> $2 OR $2 = '' AND coalesce(browser, '') <> $6))";
    on!(tx, conn => sqlx::query_scalar(SQL)
        .bind(text.thread).bind(text.email.map_or_else(String::new, EmailAddress::key)).bind(text.text_hash).bind(since)
        .bind(text.comment.unwrap_or(CommentId(0))).bind(browser_text(text.browser)).fetch_one(conn))
}

/// The names of comments with this address that a moderator approved and this browser wrote. When the browser proved the
/// address by a mailed link, those of all its approved comments. A comment that appeared by itself proves nothing, nor does the
/// comment whose change is judged.
pub(super) async fn approved_names(
    tx: &mut Tx,
    email_key: &str,
    browser: &TokenHash,
    changed: Option<CommentId>,
) -> Result<Vec<String>> {
    const OF_ADDRESS: &str = "
        SELECT DISTINCT name FROM comments
        WHERE email_key = $1 AND status = 'approved' AND decided_at IS NOT NULL AND id <> $3
          AND (browser = $2 OR EXISTS (SELECT 1 FROM comment_address_proofs AS p
                                            WHERE p.email_key = $1 AND p.browser = $2 AND NOT p.is_vouched))";
    // Very many comments may have no address, so these are found by the browser alone.
    const OF_BROWSER: &str = "
        SELECT DISTINCT name FROM comments
        WHERE coalesce(email_key, '') = $1 AND status = 'approved' AND decided_at IS NOT NULL AND id <> $3 AND browser = $2";
    let sql = if email_key.is_empty() {
        OF_BROWSER
    } else {
        OF_ADDRESS
    };
    on!(tx, conn => sqlx::query_scalar(sql)
        .bind(email_key).bind(browser).bind(changed.unwrap_or(CommentId(0))).fetch_all(conn))
}

pub(super) async fn insert(
    tx: &mut Tx,
    comment: &NewComment,
    place: CommentPosition,
    reasons: &[HoldReason],
    text_hash: &str,
    now: Timestamp,
) -> Result<CommentId> {
    const SQL: &str = "
        INSERT INTO comments (thread_id, parent_id, root_id, replies, name, email, email_key, url, body, html, text_hash,
                              searchable, status, reasons, ip, notify, locale, created_at, browser, page_title, page_url,
                              author_mark, avatar_colour, akismet)
        VALUES ($1, $2, $3, 0, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)
        RETURNING id";
    let author = &comment.author;
    let searchable = searchable(author.name.as_str(), author.email_text(), &comment.body);
    on!(tx, conn => sqlx::query_scalar(SQL)
        .bind(place.thread).bind(comment.parent).bind(place.root)
        .bind(&author.name).bind(author.email_text()).bind(author.email_key()).bind(author.url.as_ref().map(url::Url::as_str))
        .bind(comment.body.source()).bind(comment.body.html()).bind(text_hash).bind(searchable)
        .bind(place.status).bind(Json(reasons)).bind(comment.ip_text()).bind(comment.notify)
        .bind(comment.locale).bind(now).bind(&comment.browser).bind(&comment.title)
        .bind(comment.page_url.as_ref().map(url::Url::as_str)).bind(place.mark).bind(place.colour)
        .bind(comment.akismet.map(AkismetVerdict::word)).fetch_one(conn))
}

/// What a comment of this browser has in its column; empty for a program.
fn browser_text(browser: Option<&TokenHash>) -> &str {
    browser.map_or("", TokenHash::as_str)
}

/// What moderators search a comment by.
fn searchable(name: &str, email: &str, body: &CommentBody) -> String {
    format!("{name}\n{email}\n{}", body.source()).to_lowercase()
}

/// A comment that this browser wrote and that is public, waits, or seems to wait.
pub(super) async fn own(
    tx: &mut Tx,
    id: CommentId,
    browser: &TokenHash,
) -> Result<Option<OwnComment>> {
    const SQL: &str = concat!(
        "SELECT ",
        own_columns!(),
        " FROM comments WHERE ",
        is_own!()
    );
    on!(tx, conn => sqlx::query_as(SQL).bind(id).bind(browser).fetch_optional(conn))
}

/// The same comment; its row stays locked, so that no moderator decides on it and the filter forgets nothing meanwhile.
pub(super) async fn lock_own(
    tx: &mut Tx,
    id: CommentId,
    browser: &TokenHash,
) -> Result<Option<OwnComment>> {
    const SQL: &str = concat!(
        "UPDATE comments SET learned = learned WHERE ",
        is_own!(),
        " RETURNING ",
        own_columns!()
    );
    on!(tx, conn => sqlx::query_as(SQL).bind(id).bind(browser).fetch_optional(conn))
}

/// Gives a comment its author's new text and state. A moderator's decision was about another text,
/// so it ends with a change of the state. Moderators are told only of what still waits.
pub(super) async fn edit(
    tx: &mut Tx,
    comment: &OwnComment,
    text: &JudgedText<'_>,
    verdict: &SpamVerdict,
) -> Result<()> {
    const SQL: &str = "
        UPDATE comments SET body = $2, html = $3, text_hash = $4, searchable = $5,
               reasons = $6, status = $7,
               previous_status = CASE WHEN status = $7 THEN previous_status ELSE status END,
               previous_decided_at = CASE WHEN status = $7 THEN previous_decided_at ELSE decided_at END,
               decided_at = CASE WHEN status = $7 THEN decided_at END,
               is_untold = (is_untold AND $7 = 'pending')
        WHERE id = $1";
    let searchable = searchable(text.name, comment.email.as_str(), text.body);
    changed!(tx, conn => sqlx::query(SQL)
        .bind(comment.id).bind(text.body.source()).bind(text.body.html()).bind(text.text_hash).bind(searchable)
        .bind(Json(&verdict.reasons)).bind(verdict.status).execute(conn))?;
    Ok(())
}
