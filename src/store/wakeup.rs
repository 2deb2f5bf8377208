//! Wakes workers of this process when a transaction has left work for them.

use tokio::sync::Notify;

/// A wake-up of workers in this process after a commit; other nodes poll.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wakeup {
    /// The outbox has a new mail.
    Outbox,
    /// There is a new job.
    Jobs,
}

/// The wakeups of one store.
#[derive(Debug, Default)]
pub(crate) struct Wakeups {
    outbox: Notify,
    jobs: Notify,
}

impl Wakeups {
    pub(super) fn of(&self, wakeup: Wakeup) -> &Notify {
        match wakeup {
            Wakeup::Outbox => &self.outbox,
            Wakeup::Jobs => &self.jobs,
        }
    }
}
