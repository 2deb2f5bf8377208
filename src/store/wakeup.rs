//! Tells this process of its own commits: wakes workers that have work by one, and counts them.

use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::Notify;

/// A wake-up of workers in this process after a commit; other nodes poll.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wakeup {
    /// The outbox has a new mail.
    Outbox,
    /// There is a new job.
    Jobs,
}

/// The wakeups of one store, and the number of its commits.
#[derive(Debug, Default)]
pub(crate) struct Wakeups {
    outbox: Notify,
    jobs: Notify,
    commits: AtomicU64,
}

impl Wakeups {
    pub(super) fn of(&self, wakeup: Wakeup) -> &Notify {
        match wakeup {
            Wakeup::Outbox => &self.outbox,
            Wakeup::Jobs => &self.jobs,
        }
    }

    /// Counts a commit, after it.
    pub(super) fn count_commit(&self) {
        self.commits.fetch_add(1, Ordering::Release);
    }

    pub(super) fn commits(&self) -> u64 {
        self.commits.load(Ordering::Acquire)
    }
}
