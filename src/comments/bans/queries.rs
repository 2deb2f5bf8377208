//! SQL of bans.

use super::model::{Ban, BanId, NewBan};
use crate::clock::Timestamp;
use crate::comments::model::CommentId;
use crate::store::{Result, Tx};
use crate::{changed, on};

pub(super) async fn in_force(tx: &mut Tx, now: Timestamp) -> Result<Vec<Ban>> {
    const SQL: &str = "
        SELECT id, kind, pattern, is_shadow, ends_at, created_at FROM comment_bans
        WHERE ends_at IS NULL OR ends_at > $1 ORDER BY id DESC";
    on!(tx, conn => sqlx::query_as(SQL).bind(now).fetch_all(conn))
}

/// The bans that may be of this address and domain, and all of networks and names. Shadow bans are last.
pub(super) async fn candidates(
    tx: &mut Tx,
    email_key: &str,
    domain: &str,
    now: Timestamp,
) -> Result<Vec<Ban>> {
    const SQL: &str = "
        SELECT id, kind, pattern, is_shadow, ends_at, created_at FROM comment_bans
        WHERE (ends_at IS NULL OR ends_at > $3)
          AND (kind = 'address' AND pattern IN ($1, $2) OR kind IN ('network', 'name'))
        ORDER BY is_shadow, id";
    on!(tx, conn => sqlx::query_as(SQL).bind(email_key).bind(domain).bind(now).fetch_all(conn))
}

pub(super) async fn upsert(tx: &mut Tx, ban: &NewBan, now: Timestamp) -> Result<BanId> {
    const SQL: &str = "
        INSERT INTO comment_bans (kind, pattern, is_shadow, ends_at, created_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (kind, pattern) DO UPDATE SET is_shadow = excluded.is_shadow, ends_at = excluded.ends_at
        RETURNING id";
    on!(tx, conn => sqlx::query_scalar(SQL)
        .bind(ban.pattern.kind()).bind(ban.pattern.to_string()).bind(ban.is_shadow).bind(ban.ends_at).bind(now)
        .fetch_one(conn))
}

/// The bans of networks and names, ended ones too.
pub(super) async fn of_networks_and_names(tx: &mut Tx) -> Result<Vec<Ban>> {
    const SQL: &str = "
        SELECT id, kind, pattern, is_shadow, ends_at, created_at FROM comment_bans
        WHERE kind IN ('network', 'name') ORDER BY id";
    on!(tx, conn => sqlx::query_as(SQL).fetch_all(conn))
}

/// Deletes a ban; false when there is none.
pub(super) async fn delete(tx: &mut Tx, id: BanId) -> Result<bool> {
    const SQL: &str = "DELETE FROM comment_bans WHERE id = $1";
    let rows = changed!(tx, conn => sqlx::query(SQL).bind(id).execute(conn))?;
    Ok(rows > 0)
}

pub(super) async fn delete_ended(tx: &mut Tx, now: Timestamp) -> Result<()> {
    const SQL: &str = "DELETE FROM comment_bans WHERE ends_at <= $1";
    changed!(tx, conn => sqlx::query(SQL).bind(now).execute(conn))?;
    Ok(())
}

pub(super) async fn delete_address(tx: &mut Tx, email_key: &str) -> Result<()> {
    const SQL: &str = "DELETE FROM comment_bans WHERE kind = 'address' AND pattern = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(email_key).execute(conn))?;
    Ok(())
}

pub(super) async fn mark_shadowed(tx: &mut Tx, comment: CommentId) -> Result<()> {
    const SQL: &str = "UPDATE comments SET shadow_banned = TRUE WHERE id = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(comment).execute(conn))?;
    Ok(())
}
