//! SQL of the API's tokens.

use super::model::{ApiToken, NewToken, TokenId};
use super::secret::ApiSecret;
use crate::clock::Timestamp;
use crate::store::{Result, Tx};
use crate::token::TokenHash;
use crate::{changed, on};

pub(super) async fn insert(
    tx: &mut Tx,
    new: &NewToken,
    secret: &ApiSecret,
    now: Timestamp,
    expires: Option<Timestamp>,
) -> Result<TokenId> {
    const SQL: &str = "
        INSERT INTO api_tokens (name, secret_hash, hint, scopes, created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6) RETURNING id";
    on!(tx, conn => sqlx::query_scalar(SQL)
        .bind(&new.name).bind(secret.hash()).bind(secret.hint()).bind(new.scopes.to_string()).bind(now).bind(expires)
        .fetch_one(conn))
}

pub(super) async fn all(tx: &mut Tx) -> Result<Vec<ApiToken>> {
    const SQL: &str = "
        SELECT id, name, hint, scopes, created_at, expires_at, last_used_at FROM api_tokens ORDER BY id";
    on!(tx, conn => sqlx::query_as(SQL).fetch_all(conn))
}

pub(super) async fn find(tx: &mut Tx, secret: &TokenHash) -> Result<Option<ApiToken>> {
    const SQL: &str = "
        SELECT id, name, hint, scopes, created_at, expires_at, last_used_at FROM api_tokens WHERE secret_hash = $1";
    on!(tx, conn => sqlx::query_as(SQL).bind(secret).fetch_optional(conn))
}

pub(super) async fn note_use(tx: &mut Tx, id: TokenId, now: Timestamp) -> Result<()> {
    const SQL: &str = "UPDATE api_tokens SET last_used_at = $2 WHERE id = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(id).bind(now).execute(conn))?;
    Ok(())
}

/// Deletes a token. Returns its name when there was one.
pub(super) async fn delete(tx: &mut Tx, id: TokenId) -> Result<Option<String>> {
    const SQL: &str = "DELETE FROM api_tokens WHERE id = $1 RETURNING name";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(id).fetch_optional(conn))
}
