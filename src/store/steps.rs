//! Steps after the migrations that run once in the life of a database.

use super::error::Result;
use super::secret::keep;
use super::tx::Tx;
use crate::clock::Timestamp;

/// True for the first process that takes this step.
pub async fn take_step(tx: &mut Tx, name: &str, now: Timestamp) -> Result<bool> {
    keep(tx, name, &now.to_string()).await
}
