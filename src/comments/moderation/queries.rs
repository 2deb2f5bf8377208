//! SQL of the queue and of the decisions.

use sqlx::types::Json;

use super::model::{MovedComment, QueueFilter, QueuedComment, TaughtComment};
use crate::clock::Timestamp;
use crate::comments::model::{CommentId, CommentStatus, ThreadPolicy};
use crate::comments::spam::HoldReason;
use crate::comments::thread::order::Cursor;
use crate::comments::thread_key::ThreadKey;
use crate::comments::write::content::CommentBody;
use crate::spam::Lesson;
use crate::store::{Result, Tx};
use crate::{changed, on};

/// The comment with this id.
pub(super) async fn comment(tx: &mut Tx, id: CommentId) -> Result<Option<QueuedComment>> {
    let filter = QueueFilter {
        only: Some(id),
        ..QueueFilter::default()
    };
    Ok(below(tx, &filter, None, 1).await?.pop())
}

/// A page of the queue, without the places of comments that were deleted before they came here. A filter by a day or by a reason has
/// the order of writing, which its index has; without one the order is that of arrival, which differs where an import brought old
/// comments.
macro_rules! queued {
    (id, $of:literal, $side:literal, $way:literal) => {
        queued!("comments AS c", $of, "c.id ", $side, " $1", "c.id ", $way, "", "")
    };
    (date, $of:literal, $side:literal, $way:literal) => {
        queued!(
            "comments AS c",
            $of,
            "(c.created_at, c.id) ",
            $side,
            " (coalesce($11, $10, 9223372036854775807), $1)",
            "c.created_at ",
            $way,
            ", c.id ",
            $way
        )
    };
    // CROSS JOIN keeps SQLite from beginning with the comments.
    (reason, $of:literal, $side:literal, $way:literal) => {
        queued!(
            "comment_reasons AS r CROSS JOIN comments AS c",
            $of,
            "c.id = r.comment_id AND (r.created_at, r.comment_id) ",
            $side,
            " (coalesce($11, $10, 9223372036854775807), $1)",
            "r.created_at ",
            $way,
            ", r.comment_id ",
            $way
        )
    };
    ($from:literal, $of:literal, $key:literal, $side:literal, $start:literal, $order:literal, $way:literal, $then:literal, $again:literal) => {
        concat!(
            "SELECT c.id, c.name, c.email, c.url, c.body, c.html, c.status, c.reasons, c.ip, c.created_at,
                    c.text_hash, t.title AS known_title, t.key AS thread_key, p.name AS parent_name,
                    CASE WHEN t.title = '' THEN coalesce(c.page_title, '') ELSE t.title END AS thread_title,
                    (SELECT count(*) FROM (SELECT 1 FROM comments AS o
                                           WHERE o.email_key = c.email_key AND c.email_key <> '' AND o.status = 'approved'
                                             AND o.id <> c.id LIMIT 100) AS few) AS approved_before,
                    (SELECT count(*) FROM (SELECT 1 FROM comments AS o
                                           WHERE o.email_key = c.email_key AND c.email_key <> '' AND o.status = 'spam'
                                             AND o.id <> c.id LIMIT 100) AS few) AS spam_before,
                    (SELECT r.body FROM comment_revisions AS r WHERE r.comment_id = c.id ORDER BY r.id LIMIT 1) AS first_body
             FROM ", $from, "
             JOIN threads AS t ON t.id = c.thread_id
             LEFT JOIN comments AS p ON p.id = c.parent_id
             WHERE ", $of, " AND c.html <> '' AND ", $key, $side, $start, "
               AND ($3 IS NULL OR c.searchable LIKE $3 ESCAPE '\\') AND ($4 IS NULL OR c.id = $4)
               AND ($8 IS NULL OR EXISTS (SELECT 1 FROM comment_reasons AS w WHERE w.comment_id = c.id AND w.reason = $8))
               AND ($9 IS NULL OR c.created_at >= $9) AND ($10 IS NULL OR c.created_at < $10)
             ORDER BY ", $order, $way, $then, $again, " LIMIT $5"
        )
    };
}

