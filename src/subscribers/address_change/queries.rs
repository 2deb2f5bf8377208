//! SQL of changes of address.

use super::model::AddressRow;
use crate::address::EmailAddress;
use crate::clock::Timestamp;
use crate::store::{Result, Tx};
use crate::subscribers::model::SubscriberId;
use crate::token::TokenHash;
use crate::{changed, on};

pub(super) async fn insert(
    tx: &mut Tx,
    token: &TokenHash,
    subscriber: SubscriberId,
    email: &EmailAddress,
    expires: Timestamp,
) -> Result<()> {
    const SQL: &str = "
        INSERT INTO address_changes (token_hash, subscriber_id, email, expires_at) VALUES ($1, $2, $3, $4)";
    changed!(tx, conn => sqlx::query(SQL).bind(token).bind(subscriber).bind(email).bind(expires).execute(conn))?;
    Ok(())
}

pub(super) async fn find(
    tx: &mut Tx,
    token: &TokenHash,
    now: Timestamp,
) -> Result<Option<AddressRow>> {
    const SQL: &str = "
        SELECT subscriber_id, email FROM address_changes WHERE token_hash = $1 AND expires_at > $2";
    on!(tx, conn => sqlx::query_as(SQL).bind(token).bind(now).fetch_optional(conn))
}

/// Deletes every link of a subscriber.
pub(super) async fn delete(tx: &mut Tx, subscriber: SubscriberId) -> Result<()> {
    const SQL: &str = "DELETE FROM address_changes WHERE subscriber_id = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(subscriber).execute(conn))?;
    Ok(())
}

/// Deletes links that ended.
pub(super) async fn delete_ended(tx: &mut Tx, now: Timestamp) -> Result<()> {
    const SQL: &str = "DELETE FROM address_changes WHERE expires_at <= $1";
    changed!(tx, conn => sqlx::query(SQL).bind(now).execute(conn))?;
    Ok(())
}
