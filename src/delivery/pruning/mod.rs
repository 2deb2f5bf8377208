//! Old mails are forgotten: those that have a result, once no bounce of theirs can arrive any more. What became of an edition's
//! mails stays known as a number, and no post is mailed again: a reader's window, not the mail's row, says what they have had.

mod queries;

use crate::clock::Timestamp;
use crate::store::{Result, Store};

/// Rows looked at in one transaction: on SQLite other writers wait for it.
const BATCH: i64 = 500;

/// Forgets mails that had their result before `before`, oldest first; how many.
pub async fn prune(store: &Store, before: Timestamp) -> Result<u64> {
    let mut pruned = 0;
    let mut after = 0;
    loop {
        let mut tx = store.read().await?;
        let slice = queries::slice_after(&mut tx, after, BATCH).await?;
        drop(tx);
        // Rows are in the order in which they were queued: behind this slice there are only younger ones.
        let Some((last, _)) = slice.filter(|(_, oldest)| *oldest < before) else {
            return Ok(pruned);
        };
        let mut tx = store.write().await?;
        queries::note(&mut tx, after, last, before).await?;
        pruned += queries::forget(&mut tx, after, last, before).await?;
        tx.commit().await?;
        after = last;
    }
}
