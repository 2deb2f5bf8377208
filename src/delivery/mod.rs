//! The outbox: mail is neither lost nor doubled.
//!
//! A row a recipient: `queued → leased(token) → sent | deferred(until) | failed(why) | unknown`, or `dropped(why)`. Verbs
//! write rows in the transaction that causes the mail; `sender` claims them, hands them over and records the result.

pub mod dkim;
pub mod edition;
pub mod email_content;
mod encoding;
pub mod fan_out;
mod header;
mod links;
pub mod message;
pub mod message_id;
pub mod prepared;
pub mod pruning;
mod queries;
pub mod recall;
pub mod retry;
pub mod sender;
pub mod smtp;
pub mod suppression;
pub mod transport;
pub mod verp;

use serde::{Deserialize, Serialize};
use sqlx::types::Json;

use crate::address::{DisplayName, EmailAddress};
use crate::clock::Timestamp;
use crate::store::{Result, Tx, Wakeup};
use crate::token::Signer;

pub use edition::{Edition, EditionId, NewEdition, Personal};
pub use email_content::{EmailContent, SiteFrame};
pub use links::LinkMaker;
pub use prepared::Prepared;
pub use queries::{Count, OutboxRow, Sent};

/// A row of the outbox.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type,
)]
#[sqlx(transparent)]
#[serde(transparent)]
pub struct MailId(pub i64);

/// Where a mail stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Waits for its first attempt.
    Queued,
    /// A sender holds it.
    Leased,
    /// A relay accepted it.
    Sent,
    /// Waits for another attempt.
    Deferred,
    /// Given up, with the reason.
    Failed,
    /// Handed over, but the relay's answer got lost; the owner decides.
    Unknown,
    /// Not sent at all: the reader left, or it was cancelled.
    Dropped,
}

crate::text_enum!(State {
    Queued => "queued", Leased => "leased", Sent => "sent", Deferred => "deferred",
    Failed => "failed", Unknown => "unknown", Dropped => "dropped",
});

/// What a mail says: its own words, or an edition's with the reader's links in their places.
#[derive(Clone, Debug)]
pub enum Content {
    /// A mail for one person.
    Own(Box<EmailContent>),
    /// A share of an edition: bulk mail, which goes out after everything else.
    Edition(EditionId),
}

/// A mail to be put into the outbox.
#[derive(Clone, Debug)]
pub struct Mail {
    /// What kind it is, for the owner's list: `confirmation`, `digest`, `moderation`, …
    pub kind: &'static str,
    /// Who gets it.
    pub recipient: EmailAddress,
    /// Their name, when they gave one.
    pub recipient_name: Option<DisplayName>,
    /// The subscriber it is for, so that leaving drops it, and whose links an edition gets.
    pub subscriber: Option<i64>,
    /// What it says.
    pub content: Content,
    /// A second mail with the same key is not queued.
    pub dedupe_key: Option<String>,
}

/// What became of a mail that was put into the outbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Queued {
    /// It waits to be sent.
    New,
    /// One with the same key is there already.
    Known,
    /// Its recipient is suppressed: it stands in the list as dropped and is never sent.
    Suppressed,
}

/// Puts a mail into the outbox, to be sent at once.
pub async fn enqueue(tx: &mut Tx, mail: Mail, signer: &Signer, now: Timestamp) -> Result<Queued> {
    enqueue_for(tx, mail, signer, now, now).await
}

/// Puts a mail into the outbox, to be sent at `due` and not before.
pub async fn enqueue_for(
    tx: &mut Tx,
    mail: Mail,
    signer: &Signer,
    due: Timestamp,
    now: Timestamp,
) -> Result<Queued> {
    let (letter, edition) = match &mail.content {
        Content::Own(letter) => (Some(Json(&**letter)), None),
        Content::Edition(edition) => (None, Some(*edition)),
    };
    let dropped = suppression::is_suppressed(tx, signer, &mail.recipient).await?;
    let dropped = dropped.then_some(suppression::DROPPED);
    if !queries::insert(tx, &mail, letter, edition, dropped, due, now).await? {
        return Ok(Queued::Known);
    }
    if dropped.is_some() {
        return Ok(Queued::Suppressed);
    }
    tx.notify_on_commit(Wakeup::Outbox);
    Ok(Queued::New)
}

/// The mail of this row, for a report about it.
pub async fn sent(tx: &mut Tx, id: MailId) -> Result<Option<Sent>> {
    queries::sent_by_id(tx, id).await
}

/// The mail of this Message-ID, for a report about it; none for one that this installation did not make.
pub async fn sent_as(tx: &mut Tx, signer: &Signer, message_id: &str) -> Result<Option<Sent>> {
    match message_id::read(signer, message_id) {
        Some(id) => sent(tx, id).await,
        None => Ok(None),
    }
}

/// Drops every mail to this subscriber that was not handed over yet, such as the digests queued when they leave.
pub async fn drop_for_subscriber(
    tx: &mut Tx,
    subscriber: i64,
    why: &str,
    now: Timestamp,
) -> Result<u64> {
    queries::drop_for_subscriber(tx, subscriber, why, now).await
}

/// Erases every mail to this subscriber, sent or not: they asked that nothing about them is kept.
pub async fn forget_subscriber(tx: &mut Tx, subscriber: i64) -> Result<u64> {
    queries::forget_subscriber(tx, subscriber).await
}

/// Erases every mail of their own to this address, sent or not, such as notices of replies.
pub async fn forget_address(tx: &mut Tx, address: &EmailAddress) -> Result<u64> {
    queries::forget_address(tx, &address.key()).await
}

/// The outbox for the owner's eyes: newest first, from `before` on, in one state or in all.
pub async fn list(
    tx: &mut Tx,
    state: Option<State>,
    before: Option<MailId>,
    limit: i64,
) -> Result<Vec<OutboxRow>> {
    if let Some(state) = state.filter(|state| *state != State::Leased) {
        // Where there are none the whole outbox would be looked through in vain.
        let counts = queries::count_by_state(tx).await?;
        if !counts.iter().any(|count| count.state == state) {
            return Ok(Vec::new());
        }
    }
    queries::list(tx, state, before, limit).await
}

/// How many mails are in each state; those that a sender holds count as queued.
pub async fn count_by_state(tx: &mut Tx) -> Result<Vec<Count>> {
    queries::count_by_state(tx).await
}

/// The newest mail in the outbox, for counting what comes after it.
pub async fn newest(tx: &mut Tx) -> Result<Option<MailId>> {
    queries::newest(tx).await
}

/// How many mails of an edition are in each state; with `after` only those queued later than that one.
pub async fn count_of_edition(
    tx: &mut Tx,
    edition: EditionId,
    after: Option<MailId>,
) -> Result<Vec<Count>> {
    queries::count_of_edition(tx, edition, after).await
}

/// The owner's word on a failed or unknown mail: send it again; false when it has moved on, or may not be sent at all.
pub async fn send_again(tx: &mut Tx, signer: &Signer, id: MailId, now: Timestamp) -> Result<bool> {
    let Some(mail) = queries::sent_by_id(tx, id).await? else {
        return Ok(false);
    };
    if suppression::is_suppressed(tx, signer, &mail.recipient).await? {
        return Ok(false);
    }
    tx.notify_on_commit(Wakeup::Outbox);
    queries::send_again(tx, id, now).await
}

/// The owner's word on an unknown mail, or on one that waits: leave it.
pub async fn leave(tx: &mut Tx, id: MailId, why: &str, now: Timestamp) -> Result<bool> {
    queries::leave(tx, id, why, now).await
}
