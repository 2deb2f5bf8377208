//! Limits that nodes share: so many hits of a key in a window that begins with the first.

use std::net::IpAddr;

use sha2::{Digest, Sha256};

use super::client::{network, wide_network};
use super::{WebError, queries};
use crate::clock::Timestamp;
use crate::store::{Result, Tx};
use crate::token::hex;

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
        let (hits, end) =
            queries::hit(tx, self.bucket, &kept(key), 1, now, now.plus(self.window)).await?;
        Ok(if hits <= self.most {
            Hit::Within
        } else {
            Hit::Over {
                retry_after: end.since(now).max(1),
            }
        })
    }

    /// Counts a hit of a client: of its network, and where that is within the limit, of the /48 around an IPv6 one. What one
    /// customer tries in vain takes nothing from its neighbours.
    pub async fn hit_client(self, tx: &mut Tx, ip: IpAddr, now: Timestamp) -> Result<Hit> {
        let hit = self.hit(tx, &client_key(ip), now).await?;
        match wide_key(ip) {
            Some(key) if hit == Hit::Within => self.widened().hit(tx, &key, now).await,
            _ => Ok(hit),
        }
    }

    /// Whether another hit of `key` would be within the limit; nothing is counted.
    pub async fn look(self, tx: &mut Tx, key: &str, now: Timestamp) -> Result<Hit> {
        let latest = now.plus(self.window);
        let found = queries::look(tx, self.bucket, &kept(key), now, latest).await?;
        Ok(match found {
            Some((hits, end)) if hits >= self.most => Hit::Over {
                retry_after: end.since(now).max(1),
            },
            _ => Hit::Within,
        })
    }

    /// The same for a client.
    pub async fn look_client(self, tx: &mut Tx, ip: IpAddr, now: Timestamp) -> Result<Hit> {
        let hit = self.look(tx, &client_key(ip), now).await?;
        match wide_key(ip) {
            Some(key) if hit == Hit::Within => self.widened().look(tx, &key, now).await,
            _ => Ok(hit),
        }
    }

    /// The limit of a /48.
    fn widened(self) -> Self {
        Self {
            most: self.most * WIDER,
            ..self
        }
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
        let (hits, end) =
            queries::hit(tx, self.bucket, &kept(key), wanted, now, window_end).await?;
        let before = hits - wanted;
        Ok(((self.most - before).clamp(0, wanted), end))
    }

    /// Forgets the hits of `key`, as after a success.
    pub async fn forget(self, tx: &mut Tx, key: &str) -> Result<()> {
        queries::forget(tx, self.bucket, &kept(key)).await
    }
}

/// What the database keeps in place of a key: an address, of a mailbox or a client, is not to be read there.
fn kept(key: &str) -> String {
    hex(&Sha256::digest(key.as_bytes())[..16])
}

/// How many times as much as one client a whole /48 may do. One customer may have all of its 65,536 networks, and a mobile
/// carrier puts thousands of customers into one: so many that those rarely meet the limit, and few enough for the one.
const WIDER: i64 = 16;

/// The key of a client: its IPv4 address, or the /64 that one IPv6 customer has.
fn client_key(ip: IpAddr) -> String {
    match network(ip) {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => format!("{ip}/64"),
    }
}

fn wide_key(ip: IpAddr) -> Option<String> {
    wide_network(ip).map(|network| format!("{network}/48"))
}

/// Deletes the counters of windows that have ended; run now and then.
pub async fn forget_ended(tx: &mut Tx, now: Timestamp) -> Result<()> {
    queries::forget_ended(tx, now).await
}
