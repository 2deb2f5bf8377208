//! Control over all mails of an edition: pause, rate, cancel, send again.

use super::model::MailState;
use super::queries;
use crate::clock::Timestamp;
use crate::ids::EditionId;
use crate::store::{Result, Tx, Wakeup};

/// Pauses or resumes an edition's mails. Mails in flight are finished. False when there is no such
/// edition.
pub async fn set_paused(tx: &mut Tx, id: EditionId, is_paused: bool) -> Result<bool> {
    tx.notify_on_commit(Wakeup::Outbox);
    queries::set_paused(tx, id, is_paused).await
}

/// Sets the mails a minute over all nodes; `None` is no limit.
pub async fn set_rate(tx: &mut Tx, id: EditionId, rate: Option<i64>) -> Result<()> {
    queries::set_rate(tx, id, rate).await
}

/// Rows that one call below changes. The caller repeats it, each time in a new transaction, until
/// it changes none.
pub const STEP: i64 = 10_000;

/// Drops some of the edition's waiting mails. Returns how many.
pub async fn drop_some(tx: &mut Tx, id: EditionId, why: &str, now: Timestamp) -> Result<u64> {
    queries::drop_of_edition(tx, id, why, now, STEP).await
}

/// Queues some of the edition's mails again that came into `state` (failed or unknown) until
/// `said`. Returns how many. Later ones stay there, and so do those of readers who left.
pub async fn send_some_again(
    tx: &mut Tx,
    id: EditionId,
    state: MailState,
    said: Timestamp,
    now: Timestamp,
) -> Result<u64> {
    tx.notify_on_commit(Wakeup::Outbox);
    queries::again_of_edition(tx, id, state, said, now, STEP).await
}

/// Drops some of the edition's mails whose result is unknown since `said` or longer. Returns how
/// many.
pub async fn cancel_unknown(
    tx: &mut Tx,
    id: EditionId,
    why: &str,
    said: Timestamp,
    now: Timestamp,
) -> Result<u64> {
    queries::cancel_unknown_of_edition(tx, id, why, said, now, STEP).await
}
