//! SQL of threads and their comments.

use sqlx::types::Json;

use super::order::{Cursor, Sort};
use super::spam::Reason;
use super::submit::NewComment;
use super::thread::Row;
use super::{CommentId, Status, ThreadId, ThreadKey};
use crate::clock::Timestamp;
use crate::store::{Result, Tx};
use crate::token::TokenHash;
use crate::{changed, on};

/// A thread.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct ThreadRow {
    pub id: ThreadId,
    pub title: String,
    pub url: Option<String>,
    pub approved: i64,
}

pub(super) async fn thread(tx: &mut Tx, key: &ThreadKey) -> Result<Option<ThreadRow>> {
    const SQL: &str = "SELECT id, title, url, approved FROM threads WHERE key = $1";
    on!(tx, conn => sqlx::query_as(SQL).bind(key).fetch_optional(conn))
}

/// The thread of this key, made with its first comment; a title that a feed knows replaces an older one.
pub(super) async fn keep_thread(
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

/// Gives a thread the title and the address that this comment, which is public now, came with; what it has already stays.
pub(super) async fn name_thread(tx: &mut Tx, comment: CommentId) -> Result<()> {
    const SQL: &str = "
        UPDATE threads SET title = CASE WHEN threads.title = '' THEN coalesce(c.page_title, '') ELSE threads.title END,
                           url = coalesce(threads.url, c.page_url)
        FROM comments AS c WHERE c.id = $1 AND threads.id = c.thread_id";
    changed!(tx, conn => sqlx::query(SQL).bind(comment).execute(conn))?;
    Ok(())
}

/// The parent of a reply, when it is public and of the same thread: its root.
pub(super) async fn public_root(
    tx: &mut Tx,
    thread: ThreadId,
    parent: CommentId,
) -> Result<Option<CommentId>> {
    const SQL: &str = "
        SELECT coalesce(root_id, id) FROM comments WHERE id = $1 AND thread_id = $2 AND status = 'approved'";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(parent).bind(thread).fetch_optional(conn))
}

/// The newest comment with this text by this author in this thread since `since`.
pub(super) async fn same_comment(
    tx: &mut Tx,
    thread: ThreadId,
    email_key: &str,
    text_hash: &str,
    since: Timestamp,
) -> Result<Option<(CommentId, Status)>> {
    const SQL: &str = "
        SELECT id, status FROM comments
        WHERE text_hash = $3 AND thread_id = $1 AND email_key = $2 AND created_at >= $4
        ORDER BY id DESC LIMIT 1";
    on!(tx, conn => sqlx::query_as(SQL)
        .bind(thread).bind(email_key).bind(text_hash).bind(since).fetch_optional(conn))
}

/// True when the text came since `since` from somebody else or to another thread.
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

/// The names under which comments of this address are approved that this browser wrote, or all of them where it proved the
/// address by a mailed link.
pub(super) async fn approved_names(
    tx: &mut Tx,
    email_key: &str,
    browser: &TokenHash,
) -> Result<Vec<String>> {
    const SQL: &str = "
        SELECT DISTINCT name FROM comments
        WHERE email_key = $1 AND status = 'approved'
          AND (browser = $2 OR EXISTS (SELECT 1 FROM comment_address_proofs AS p
                                            WHERE p.email_key = $1 AND p.browser = $2 AND NOT p.is_vouched))";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(email_key).bind(browser).fetch_all(conn))
}

/// Comments of this browser that wait for a moderator in this thread, oldest first.
pub(super) async fn waiting(
    tx: &mut Tx,
    thread: ThreadId,
    browser: &TokenHash,
    limit: i64,
) -> Result<Vec<Row>> {
    const SQL: &str = "
        SELECT id, parent_id, root_id, replies, name, url, html, status, created_at FROM comments
        WHERE browser = $2 AND status = 'pending' AND thread_id = $1 ORDER BY id LIMIT $3";
    on!(tx, conn => sqlx::query_as(SQL).bind(thread).bind(browser).bind(limit).fetch_all(conn))
}

/// Where a new comment goes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub thread: ThreadId,
    pub root: Option<CommentId>,
    pub status: Status,
}