/// The statement for a filter. A filter by id, by thread, by author, by reason, by day or by state has its own, so that the engine reads
/// the index of that and not the table.
macro_rules! queued_by {
    ($filter:expr, $side:literal, $way:literal) => {{
        let filter = $filter;
        let (has_state, has_days) = (
            filter.status.is_some(),
            filter.since.is_some() || filter.until.is_some(),
        );
        if filter.only.is_some() {
            queued!(
                id,
                "c.id = $4 AND ($2 IS NULL OR c.status = $2)
                 AND ($6 IS NULL OR t.key = $6) AND ($7 IS NULL OR c.email_key = $7)",
                $side,
                $way
            )
        } else if filter.thread.is_some() {
            queued!(
                id,
                "c.thread_id = (SELECT id FROM threads WHERE key = $6)
                 AND ($2 IS NULL OR c.status = $2) AND ($7 IS NULL OR c.email_key = $7)",
                $side,
                $way
            )
        } else if filter.author.is_some() {
            queued!(
                id,
                "c.email_key = $7 AND ($2 IS NULL OR c.status = $2) AND $6 IS NULL",
                $side,
                $way
            )
        } else if filter.reason.is_some() && has_state {
            queued!(
                reason,
                "r.status = $2 AND r.reason = $8 AND r.created_at >= coalesce($9, 0) AND $6 IS NULL AND $7 IS NULL",
                $side,
                $way
            )
        } else if filter.reason.is_some() {
            queued!(
                reason,
                "r.reason = $8 AND r.created_at >= coalesce($9, 0) AND $2 IS NULL AND $6 IS NULL AND $7 IS NULL",
                $side,
                $way
            )
        } else if has_days && has_state {
            queued!(
                date,
                "c.status = $2 AND c.created_at >= coalesce($9, 0) AND $6 IS NULL AND $7 IS NULL",
                $side,
                $way
            )
        } else if has_days {
            queued!(
                date,
                "c.created_at >= coalesce($9, 0) AND $2 IS NULL AND $6 IS NULL AND $7 IS NULL",
                $side,
                $way
            )
        } else if has_state {
            queued!(id, "c.status = $2 AND $6 IS NULL AND $7 IS NULL", $side, $way)
        } else {
            queued!(id, "$2 IS NULL AND $6 IS NULL AND $7 IS NULL", $side, $way)
        }
    }};
}

/// The newest comments, below this position where there is one.
pub(super) async fn below(
    tx: &mut Tx,
    filter: &QueueFilter,
    from: Option<Cursor>,
    limit: i64,
) -> Result<Vec<QueuedComment>> {
    let sql = queued_by!(filter, "<", "DESC");
    page(tx, sql, filter, from, limit).await
}

/// The oldest comments above this position, oldest first.
pub(super) async fn above(
    tx: &mut Tx,
    filter: &QueueFilter,
    from: Cursor,
    limit: i64,
) -> Result<Vec<QueuedComment>> {
    let sql = queued_by!(filter, ">", "ASC");
    page(tx, sql, filter, Some(from), limit).await
}

async fn page(
    tx: &mut Tx,
    sql: &'static str,
    filter: &QueueFilter,
    from: Option<Cursor>,
    limit: i64,
) -> Result<Vec<QueuedComment>> {
    let id = from.map_or(CommentId(i64::MAX), |from| from.id);
    on!(tx, conn => {
        let query = sqlx::query_as(sql)
            .bind(id).bind(filter.status).bind(pattern(&filter.search)).bind(filter.only).bind(limit)
            .bind(filter.thread.as_ref()).bind(filter.author.as_deref()).bind(filter.reason)
            .bind(filter.since).bind(filter.until);
        // PostgreSQL takes no value that a statement does not use.
        let query = if sql.contains("$11") {
            query.bind(from.map(|from| from.created_at))
        } else {
            query
        };
        query.fetch_all(conn)
    })
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

/// The hash of the text.
pub(super) async fn text_hash(tx: &mut Tx, id: CommentId) -> Result<Option<String>> {
    const SQL: &str = "SELECT text_hash FROM comments WHERE id = $1";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(id).fetch_optional(conn))
}

pub(super) async fn exists(tx: &mut Tx, id: CommentId) -> Result<bool> {
    const SQL: &str = "SELECT EXISTS (SELECT 1 FROM comments WHERE id = $1)";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(id).fetch_one(conn))
}

/// Moves a comment into a state, by a decision of this time or by none; `None` when it is in that state or does not exist. The
/// place of a comment that was deleted before it came here has no text, and stays as it is.
pub(super) async fn move_to(
    tx: &mut Tx,
    id: CommentId,
    status: CommentStatus,
    decided_at: Option<Timestamp>,
) -> Result<Option<MovedComment>> {
    const SQL: &str = "
        UPDATE comments SET previous_status = status, previous_decided_at = decided_at, status = $2, decided_at = $3,
               is_untold = FALSE
        WHERE id = $1 AND status <> $2 AND html <> ''
        RETURNING thread_id, root_id, previous_status";
    on!(tx, conn => sqlx::query_as(SQL).bind(id).bind(status).bind(decided_at).fetch_optional(conn))
}

