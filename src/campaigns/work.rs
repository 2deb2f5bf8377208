//! The jobs and the schedule of campaigns.

use futures_util::FutureExt;

use super::{bulk_action, fan_out, reconcile, timing};
use crate::jobs::{Job, Schedule};

/// Every kind of job of campaigns.
pub const JOBS: &[Job] = &[
    Job {
        kind: fan_out::JOB,
        run: |app, campaign| fan_out::run(app, campaign).boxed(),
    },
    Job {
        kind: fan_out::SEGMENT_JOB,
        run: |app, campaign| fan_out::run(app, campaign).boxed(),
    },
    Job {
        kind: bulk_action::JOB,
        run: |app, subject| bulk_action::run(app, subject).boxed(),
    },
];

/// Every schedule of campaigns.
pub const SCHEDULES: &[Schedule] = &[
    Schedule {
        name: "reconcile-campaigns",
        every: 10,
        run: |app| reconcile::reconcile(app).boxed(),
    },
    Schedule {
        name: "start-campaigns",
        every: 10,
        run: |app| timing::start_due(app).boxed(),
    },
];
