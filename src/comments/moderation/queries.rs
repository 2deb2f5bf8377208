//! SQL of the queue and of the decisions.

use super::model::{MovedComment, QueueFilter, QueuedComment, TaughtComment};
use crate::clock::Timestamp;
use crate::comments::model::{CommentId, CommentStatus};
use crate::spam::Lesson;
use crate::store::{Result, Tx};
use crate::{changed, on};

/// The comment with this id.
pub(super) async fn comment(tx: &mut Tx, id: CommentId) -> Result<Option<QueuedComment>> {
    let filter = QueueFilter {
        only: Some(id),
        ..QueueFilter::default()
    };
    Ok(below(tx, &filter, CommentId(i64::MAX), 1).await?.pop())
}

/// A page of the queue, without the places of comments that were deleted before they came here. A filter by state has its own
/// statement, so that the engine reads the state's index and not the table.
macro_rules! queued {
    ($state:literal, $side:literal, $order:literal) => {
        concat!(
            "SELECT c.id, c.name, c.email, c.url, c.body, c.html, c.first_body, c.edited_at, c.status, c.reasons, c.ip, c.created_at,
                    t.key AS thread_key, p.name AS parent_name,
                    CASE WHEN t.title = '' THEN coalesce(c.page_title, '') ELSE t.title END AS thread_title,
                    (SELECT count(*) FROM comments AS o
                     WHERE o.email_key = c.email_key AND c.email_key <> '' AND o.status = 'approved' AND o.id <> c.id) AS approved_before
             FROM comments AS c
             JOIN threads AS t ON t.id = c.thread_id
             LEFT JOIN comments AS p ON p.id = c.parent_id
             WHERE ", $state, " AND c.html <> '' AND c.id ", $side, " $1
               AND ($3 IS NULL OR c.searchable LIKE $3 ESCAPE '\\') AND ($4 IS NULL OR c.id = $4)
             ORDER BY c.id ", $order, " LIMIT $5"
        )
    };
}

/// The newest comments below this one.
pub(super) async fn below(
    tx: &mut Tx,
    filter: &QueueFilter,
    id: CommentId,
    limit: i64,
) -> Result<Vec<QueuedComment>> {
    const ALL: &str = queued!("$2 IS NULL", "<", "DESC");
    const IN_STATE: &str = queued!("c.status = $2", "<", "DESC");
    let sql = if filter.status.is_some() {
        IN_STATE
    } else {
        ALL
    };
    page(tx, sql, filter, id, limit).await
}

/// The oldest comments above this one, oldest first.
pub(super) async fn above(
    tx: &mut Tx,
    filter: &QueueFilter,
    id: CommentId,
    limit: i64,
) -> Result<Vec<QueuedComment>> {
    const ALL: &str = queued!("$2 IS NULL", ">", "ASC");
    const IN_STATE: &str = queued!("c.status = $2", ">", "ASC");
    let sql = if filter.status.is_some() {
        IN_STATE
    } else {
        ALL
    };
    page(tx, sql, filter, id, limit).await
}

async fn page(
    tx: &mut Tx,
    sql: &'static str,
    filter: &QueueFilter,
    id: CommentId,
    limit: i64,
) -> Result<Vec<QueuedComment>> {
    on!(tx, conn => sqlx::query_as(sql)
        .bind(id).bind(filter.status).bind(pattern(&filter.search)).bind(filter.only).bind(limit).fetch_all(conn))
}

/// The LIKE pattern of a search; `None` for an empty one.
fn pattern(search: &str) -> Option<String> {
    let words = search.trim().to_lowercase();
    let escaped = words
        .replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_");
    (!words.is_empty()).then(|| format!("%{escaped}%"))
}

/// The comments of the queue in each status. The kept counts hold the places without a text as well.
pub(super) async fn count_by_status(tx: &mut Tx) -> Result<Vec<(CommentStatus, i64)>> {
    const SQL: &str = "
        SELECT status, CAST(sum(comments) AS BIGINT) -
                       (SELECT count(*) FROM comments AS c WHERE c.status = comment_counts.status AND c.html = '')
        FROM comment_counts GROUP BY status HAVING sum(comments) > 0";
    on!(tx, conn => sqlx::query_as(SQL).fetch_all(conn))
}

pub(super) async fn exists(tx: &mut Tx, id: CommentId) -> Result<bool> {
    const SQL: &str = "SELECT EXISTS (SELECT 1 FROM comments WHERE id = $1)";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(id).fetch_one(conn))
}

/// Moves a comment into a state; `None` when it is in that state or does not exist. The place of a comment that was deleted
/// before it came here has no text, and stays as it is.
pub(super) async fn move_to(
    tx: &mut Tx,
    id: CommentId,
    status: CommentStatus,
    now: Timestamp,
) -> Result<Option<MovedComment>> {
    const SQL: &str = "
        UPDATE comments SET previous_status = status, status = $2, decided_at = $3
        WHERE id = $1 AND status <> $2 AND html <> ''
        RETURNING thread_id, root_id, previous_status";
    on!(tx, conn => sqlx::query_as(SQL).bind(id).bind(status).bind(now).fetch_optional(conn))
}

/// What a comment taught the filter, with what it is made of.
pub(super) async fn taught(tx: &mut Tx, id: CommentId) -> Result<Option<TaughtComment>> {
    const SQL: &str = "SELECT id, name, body, learned FROM comments WHERE id = $1";
    on!(tx, conn => sqlx::query_as(SQL).bind(id).fetch_optional(conn))
}

/// Comments above this one that taught the filter.
pub(super) async fn taught_after(
    tx: &mut Tx,
    id: CommentId,
    limit: i64,
) -> Result<Vec<TaughtComment>> {
    const SQL: &str = "
        SELECT id, name, body, learned FROM comments WHERE learned IS NOT NULL AND id > $1 ORDER BY id LIMIT $2";
    on!(tx, conn => sqlx::query_as(SQL).bind(id).bind(limit).fetch_all(conn))
}

/// Only a moderator's decision leaves its time; an erased author has no address.
pub(super) async fn take_up_earlier_decisions(tx: &mut Tx) -> Result<()> {
    const SQL: &str = "
        UPDATE comments SET learned = CASE status WHEN 'approved' THEN 'honest' ELSE 'spam' END
        WHERE learned IS NULL AND decided_at IS NOT NULL AND status IN ('approved', 'spam') AND html <> '' AND email_key <> ''";
    changed!(tx, conn => sqlx::query(SQL).execute(conn))?;
    Ok(())
}

pub(super) async fn set_learned(tx: &mut Tx, id: CommentId, lesson: Option<Lesson>) -> Result<()> {
    const SQL: &str = "UPDATE comments SET learned = $2 WHERE id = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(id).bind(lesson).execute(conn))?;
    Ok(())
}

pub(super) async fn forget_learned(tx: &mut Tx) -> Result<()> {
    const SQL: &str = "UPDATE comments SET learned = NULL WHERE learned IS NOT NULL";
    changed!(tx, conn => sqlx::query(SQL).execute(conn))?;
    Ok(())
}
