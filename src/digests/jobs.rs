//! Jobs and schedules of digests.

use futures_util::FutureExt;

use super::{plan, pruning, recall, welcome};
use crate::app::App;
use crate::clock::{DAY, MINUTE};
use crate::config::kept_since;
use crate::jobs::{Job, JobError, JobResult, Schedule};

/// The job that mails the welcome.
pub const JOBS: &[Job] = &[Job {
    kind: "welcome",
    run: |app, subscriber| welcome::run(app, subscriber).boxed(),
}];

/// Planning, the correction of hours that are too far ahead, and pruning.
pub const SCHEDULES: &[Schedule] = &[
    Schedule {
        name: "plan-digests",
        every: MINUTE,
        run: |app| plan_digests(app).boxed(),
    },
    Schedule {
        name: "recall-digests",
        every: DAY,
        run: |app| recall_digests(app).boxed(),
    },
    Schedule {
        name: "prune-editions",
        every: DAY,
        run: |app| prune_editions(app).boxed(),
    },
];

async fn plan_digests(app: App) -> JobResult {
    let now = app.shared_now(&mut app.read().await?).await?;
    let planned = plan::plan_all(&app, now)
        .await
        .map_err(|error| JobError::Retry(error.to_string()))?;
    if planned.readers > 0 {
        tracing::info!(
            readers = planned.readers,
            mails = planned.mails,
            "digests were planned"
        );
    }
    Ok(())
}

async fn recall_digests(app: App) -> JobResult {
    let now = app.shared_now(&mut app.read().await?).await?;
    let readers = recall::recall(&app, now).await?;
    if readers > 0 {
        tracing::warn!(
            readers,
            "digests were put off too far: a clock ran ahead for a while; their hours are computed anew"
        );
    }
    Ok(())
}

async fn prune_editions(app: App) -> JobResult {
    if let Some(before) = kept_since(app.config().retention.editions, app.now()) {
        pruning::prune(&app, before).await?;
    }
    Ok(())
}
