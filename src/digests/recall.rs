//! Correction of next hours that a fast clock put off: none is further ahead than its cadence's interval.

use crate::app::App;
use crate::clock::Timestamp;
use crate::store::Result;
use crate::subscribers::schedule::longest;
use crate::subscribers::{self, Cadence};

/// Readers in one transaction.
const BATCH: i64 = 500;

/// Recomputes such hours; returns how many readers they belong to.
pub async fn recall(app: &App, now: Timestamp) -> Result<usize> {
    let mut recalled = 0;
    for cadence in [Cadence::Daily, Cadence::Weekly, Cadence::Monthly] {
        let latest = now.plus(longest(cadence));
        loop {
            let late =
                subscribers::due_after(&mut app.read().await?, cadence, latest, BATCH).await?;
            if late.is_empty() {
                break;
            }
            let mut tx = app.write().await?;
            for reader in &late {
                subscribers::recompute_next_digest(&mut tx, *reader).await?;
            }
            tx.commit().await?;
            recalled += late.len();
        }
    }
    Ok(recalled)
}
