//! The jobs and schedules of each capability.

use super::upkeep;
use crate::jobs::{Job, Schedule};
use crate::{
    backups, bounces, campaigns, challenges, comments, digests, doctor, imports, posts,
    subscribers, webhooks,
};

/// Every kind of job.
pub const JOBS: &[Job] = &concat::<_, { count(JOB_LISTS) }>(JOB_LISTS);

/// Every schedule.
pub const SCHEDULES: &[Schedule] = &concat::<_, { count(SCHEDULE_LISTS) }>(SCHEDULE_LISTS);

/// The jobs of each capability.
const JOB_LISTS: &[&[Job]] = &[
    posts::JOBS,
    comments::JOBS,
    imports::JOBS,
    campaigns::JOBS,
    digests::JOBS,
    bounces::JOBS,
    doctor::JOBS,
    backups::JOBS,
    upkeep::JOBS,
];

/// The schedules of each capability.
const SCHEDULE_LISTS: &[&[Schedule]] = &[
    campaigns::SCHEDULES,
    digests::SCHEDULES,
    subscribers::SCHEDULES,
    posts::SCHEDULES,
    bounces::SCHEDULES,
    comments::SCHEDULES,
    imports::SCHEDULES,
    webhooks::SCHEDULES,
    challenges::SCHEDULES,
    doctor::SCHEDULES,
    backups::SCHEDULES,
    upkeep::SCHEDULES,
];

const fn count<T>(lists: &[&[T]]) -> usize {
    let (mut at, mut items) = (0, 0);
    while at < lists.len() {
        items += lists[at].len();
        at += 1;
    }
    items
}

const fn concat<T: Copy, const N: usize>(lists: &[&[T]]) -> [T; N] {
    let mut all = [lists[0][0]; N];
    let (mut list, mut item, mut at) = (0, 0, 0);
    while at < N {
        if item < lists[list].len() {
            all[at] = lists[list][item];
            (item, at) = (item + 1, at + 1);
        } else {
            (list, item) = (list + 1, 0);
        }
    }
    all
}
