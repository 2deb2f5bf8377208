//! Rows that could not be read, for the file that the owner downloads.

use super::model::{Fault, ImportId};
use super::queries;
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
            place: fault.place.chars().take(LONGEST_REASON).collect(),
            why: fault.why.chars().take(LONGEST_REASON).collect(),
        };
        queries::add_fault(tx, id, number, &fault).await?;
    }
    Ok(())
}

/// The first faults of an import.
pub async fn first(tx: &mut Tx, id: ImportId, limit: i64) -> Result<Vec<Fault>> {
    queries::faults(tx, id, limit).await
}
