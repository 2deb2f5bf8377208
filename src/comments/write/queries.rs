//! SQL of new comments.

use sqlx::types::Json;

use crate::clock::Timestamp;
use crate::comments::model::{CommentId, CommentPosition, CommentStatus, NewComment, ThreadId};
use crate::comments::spam::HoldReason;
use crate::comments::thread_key::ThreadKey;
use crate::on;
use crate::store::{Result, Tx};
use crate::token::TokenHash;

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
/// and what was thrown away count for nothing: the author may say it again.
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
          AND name = $6 AND status IN ('approved', 'pending')
        ORDER BY id DESC LIMIT 1";
    let parent = comment.parent.unwrap_or(CommentId(0));
    on!(tx, conn => sqlx::query_as(SQL)
        .bind(thread).bind(comment.author.email.key()).bind(text_hash).bind(since).bind(parent)
        .bind(&comment.author.name).fetch_optional(conn))
}

/// True when another author or another thread had this text since `since`.
pub(super) async fn is_repeated(
    tx: &mut Tx,
    thread: ThreadId,
    email_key: &str,
    text_hash: &str,
    since: Timestamp,
) -> Result<bool> {
    const SQL: &str = "
        SELECT EXISTS (SELECT 1 FROM comments
                       WHERE text_hash = $3 AND created_at >= $4 AND (thread_id <> $1 OR email_key <> $2))";
    on!(tx, conn => sqlx::query_scalar(SQL)
        .bind(thread).bind(email_key).bind(text_hash).bind(since).fetch_one(conn))
}

/// The names of comments with this address that a moderator approved and this browser wrote. When the browser proved the
/// address by a mailed link, those of all its approved comments. A comment that appeared by itself proves nothing.
pub(super) async fn approved_names(
    tx: &mut Tx,
    email_key: &str,
    browser: &TokenHash,
) -> Result<Vec<String>> {
    const SQL: &str = "
        SELECT DISTINCT name FROM comments
        WHERE email_key = $1 AND status = 'approved' AND decided_at IS NOT NULL
          AND (browser = $2 OR EXISTS (SELECT 1 FROM comment_address_proofs AS p
                                            WHERE p.email_key = $1 AND p.browser = $2 AND NOT p.is_vouched))";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(email_key).bind(browser).fetch_all(conn))
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
                              searchable, status, reasons, ip, notify, locale, created_at, browser, page_title, page_url)
        VALUES ($1, $2, $3, 0, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20) RETURNING id";
    let author = &comment.author;
    let searchable = format!(
        "{}\n{}\n{}",
        author.name,
        author.email,
        comment.body.source()
    );
    on!(tx, conn => sqlx::query_scalar(SQL)
        .bind(place.thread).bind(comment.parent).bind(place.root)
        .bind(&author.name).bind(&author.email).bind(author.email.key()).bind(author.url.as_ref().map(url::Url::as_str))
        .bind(comment.body.source()).bind(comment.body.html()).bind(text_hash).bind(searchable.to_lowercase())
        .bind(place.status).bind(Json(reasons)).bind(comment.ip.to_string()).bind(comment.notify)
        .bind(comment.locale).bind(now).bind(&comment.browser).bind(&comment.title)
        .bind(comment.page_url.as_ref().map(url::Url::as_str)).fetch_one(conn))
}
