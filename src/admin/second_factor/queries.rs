//! SQL of second factors and recovery codes.

use crate::admin::model::AccountId;
use crate::clock::Timestamp;
use crate::store::{Result, Tx};
use crate::token::TokenHash;
use crate::{changed, on};

/// Keeps a factor; false where the account has one.
pub(super) async fn insert(
    tx: &mut Tx,
    account: AccountId,
    sealed: &str,
    step: i64,
    now: Timestamp,
) -> Result<bool> {
    const SQL: &str = "
        INSERT INTO second_factors (account_id, secret, last_step, created_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (account_id) DO NOTHING";
    let inserted = changed!(tx, conn => sqlx::query(SQL).bind(account).bind(sealed).bind(step).bind(now).execute(conn))?;
    Ok(inserted > 0)
}

/// The sealed secret and the time since which it is kept.
pub(super) async fn find(tx: &mut Tx, account: AccountId) -> Result<Option<(String, Timestamp)>> {
    const SQL: &str = "SELECT secret, created_at FROM second_factors WHERE account_id = $1";
    on!(tx, conn => sqlx::query_as(SQL).bind(account).fetch_optional(conn))
}

/// Takes the code of this step; false where that one, or a newer, was taken before. Of two calls at once one returns true.
pub(super) async fn take_step(tx: &mut Tx, account: AccountId, step: i64) -> Result<bool> {
    const SQL: &str =
        "UPDATE second_factors SET last_step = $2 WHERE account_id = $1 AND last_step < $2";
    let taken = changed!(tx, conn => sqlx::query(SQL).bind(account).bind(step).execute(conn))?;
    Ok(taken > 0)
}

/// Deletes the factor with its recovery codes; false where there is none.
pub(super) async fn delete(tx: &mut Tx, account: AccountId) -> Result<bool> {
    const SQL: &str = "DELETE FROM second_factors WHERE account_id = $1";
    delete_codes(tx, account).await?;
    let deleted = changed!(tx, conn => sqlx::query(SQL).bind(account).execute(conn))?;
    Ok(deleted > 0)
}

pub(super) async fn insert_code(tx: &mut Tx, account: AccountId, code: &TokenHash) -> Result<()> {
    const SQL: &str = "INSERT INTO recovery_codes (account_id, code_hash) VALUES ($1, $2)";
    changed!(tx, conn => sqlx::query(SQL).bind(account).bind(code).execute(conn))?;
    Ok(())
}

/// Uses a recovery code up; of two calls at once one returns true.
pub(super) async fn take_code(tx: &mut Tx, account: AccountId, code: &TokenHash) -> Result<bool> {
    const SQL: &str = "DELETE FROM recovery_codes WHERE account_id = $1 AND code_hash = $2";
    let taken = changed!(tx, conn => sqlx::query(SQL).bind(account).bind(code).execute(conn))?;
    Ok(taken > 0)
}

pub(super) async fn delete_codes(tx: &mut Tx, account: AccountId) -> Result<()> {
    const SQL: &str = "DELETE FROM recovery_codes WHERE account_id = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(account).execute(conn))?;
    Ok(())
}

pub(super) async fn count_codes(tx: &mut Tx, account: AccountId) -> Result<i64> {
    const SQL: &str = "SELECT count(*) FROM recovery_codes WHERE account_id = $1";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(account).fetch_one(conn))
}
