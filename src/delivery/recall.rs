//! Mails and leases that a clock which ran ahead has put off: no mail waits longer than its own wait from now.

use super::queries;
use super::retry::LONGEST_WAIT;
use crate::clock::{DAY, HOUR, Timestamp};
use crate::config::MailConfig;
use crate::store::{Result, Tx, Wakeup};

/// How far ahead each kind of time may lie, in seconds.
#[derive(Clone, Copy, Debug)]
pub struct Longest {
    /// Until a mail that waits for its domain is due.
    queued: i64,
    /// Until the next attempt.
    deferred: i64,
    /// Until a sender's lease ends.
    lease: i64,
}

impl Longest {
    /// Under this configuration: a limit of a recipient's domain may hold mails for a day.
    pub fn of(mail: &MailConfig) -> Self {
        let (queued, deferred) = if mail.domains.is_empty() {
            (HOUR, LONGEST_WAIT)
        } else {
            (DAY + HOUR, DAY + HOUR)
        };
        Self {
            queued,
            deferred,
            lease: HOUR.max(i64::from(mail.lease)),
        }
    }
}

/// True when a mail or a lease lies further ahead than it may.
pub async fn is_needed(tx: &mut Tx, longest: Longest, now: Timestamp) -> Result<bool> {
    let [queued, deferred, lease] = moments(longest, now);
    queries::is_put_off(tx, queued, deferred, lease).await
}

/// Makes such mails due now and ends such leases; how many mails.
pub async fn recall(tx: &mut Tx, longest: Longest, now: Timestamp) -> Result<u64> {
    let [queued, deferred, lease] = moments(longest, now);
    queries::end_leases_after(tx, lease, now).await?;
    let recalled = queries::recall(tx, queued, deferred, now).await?;
    tx.notify_on_commit(Wakeup::Outbox);
    Ok(recalled)
}

fn moments(longest: Longest, now: Timestamp) -> [Timestamp; 3] {
    [longest.queued, longest.deferred, longest.lease].map(|seconds| now.plus(seconds))
}
