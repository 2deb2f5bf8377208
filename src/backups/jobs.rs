//! The job that makes a backup, and the schedule that asks for one a day.

use futures_util::FutureExt as _;

use super::make;
use crate::app::App;
use crate::clock::{DAY, HOUR, Timestamp};
use crate::jobs::{self, Job, JobResult, Schedule};
use crate::store::{self, Tx};

/// The kind of the job. It has no subject: two that wait are one.
const KIND: &str = "backup";

/// Jobs.
pub const JOBS: &[Job] = &[Job {
    kind: KIND,
    run: |app, _| run(app).boxed(),
}];

/// Schedules.
pub const SCHEDULES: &[Schedule] = &[Schedule {
    name: "backup",
    every: HOUR,
    run: |app| enqueue_when_due(app).boxed(),
}];

async fn run(app: App) -> JobResult {
    Ok(make::make(&app).await?)
}

/// Asks for a backup.
pub async fn enqueue(tx: &mut Tx, due: Timestamp) -> store::Result<()> {
    jobs::enqueue(tx, KIND, "", due).await
}

/// Asks for one when the newest is a day old. After a failure an hour is enough.
async fn enqueue_when_due(app: App) -> JobResult {
    if app.config().backups.folder.is_none() {
        return Ok(());
    }
    let newest = make::newest_run(&mut app.read().await?).await?;
    let is_fresh = newest.is_some_and(|run| {
        let age = app.now().since(run.began_at);
        // A run of the future comes from a clock that ran ahead. A minute's grace keeps the hour of the day.
        run.problem.is_none() && (0..DAY - 60).contains(&age)
    });
    if is_fresh {
        return Ok(());
    }
    let mut tx = app.write().await?;
    let now = app.shared_now(&mut tx).await?;
    enqueue(&mut tx, now).await?;
    Ok(tx.commit().await?)
}
