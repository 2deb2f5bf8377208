//! SQL of threads and of the comments that readers see.

use sqlx::types::Json;

use super::order::{Cursor, Sort, Walk};
use crate::clock::Timestamp;
use crate::comments::model::{CommentId, CommentRow, NewestComment, ThreadId, ThreadRow};
use crate::comments::thread_key::ThreadKey;
use crate::store::{Result, Tx};
use crate::token::TokenHash;
use crate::{changed, on};

/// The columns of a [`CommentRow`].
macro_rules! columns {
    () => {
        "id, parent_id, root_id, replies, name, author_mark, avatar_colour, url, html, status, created_at, up, down, best"
    };
}

/// A page of comments beyond the cursor `$2, $3` in one direction.
macro_rules! page_of {
    ($filter:literal, $beyond:literal, $order:literal) => {
        page_of!($filter, "", $beyond, $order)
    };
    ($filter:literal, $and:literal, $beyond:literal, $order:literal) => {
        concat!(
            "SELECT ",
            columns!(),
            " FROM comments WHERE ",
            $filter,
            $and,
            " AND (created_at, id) ",
            $beyond,
            " ($2, $3)
             ORDER BY created_at ",
            $order,
            ", id ",
            $order,
            " LIMIT $4"
        )
    };
}

/// The same by votes, for comments that have some.
macro_rules! voted_page_of {
    ($filter:literal, $beyond:literal, $order:literal) => {
        concat!(
            "SELECT ",
            columns!(),
            " FROM comments WHERE ",
            $filter,
            " AND best > 0 AND (best, created_at, id) ",
            $beyond,
            " ($2, $3, $4)
             ORDER BY best ",
            $order,
            ", created_at ",
            $order,
            ", id ",
            $order,
            " LIMIT $5"
        )
    };
}

/// The statements of the ways through the comments of a filter. Each has its own, so that the engine walks an index.
struct WalkSql {
    oldest: &'static str,
    newest: &'static str,
    best: &'static str,
    worst: &'static str,
    newest_unvoted: &'static str,
    oldest_unvoted: &'static str,
}

macro_rules! walks_through {
    ($filter:literal) => {
        WalkSql {
            oldest: page_of!($filter, ">", "ASC"),
            newest: page_of!($filter, "<", "DESC"),
            best: voted_page_of!($filter, "<", "DESC"),
            worst: voted_page_of!($filter, ">", "ASC"),
            newest_unvoted: page_of!($filter, " AND best = 0", "<", "DESC"),
            oldest_unvoted: page_of!($filter, " AND best = 0", ">", "ASC"),
        }
    };
}

pub(in crate::comments) async fn thread(tx: &mut Tx, key: &ThreadKey) -> Result<Option<ThreadRow>> {
    const SQL: &str =
        "SELECT id, title, url, approved, policy, version, created_at FROM threads WHERE key = $1";
    on!(tx, conn => sqlx::query_as(SQL).bind(key).fetch_optional(conn))
}

/// Takes the row of the comment's thread before those of comments, as whoever writes a comment does. Else one who decides on a
/// reply and one who decides on its root would wait for each other. On SQLite nobody else writes.
pub(in crate::comments) async fn lock_thread(tx: &mut Tx, id: CommentId) -> Result<()> {
    const SQL: &str = "UPDATE threads SET approved = approved WHERE id = (SELECT thread_id FROM comments WHERE id = $1)";
    if !tx.is_on_sqlite() {
        changed!(tx, conn => sqlx::query(SQL).bind(id).execute(conn))?;
    }
    Ok(())
}

/// Gives a thread the title and the address of this public comment. A title or an address that it has stays.
pub(in crate::comments) async fn name_thread(tx: &mut Tx, comment: CommentId) -> Result<()> {
    const SQL: &str = "
        UPDATE threads SET title = CASE WHEN threads.title = '' THEN coalesce(c.page_title, '') ELSE threads.title END,
                           url = coalesce(threads.url, c.page_url)
        FROM comments AS c WHERE c.id = $1 AND threads.id = c.thread_id";
    changed!(tx, conn => sqlx::query(SQL).bind(comment).execute(conn))?;
    Ok(())
}

