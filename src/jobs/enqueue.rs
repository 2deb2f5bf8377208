//! Enqueues jobs.

use super::queries;
use crate::clock::Timestamp;
use crate::store::{Result, Tx, Wakeup};

/// Enqueues a job, unless an equal one is waiting.
pub async fn enqueue(tx: &mut Tx, kind: &'static str, subject: &str, now: Timestamp) -> Result<()> {
    queries::insert(tx, kind, subject, now).await?;
    tx.notify_on_commit(Wakeup::Jobs);
    Ok(())
}
