//! SQL of one person's comments.

use super::model::{MyRow, WrittenComment};
use crate::address::EmailAddress;
use crate::clock::Timestamp;
use crate::comments::model::CommentId;
use crate::store::{Result, Tx};
use crate::{changed, on};

pub(super) async fn of_address(tx: &mut Tx, email_key: &str) -> Result<Vec<MyRow>> {
    const SQL: &str = "
        SELECT t.key AS thread, c.name, c.url, c.body,
               (SELECT r.body FROM comment_revisions AS r WHERE r.comment_id = c.id ORDER BY r.id LIMIT 1) AS first_body, c.status, c.ip, c.notify, c.created_at
        FROM comments AS c JOIN threads AS t ON t.id = c.thread_id WHERE c.email_key = $1 ORDER BY c.id";
    on!(tx, conn => sqlx::query_as(SQL).bind(email_key).fetch_all(conn))
}

pub(super) async fn count(tx: &mut Tx, email_key: &str) -> Result<i64> {
    const SQL: &str = "SELECT count(*) FROM comments WHERE email_key = $1";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(email_key).fetch_one(conn))
}

pub(super) async fn author(tx: &mut Tx, comment: CommentId) -> Result<Option<EmailAddress>> {
    const SQL: &str = "SELECT email FROM comments WHERE id = $1 AND email <> ''";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(comment).fetch_optional(conn))
}

/// Takes the rows of the threads of an address before those of its comments, as decisions do. On SQLite nobody else writes.
pub(super) async fn lock_threads(tx: &mut Tx, email_key: &str) -> Result<()> {
    const SQL: &str = "
        SELECT id FROM threads WHERE id IN (SELECT thread_id FROM comments WHERE email_key = $1)
        ORDER BY id FOR NO KEY UPDATE";
    if !tx.is_on_sqlite() {
        changed!(tx, conn => sqlx::query(SQL).bind(email_key).execute(conn))?;
    }
    Ok(())
}

/// The comments of an address. Their rows stay locked, so that no moderator decides on one meanwhile.
pub(super) async fn written_by(tx: &mut Tx, email_key: &str) -> Result<Vec<WrittenComment>> {
    const SQL: &str = "
        UPDATE comments SET learned = learned WHERE email_key = $1 RETURNING id, locale, name, body, ip, learned";
    on!(tx, conn => sqlx::query_as(SQL).bind(email_key).fetch_all(conn))
}

pub(super) async fn anonymise(
    tx: &mut Tx,
    id: CommentId,
    name: &str,
    searchable: &str,
) -> Result<()> {
    const SQL: &str = "
        UPDATE comments SET name = $2, searchable = $3, email = '', email_key = '', url = NULL, ip = NULL,
               browser = NULL, page_title = NULL, page_url = NULL, notify = FALSE, learned = NULL,
               author_mark = NULL, avatar_colour = NULL
        WHERE id = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(id).bind(name).bind(searchable).execute(conn))?;
    Ok(())
}

/// Deletes the other records of an address: ended notices, proofs, links that would prove it, and users whom the site signed in.
pub(super) async fn forget_choices(tx: &mut Tx, email_key: &str) -> Result<()> {
    const OPT_OUTS: &str = "DELETE FROM reply_opt_outs WHERE email_key = $1";
    const PROOFS: &str = "DELETE FROM comment_address_proofs WHERE email_key = $1";
    const LINKS: &str = "DELETE FROM comment_author_links WHERE email_key = $1";
    const USERS: &str = "DELETE FROM comment_site_users WHERE email_key = $1";
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
