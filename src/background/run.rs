//! Runs senders, jobs and schedules beside the server.

use std::time::Duration;

use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::config_watch::keep_config_fresh;
use super::consent_sealing::keep_sealed;
use super::lists::{JOBS, SCHEDULES};
use crate::app::App;
use crate::jobs::{runner, scheduler};

/// Jobs that one process runs at a time, so that a slow feed does not hold up a welcome mail.
const JOB_RUNNERS: usize = 3;

/// The time for work under way when the process is told to stop. The senders need less.
const LAST_WORK: Duration = Duration::from_secs(28);

/// Runs senders, jobs and schedules until `stop`, then finishes what is in flight.
pub async fn run(app: App, stop: CancellationToken) {
    let mut tasks = JoinSet::new();
    for _ in 0..JOB_RUNNERS {
        tasks.spawn(runner::run_jobs(app.clone(), JOBS, stop.clone()));
    }
    tasks.spawn(scheduler::run_schedules(
        app.clone(),
        SCHEDULES,
        stop.clone(),
    ));
    tasks.spawn(keep_config_fresh(app.clone(), stop.clone()));
    tasks.spawn(keep_sealed(app.clone(), stop.clone()));
    let told = stop.clone();
    tasks.spawn(async move { app.sender().run(&told).await });
    let ended = async { while tasks.join_next().await.is_some() {} };
    tokio::select! {
        () = ended => return,
        () = async { stop.cancelled().await; tokio::time::sleep(LAST_WORK).await } => {}
    }
    // Whatever still runs goes on from its last transaction in the next process.
    tasks.shutdown().await;
}