pub(super) async fn policy(tx: &mut Tx, thread: &ThreadKey) -> Result<Option<ThreadPolicy>> {
    const SQL: &str = "SELECT policy FROM threads WHERE key = $1";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(thread).fetch_optional(conn))
}

pub(super) async fn set_policy(
    tx: &mut Tx,
    thread: &ThreadKey,
    policy: ThreadPolicy,
) -> Result<bool> {
    const SQL: &str = "UPDATE threads SET policy = $2 WHERE key = $1";
    let rows = changed!(tx, conn => sqlx::query(SQL).bind(thread).bind(policy).execute(conn))?;
    Ok(rows > 0)
}

/// Leaves a comment for the next mail to moderators.
pub(super) async fn set_untold(tx: &mut Tx, id: CommentId) -> Result<()> {
    const SQL: &str = "UPDATE comments SET is_untold = TRUE WHERE id = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(id).execute(conn))?;
    Ok(())
}

/// True when a comment is left for the next mail to moderators.
pub(super) async fn has_untold(tx: &mut Tx) -> Result<bool> {
    const SQL: &str = "SELECT EXISTS (SELECT 1 FROM comments WHERE is_untold)";
    on!(tx, conn => sqlx::query_scalar(SQL).fetch_one(conn))
}

/// Takes the comments for the next mail to moderators, oldest first. A decision takes a comment out of them. One that somebody
/// decides on at this moment is left: on PostgreSQL its row is locked, and on SQLite nobody else writes.
pub(super) async fn take_untold(tx: &mut Tx) -> Result<Vec<CommentId>> {
    const SQLITE: &str = "UPDATE comments SET is_untold = FALSE WHERE is_untold RETURNING id";
    const POSTGRES: &str = "
        UPDATE comments SET is_untold = FALSE
        WHERE id IN (SELECT id FROM comments WHERE is_untold FOR UPDATE SKIP LOCKED) RETURNING id";
    let sql = if tx.is_on_sqlite() { SQLITE } else { POSTGRES };
    let taken: Result<Vec<CommentId>> = on!(tx, conn => sqlx::query_scalar(sql).fetch_all(conn));
    let mut ids = taken?;
    ids.sort_unstable();
    Ok(ids)
}

/// Holds a public comment for these reasons; `None` when it is not public. It has the time of a decision: a change by its author
/// does not show it again.
pub(super) async fn hold(
    tx: &mut Tx,
    id: CommentId,
    reasons: &[HoldReason],
    now: Timestamp,
) -> Result<Option<MovedComment>> {
    const SQL: &str = "
        UPDATE comments SET previous_status = status, previous_decided_at = decided_at, status = 'pending', reasons = $2,
               decided_at = $3
        WHERE id = $1 AND status = 'approved'
        RETURNING thread_id, root_id, previous_status";
    on!(tx, conn => sqlx::query_as(SQL).bind(id).bind(Json(reasons)).bind(now).fetch_optional(conn))
}

/// The state before the last decision, and the time of the decision that led there; `None` when the comment is in another state
/// than this.
pub(super) async fn before_decision(
    tx: &mut Tx,
    id: CommentId,
    status: CommentStatus,
) -> Result<Option<(CommentStatus, Option<Timestamp>)>> {
    const SQL: &str = "
        SELECT previous_status, previous_decided_at FROM comments
        WHERE id = $1 AND status = $2 AND previous_status IS NOT NULL";
    on!(tx, conn => sqlx::query_as(SQL).bind(id).bind(status).fetch_optional(conn))
}

/// Replaces the text of a comment; false when it has none.
pub(super) async fn set_body(
    tx: &mut Tx,
    id: CommentId,
    body: &CommentBody,
    searchable: &str,
) -> Result<bool> {
    const SQL: &str = "
        UPDATE comments SET body = $2, html = $3, text_hash = $4, searchable = $5 WHERE id = $1 AND html <> ''";
    let rows = changed!(tx, conn => sqlx::query(SQL)
        .bind(id).bind(body.source()).bind(body.html()).bind(body.text_hash()).bind(searchable).execute(conn))?;
    Ok(rows > 0)
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
