//! Puts jobs into the queue.

use super::queries;
use crate::clock::Timestamp;
use crate::store::{Result, Tx, Wakeup};

/// Queues a job, unless the same one waits already.
pub async fn enqueue(tx: &mut Tx, kind: &'static str, subject: &str, now: Timestamp) -> Result<()> {
    queries::insert(tx, kind, subject, now).await?;
    tx.notify_on_commit(Wakeup::Jobs);
    Ok(())
}
