//! The kept bounces: the list, the address of a row, and their deletion.

use super::model::Bounce;
use super::queries;
use crate::address::EmailAddress;
use crate::app::App;
use crate::clock::{DAY, Timestamp};
use crate::jobs::JobResult;
use crate::outbox::suppression::hash_of;
use crate::store::{Result, Tx};
use crate::token::Signer;

/// Days for which bounces are kept; soft ones count for less.
const KEPT_DAYS: i64 = 180;

/// The newest bounces before this row, newest first.
pub async fn list(tx: &mut Tx, before: Option<i64>, limit: i64) -> Result<Vec<Bounce>> {
    queries::list(tx, before, limit).await
}

/// The recipient of a bounce.
pub async fn address_of(tx: &mut Tx, id: i64) -> Result<Option<EmailAddress>> {
    queries::address_of(tx, id).await
}

/// Deletes the bounces of an address whose owner asked to be erased. The suppression stays.
pub async fn forget_address(tx: &mut Tx, signer: &Signer, email: &EmailAddress) -> Result<()> {
    queries::forget_address(tx, &hash_of(signer, email)).await
}

/// Deletes bounces that no rule reads any more.
pub async fn forget_old(app: App) -> JobResult {
    let now: Timestamp = app.now();
    let mut tx = app.write().await?;
    queries::forget_bounces(&mut tx, now.plus(-KEPT_DAYS * DAY)).await?;
    Ok(tx.commit().await?)
}
