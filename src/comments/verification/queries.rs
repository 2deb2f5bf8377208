//! SQL of verified addresses.

use super::model::{AskedLink, AuthorLink, AuthorLinkId, UnmailedLink};
use crate::clock::Timestamp;
use crate::store::{Result, Tx};
use crate::token::TokenHash;
use crate::{changed, on};

/// The columns of an [`AuthorLink`].
macro_rules! link_columns {
    () => {
        "email_key, locale, thread_key, return_to"
    };
}

/// Whether the address is claimed, and whether this browser proved it.
pub(super) async fn standing(
    tx: &mut Tx,
    email_key: &str,
    browser: Option<&TokenHash>,
) -> Result<(bool, bool)> {
    const SQL: &str = "
        SELECT EXISTS (SELECT 1 FROM comment_address_proofs WHERE email_key = $1 AND claimed_at IS NOT NULL),
               EXISTS (SELECT 1 FROM comment_address_proofs WHERE email_key = $1 AND browser = $2 AND NOT is_vouched)";
    let browser = browser.map_or("", TokenHash::as_str);
    on!(tx, conn => sqlx::query_as(SQL).bind(email_key).bind(browser).fetch_one(conn))
}

pub(super) async fn insert(
    tx: &mut Tx,
    asked: &AskedLink,
    ends_at: Timestamp,
) -> Result<AuthorLinkId> {
    const SQL: &str = "
        INSERT INTO comment_author_links (email, email_key, locale, thread_key, return_to, ends_at)
        VALUES ($1, $2, $3, $4, $5, $6) RETURNING id";
    on!(tx, conn => sqlx::query_scalar(SQL)
        .bind(asked.email.as_str()).bind(asked.email.key()).bind(asked.locale).bind(&asked.thread).bind(&asked.return_to).bind(ends_at)
        .fetch_one(conn))
}

/// A link that waits for its mail.
pub(super) async fn unmailed(tx: &mut Tx, id: AuthorLinkId) -> Result<Option<UnmailedLink>> {
    const SQL: &str =
        "SELECT email, locale FROM comment_author_links WHERE id = $1 AND token IS NULL";
    on!(tx, conn => sqlx::query_as(SQL).bind(id).fetch_optional(conn))
}

/// Gives a link the hash of the secret that its mail carries.
pub(super) async fn set_token(tx: &mut Tx, id: AuthorLinkId, token: &TokenHash) -> Result<()> {
    const SQL: &str = "UPDATE comment_author_links SET token = $2 WHERE id = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(id).bind(token).execute(conn))?;
    Ok(())
}

pub(super) async fn delete(tx: &mut Tx, id: AuthorLinkId) -> Result<()> {
    const SQL: &str = "DELETE FROM comment_author_links WHERE id = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(id).execute(conn))?;
    Ok(())
}

pub(super) async fn delete_ended(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    const SQL: &str = "DELETE FROM comment_author_links WHERE ends_at <= $1";
    changed!(tx, conn => sqlx::query(SQL).bind(now).execute(conn))
}

/// The link with this secret, whatever its state.
pub(super) async fn exists(tx: &mut Tx, token: &TokenHash) -> Result<bool> {
    const SQL: &str = "SELECT EXISTS (SELECT 1 FROM comment_author_links WHERE token = $1)";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(token).fetch_one(conn))
}

/// The link with this secret, unless it is too old, or spent by another browser.
pub(super) async fn link(
    tx: &mut Tx,
    token: &TokenHash,
    browser: Option<&TokenHash>,
    now: Timestamp,
) -> Result<Option<AuthorLink>> {
    const SQL: &str = concat!(
        "SELECT ",
        link_columns!(),
        " FROM comment_author_links
         WHERE token = $1 AND ends_at > $3 AND (browser IS NULL OR browser = $2)"
    );
    let browser = browser.map_or("", TokenHash::as_str);
    on!(tx, conn => sqlx::query_as(SQL).bind(token).bind(browser).bind(now).fetch_optional(conn))
}

/// Spends the link for this browser. A code takes the place of an unused one.
pub(super) async fn spend(
    tx: &mut Tx,
    token: &TokenHash,
    browser: &TokenHash,
    code: &TokenHash,
    code_ends_at: Timestamp,
    now: Timestamp,
) -> Result<Option<AuthorLink>> {
    const SQL: &str = concat!(
        "UPDATE comment_author_links SET browser = $2, code = $3, code_ends_at = $4
         WHERE token = $1 AND ends_at > $5 AND (browser IS NULL OR browser = $2)
         RETURNING ",
        link_columns!()
    );
    on!(tx, conn => sqlx::query_as(SQL)
        .bind(token).bind(browser).bind(code).bind(code_ends_at).bind(now).fetch_optional(conn))
}

/// Takes a code away, and returns the key of its address.
pub(super) async fn take_code(
    tx: &mut Tx,
    code: &TokenHash,
    now: Timestamp,
) -> Result<Option<String>> {
    const SQL: &str = "
        UPDATE comment_author_links SET code = NULL, code_ends_at = NULL WHERE code = $1 AND code_ends_at > $2
        RETURNING email_key";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(code).bind(now).fetch_optional(conn))
}

/// Inserts that this browser claimed the address.
pub(super) async fn claim(
    tx: &mut Tx,
    email_key: &str,
    browser: &TokenHash,
    now: Timestamp,
) -> Result<()> {
    const SQL: &str = "
        INSERT INTO comment_address_proofs (email_key, browser, proved_at, is_vouched, claimed_at) VALUES ($1, $2, $3, FALSE, $3)
        ON CONFLICT (email_key, browser) DO UPDATE
        SET is_vouched = FALSE, claimed_at = coalesce(comment_address_proofs.claimed_at, excluded.claimed_at)";
    changed!(tx, conn => sqlx::query(SQL).bind(email_key).bind(browser).bind(now).execute(conn))?;
    Ok(())
}

/// Takes the rows of the threads of this author before those of the comments, as decisions do. On SQLite nobody else writes.
pub(super) async fn lock_threads(tx: &mut Tx, email_key: &str, browser: &TokenHash) -> Result<()> {
    const SQL: &str = "
        SELECT id FROM threads WHERE id IN (SELECT thread_id FROM comments WHERE email_key = $1 AND browser = $2)
        ORDER BY id FOR NO KEY UPDATE";
    if !tx.is_on_sqlite() {
        changed!(tx, conn => sqlx::query(SQL).bind(email_key).bind(browser).execute(conn))?;
    }
    Ok(())
}

/// Marks what this browser wrote under the address before.
pub(super) async fn mark_comments(
    tx: &mut Tx,
    email_key: &str,
    browser: &TokenHash,
    colour: Option<i64>,
) -> Result<()> {
    const SQL: &str = "
        UPDATE comments SET author_mark = 'verified', avatar_colour = $3
        WHERE email_key = $1 AND browser = $2 AND author_mark IS NULL";
    changed!(tx, conn => sqlx::query(SQL).bind(email_key).bind(browser).bind(colour).execute(conn))?;
    Ok(())
}
