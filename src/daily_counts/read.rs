//! Reading of what is kept.

use super::model::{DailyKind, DailyNumber, Day};
use super::queries;
use crate::clock::Timestamp;
use crate::store::{Result, Tx};

/// The day that `now` belongs to.
pub async fn today(tx: &mut Tx, now: Timestamp) -> Result<Day> {
    Ok(Day::of(now, queries::offset(tx).await?))
}

/// What happened from this day on, one row a day and kind.
pub async fn since(tx: &mut Tx, first: Day) -> Result<Vec<DailyNumber>> {
    queries::since(tx, first).await
}

/// What happened from `first` to the day before `end`, one row a kind.
pub async fn total(tx: &mut Tx, first: Day, end: Day) -> Result<Vec<(DailyKind, i64)>> {
    queries::total(tx, first, end).await
}

/// True when one of these has ever happened.
pub async fn has_any(tx: &mut Tx, kinds: &[DailyKind]) -> Result<bool> {
    for kind in kinds {
        if queries::has(tx, *kind).await? {
            return Ok(true);
        }
    }
    Ok(false)
}
