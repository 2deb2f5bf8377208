//! SQL of the site's users.

use crate::clock::Timestamp;
use crate::store::{Result, Tx};
use crate::token::TokenHash;
use crate::{changed, on};

/// Keeps that this browser is the user's until then. A second word takes the place of the first.
pub(super) async fn upsert(
    tx: &mut Tx,
    browser: &TokenHash,
    user: &str,
    name: &str,
    email_key: &str,
    ends_at: Timestamp,
) -> Result<()> {
    const SQL: &str = "
        INSERT INTO comment_site_users (browser, site_id, name, email_key, ends_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (browser) DO UPDATE SET site_id = $2, name = $3, email_key = $4, ends_at = $5";
    changed!(tx, conn => sqlx::query(SQL)
        .bind(browser).bind(user).bind(name).bind(email_key).bind(ends_at).execute(conn))?;
    Ok(())
}

/// True for the name and address of the user whose browser this is now.
pub(super) async fn is_theirs(
    tx: &mut Tx,
    browser: &TokenHash,
    name: &str,
    email_key: &str,
    now: Timestamp,
) -> Result<bool> {
    const SQL: &str = "
        SELECT EXISTS (SELECT 1 FROM comment_site_users
                       WHERE browser = $1 AND name = $2 AND email_key = $3 AND ends_at > $4)";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(browser).bind(name).bind(email_key).bind(now).fetch_one(conn))
}

pub(super) async fn delete_ended(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    const SQL: &str = "DELETE FROM comment_site_users WHERE ends_at <= $1";
    changed!(tx, conn => sqlx::query(SQL).bind(now).execute(conn))
}
