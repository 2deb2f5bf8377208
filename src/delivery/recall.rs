//! Mails and leases that were put off while a clock ran ahead. No mail waits longer than its own
//! wait, measured from now.

use super::disposition::LONGEST_WAIT;
use super::model::LatestTimes;
use super::queries::recall as queries;
use crate::clock::{DAY, HOUR, MINUTE, Timestamp};
use crate::config::MailConfig;
use crate::store::{Result, Tx, Wakeup};

/// The largest difference between the clocks of nodes in order, in seconds.
const SLACK: i64 = 5 * MINUTE;

/// The longest distance of each kind of time in seconds.
#[derive(Clone, Copy, Debug)]
pub struct MaxDelays {
    /// Until a mail that waits for its recipient's domain is due.
    queued: i64,
    /// Until the next attempt.
    deferred: i64,
    /// Until a sender's lease ends.
    lease: i64,
}

impl MaxDelays {
    /// The distances under this configuration. A limit of a recipient's domain may hold mails for a
    /// day.
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
pub async fn is_needed(tx: &mut Tx, longest: MaxDelays, now: Timestamp) -> Result<bool> {
    let latest = latest_times(now, longest);
    queries::is_put_off(tx, &latest).await
}

/// Makes such mails due now and ends such leases. Returns how many mails.
pub async fn recall(tx: &mut Tx, longest: MaxDelays, now: Timestamp) -> Result<u64> {
    let latest = latest_times(now, longest);
    queries::end_leases_after(tx, latest.lease, now).await?;
    let recalled = queries::recall(tx, &latest, now).await?;
    tx.notify_on_commit(Wakeup::Outbox);
    Ok(recalled)
}

fn latest_times(now: Timestamp, longest: MaxDelays) -> LatestTimes {
    LatestTimes {
        queued: now.plus(longest.queued),
        in_turn: now.plus(DAY + HOUR),
        deferred: now.plus(longest.deferred),
        lease: now.plus(longest.lease),
        created: now.plus(SLACK),
    }
}
