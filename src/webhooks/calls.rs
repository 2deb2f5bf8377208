//! Calls that were taken. A repeated call is known by its name and does nothing.

use futures_util::FutureExt;

use super::queries;
use crate::app::App;
use crate::clock::{DAY, Timestamp};
use crate::jobs::{JobResult, Schedule};
use crate::store::{Result, Tx};

/// Days for which a call is remembered; older calls are refused.
const KEPT_DAYS: i64 = 30;

/// The schedules.
pub const SCHEDULES: &[Schedule] = &[Schedule {
    name: "forget-hook-calls",
    every: DAY,
    run: |app| forget_old(app).boxed(),
}];

/// Remembers the call that `source` names `call`; false when it is known.
pub async fn remember(tx: &mut Tx, source: &str, call: &str, now: Timestamp) -> Result<bool> {
    queries::remember(tx, &format!("{source}:{call}"), now).await
}

async fn forget_old(app: App) -> JobResult {
    let mut tx = app.write().await?;
    queries::forget(&mut tx, app.now().plus(-KEPT_DAYS * DAY)).await?;
    Ok(tx.commit().await?)
}
