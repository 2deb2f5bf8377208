//! SQL of the confirmation links.

use sqlx::types::Json;

use super::model::ConfirmationRow;
use crate::clock::Timestamp;
use crate::store::{Result, Tx};
use crate::subscribers::model::{SubscriberId, Wishes};
use crate::token::TokenHash;
use crate::{changed, on};

pub(super) async fn insert(
    tx: &mut Tx,
    token: &TokenHash,
    subscriber: SubscriberId,
    wishes: &Wishes,
    now: Timestamp,
    expires: Timestamp,
) -> Result<()> {
    const SQL: &str = "
        INSERT INTO confirmations (token_hash, subscriber_id, name, locale, cadence, topics, advertising, created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    changed!(tx, conn => sqlx::query(SQL)
        .bind(token).bind(subscriber).bind(&wishes.name).bind(wishes.locale).bind(wishes.cadence)
        .bind(Json(&wishes.topics)).bind(wishes.advertising).bind(now).bind(expires).execute(conn))?;
    Ok(())
}

pub(super) async fn find(tx: &mut Tx, token: &TokenHash) -> Result<Option<ConfirmationRow>> {
    const SQL: &str = "
        SELECT subscriber_id, name, locale, cadence, topics, advertising, expires_at, used_at FROM confirmations
        WHERE token_hash = $1";
    on!(tx, conn => sqlx::query_as(SQL).bind(token).fetch_optional(conn))
}

/// Unused links of a subscriber that were made after a moment.
pub(super) async fn open_since(
    tx: &mut Tx,
    subscriber: SubscriberId,
    since: Timestamp,
) -> Result<Vec<ConfirmationRow>> {
    const SQL: &str = "
        SELECT subscriber_id, name, locale, cadence, topics, advertising, expires_at, used_at FROM confirmations
        WHERE subscriber_id = $1 AND created_at > $2 AND used_at IS NULL";
    on!(tx, conn => sqlx::query_as(SQL).bind(subscriber).bind(since).fetch_all(conn))
}

/// The newest unused link of a subscriber that has not expired.
pub(super) async fn newest_open(
    tx: &mut Tx,
    subscriber: SubscriberId,
    now: Timestamp,
) -> Result<Option<ConfirmationRow>> {
    const SQL: &str = "
        SELECT subscriber_id, name, locale, cadence, topics, expires_at, used_at FROM confirmations
        WHERE subscriber_id = $1 AND used_at IS NULL AND expires_at > $2 ORDER BY created_at DESC LIMIT 1";
    on!(tx, conn => sqlx::query_as(SQL).bind(subscriber).bind(now).fetch_optional(conn))
}

/// Marks a link as used. Returns false when it was used already.
pub(super) async fn mark_used(tx: &mut Tx, token: &TokenHash, now: Timestamp) -> Result<bool> {
    const SQL: &str =
        "UPDATE confirmations SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL";
    let rows = changed!(tx, conn => sqlx::query(SQL).bind(token).bind(now).execute(conn))?;
    Ok(rows > 0)
}

pub(super) async fn close(tx: &mut Tx, subscriber: SubscriberId, now: Timestamp) -> Result<()> {
    const SQL: &str =
        "UPDATE confirmations SET used_at = $2 WHERE subscriber_id = $1 AND used_at IS NULL";
    changed!(tx, conn => sqlx::query(SQL).bind(subscriber).bind(now).execute(conn))?;
    Ok(())
}

pub(super) async fn forget_ended(tx: &mut Tx, before: Timestamp) -> Result<()> {
    const SQL: &str = "DELETE FROM confirmations WHERE expires_at < $1";
    changed!(tx, conn => sqlx::query(SQL).bind(before).execute(conn))?;
    Ok(())
}

/// Deletes up to `most` subscribers who never confirmed. Returns how many.
pub(super) async fn forget_unconfirmed(tx: &mut Tx, before: Timestamp, most: i64) -> Result<u64> {
    const SQL: &str = "
        DELETE FROM subscribers WHERE state = 'pending' AND id IN (
            SELECT id FROM subscribers WHERE state = 'pending' AND created_at < $1 AND NOT EXISTS (
                SELECT 1 FROM confirmations WHERE subscriber_id = subscribers.id)
            LIMIT $2)";
    changed!(tx, conn => sqlx::query(SQL).bind(before).bind(most).execute(conn))
}
