//! New mails of the outbox, and mails that are dropped or erased with their subscriber.

use super::model::{EnqueueOutcome, NewMail};
use super::{queries, suppression};
use crate::address::EmailAddress;
use crate::clock::Timestamp;
use crate::ids::SubscriberId;
use crate::store::{Result, Tx, Wakeup};
use crate::token::Signer;

/// Puts a mail into the outbox, to be sent at `due` and not before. Its Message-ID has this domain at each attempt.
pub async fn enqueue_for(
    tx: &mut Tx,
    mail: NewMail,
    signer: &Signer,
    domain: &str,
    due: Timestamp,
    now: Timestamp,
) -> Result<EnqueueOutcome> {
    let dropped = suppression::is_suppressed(tx, signer, &mail.recipient).await?;
    let dropped = dropped.then_some(suppression::DROPPED);
    if !queries::insert(tx, &mail, domain, dropped, due, now).await? {
        return Ok(EnqueueOutcome::Known);
    }
    if dropped.is_some() {
        return Ok(EnqueueOutcome::Suppressed);
    }
    tx.notify_on_commit(Wakeup::Outbox);
    Ok(EnqueueOutcome::New)
}

/// Drops every mail to this subscriber that was not handed over yet.
pub async fn drop_for_subscriber(
    tx: &mut Tx,
    subscriber: SubscriberId,
    why: &str,
    now: Timestamp,
) -> Result<u64> {
    queries::drop_for_subscriber(tx, subscriber, why, now).await
}

/// Drops every digest and campaign to this subscriber that was not handed over yet. What they asked for themselves still comes.
pub async fn drop_bulk_for_subscriber(
    tx: &mut Tx,
    subscriber: SubscriberId,
    why: &str,
    now: Timestamp,
) -> Result<u64> {
    queries::drop_bulk_for_subscriber(tx, subscriber, why, now).await
}

/// Drops every advertising mail to this subscriber that a relay has not accepted, also what failed: it is never sent again.
pub async fn drop_advertising(
    tx: &mut Tx,
    subscriber: SubscriberId,
    why: &str,
    now: Timestamp,
) -> Result<u64> {
    queries::drop_advertising(tx, subscriber, why, now).await
}

/// Sets the nights in which advertising to this subscriber waits, as a new mail would have them: their zone's, or none.
pub async fn set_nights(tx: &mut Tx, subscriber: SubscriberId) -> Result<u64> {
    queries::set_nights(tx, subscriber).await
}

/// Erases every mail to this subscriber, sent or not.
pub async fn forget_subscriber(tx: &mut Tx, subscriber: SubscriberId) -> Result<u64> {
    queries::forget_subscriber(tx, subscriber).await
}

/// Erases every single mail to this address, sent or not, such as notices of replies.
pub async fn forget_address(tx: &mut Tx, address: &EmailAddress) -> Result<u64> {
    queries::forget_address(tx, &address.key()).await
}

/// The result of a mail that was dropped because what it quotes was erased.
pub const ERASED: &str = "erased";

/// Empties every mail that quotes one of these (`NewMail::about`), such as a moderator's of a comment whose author was erased.
/// Whatever was not sent is dropped, also what failed: an empty mail must not be sent again.
pub async fn forget_about(tx: &mut Tx, subjects: &[String], now: Timestamp) -> Result<u64> {
    queries::forget_about(tx, subjects, ERASED, now).await
}
