//! Jobs and schedules of bounces.

use futures_util::FutureExt;

use super::{records, rejection};
use crate::clock::DAY;
use crate::jobs::{Job, Schedule};

/// The jobs.
pub const JOBS: &[Job] = &[Job {
    kind: rejection::JOB,
    run: |app, mail| rejection::run(app, mail).boxed(),
}];

/// The schedules.
pub const SCHEDULES: &[Schedule] = &[Schedule {
    name: "forget-bounces",
    every: DAY,
    run: |app| records::forget_old(app).boxed(),
}];
