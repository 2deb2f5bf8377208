//! Claims jobs, runs them, records how they ended; and runs the schedules when they are due, on one node each time.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::queries::{self, Claimed};
use super::{Fate, Job, Outcome, Schedule};
use crate::app::App;
use crate::clock::{DAY, MINUTE, Timestamp};
use crate::store::{Result, Wakeup};

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

/// Runs schedules when they are due until `stop`; a run that is under way then ends at once. Its open transaction is rolled
/// back, and the next run goes on from what was committed.
pub async fn run_schedules(app: App, schedules: &'static [Schedule], stop: CancellationToken) {
    if let Err(error) = register(&app, schedules).await {
        tracing::error!(%error, "the schedules could not be stored");
    }
    let mut watch = Watch::default();
    while !stop.is_cancelled() {
        let ran = tokio::select! {
            ran = run_due(&app, schedules, &mut watch) => ran,
            () = stop.cancelled() => return,
        };
        if let Err(error) = ran {
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
        () = app.store().wait(Wakeup::Jobs, IDLE) => {}
        () = stop.cancelled() => {}
    }
}

/// Runs one job that is due; false when there is none.
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
    let mut tx = app.write().await?;
    let now = app.shared_now(&mut tx).await?;
    let expires = now.plus(LEASE);
    queries::rescue(&mut tx, now, expires).await?;
    queries::recall(&mut tx, now, MINUTE).await?;
    let claimed = queries::claim(&mut tx, token, expires, now).await?;
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
            let due_at = app.shared_now(&mut tx).await?.plus(wait);
            queries::retry(&mut tx, job.id, token, &why, due_at).await?;
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
    let now = app.shared_now(&mut tx).await?;
    for schedule in schedules {
        queries::register(&mut tx, schedule.name, now).await?;
    }
    tx.commit().await
}

/// Runs what is due. A next run that lies further ahead than the schedule's interval was set by a clock that ran ahead, and is
/// due at once.
async fn run_due(app: &App, schedules: &[Schedule], watch: &mut Watch) -> Result<()> {
    let mut tx = app.read().await?;
    let now = app.shared_now(&mut tx).await?;
    let planned = queries::schedules(&mut tx).await?;
    drop(tx);
    watch.compare(app.now(), now);
    for schedule in schedules {
        let Some((_, at)) = planned.iter().find(|(name, _)| name == schedule.name) else {
            continue;
        };
        let next = now.plus(schedule.every);
        if *at > now && *at <= next {
            continue;
        }
        let mut tx = app.write().await?;
        let taken = queries::take_run(&mut tx, schedule.name, *at, next).await?;
        tx.commit().await?;
        if !taken {
            continue;
        }
        let late = now.since(*at);
        if schedule.every >= DAY && late > LONG_ABSENCE {
            let days = late / DAY;
            let schedule = schedule.name;
            tracing::warn!(
                schedule,
                days,
                "a daily run is put off by a day: the program was away for long, or its clock is ahead"
            );
            continue;
        }
        if *at > next {
            let seconds = at.since(now);
            let schedule = schedule.name;
            tracing::warn!(
                schedule,
                seconds,
                "a schedule was set too far ahead: a clock ran ahead for a while; it runs now"
            );
        }
        if let Err(fate) = (schedule.run)(app.clone()).await {
            tracing::error!(schedule = schedule.name, %fate, "a schedule's run failed; it comes back by itself");
        }
    }
    Ok(())
}

/// A daily run that is later than this is put off by a day. Such runs forget what is old, and a clock that ran ahead for a moment
/// must not make everything old.
const LONG_ABSENCE: i64 = 3 * DAY;

/// Seconds that this machine's clock may differ from the database's before it is worth a word.
const MOST_DRIFT: i64 = 5;

/// Says once when this machine's clock and the database's part, and once when they agree again.
#[derive(Default)]
struct Watch {
    differs: bool,
}

impl Watch {
    fn compare(&mut self, here: Timestamp, database: Timestamp) {
        let seconds = here.since(database);
        let differs = seconds.abs() > MOST_DRIFT;
        if differs && !self.differs {
            tracing::warn!(
                seconds,
                "this machine's clock differs from the database's; set both by NTP"
            );
        } else if self.differs && !differs {
            tracing::info!("this machine's clock agrees with the database's again");
        }
        self.differs = differs;
    }
}