pub(super) async fn insert(
    tx: &mut Tx,
    comment: &NewComment,
    place: Place,
    reasons: &[Reason],
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

/// Adds to the counts of approved comments of a thread, and of a root where the comment is a reply.
pub(super) async fn add_to_counts(
    tx: &mut Tx,
    thread: ThreadId,
    root: Option<CommentId>,
    change: i64,
) -> Result<()> {
    const OF_THREAD: &str = "UPDATE threads SET approved = approved + $2 WHERE id = $1";
    const OF_ROOT: &str = "UPDATE comments SET replies = replies + $2 WHERE id = $1";
    changed!(tx, conn => sqlx::query(OF_THREAD).bind(thread).bind(change).execute(conn))?;
    if let Some(root) = root {
        changed!(tx, conn => sqlx::query(OF_ROOT).bind(root).bind(change).execute(conn))?;
    }
    Ok(())
}

/// Comments of the first level beyond `from`. One that was taken away stays as a place for the replies under it.
pub(super) async fn first_level(
    tx: &mut Tx,
    thread: ThreadId,
    sort: Sort,
    from: Cursor,
    limit: i64,
) -> Result<Vec<Row>> {
    const OLDEST: &str = "
        SELECT id, parent_id, root_id, replies, name, url, html, status, created_at FROM comments
        WHERE thread_id = $1 AND parent_id IS NULL AND (status = 'approved' OR replies > 0) AND (created_at, id) > ($2, $3)
        ORDER BY created_at, id LIMIT $4";
    const NEWEST: &str = "
        SELECT id, parent_id, root_id, replies, name, url, html, status, created_at FROM comments
        WHERE thread_id = $1 AND parent_id IS NULL AND (status = 'approved' OR replies > 0) AND (created_at, id) < ($2, $3)
        ORDER BY created_at DESC, id DESC LIMIT $4";
    let sql = match sort {
        Sort::Oldest => OLDEST,
        Sort::Newest => NEWEST,
    };
    on!(tx, conn => sqlx::query_as(sql)
        .bind(thread).bind(from.created_at).bind(from.id).bind(limit).fetch_all(conn))
}

/// SQLite would take the index of the states, which has every approved comment of the site, and is told which to take.
macro_rules! oldest_replies {
    ($by_root:literal) => {
        concat!(
            "SELECT id, parent_id, root_id, replies, name, url, html, status, created_at FROM (
                 SELECT id, parent_id, root_id, replies, name, url, html, status, created_at,
                        row_number() OVER (PARTITION BY root_id ORDER BY created_at, id) AS place
                 FROM comments ", $by_root, "
                 WHERE status = 'approved' AND root_id IN (
                     SELECT id FROM comments
                     WHERE thread_id = $1 AND parent_id IS NULL AND replies > 0
                       AND (created_at, id) >= ($2, $3) AND (created_at, id) <= ($4, $5))
             ) AS placed
             WHERE place <= $6 ORDER BY created_at, id"
        )
    };
}
const OLDEST_REPLIES_ON_SQLITE: &str = oldest_replies!("INDEXED BY comments_under_root");
const OLDEST_REPLIES_ON_POSTGRES: &str = oldest_replies!("");

/// The oldest replies under each root from `first` to `last`, at most `limit` a root.
pub(super) async fn oldest_replies(
    tx: &mut Tx,
    thread: ThreadId,
    first: Cursor,
    last: Cursor,
    limit: i64,
) -> Result<Vec<Row>> {
    let sql = tx.either(OLDEST_REPLIES_ON_SQLITE, OLDEST_REPLIES_ON_POSTGRES);
    on!(tx, conn => sqlx::query_as(sql)
        .bind(thread).bind(first.created_at).bind(first.id).bind(last.created_at).bind(last.id).bind(limit)
        .fetch_all(conn))
}

/// Replies under one root beyond `from`, oldest first.
pub(super) async fn replies_under(
    tx: &mut Tx,
    root: CommentId,
    from: Cursor,
    limit: i64,
) -> Result<Vec<Row>> {
    const SQL: &str = "
        SELECT id, parent_id, root_id, replies, name, url, html, status, created_at FROM comments
        WHERE root_id = $1 AND status = 'approved' AND (created_at, id) > ($2, $3)
        ORDER BY created_at, id LIMIT $4";
    on!(tx, conn => sqlx::query_as(SQL)
        .bind(root).bind(from.created_at).bind(from.id).bind(limit).fetch_all(conn))
}

