//! SQL of one person's comments.

use sqlx::types::Json;

use super::model::{CommentAuthor, MyNoticeChoice, MyRow, WrittenComment};
use crate::address::DisplayName;
use crate::clock::Timestamp;
use crate::comments::model::{CommentId, ThreadId};
use crate::store::{Result, Tx};
use crate::token::TokenHash;
use crate::{changed, on};

/// The newest comments of an address. One under a shadow ban seems to wait, as on its thread's page.
pub(super) async fn of_address(tx: &mut Tx, email_key: &str, limit: i64) -> Result<Vec<MyRow>> {
    const SQL: &str = "
        SELECT c.id, t.key AS thread, t.title, c.name, c.url, c.body,
               (SELECT r.body FROM comment_revisions AS r WHERE r.comment_id = c.id ORDER BY r.id LIMIT 1) AS first_body,
               CASE WHEN c.status = 'spam' AND c.shadow_banned THEN 'pending' ELSE c.status END AS status,
               c.ip, c.notify, c.created_at
        FROM comments AS c JOIN threads AS t ON t.id = c.thread_id WHERE c.email_key = $1 ORDER BY c.id DESC LIMIT $2";
    on!(tx, conn => sqlx::query_as(SQL).bind(email_key).bind(limit).fetch_all(conn))
}

/// What an address chose for the notices of threads.
pub(super) async fn notice_choices(tx: &mut Tx, email_key: &str) -> Result<Vec<MyNoticeChoice>> {
    const SQL: &str = "
        SELECT t.key AS thread, h.scope, h.pace
        FROM comment_notice_choices AS h JOIN threads AS t ON t.id = h.thread_id WHERE h.email_key = $1 ORDER BY t.id";
    on!(tx, conn => sqlx::query_as(SQL).bind(email_key).fetch_all(conn))
}

/// One of the comments of an address.
pub(super) async fn any(tx: &mut Tx, email_key: &str) -> Result<Option<CommentId>> {
    const SQL: &str = "SELECT id FROM comments WHERE email_key = $1 ORDER BY status LIMIT 1";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(email_key).fetch_optional(conn))
}

/// The person behind a comment; `None` after erasure.
pub(super) async fn person(tx: &mut Tx, comment: CommentId) -> Result<Option<CommentAuthor>> {
    const SQL: &str = "SELECT email, locale FROM comments WHERE id = $1 AND email <> ''";
    on!(tx, conn => sqlx::query_as(SQL).bind(comment).fetch_optional(conn))
}

/// The browsers that wrote comments with an address and proved it. One that somebody lured to prove it wrote none.
pub(super) async fn browsers(tx: &mut Tx, email_key: &str) -> Result<Vec<TokenHash>> {
    const SQL: &str = "
        SELECT browser FROM comments WHERE email_key = $1 AND browser IS NOT NULL
        INTERSECT SELECT browser FROM comment_address_proofs WHERE email_key = $1";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(email_key).fetch_all(conn))
}

pub(super) async fn count(tx: &mut Tx, email_key: &str) -> Result<i64> {
    const SQL: &str = "SELECT count(*) FROM comments WHERE email_key = $1";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(email_key).fetch_one(conn))
}

/// The threads of the comments of an address.
pub(super) async fn threads(tx: &mut Tx, email_key: &str) -> Result<Vec<ThreadId>> {
    const SQL: &str = "SELECT DISTINCT thread_id FROM comments WHERE email_key = $1";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(email_key).fetch_all(conn))
}

/// Takes the rows of threads before those of their comments, as decisions do. On SQLite nobody else writes.
pub(super) async fn lock_threads(tx: &mut Tx, threads: &[i64]) -> Result<()> {
    const SQL: &str = "
        SELECT id FROM threads WHERE id IN (SELECT CAST(value AS BIGINT) FROM jsonb_array_elements_text($1))
        ORDER BY id FOR NO KEY UPDATE";
    if !tx.is_on_sqlite() {
        changed!(tx, conn => sqlx::query(SQL).bind(Json(threads)).execute(conn))?;
    }
    Ok(())
}

/// The comments of an address. Their rows stay locked, so that no moderator decides on one meanwhile.
pub(super) async fn written_by(tx: &mut Tx, email_key: &str) -> Result<Vec<WrittenComment>> {
    const SQL: &str = "
        UPDATE comments SET learned = learned WHERE email_key = $1 RETURNING id, locale, name, body, ip, learned";
    on!(tx, conn => sqlx::query_as(SQL).bind(email_key).fetch_all(conn))
}

