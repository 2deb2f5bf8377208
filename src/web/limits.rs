//! Limits that nodes share: so many hits of a key in a window that begins with the first.

use std::net::IpAddr;

use super::{WebError, queries};
use crate::clock::Timestamp;
use crate::store::{Result, Tx};

/// At most `most` hits in `window` seconds.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// What is counted; also the name in the database.
    pub bucket: &'static str,
    /// Hits allowed in a window.
    pub most: i64,
    /// Length of a window in seconds.
    pub window: i64,
}

/// Whether a hit was within the limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hit {
    /// It was.
    Within,
    /// It was not; a new window begins after so many seconds.
    Over {
        /// Seconds.
        retry_after: i64,
    },
}

impl Hit {
    /// An error for a hit over the limit.
    pub fn or_refuse(self) -> std::result::Result<(), WebError> {
        match self {
            Self::Within => Ok(()),
            Self::Over { retry_after } => Err(WebError::TooMany { retry_after }),
        }
    }
}

impl Limit {
    /// Counts a hit of `key`.
    pub async fn hit(self, tx: &mut Tx, key: &str, now: Timestamp) -> Result<Hit> {
        let (hits, end) = queries::hit(tx, self.bucket, key, 1, now, now.plus(self.window)).await?;
        Ok(if hits <= self.most {
            Hit::Within
        } else {
            Hit::Over {
                retry_after: end.since(now).max(1),
            }
        })
    }

    /// The rate of `most` hits in `seconds` in a window that lets about ten through: a minute's hits do not all fall into its
    /// first second. Where it does not divide evenly it is a little less, a tenth at most.
    pub fn smooth(bucket: &'static str, most: i64, seconds: i64) -> Self {
        let window = ((10 * seconds + most - 1) / most).min(seconds);
        Self {
            bucket,
            most: (most * window / seconds).max(1),
            window,
        }
    }

    /// Counts up to `wanted` hits of `key`, as many as are within the limit: how many those are, and when the window ends.
    pub async fn take(
        self,
        tx: &mut Tx,
        key: &str,
        wanted: i64,
        now: Timestamp,
    ) -> Result<(i64, Timestamp)> {
        let window_end = now.plus(self.window);
        let (hits, end) = queries::hit(tx, self.bucket, key, wanted, now, window_end).await?;
        let before = hits - wanted;
        Ok(((self.most - before).clamp(0, wanted), end))
    }

    /// Forgets the hits of `key`, as after a success.
    pub async fn forget(self, tx: &mut Tx, key: &str) -> Result<()> {
        queries::forget(tx, self.bucket, key).await
    }
}

/// The key of a client: its IPv4 address, or the /64 that one IPv6 customer has.
pub fn client_key(ip: IpAddr) -> String {
    match ip.to_canonical() {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => {
            let [a, b, c, d, ..] = ip.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

/// Deletes the counters of windows that have ended; run now and then.
pub async fn forget_ended(tx: &mut Tx, now: Timestamp) -> Result<()> {
    queries::forget_ended(tx, now).await
}
