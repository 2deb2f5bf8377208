//! Pruning of old mails that have a result, once no bounce can arrive any more. The counts of an
//! edition stay. No post is mailed again, since a reader's window says which posts they got.

use super::queries;
use crate::clock::Timestamp;
use crate::ids::EditionId;
use crate::store::{Result, Store};

/// Rows in one transaction. On SQLite other writers wait for it.
const BATCH: i64 = 500;

/// Deletes mails that had their result before `before`, oldest first, except those of the `kept` editions. Returns how many.
pub async fn prune(store: &Store, before: Timestamp, kept: &[EditionId]) -> Result<u64> {
    let mut pruned = 0;
    let mut after = 0;
    loop {
        let mut tx = store.read().await?;
        let slice = queries::slice_after(&mut tx, after, BATCH).await?;
        drop(tx);
        // Rows are in the order of their queueing, so later slices are younger.
        let Some((last, _)) = slice.filter(|(_, oldest)| *oldest < before) else {
            return Ok(pruned);
        };
        let mut tx = store.write().await?;
        queries::note(&mut tx, after, last, before, kept).await?;
        pruned += queries::forget(&mut tx, after, last, before, kept).await?;
        tx.commit().await?;
        after = last;
    }
}
