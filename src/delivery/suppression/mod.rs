//! Whom no mail may reach any more, by a keyed hash of the address: whoever is erased stays unreachable and unreadable.

mod queries;

use super::queries as outbox;
use crate::address::EmailAddress;
use crate::clock::Timestamp;
use crate::store::{Result, Tx};
use crate::token::{Purpose, Signer, hex};

/// Why an address is suppressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// Mail to it does not arrive.
    Bounced,
    /// Its owner called our mail spam, or asked for no more.
    Complained,
    /// The site's owner said so.
    Owner,
}

crate::text_enum!(Reason { Bounced => "bounced", Complained => "complained", Owner => "owner" });

/// Why a mail to a suppressed address was dropped; what the outbox keeps as its result.
pub const DROPPED: &str = "suppressed";

/// What stands for the address in the database.
pub fn hash_of(signer: &Signer, address: &EmailAddress) -> String {
    hex(&signer.keyed_hash(Purpose::Suppression, &address.key()))
}

/// Suppresses an address, and drops whatever waits to be sent to it; `subscriber` is theirs, when they are one.
/// A complaint stays one: it is never replaced by less.
pub async fn add(
    tx: &mut Tx,
    signer: &Signer,
    address: &EmailAddress,
    reason: Reason,
    subscriber: Option<i64>,
    now: Timestamp,
) -> Result<()> {
    queries::suppress(tx, &hash_of(signer, address), reason, now).await?;
    queries::drop_own_mail_to(tx, &address.key(), DROPPED, now).await?;
    if let Some(subscriber) = subscriber {
        outbox::drop_for_subscriber(tx, subscriber, DROPPED, now).await?;
    }
    Ok(())
}

/// Why mail to this address is dropped; `None` when it is not.
pub async fn reason_for(
    tx: &mut Tx,
    signer: &Signer,
    address: &EmailAddress,
) -> Result<Option<Reason>> {
    queries::suppression(tx, &hash_of(signer, address)).await
}

/// True when no mail may be sent to this address.
pub async fn is_suppressed(tx: &mut Tx, signer: &Signer, address: &EmailAddress) -> Result<bool> {
    Ok(reason_for(tx, signer, address).await?.is_some())
}

/// Ends a suppression by the owner's word; true when there was one.
pub async fn lift(tx: &mut Tx, signer: &Signer, address: &EmailAddress) -> Result<bool> {
    queries::lift(tx, &hash_of(signer, address)).await
}

/// Ends a suppression that bounces caused, since somebody has just followed a link that only the mailbox got. What its
/// owner or ours asked for is not undone by it.
pub async fn lift_by_proof(tx: &mut Tx, signer: &Signer, address: &EmailAddress) -> Result<()> {
    if reason_for(tx, signer, address).await? == Some(Reason::Bounced) {
        lift(tx, signer, address).await?;
    }
    Ok(())
}
