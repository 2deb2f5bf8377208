//! The checks once a day: a schedule enqueues a job, so that a slow check holds up no other schedule.

use std::collections::BTreeSet;
use std::time::Duration;

use futures_util::FutureExt as _;

use super::context::CheckContext;
use super::kept;
use super::model::CheckState;
use super::run::{dkim_records, own_address, run_checks};
use crate::admin::{self, Role};
use crate::app::App;
use crate::clock::{DAY, HOUR, MINUTE};
use crate::fetch::dns::Dns;
use crate::i18n::Locale;
use crate::jobs::{self, Job, JobResult, Schedule};
use crate::store;

/// The kind of the job.
const KIND: &str = "doctor";
/// The time for the checks in all languages; a job must end in nine minutes.
const TIME: Duration = Duration::from_mins(8);

/// Jobs.
pub const JOBS: &[Job] = &[Job {
    kind: KIND,
    run: |app, _| examine(app).boxed(),
}];

/// Schedules.
pub const SCHEDULES: &[Schedule] = &[Schedule {
    name: "doctor",
    every: HOUR,
    run: |app| enqueue_when_due(app).boxed(),
}];

/// Enqueues the checks when the newest report is a day old. They begin a minute later, when a start is over.
async fn enqueue_when_due(app: App) -> JobResult {
    if !app.config().doctor.daily {
        return Ok(());
    }
    let newest = kept::newest(&mut app.read().await?, Locale::En).await?;
    let age = newest.map(|report| app.now().since(report.ran_at));
    // A report of the future comes from a clock that ran ahead.
    if age.is_some_and(|age| (0..DAY).contains(&age)) {
        return Ok(());
    }
    let mut tx = app.write().await?;
    let due = app.shared_now(&mut tx).await?.plus(MINUTE);
    jobs::enqueue(&mut tx, KIND, "", due).await?;
    Ok(tx.commit().await?)
}

/// Runs the checks once for each language that an owner reads.
async fn examine(app: App) -> JobResult {
    let locales = languages(&app).await?;
    let (config, dns) = (app.config(), Dns::of_machine());
    let records = dkim_records(&config);
    for locale in &locales {
        let context = CheckContext {
            app: &app,
            dns: &dns,
            dkim_records: &records,
            bounce_address: config.mail.bounce_address.as_ref(),
            own_address: own_address(),
            timeout: TIME / u32::try_from(locales.len()).unwrap_or(1),
            locale: *locale,
        };
        let report = run_checks(&context).await;
        kept::keep(&app, *locale, &report).await?;
        let failed = report.checks.iter();
        let failed = failed.filter(|check| check.state == CheckState::Fail);
        let names: BTreeSet<&str> = failed.map(|check| check.name).collect();
        if !names.is_empty() && Some(locale) == locales.first() {
            tracing::warn!(
                checks = ?names,
                "checks of mail delivery failed; /admin/doctor and `gudok doctor` say what to do"
            );
        }
    }
    Ok(())
}

/// The languages of the owners; that of the site where there is none yet.
async fn languages(app: &App) -> store::Result<Vec<Locale>> {
    let accounts = admin::moderators(&mut app.read().await?).await?;
    let owners = accounts
        .iter()
        .filter(|account| account.role == Role::Owner);
    let read: Vec<Locale> = owners.map(|owner| owner.locale).collect();
    let mut locales: Vec<Locale> = Locale::ALL.to_vec();
    locales.retain(|locale| read.contains(locale));
    if locales.is_empty() {
        locales.push(app.config().site.locale);
    }
    Ok(locales)
}
