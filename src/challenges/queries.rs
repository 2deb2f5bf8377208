//! SQL of challenges and of attack mode.

use super::model::{AttackMode, ProtectedForm};
use crate::clock::Timestamp;
use crate::config::AttackRule;
use crate::store::{Result, Tx};
use crate::{changed, on};

pub(super) async fn modes(tx: &mut Tx) -> Result<Vec<AttackMode>> {
    const SQL: &str =
        "SELECT form, rule, began_at, ends_at, threshold FROM attack_modes ORDER BY form";
    on!(tx, conn => sqlx::query_as(SQL).fetch_all(conn))
}

pub(super) async fn mode(tx: &mut Tx, form: ProtectedForm) -> Result<AttackMode> {
    const SQL: &str =
        "SELECT form, rule, began_at, ends_at, threshold FROM attack_modes WHERE form = $1";
    on!(tx, conn => sqlx::query_as(SQL).bind(form).fetch_one(conn))
}

pub(super) async fn set_rule(tx: &mut Tx, form: ProtectedForm, rule: AttackRule) -> Result<()> {
    const SQL: &str = "UPDATE attack_modes SET rule = $2 WHERE form = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(form).bind(rule).execute(conn))?;
    Ok(())
}

/// Begins an attack; false when another node saw it first. An end after `ends_at` was written by a clock that ran ahead.
pub(super) async fn begin(
    tx: &mut Tx,
    form: ProtectedForm,
    now: Timestamp,
    ends_at: Timestamp,
    threshold: i64,
) -> Result<bool> {
    const SQL: &str = "
        UPDATE attack_modes SET began_at = $2, ends_at = $3, threshold = $4
        WHERE form = $1 AND (ends_at <= $2 OR ends_at > $3)";
    let rows = changed!(tx, conn => sqlx::query(SQL)
        .bind(form).bind(now).bind(ends_at).bind(threshold).execute(conn))?;
    Ok(rows > 0)
}

/// Moves the end of an attack that goes on.
pub(super) async fn prolong(tx: &mut Tx, form: ProtectedForm, ends_at: Timestamp) -> Result<()> {
    const SQL: &str = "UPDATE attack_modes SET ends_at = $2 WHERE form = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(form).bind(ends_at).execute(conn))?;
    Ok(())
}

/// Counts a post in the shard of its connection.
pub(super) async fn add_post(
    tx: &mut Tx,
    form: ProtectedForm,
    slot: i64,
    is_attack: bool,
) -> Result<()> {
    const SQL: &str = "
        INSERT INTO form_posts (form, slot, posts, is_attack) VALUES ($1, $2, 1, $3)
        ON CONFLICT (form, slot, is_attack, shard) DO UPDATE SET posts = form_posts.posts + 1";
    changed!(tx, conn => sqlx::query(SQL).bind(form).bind(slot).bind(is_attack).execute(conn))?;
    Ok(())
}

/// The posts since the slot `first`, attacks included.
pub(super) async fn posts_since(tx: &mut Tx, form: ProtectedForm, first: i64) -> Result<i64> {
    const SQL: &str = "
        SELECT CAST(COALESCE(sum(posts), 0) AS BIGINT) FROM form_posts WHERE form = $1 AND slot >= $2";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(form).bind(first).fetch_one(conn))
}

/// The posts of the slots from `first` to before `end` without attacks, and the number of these slots since the first with any.
/// A slot in which an attack began counts as one of its attack.
pub(super) async fn usual_posts(
    tx: &mut Tx,
    form: ProtectedForm,
    first: i64,
    end: i64,
) -> Result<(i64, i64)> {
    const SQL: &str = "
        SELECT CAST(COALESCE(sum(CASE WHEN attacked = 1 THEN 0 ELSE posts END), 0) AS BIGINT),
               CAST($3 - COALESCE(min(slot), $3) - COALESCE(sum(attacked), 0) AS BIGINT)
        FROM (
            SELECT slot, sum(posts) AS posts, max(CASE WHEN is_attack THEN 1 ELSE 0 END) AS attacked
            FROM form_posts WHERE form = $1 AND slot >= $2 AND slot < $3 GROUP BY slot
        ) AS slots";
    on!(tx, conn => sqlx::query_as(SQL).bind(form).bind(first).bind(end).fetch_one(conn))
}

/// Marks a challenge as used; false when it was.
pub(super) async fn spend(tx: &mut Tx, nonce: &str, expires_at: Timestamp) -> Result<bool> {
    const SQL: &str = "
        INSERT INTO spent_challenges (nonce, expires_at) VALUES ($1, $2) ON CONFLICT (nonce) DO NOTHING";
    let new = changed!(tx, conn => sqlx::query(SQL).bind(nonce).bind(expires_at).execute(conn))?;
    Ok(new > 0)
}

pub(super) async fn forget_spent(tx: &mut Tx, now: Timestamp) -> Result<()> {
    const SQL: &str = "DELETE FROM spent_challenges WHERE expires_at <= $1";
    changed!(tx, conn => sqlx::query(SQL).bind(now).execute(conn))?;
    Ok(())
}

pub(super) async fn forget_posts(tx: &mut Tx, before: i64) -> Result<()> {
    const SQL: &str = "DELETE FROM form_posts WHERE slot < $1";
    changed!(tx, conn => sqlx::query(SQL).bind(before).execute(conn))?;
    Ok(())
}
