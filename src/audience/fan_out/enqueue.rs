//! The fan-out of an edition: one row a reader, in slices so short that sign-ups continue
//! meanwhile. All bulk mail enters here.

use super::queries;
use crate::audience::model::EditionRecipient;
use crate::clock::Timestamp;
use crate::ids::{EditionId, SubscriberId};
use crate::store::{Result, Tx, Wakeup};
use crate::subscribers::segments::{self, Matcher};

/// Subscribers in one slice.
pub const SLICE: i64 = 10_000;

/// The result of one slice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    /// The last subscriber of the slice.
    pub last: i64,
    /// Mails that were queued.
    pub queued: u64,
}

/// Queues the edition's mails to the confirmed subscribers after `after` (0 for the first slice), where `segment` is given to its
/// readers alone; `None` when there are no more. The caller stores [`Slice::last`] in the same transaction, so nobody gets the
/// edition twice.
pub async fn slice(
    tx: &mut Tx,
    edition: EditionId,
    kind: &str,
    segment: Option<&Matcher>,
    after: i64,
    now: Timestamp,
) -> Result<Option<Slice>> {
    let Some(last) = queries::end_of_slice(tx, after, SLICE).await? else {
        return Ok(None);
    };
    let members = match segment {
        Some(segment) => {
            let range = (SubscriberId(after), SubscriberId(last));
            Some(segments::members(tx, segment, range.0, range.1).await?)
        }
        None => None,
    };
    let queued =
        queries::insert_slice(tx, edition, kind, members.as_deref(), after, last, now).await?;
    tx.notify_on_commit(Wakeup::Outbox);
    Ok(Some(Slice { last, queued }))
}

/// Queues the edition's mails to these readers, except those that exist already. Returns how many
/// were queued.
pub async fn enqueue_for(
    tx: &mut Tx,
    edition: EditionId,
    kind: &str,
    readers: &[EditionRecipient],
    now: Timestamp,
) -> Result<usize> {
    let queued = queries::insert_recipients(tx, edition, kind, readers, now).await?;
    tx.notify_on_commit(Wakeup::Outbox);
    Ok(usize::try_from(queued).unwrap_or(usize::MAX))
}
