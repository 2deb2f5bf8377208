//! SQL of the places of sign-ups.

use super::model::{FormKind, SignUpPlace};
use crate::store::{Result, Tx};
use crate::{changed, on};

/// Counts a sign-up of a place that is known; `false` for one that is not.
pub(super) async fn add(tx: &mut Tx, form: FormKind, page: &str) -> Result<bool> {
    const SQL: &str =
        "UPDATE sign_up_places SET sign_ups = sign_ups + 1 WHERE form = $1 AND page = $2";
    let known = changed!(tx, conn => sqlx::query(SQL).bind(form).bind(page).execute(conn))?;
    Ok(known > 0)
}

/// Counts a confirmation of a place that is known; `false` for one that is not.
pub(super) async fn add_confirmation(tx: &mut Tx, form: FormKind, page: &str) -> Result<bool> {
    const SQL: &str =
        "UPDATE sign_up_places SET confirmations = confirmations + 1 WHERE form = $1 AND page = $2";
    let known = changed!(tx, conn => sqlx::query(SQL).bind(form).bind(page).execute(conn))?;
    Ok(known > 0)
}

pub(super) async fn places(tx: &mut Tx) -> Result<i64> {
    const SQL: &str = "SELECT count(*) FROM sign_up_places";
    on!(tx, conn => sqlx::query_scalar(SQL).fetch_one(conn))
}

pub(super) async fn insert(tx: &mut Tx, form: FormKind, page: &str) -> Result<()> {
    const SQL: &str = "
        INSERT INTO sign_up_places (form, page, sign_ups) VALUES ($1, $2, 1)
        ON CONFLICT (form, page) DO UPDATE SET sign_ups = sign_up_places.sign_ups + 1";
    changed!(tx, conn => sqlx::query(SQL).bind(form).bind(page).execute(conn))?;
    Ok(())
}

pub(super) async fn most_used(tx: &mut Tx, limit: i64) -> Result<Vec<SignUpPlace>> {
    const SQL: &str = "
        SELECT form, page, sign_ups, confirmations FROM sign_up_places ORDER BY sign_ups DESC, form, page LIMIT $1";
    on!(tx, conn => sqlx::query_as(SQL).bind(limit).fetch_all(conn))
}
