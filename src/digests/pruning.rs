//! Pruning of old digests: the archive lists a fuller edition instead, and no mail of theirs is left.

use super::queries;
use crate::app::App;
use crate::clock::Timestamp;
use crate::outbox::edition;
use crate::store::Result;

/// Editions in one transaction.
const BATCH: i64 = 20;

/// Deletes such digests from before `before`; returns how many.
pub async fn prune(app: &App, before: Timestamp) -> Result<usize> {
    let mut pruned = 0;
    loop {
        let mut tx = app.write().await?;
        let editions = queries::prunable(&mut tx, before, BATCH).await?;
        for edition in &editions {
            queries::delete(&mut tx, *edition).await?;
            edition::forget(&mut tx, *edition).await?;
        }
        tx.commit().await?;
        if editions.is_empty() {
            return Ok(pruned);
        }
        pruned += editions.len();
    }
}
