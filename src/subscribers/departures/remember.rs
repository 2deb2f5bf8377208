//! Writes, reads and deletes departures.

use super::model::{Departure, DepartureReason};
use super::queries;
use crate::address::EmailAddress;
use crate::clock::Timestamp;
use crate::outbox::suppression::hash_of;
use crate::store::{Result, Tx};
use crate::token::Signer;

/// Inserts one departure.
pub async fn remember(
    tx: &mut Tx,
    signer: &Signer,
    email: &EmailAddress,
    reason: DepartureReason,
    now: Timestamp,
) -> Result<()> {
    let hash = hash_of(signer, email);
    remember_all(tx, &[Departure { hash, reason }], now).await
}

/// Inserts departures. An erasure is never replaced by another reason, and `left` is never replaced by a bounce.
pub(crate) async fn remember_all(
    tx: &mut Tx,
    departures: &[Departure],
    now: Timestamp,
) -> Result<()> {
    if departures.is_empty() {
        return Ok(());
    }
    queries::remember(tx, departures, now).await
}

/// Why this address is not imported; `None` when it may be.
pub async fn reason_for(
    tx: &mut Tx,
    signer: &Signer,
    email: &EmailAddress,
) -> Result<Option<DepartureReason>> {
    queries::reason(tx, &hash_of(signer, email)).await
}

/// Deletes a departure after the person has confirmed a subscription.
pub(crate) async fn forget(tx: &mut Tx, signer: &Signer, email: &EmailAddress) -> Result<()> {
    queries::forget(tx, &hash_of(signer, email)).await
}
