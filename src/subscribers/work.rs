//! The schedules of subscribers.

use futures_util::FutureExt;

use super::{Error, owner_notice, reminder};
use crate::app::App;
use crate::clock::MINUTE;
use crate::jobs::{JobError, JobResult, Schedule};

/// Every schedule of subscribers.
pub const SCHEDULES: &[Schedule] = &[
    Schedule {
        name: "tell-owners",
        every: MINUTE,
        run: |app| tell_owners(app).boxed(),
    },
    Schedule {
        name: "remind-unconfirmed",
        every: 10 * MINUTE,
        run: |app| remind_unconfirmed(app).boxed(),
    },
];

async fn tell_owners(app: App) -> JobResult {
    let mut tx = app.write().await?;
    owner_notice::tell(&mut tx, &app)
        .await
        .map_err(|error| later(&error))?;
    Ok(tx.commit().await?)
}

async fn remind_unconfirmed(app: App) -> JobResult {
    Ok(reminder::remind(&app).await?)
}

fn later(error: &Error) -> JobError {
    JobError::Retry(error.to_string())
}