macro_rules! empty {
    ($ids:literal) => {
        concat!(
            "UPDATE comments SET name = $2, email = '', email_key = '', url = NULL, body = '', html = '', text_hash = '',
                    searchable = '', previous_status = status, status = 'trashed', reasons = '[]', ip = NULL, notify = FALSE,
                    decided_at = NULL, previous_decided_at = NULL, browser = NULL, page_title = NULL, page_url = NULL, learned = NULL,
                    is_untold = FALSE, shadow_banned = FALSE, author_mark = NULL, avatar_colour = NULL, up = 0, down = 0, best = 0
             WHERE id IN (",
            $ids,
            ")"
        )
    };
}

/// Makes comments places without text, author, address or votes, as of one that was deleted before it was imported.
pub(super) async fn empty(tx: &mut Tx, ids: &[CommentId], nobody: &DisplayName) -> Result<()> {
    let sql = tx.either(
        empty!("SELECT value FROM json_each($1)"),
        empty!("SELECT CAST(value AS BIGINT) FROM jsonb_array_elements_text($1)"),
    );
    changed!(tx, conn => sqlx::query(sql).bind(Json(ids)).bind(nobody).execute(conn))?;
    Ok(())
}

macro_rules! subtract_from_counts {
    ($ids:literal) => {
        [
            concat!(
                "UPDATE threads SET approved = approved - gone.number
                 FROM (SELECT thread_id, sum(CASE status WHEN 'approved' THEN 1 ELSE 0 END) AS number FROM comments WHERE id IN (",
                $ids,
                ") GROUP BY thread_id) AS gone WHERE gone.thread_id = threads.id"
            ),
            concat!(
                "UPDATE comments SET replies = replies - gone.number
                 FROM (SELECT root_id, sum(CASE status WHEN 'approved' THEN 1 ELSE 0 END) AS number FROM comments WHERE id IN (",
                $ids,
                ") GROUP BY root_id) AS gone WHERE gone.root_id = comments.id"
            ),
        ]
    };
}

/// Takes the approved ones of these comments out of the counts of their threads and roots.
pub(super) async fn subtract_from_counts(tx: &mut Tx, ids: &[CommentId]) -> Result<()> {
    let statements = if tx.is_on_sqlite() {
        subtract_from_counts!("SELECT value FROM json_each($1)")
    } else {
        subtract_from_counts!("SELECT CAST(value AS BIGINT) FROM jsonb_array_elements_text($1)")
    };
    for sql in statements {
        changed!(tx, conn => sqlx::query(sql).bind(Json(ids)).execute(conn))?;
    }
    Ok(())
}

/// Deletes the other records of an address: choices for notices, ended notices, proofs, links that would prove it, and users whom the site signed in.
pub(super) async fn forget_choices(tx: &mut Tx, email_key: &str) -> Result<()> {
    const NOTICES: &str = "DELETE FROM comment_notices WHERE email_key = $1";
    const CHOICES: &str = "DELETE FROM comment_notice_choices WHERE email_key = $1";
    const OPT_OUTS: &str = "DELETE FROM reply_opt_outs WHERE email_key = $1";
    const PROOFS: &str = "DELETE FROM comment_address_proofs WHERE email_key = $1";
    const LINKS: &str = "DELETE FROM comment_author_links WHERE email_key = $1";
    const USERS: &str = "DELETE FROM comment_site_users WHERE email_key = $1";
    changed!(tx, conn => sqlx::query(NOTICES).bind(email_key).execute(conn))?;
    changed!(tx, conn => sqlx::query(CHOICES).bind(email_key).execute(conn))?;
    changed!(tx, conn => sqlx::query(OPT_OUTS).bind(email_key).execute(conn))?;
    changed!(tx, conn => sqlx::query(PROOFS).bind(email_key).execute(conn))?;
    changed!(tx, conn => sqlx::query(LINKS).bind(email_key).execute(conn))?;
    changed!(tx, conn => sqlx::query(USERS).bind(email_key).execute(conn))?;
    Ok(())
}

/// Deletes up to `most` network addresses of comments before `before`.
pub(super) async fn forget_ips(tx: &mut Tx, before: Timestamp, most: i64) -> Result<u64> {
    const SQL: &str = "
        UPDATE comments SET ip = NULL
        WHERE id IN (SELECT id FROM comments WHERE ip IS NOT NULL AND created_at < $1 ORDER BY created_at LIMIT $2)";
    changed!(tx, conn => sqlx::query(SQL).bind(before).bind(most).execute(conn))
}
