//! The schedule of challenges: what is over is forgotten.

use futures_util::FutureExt;

use super::attack_mode::{USUAL_SLOTS, slot};
use super::queries;
use crate::app::App;
use crate::clock::HOUR;
use crate::jobs::{JobResult, Schedule};

/// The schedules.
pub const SCHEDULES: &[Schedule] = &[Schedule {
    name: "forget-challenges",
    every: HOUR,
    run: |app| forget_old(app).boxed(),
}];

async fn forget_old(app: App) -> JobResult {
    let mut tx = app.write().await?;
    let now = app.now();
    queries::forget_spent(&mut tx, now).await?;
    queries::forget_posts(&mut tx, slot(now) - 2 * USUAL_SLOTS).await?;
    Ok(tx.commit().await?)
}
