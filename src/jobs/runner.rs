//! Claims jobs, runs them, and records how they ended.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::model::{Job, JobError, JobResult};
use super::queries::{self, ClaimedJob};
use crate::app::App;
use crate::clock::MINUTE;
use crate::store::{Result, Wakeup};

/// The lease of a job. After it another runner may claim the job.
const LEASE: i64 = 10 * MINUTE;
/// Time in which a job must end; shorter than its lease.
const JOB_TIME: Duration = Duration::from_mins(9);
/// How long an idle runner waits before it polls for jobs of other nodes.
const IDLE: Duration = Duration::from_secs(1);
/// Attempts after which a job is given up.
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

/// Runs the jobs that are due now, one after the other.
pub async fn drain(app: &App, jobs: &'static [Job]) -> Result<()> {
    while run_next(app, jobs).await? {}
    Ok(())
}

async fn pause(app: &App, stop: &CancellationToken) {
    tokio::select! {
        () = app.store().wait(Wakeup::Jobs, IDLE) => {}
        () = stop.cancelled() => {}
    }
}

/// Runs one job that is due. Returns false when there is none.
async fn run_next(app: &App, jobs: &'static [Job]) -> Result<bool> {
    let token = app.random().name();
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
            Ok(Err(error)) => Err(JobError::GiveUp(error.to_string())),
            Err(_) => Err(JobError::Retry("it took too long".into())),
        },
        None => Err(JobError::GiveUp(format!(
            "`{}` is no kind of job here",
            claimed.kind
        ))),
    };
    record(app, &claimed, &token, outcome).await?;
    Ok(true)
}

async fn claim(app: &App, token: &str) -> Result<Option<ClaimedJob>> {
    let mut tx = app.write().await?;
    let now = app.shared_now(&mut tx).await?;
    let expires = now.plus(LEASE);
    queries::rescue(&mut tx, now, expires).await?;
    queries::recall(&mut tx, now, MINUTE).await?;
    let claimed = queries::claim(&mut tx, token, expires, now).await?;
    tx.commit().await?;
    Ok(claimed)
}

async fn record(app: &App, job: &ClaimedJob, token: &str, outcome: JobResult) -> Result<()> {
    let mut tx = app.write().await?;
    match outcome {
        Ok(()) => queries::forget(&mut tx, job.id, token).await?,
        Err(JobError::Retry(why)) if job.attempts < MOST_ATTEMPTS => {
            tracing::warn!(
                kind = job.kind,
                subject = job.subject,
                why,
                "a job is tried again"
            );
            let wait = MINUTE << job.attempts.min(8);
            let due_at = app.shared_now(&mut tx).await?.plus(wait);
            queries::retry(&mut tx, job.id, token, &why, due_at).await?;
        }
        Err(JobError::Retry(why) | JobError::GiveUp(why)) => {
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
