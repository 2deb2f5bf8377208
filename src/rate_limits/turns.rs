//! Turns that nodes share: some at once, then one in each interval. A turn may lie in the future; its taker waits until then.

use super::queries;
use crate::clock::Timestamp;
use crate::store::{Result, Tx};

/// `at_once` turns together, then one in `interval` seconds.
#[derive(Clone, Copy, Debug)]
pub struct Turns {
    /// The name of what is counted, also in the database.
    pub bucket: &'static str,
    /// Turns that need not wait for each other.
    pub at_once: i64,
    /// Seconds between turns after those.
    pub interval: i64,
    /// Seconds that a turn may lie ahead.
    pub longest_wait: i64,
}

impl Turns {
    /// Returns the seconds until the next turn of `key`, and takes nothing.
    pub async fn wait(self, tx: &mut Tx, key: &str, now: Timestamp) -> Result<i64> {
        let busy = queries::busy_until(tx, self.bucket, key).await?;
        let busy = busy.filter(|busy| *busy > now && *busy <= self.latest(now));
        let then = busy.unwrap_or(now).plus(self.interval);
        Ok(self.turn(then, now).since(now))
    }

    /// Takes the next turn of `key` and returns its moment.
    pub async fn next(self, tx: &mut Tx, key: &str, now: Timestamp) -> Result<Timestamp> {
        let then =
            queries::occupy(tx, self.bucket, key, self.interval, now, self.latest(now)).await?;
        Ok(self.turn(then, now))
    }

    /// The turn that keeps the key busy until `then`.
    fn turn(self, then: Timestamp, now: Timestamp) -> Timestamp {
        then.plus(-self.at_once * self.interval).max(now)
    }

    /// The latest moment that is believed: a clock that ran ahead wrote what lies beyond. Takers stop at the longest wait, and
    /// twice that leaves room for those that looked at the same time.
    fn latest(self, now: Timestamp) -> Timestamp {
        now.plus(2 * (self.longest_wait + self.at_once * self.interval))
    }
}