/// How many approved replies of a root stand before this one, counted up to `limit`.
pub(super) async fn replies_before(
    tx: &mut Tx,
    root: CommentId,
    reply: Cursor,
    limit: i64,
) -> Result<i64> {
    const SQL: &str = "
        SELECT count(*) FROM (
            SELECT 1 FROM comments
            WHERE root_id = $1 AND status = 'approved' AND (created_at, id) < ($2, $3) LIMIT $4) AS before";
    on!(tx, conn => sqlx::query_scalar(SQL)
        .bind(root).bind(reply.created_at).bind(reply.id).bind(limit).fetch_one(conn))
}

/// One comment of a thread, whatever its status.
pub(super) async fn one(tx: &mut Tx, thread: ThreadId, id: CommentId) -> Result<Option<Row>> {
    const SQL: &str = "
        SELECT id, parent_id, root_id, replies, name, url, html, status, created_at FROM comments
        WHERE id = $1 AND thread_id = $2";
    on!(tx, conn => sqlx::query_as(SQL).bind(id).bind(thread).fetch_optional(conn))
}

/// The thread of a comment that readers can see, when it is another than this one.
pub(super) async fn other_thread(
    tx: &mut Tx,
    key: &ThreadKey,
    id: CommentId,
) -> Result<Option<ThreadKey>> {
    const SQL: &str = "
        SELECT t.key FROM comments AS c JOIN threads AS t ON t.id = c.thread_id
        WHERE c.id = $1 AND t.key <> $2 AND (c.status = 'approved' OR c.replies > 0)";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(id).bind(key).fetch_optional(conn))
}

/// Approved comments of every level beyond `from`.
pub(super) async fn approved(
    tx: &mut Tx,
    thread: ThreadId,
    sort: Sort,
    from: Cursor,
    limit: i64,
) -> Result<Vec<Row>> {
    const OLDEST: &str = "
        SELECT id, parent_id, root_id, replies, name, url, html, status, created_at FROM comments
        WHERE thread_id = $1 AND status = 'approved' AND (created_at, id) > ($2, $3)
        ORDER BY created_at, id LIMIT $4";
    const NEWEST: &str = "
        SELECT id, parent_id, root_id, replies, name, url, html, status, created_at FROM comments
        WHERE thread_id = $1 AND status = 'approved' AND (created_at, id) < ($2, $3)
        ORDER BY created_at DESC, id DESC LIMIT $4";
    let sql = match sort {
        Sort::Oldest => OLDEST,
        Sort::Newest => NEWEST,
    };
    on!(tx, conn => sqlx::query_as(sql)
        .bind(thread).bind(from.created_at).bind(from.id).bind(limit).fetch_all(conn))
}

const COUNTS_ON_SQLITE: &str =
    "SELECT key, approved FROM threads WHERE key IN (SELECT value FROM json_each($1))";
const COUNTS_ON_POSTGRES: &str =
    "SELECT key, approved FROM threads WHERE key IN (SELECT jsonb_array_elements_text($1))";

/// Approved comments of each of these threads; one that has no comment yet is missing.
pub(super) async fn counts(tx: &mut Tx, keys: &[ThreadKey]) -> Result<Vec<(ThreadKey, i64)>> {
    let sql = tx.either(COUNTS_ON_SQLITE, COUNTS_ON_POSTGRES);
    on!(tx, conn => sqlx::query_as(sql).bind(Json(keys)).fetch_all(conn))
}

/// Forgets up to `most` network addresses of comments from before `before`.
pub(super) async fn forget_ips(tx: &mut Tx, before: Timestamp, most: i64) -> Result<u64> {
    const SQL: &str = "
        UPDATE comments SET ip = NULL
        WHERE id IN (SELECT id FROM comments WHERE ip IS NOT NULL AND created_at < $1 ORDER BY created_at LIMIT $2)";
    changed!(tx, conn => sqlx::query(SQL).bind(before).bind(most).execute(conn))
}
