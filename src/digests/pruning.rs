//! Old digests are forgotten that nobody can come across any more: the archive lists a fuller one, and their mails are gone.

use super::queries;
use crate::app::App;
use crate::clock::Timestamp;
use crate::delivery::edition;
use crate::store::Result;

/// Editions in one transaction.
const BATCH: i64 = 20;

/// Forgets such digests from before `before`; how many.
pub async fn prune(app: &App, before: Timestamp) -> Result<usize> {
    let mut pruned = 0;
    loop {
        let mut tx = app.write().await?;
        let editions = queries::forgettable(&mut tx, before, BATCH).await?;
        for edition in &editions {
            queries::forget(&mut tx, *edition).await?;
            edition::forget(&mut tx, *edition).await?;
        }
        tx.commit().await?;
        if editions.is_empty() {
            return Ok(pruned);
        }
        pruned += editions.len();
    }
}
