//! Counts of mails by state, and how fast an edition goes out.

use super::model::StateCount;
use super::queries;
use crate::clock::Timestamp;
use crate::ids::{EditionId, MailId};
use crate::store::{Result, Tx};

/// Counts mails by state. Leased mails count as queued.
pub async fn count_by_state(tx: &mut Tx) -> Result<Vec<StateCount>> {
    queries::count_by_state(tx).await
}

/// Counts mails of an edition by state; with `after` only those queued later than that one.
pub async fn count_edition_since(
    tx: &mut Tx,
    edition: EditionId,
    after: Option<MailId>,
) -> Result<Vec<StateCount>> {
    queries::count_edition_since(tx, edition, after).await
}

/// Returns the stored counts of an edition's mails by state. Leased mails count as queued.
pub async fn count_edition_by_state(tx: &mut Tx, id: EditionId) -> Result<Vec<StateCount>> {
    queries::count_edition_by_state(tx, id).await
}

/// Returns the time at which the first waiting mail of the edition is due; `None` when none waits.
pub async fn next_due(tx: &mut Tx, id: EditionId) -> Result<Option<Timestamp>> {
    queries::next_due(tx, id).await
}

/// Counts the edition's mails that were sent in the last minute.
pub async fn sent_last_minute(tx: &mut Tx, id: EditionId, now: Timestamp) -> Result<i64> {
    queries::sent_last_minute(tx, id, now).await
}

/// Deletes the send rates of editions before `before`.
pub async fn prune_send_rates(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    queries::prune_send_rates(tx, before).await
}
