//! Suppressed addresses, by a keyed hash. An erased person gets no mail and cannot be read from the
//! database.

use super::queries;
use crate::address::EmailAddress;
use crate::clock::Timestamp;
use crate::ids::SubscriberId;
use crate::outbox::model::SuppressionReason;
use crate::outbox::queries as outbox;
use crate::store::{Result, Tx};
use crate::token::{Purpose, Signer, hex};

/// The result of a mail that was dropped because its address is suppressed.
pub const DROPPED: &str = "suppressed";

/// The keyed hash of an address, as the database has it.
pub fn hash_of(signer: &Signer, address: &EmailAddress) -> String {
    hex(&signer.keyed_hash(Purpose::Suppression, &address.key()))
}

/// Suppresses an address and drops mails that wait for it, also those of `subscriber`. A complaint
/// is never replaced by another reason.
pub async fn add(
    tx: &mut Tx,
    signer: &Signer,
    address: &EmailAddress,
    reason: SuppressionReason,
    subscriber: Option<SubscriberId>,
    now: Timestamp,
) -> Result<()> {
    queries::suppress(tx, &hash_of(signer, address), reason, now).await?;
    queries::drop_own_mail_to(tx, &address.key(), DROPPED, now).await?;
    if let Some(subscriber) = subscriber {
        outbox::drop_for_subscriber(tx, subscriber, DROPPED, now).await?;
    }
    Ok(())
}

/// Returns the reason why an address is suppressed; `None` when it is not.
pub async fn reason_for(
    tx: &mut Tx,
    signer: &Signer,
    address: &EmailAddress,
) -> Result<Option<SuppressionReason>> {
    queries::suppression(tx, &hash_of(signer, address)).await
}

/// True when no mail may be sent to this address.
pub async fn is_suppressed(tx: &mut Tx, signer: &Signer, address: &EmailAddress) -> Result<bool> {
    Ok(reason_for(tx, signer, address).await?.is_some())
}

/// Lifts a suppression by the owner's decision; true when there was one.
pub async fn lift(tx: &mut Tx, signer: &Signer, address: &EmailAddress) -> Result<bool> {
    queries::lift(tx, &hash_of(signer, address)).await
}

/// Lifts a suppression caused by bounces, after somebody followed a link that only the mailbox got.
/// Complaints and the owner's suppressions stay.
pub async fn lift_by_proof(tx: &mut Tx, signer: &Signer, address: &EmailAddress) -> Result<()> {
    if reason_for(tx, signer, address).await? == Some(SuppressionReason::Bounced) {
        lift(tx, signer, address).await?;
    }
    Ok(())
}
