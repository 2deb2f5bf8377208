//! Claims jobs, runs them, records how they ended; and runs the schedules when they are due, on one node each time.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::queries::{self, Claimed};
use super::{Fate, Job, Outcome, Schedule};
use crate::app::App;
use crate::clock::MINUTE;
use crate::store::{Bell, Result};

/// How long a runner holds a job before another takes it for lost.
const LEASE: i64 = 10 * MINUTE;
/// Time in which a job must end; shorter than its lease.
const JOB_TIME: Duration = Duration::from_mins(9);
/// How long an idle runner waits before it looks for other nodes' jobs.
const IDLE: Duration = Duration::from_secs(1);
/// A job that failed so often is given up.
const MOST_ATTEMPTS: i64 = 8;

/// Runs jobs until `stop`.
pub async fn run_jobs(app: App, jobs: &'static [Job], stop: CancellationToken) {
    while !stop.is_cancelled() {
        match run_next(&app, jobs).await {
            Ok(true) => {}
            Ok(false) => pause(&app, &stop).await,
            Err(error) => {
                tracing::error!(%error, "jobs cannot be read or written; trying again");
                pause(&app, &stop).await;
            }
        }
    }
}

/// Runs the jobs that are due now, one after the other, and returns when none is left.
pub async fn drain(app: &App, jobs: &'static [Job]) -> Result<()> {
    while run_next(app, jobs).await? {}
    Ok(())
}

/// Runs schedules when they are due until `stop`.
pub async fn run_schedules(app: App, schedules: &'static [Schedule], stop: CancellationToken) {
    if let Err(error) = register(&app, schedules).await {
        tracing::error!(%error, "the schedules could not be stored");
    }
    while !stop.is_cancelled() {
        if let Err(error) = run_due(&app, schedules).await {
            tracing::error!(%error, "schedules cannot be read or written; trying again");
        }
        tokio::select! {
            () = tokio::time::sleep(IDLE) => {}
            () = stop.cancelled() => {}
        }
    }
}

async fn pause(app: &App, stop: &CancellationToken) {
    tokio::select! {
        () = app.store().wait(Bell::Jobs, IDLE) => {}
        () = stop.cancelled() => {}
    }
}

/// Runs one job that is due; false when there is none.
async fn run_next(app: &App, jobs: &'static [Job]) -> Result<bool> {
    let token = app.chance().name();
    let Some(claimed) = claim(app, &token).await? else {
        return Ok(false);
    };
    let outcome = match jobs.iter().find(|job| job.kind == claimed.kind) {
        // In a task of its own, so that a panic ends the job and not the runner.
        Some(job) => match tokio::time::timeout(
            JOB_TIME,
            tokio::spawn((job.run)(app.clone(), claimed.subject.clone())),
        )
        .await
        {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(error)) => Err(Fate::GiveUp(error.to_string())),
            Err(_) => Err(Fate::Retry("it took too long".into())),
        },
        None => Err(Fate::GiveUp(format!(
            "`{}` is no kind of job here",
            claimed.kind
        ))),
    };
    record(app, &claimed, &token, outcome).await?;
    Ok(true)
}

async fn claim(app: &App, token: &str) -> Result<Option<Claimed>> {
    let now = app.now();
    let mut tx = app.write().await?;
    queries::rescue(&mut tx, now).await?;
    let claimed = queries::claim(&mut tx, token, now.plus(LEASE), now).await?;
    tx.commit().await?;
    Ok(claimed)
}

async fn record(app: &App, job: &Claimed, token: &str, outcome: Outcome) -> Result<()> {
    let mut tx = app.write().await?;
    match outcome {
        Ok(()) => queries::forget(&mut tx, job.id, token).await?,
        Err(Fate::Retry(why)) if job.attempts < MOST_ATTEMPTS => {
            tracing::warn!(
                kind = job.kind,
                subject = job.subject,
                why,
                "a job is tried again"
            );
            let wait = MINUTE << job.attempts.min(8);
            queries::retry(&mut tx, job.id, token, &why, app.now().plus(wait)).await?;
        }
        Err(Fate::Retry(why) | Fate::GiveUp(why)) => {
            tracing::error!(
                kind = job.kind,
                subject = job.subject,
                why,
                "a job is given up"
            );
            queries::fail(&mut tx, job.id, token, &why).await?;
        }
    }
    tx.commit().await
}

async fn register(app: &App, schedules: &[Schedule]) -> Result<()> {
    let mut tx = app.write().await?;
    for schedule in schedules {
        queries::register(&mut tx, schedule.name, app.now()).await?;
    }
    tx.commit().await
}

async fn run_due(app: &App, schedules: &[Schedule]) -> Result<()> {
    let now = app.now();
    if !queries::any_due(&mut app.read().await?, now).await? {
        return Ok(());
    }
    for schedule in schedules {
        let mut tx = app.write().await?;
        let taken =
            queries::take_run(&mut tx, schedule.name, now, now.plus(schedule.every)).await?;
        tx.commit().await?;
        if taken && let Err(fate) = (schedule.run)(app.clone()).await {
            tracing::error!(schedule = schedule.name, %fate, "a schedule's run failed; it comes back by itself");
        }
    }
    Ok(())
}
