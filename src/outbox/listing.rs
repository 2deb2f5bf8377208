//! The list of mails for the owner, and decisions on a single mail.

use super::model::{MailState, OutboxRow, ReportedMail, SubscriberMail};
use super::{queries, suppression};
use crate::clock::Timestamp;
use crate::ids::{MailId, SubscriberId};
use crate::message::message_id;
use crate::store::{Result, Tx, Wakeup};
use crate::token::Signer;

/// Lists mails, newest first, before `before`, in one state or in all.
pub async fn list(
    tx: &mut Tx,
    state: Option<MailState>,
    before: Option<MailId>,
    limit: i64,
) -> Result<Vec<OutboxRow>> {
    if let Some(state) = state.filter(|state| *state != MailState::Leased) {
        // Without a mail in this state the query would read the whole outbox.
        let counts = queries::count_by_state(tx).await?;
        if !counts.iter().any(|count| count.state == state) {
            return Ok(Vec::new());
        }
    }
    queries::list(tx, state, before, limit).await
}

/// The newest mails to a subscriber.
pub async fn of_subscriber(
    tx: &mut Tx,
    subscriber: SubscriberId,
    limit: i64,
) -> Result<Vec<SubscriberMail>> {
    queries::of_subscriber(tx, subscriber, limit).await
}

/// Returns the newest mail, for counting later ones.
pub async fn newest(tx: &mut Tx) -> Result<Option<MailId>> {
    queries::newest(tx).await
}

/// Returns the mail of this row id, for a report about it.
pub async fn find(tx: &mut Tx, id: MailId) -> Result<Option<ReportedMail>> {
    queries::find_mail(tx, id).await
}

/// Returns the mail that was queued with this key.
pub async fn find_by_key(tx: &mut Tx, key: &str) -> Result<Option<ReportedMail>> {
    queries::find_mail_by_key(tx, key).await
}

/// Returns the mail of this Message-ID, for a report about it; `None` for one that this
/// installation did not make.
pub async fn find_by_message_id(
    tx: &mut Tx,
    signer: &Signer,
    message_id: &str,
) -> Result<Option<ReportedMail>> {
    match message_id::read(signer, message_id) {
        Some(id) => find(tx, id).await,
        None => Ok(None),
    }
}

/// Queues a failed or unknown mail again; false when its state has changed, or when it may not be
/// sent.
pub async fn send_again(tx: &mut Tx, signer: &Signer, id: MailId, now: Timestamp) -> Result<bool> {
    let Some(mail) = queries::find_mail(tx, id).await? else {
        return Ok(false);
    };
    if suppression::is_suppressed(tx, signer, &mail.recipient).await? {
        return Ok(false);
    }
    tx.notify_on_commit(Wakeup::Outbox);
    queries::send_again(tx, id, now).await
}

/// Drops an unknown or waiting mail by the owner's decision.
pub async fn cancel(tx: &mut Tx, id: MailId, why: &str, now: Timestamp) -> Result<bool> {
    queries::cancel(tx, id, why, now).await
}
