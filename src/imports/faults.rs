//! Rows that could not be read, for the file that the owner downloads.

use super::model::{Fault, ImportId};
use super::queries;
use crate::address::EmailAddress;
use crate::store::{Result, Tx};

/// Faults that are kept of one import.
const MOST_FAULTS: i64 = 10_000;
/// Characters of the longest reason that is kept: it may quote a whole cell.
const LONGEST_REASON: usize = 300;

/// Keeps faults, in their order, until there are too many.
pub(super) async fn keep(tx: &mut Tx, id: ImportId, faults: &[Fault]) -> Result<()> {
    if faults.is_empty() {
        return Ok(());
    }
    let kept = queries::count_faults(tx, id).await?;
    for (number, fault) in (kept..MOST_FAULTS).zip(faults) {
        let fault = Fault {
            place: storable(&fault.place),
            why: storable(&fault.why),
        };
        queries::add_fault(tx, id, number, &fault).await?;
    }
    Ok(())
}

/// A text of the file, short and without what PostgreSQL cannot store.
fn storable(text: &str) -> String {
    let storable = text.chars().filter(|c| *c != '\0');
    storable.take(LONGEST_REASON).collect()
}

/// The first faults of an import.
pub async fn first(tx: &mut Tx, id: ImportId, limit: i64) -> Result<Vec<Fault>> {
    queries::faults(tx, id, limit).await
}

/// Deletes the faults that quote this address, and what waits to be asked under it.
pub async fn forget_address(tx: &mut Tx, email: &EmailAddress) -> Result<()> {
    queries::forget_waiting(tx, &email.key()).await?;
    queries::forget_faults(tx, &email.key()).await
}
