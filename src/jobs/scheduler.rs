//! Runs schedules when they are due, each run on one node.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::model::Schedule;
use super::queries;
use crate::app::App;
use crate::clock::{DAY, Timestamp};
use crate::store::Result;

/// How long to wait before the next look at the schedules.
const POLL_INTERVAL: Duration = Duration::from_secs(1);

/// Runs schedules when they are due, until `stop`. A current run then ends at once, and its open transaction is rolled back.
pub async fn run_schedules(app: App, schedules: &'static [Schedule], stop: CancellationToken) {
    if let Err(error) = register(&app, schedules).await {
        tracing::error!(%error, "the schedules could not be stored");
    }
    let mut comparison = ClockComparison::default();
    while !stop.is_cancelled() {
        let ran = tokio::select! {
            ran = run_due(&app, schedules, &mut comparison) => ran,
            () = stop.cancelled() => return,
        };
        if let Err(error) = ran {
            tracing::error!(%error, "schedules cannot be read or written; trying again");
        }
        tokio::select! {
            () = tokio::time::sleep(POLL_INTERVAL) => {}
            () = stop.cancelled() => {}
        }
    }
}

async fn register(app: &App, schedules: &[Schedule]) -> Result<()> {
    let mut tx = app.write().await?;
    let now = app.shared_now(&mut tx).await?;
    for schedule in schedules {
        queries::register(&mut tx, schedule.name, now).await?;
    }
    tx.commit().await
}

/// Runs the schedules that are due. A next run beyond the schedule's interval was set by a clock that was ahead, and is due.
async fn run_due(
    app: &App,
    schedules: &[Schedule],
    comparison: &mut ClockComparison,
) -> Result<()> {
    let mut tx = app.read().await?;
    let now = app.shared_now(&mut tx).await?;
    let planned = queries::schedules(&mut tx).await?;
    drop(tx);
    comparison.compare(app.now(), now);
    for schedule in schedules {
        let Some((_, at)) = planned.iter().find(|(name, _)| name == schedule.name) else {
            continue;
        };
        let next = now.plus(schedule.every);
        if *at > now && *at <= next {
            continue;
        }
        let mut tx = app.write().await?;
        let taken = queries::claim_run(&mut tx, schedule.name, *at, next).await?;
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
        if let Err(error) = (schedule.run)(app.clone()).await {
            tracing::error!(schedule = schedule.name, %error, "a schedule's run failed; it comes back by itself");
        }
    }
    Ok(())
}

/// A daily run that is later than this is postponed by a day. Daily runs delete old data, and a wrong clock must not make all data
/// old.
const LONG_ABSENCE: i64 = 3 * DAY;

/// Seconds by which this machine's clock may differ from the database's without a warning.
const MOST_DRIFT: i64 = 5;

/// Logs once when this machine's clock and the database's differ, and once when they agree again.
#[derive(Default)]
struct ClockComparison {
    differs: bool,
}

impl ClockComparison {
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