/// Comments of this browser that wait for a moderator in this thread, oldest first. One under a shadow ban seems to wait.
pub(in crate::comments) async fn waiting(
    tx: &mut Tx,
    thread: ThreadId,
    browser: &TokenHash,
    limit: i64,
) -> Result<Vec<CommentRow>> {
    const SQL: &str = concat!(
        "SELECT ",
        columns!(),
        " FROM comments
         WHERE browser = $2 AND (status = 'pending' OR status = 'spam' AND shadow_banned) AND thread_id = $1 ORDER BY id LIMIT $3"
    );
    on!(tx, conn => sqlx::query_as(SQL).bind(thread).bind(browser).bind(limit).fetch_all(conn))
}

/// True when comments of this browser wait for a moderator, or are public and were written after `since`.
pub(in crate::comments) async fn has_own(
    tx: &mut Tx,
    browser: &TokenHash,
    since: Timestamp,
) -> Result<bool> {
    const SQL: &str = "
        SELECT EXISTS (SELECT 1 FROM comments
                       WHERE browser = $1 AND (status = 'pending' OR status = 'spam' AND shadow_banned
                            OR status = 'approved' AND created_at > $2))";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(browser).bind(since).fetch_one(conn))
}

/// Comments of this browser in this thread that are public or wait, and were written after `since`.
pub(in crate::comments) async fn own_since(
    tx: &mut Tx,
    thread: ThreadId,
    browser: &TokenHash,
    since: Timestamp,
) -> Result<Vec<CommentId>> {
    const SQL: &str = "
        SELECT id FROM comments
        WHERE browser = $2 AND (status IN ('pending', 'approved') OR status = 'spam' AND shadow_banned)
          AND thread_id = $1 AND created_at > $3";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(thread).bind(browser).bind(since).fetch_all(conn))
}

