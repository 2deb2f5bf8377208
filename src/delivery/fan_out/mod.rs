//! An edition goes to many: a row for each reader, in slices so short that sign-ups go on meanwhile. All bulk mail enters here.

mod queries;

use serde::Serialize;

use super::EditionId;
use crate::address::{DisplayName, EmailAddress};
use crate::clock::Timestamp;
use crate::store::{Result, Tx, Wakeup};

/// Subscribers looked at in one slice.
pub const SLICE: i64 = 10_000;

/// What one slice did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    /// The subscriber after whom the next slice begins.
    pub last: i64,
    /// Mails that were queued.
    pub queued: u64,
}

/// Queues the edition's mails to the confirmed subscribers after `after` (0 for the first slice); `None` when there are no
/// more. The caller keeps [`Slice::last`] in the same transaction, so that nobody gets it twice.
pub async fn slice(
    tx: &mut Tx,
    edition: EditionId,
    kind: &str,
    after: i64,
    now: Timestamp,
) -> Result<Option<Slice>> {
    let Some(last) = queries::end_of_slice(tx, after, SLICE).await? else {
        return Ok(None);
    };
    let queued = queries::insert_slice(tx, edition, kind, after, last, now).await?;
    tx.notify_on_commit(Wakeup::Outbox);
    Ok(Some(Slice { last, queued }))
}

/// One reader of an edition.
#[derive(Clone, Debug, Serialize)]
pub struct Share {
    /// The subscriber's row, whose links the mail gets.
    pub subscriber: i64,
    /// Where it goes.
    pub recipient: EmailAddress,
    /// Their name, when they gave one.
    pub name: Option<DisplayName>,
}

/// Queues the edition's mails to these readers, but for those who have theirs already; how many were queued.
pub async fn share(
    tx: &mut Tx,
    edition: EditionId,
    kind: &str,
    readers: &[Share],
    now: Timestamp,
) -> Result<usize> {
    let queued = queries::insert_shares(tx, edition, kind, readers, now).await?;
    tx.notify_on_commit(Wakeup::Outbox);
    Ok(usize::try_from(queued).unwrap_or(usize::MAX))
}
