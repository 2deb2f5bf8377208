//! Jobs and schedules of feeds.

use futures_util::FutureExt;

use super::polling;
use crate::clock::MINUTE;
use crate::jobs::{Job, Schedule};

/// The job that polls a feed.
pub const JOBS: &[Job] = &[Job {
    kind: polling::JOB,
    run: |app, feed| polling::run(app, feed).boxed(),
}];

/// The schedule that queues the feeds that are due.
pub const SCHEDULES: &[Schedule] = &[Schedule {
    name: "poll-feeds",
    every: MINUTE,
    run: |app| polling::enqueue_due(app).boxed(),
}];