/// Adds to the number of approved comments of a thread and, for a reply, of its root.
pub(in crate::comments) async fn add_to_counts(
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

async fn page(
    tx: &mut Tx,
    sql: &'static str,
    of: i64,
    from: Cursor,
    limit: i64,
) -> Result<Vec<CommentRow>> {
    on!(tx, conn => sqlx::query_as(sql).bind(of).bind(from.created_at).bind(from.id).bind(limit).fetch_all(conn))
}

async fn voted_page(
    tx: &mut Tx,
    sql: &'static str,
    of: i64,
    from: Cursor,
    limit: i64,
) -> Result<Vec<CommentRow>> {
    on!(tx, conn => sqlx::query_as(sql)
        .bind(of).bind(from.best).bind(from.created_at).bind(from.id).bind(limit).fetch_all(conn))
}

/// Comments beyond `from`. By votes a page may be of two parts: the comments with votes for them, and the others by time.
async fn walk(
    tx: &mut Tx,
    sql: &WalkSql,
    walk: Walk,
    thread: ThreadId,
    from: Cursor,
    limit: i64,
) -> Result<Vec<CommentRow>> {
    let is_voted = from.best > 0;
    let mut rows = match walk {
        Walk::Oldest => return page(tx, sql.oldest, thread.0, from, limit).await,
        Walk::Newest => return page(tx, sql.newest, thread.0, from, limit).await,
        Walk::Best if is_voted => voted_page(tx, sql.best, thread.0, from, limit).await?,
        Walk::Worst if !is_voted => page(tx, sql.oldest_unvoted, thread.0, from, limit).await?,
        Walk::Best | Walk::Worst => Vec::new(),
    };
    let rest = limit - i64::try_from(rows.len()).unwrap_or(limit);
    if rest > 0 && walk == Walk::Best {
        let from = if is_voted {
            Sort::Newest.beginning()
        } else {
            from
        };
        rows.extend(page(tx, sql.newest_unvoted, thread.0, from, rest).await?);
    } else if rest > 0 {
        let from = if is_voted {
            from
        } else {
            Sort::Oldest.beginning()
        };
        rows.extend(voted_page(tx, sql.worst, thread.0, from, rest).await?);
    }
    Ok(rows)
}

/// Comments of the first level beyond `from`. A removed one with replies is among them.
pub(in crate::comments) async fn first_level(
    tx: &mut Tx,
    thread: ThreadId,
    way: Walk,
    from: Cursor,
    limit: i64,
) -> Result<Vec<CommentRow>> {
    const SQL: WalkSql = walks_through!(
        "thread_id = $1 AND parent_id IS NULL AND (status = 'approved' OR replies > 0)"
    );
    walk(tx, &SQL, way, thread, from, limit).await
}

/// SQLite would choose the index of states, which has every approved comment of the site, so the index is named.
macro_rules! oldest_replies {
    ($by_root:literal, $roots:literal) => {
        concat!(
            "SELECT ",
            columns!(),
            " FROM (
                 SELECT ",
            columns!(),
            ", row_number() OVER (PARTITION BY root_id ORDER BY created_at, id) AS place
                 FROM comments ",
            $by_root,
            "
                 WHERE status = 'approved' AND root_id IN (",
            $roots,
            ")
             ) AS placed
             WHERE place <= $2 ORDER BY created_at, id"
        )
    };
}

/// The oldest replies under each of these roots, at most `limit` a root.
pub(in crate::comments) async fn oldest_replies(
    tx: &mut Tx,
    roots: &[CommentId],
    limit: i64,
) -> Result<Vec<CommentRow>> {
    let sql = tx.either(OLDEST_REPLIES_ON_SQLITE, OLDEST_REPLIES_ON_POSTGRES);
    on!(tx, conn => sqlx::query_as(sql).bind(Json(roots)).bind(limit).fetch_all(conn))
}

const OLDEST_REPLIES_ON_SQLITE: &str = oldest_replies!(
    "INDEXED BY comments_under_root",
    "SELECT value FROM json_each($1)"
);

const OLDEST_REPLIES_ON_POSTGRES: &str = oldest_replies!(
    "",
    "SELECT CAST(value AS BIGINT) FROM jsonb_array_elements_text($1)"
);

/// Replies under one root beyond `from`, oldest first.
pub(in crate::comments) async fn replies_under(
    tx: &mut Tx,
    root: CommentId,
    from: Cursor,
    limit: i64,
) -> Result<Vec<CommentRow>> {
    const SQL: &str = page_of!("root_id = $1 AND status = 'approved'", ">", "ASC");
    page(tx, SQL, root.0, from, limit).await
}

/// The number of approved replies of a root before this one, up to `limit`.
pub(in crate::comments) async fn replies_before(
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
pub(in crate::comments) async fn comment(
    tx: &mut Tx,
    thread: ThreadId,
    id: CommentId,
) -> Result<Option<CommentRow>> {
    const SQL: &str = concat!(
        "SELECT ",
        columns!(),
        " FROM comments WHERE id = $1 AND thread_id = $2"
    );
    on!(tx, conn => sqlx::query_as(SQL).bind(id).bind(thread).fetch_optional(conn))
}

/// The thread of a visible comment, when it is not this one.
pub(in crate::comments) async fn other_thread(
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
pub(in crate::comments) async fn approved(
    tx: &mut Tx,
    thread: ThreadId,
    way: Walk,
    from: Cursor,
    limit: i64,
) -> Result<Vec<CommentRow>> {
    const SQL: WalkSql = walks_through!("thread_id = $1 AND status = 'approved'");
    walk(tx, &SQL, way, thread, from, limit).await
}

/// The newest approved comments of all threads before `from`.
pub(in crate::comments) async fn newest(
    tx: &mut Tx,
    from: Cursor,
    limit: i64,
) -> Result<Vec<NewestComment>> {
    const SQL: &str = "
        SELECT c.id, t.key AS thread, t.title, c.name, c.author_mark AS mark, c.html, c.created_at
        FROM comments AS c JOIN threads AS t ON t.id = c.thread_id
        WHERE c.status = 'approved' AND (c.created_at, c.id) < ($1, $2) ORDER BY c.created_at DESC, c.id DESC LIMIT $3";
    on!(tx, conn => sqlx::query_as(SQL).bind(from.created_at).bind(from.id).bind(limit).fetch_all(conn))
}

const STANDING_ON_SQLITE: &str =
    "SELECT key, version, approved FROM threads WHERE key IN (SELECT value FROM json_each($1))";
const STANDING_ON_POSTGRES: &str = "SELECT key, version, approved FROM threads WHERE key IN (SELECT jsonb_array_elements_text($1))";

/// The version and the number of approved comments of each thread; a thread without a row is missing.
pub(in crate::comments) async fn standings(
    tx: &mut Tx,
    keys: &[ThreadKey],
) -> Result<Vec<(ThreadKey, i64, i64)>> {
    let sql = tx.either(STANDING_ON_SQLITE, STANDING_ON_POSTGRES);
    on!(tx, conn => sqlx::query_as(sql).bind(Json(keys)).fetch_all(conn))
}
