//! Whom no list brings back, by a keyed hash of the address. Whoever comes back by a click of their own is free of it.

mod queries;

use serde::Serialize;

use crate::address::EmailAddress;
use crate::clock::Timestamp;
use crate::outbox::suppression::hash_of;
use crate::store::{Result, Tx};
use crate::token::Signer;

/// Why a list does not bring somebody back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Reason {
    /// A list said that they left, or must not be written to.
    Left,
    /// A list said that mail to them does not arrive.
    Bounced,
    /// They were erased here.
    Erased,
}

crate::text_enum!(Reason { Left => "left", Bounced => "bounced", Erased => "erased" });

/// A departure as a batch writes it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Departure {
    /// What stands for the address ([`hash_of`]).
    pub hash: String,
    /// Why.
    pub reason: Reason,
}

/// Remembers one departure.
pub async fn remember(
    tx: &mut Tx,
    signer: &Signer,
    email: &EmailAddress,
    reason: Reason,
    now: Timestamp,
) -> Result<()> {
    let hash = hash_of(signer, email);
    remember_all(tx, &[Departure { hash, reason }], now).await
}

/// Remembers departures, no address twice. An erasure is never replaced by less, nor a person's own word by a bounce.
pub(super) async fn remember_all(
    tx: &mut Tx,
    departures: &[Departure],
    now: Timestamp,
) -> Result<()> {
    if departures.is_empty() {
        return Ok(());
    }
    queries::remember(tx, departures, now).await
}

/// Why lists don't bring this address back; `None` when they may.
pub async fn reason_for(
    tx: &mut Tx,
    signer: &Signer,
    email: &EmailAddress,
) -> Result<Option<Reason>> {
    queries::reason(tx, &hash_of(signer, email)).await
}

/// Forgets a departure, since the person has just come back.
pub(super) async fn forget(tx: &mut Tx, signer: &Signer, email: &EmailAddress) -> Result<()> {
    queries::forget(tx, &hash_of(signer, email)).await
}
