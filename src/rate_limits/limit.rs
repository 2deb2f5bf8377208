//! A limit counts the hits of a key in a window of time. The window begins with the first hit.

use std::net::IpAddr;

use sha2::{Digest, Sha256};

use super::network::{customer_network, home_network, wide_network};
use super::queries;
use crate::clock::Timestamp;
use crate::store::{Result, Tx};
use crate::token::hex;

/// At most `most` hits in `window` seconds.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// The name of what is counted, also in the database.
    pub bucket: &'static str,
    /// Hits allowed in a window.
    pub most: i64,
    /// Length of a window in seconds.
    pub window: i64,
}

/// Whether a hit was within the limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hit {
    /// The hit was within the limit.
    Within,
    /// The hit was over the limit.
    Over {
        /// Seconds until a new window begins.
        retry_after: i64,
    },
}

/// A hit was over its limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("over the limit; try again in {retry_after} s")]
pub struct RateExceeded {
    /// Seconds until a new window begins.
    pub retry_after: i64,
}

impl Hit {
    /// Returns an error for a hit over the limit.
    pub fn or_refuse(self) -> std::result::Result<(), RateExceeded> {
        match self {
            Self::Within => Ok(()),
            Self::Over { retry_after } => Err(RateExceeded { retry_after }),
        }
    }
}

impl Limit {
    /// Counts a hit of `key`.
    pub async fn hit(self, tx: &mut Tx, key: &str, now: Timestamp) -> Result<Hit> {
        let window_end = now.plus(self.window);
        let (hits, end) =
            queries::add_hits(tx, self.bucket, &hashed(key), 1, now, window_end).await?;
        Ok(if hits <= self.most {
            Hit::Within
        } else {
            Hit::Over {
                retry_after: end.since(now).max(1),
            }
        })
    }

    /// Counts a hit of a client's network. Within its limit the hit also counts for the /56 and the /48 around an IPv6 client: refused
    /// tries of one customer take nothing from its neighbours.
    pub async fn hit_client(self, tx: &mut Tx, ip: IpAddr, now: Timestamp) -> Result<Hit> {
        self.hit_networks(tx, ip, now, USUAL).await
    }

    /// Does the same for an act that mails a stranger: the networks around a client have little more than the client.
    pub async fn hit_mailing_client(self, tx: &mut Tx, ip: IpAddr, now: Timestamp) -> Result<Hit> {
        self.hit_networks(tx, ip, now, OF_MAILING).await
    }

    async fn hit_networks(
        self,
        tx: &mut Tx,
        ip: IpAddr,
        now: Timestamp,
        growth: Growth,
    ) -> Result<Hit> {
        let mut hit = self.hit(tx, &client_key(ip), now).await?;
        for (key, percent) in wide_keys(ip, growth) {
            if hit == Hit::Within {
                hit = self.grown(percent).hit(tx, &key, now).await?;
            }
        }
        Ok(hit)
    }

    /// Returns whether another hit of `key` would be within the limit, and counts nothing.
    pub async fn peek(self, tx: &mut Tx, key: &str, now: Timestamp) -> Result<Hit> {
        let latest = now.plus(self.window);
        let found = queries::hits_so_far(tx, self.bucket, &hashed(key), now, latest).await?;
        Ok(match found {
            Some((hits, end)) if hits >= self.most => Hit::Over {
                retry_after: end.since(now).max(1),
            },
            _ => Hit::Within,
        })
    }

    /// Does the same for a client's networks.
    pub async fn peek_client(self, tx: &mut Tx, ip: IpAddr, now: Timestamp) -> Result<Hit> {
        let mut hit = self.peek(tx, &client_key(ip), now).await?;
        for (key, percent) in wide_keys(ip, USUAL) {
            if hit == Hit::Within {
                hit = self.grown(percent).peek(tx, &key, now).await?;
            }
        }
        Ok(hit)
    }

    /// The limit of a network that has so much of a client's.
    fn grown(self, percent: i64) -> Self {
        Self {
            most: self.most * percent / 100,
            ..self
        }
    }

    /// The rate of `most` hits in `seconds`, in a window that lets about ten hits through, so that a minute's hits do not all fall
    /// into its first second. A rate that does not divide evenly loses a tenth at most.
    pub fn smooth(bucket: &'static str, most: i64, seconds: i64) -> Self {
        let window = ((10 * seconds + most - 1) / most).min(seconds);
        Self {
            bucket,
            most: (most * window / seconds).max(1),
            window,
        }
    }

    /// Counts up to `wanted` hits of `key`. Returns how many are within the limit, and when the window ends.
    pub async fn hit_up_to(
        self,
        tx: &mut Tx,
        key: &str,
        wanted: i64,
        now: Timestamp,
    ) -> Result<(i64, Timestamp)> {
        let window_end = now.plus(self.window);
        let (hits, end) =
            queries::add_hits(tx, self.bucket, &hashed(key), wanted, now, window_end).await?;
        let before = hits - wanted;
        Ok(((self.most - before).clamp(0, wanted), end))
    }

    /// Deletes the hits of `key`, as after a success.
    pub async fn reset(self, tx: &mut Tx, key: &str) -> Result<()> {
        queries::delete(tx, self.bucket, &hashed(key)).await
    }
}

/// The key as the database has it: the address of a mailbox or a client cannot be read there.
fn hashed(key: &str) -> String {
    hex(&Sha256::digest(key.as_bytes())[..16])
}

/// What the networks around an IPv6 client have, in percent of the limit of the client.
#[derive(Clone, Copy)]
struct Growth {
    of_56: i64,
    of_48: i64,
}

/// One customer may have a /56 or a /48, and a mobile carrier puts thousands of customers into one: the carrier's rarely meet the limit,
/// and the one customer does.
const USUAL: Growth = Growth {
    of_56: 400,
    of_48: 1_600,
};

/// A mail to a stranger does harm, and a reader who is refused may come again in an hour. An IPv4 address of a carrier has no more.
const OF_MAILING: Growth = Growth {
    of_56: 133,
    of_48: 166,
};

/// The key of a client: its IPv4 address, or the /64 that one IPv6 customer has.
fn client_key(ip: IpAddr) -> String {
    match customer_network(ip) {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => format!("{ip}/64"),
    }
}

/// The keys of the networks around an IPv6 client, the narrow one first, each with its percent.
fn wide_keys(ip: IpAddr, growth: Growth) -> impl Iterator<Item = (String, i64)> {
    let home = home_network(ip).map(|network| (format!("{network}/56"), growth.of_56));
    let wide = wide_network(ip).map(|network| (format!("{network}/48"), growth.of_48));
    home.into_iter().chain(wide)
}

/// Deletes the counters of windows that have ended.
pub async fn delete_ended(tx: &mut Tx, now: Timestamp) -> Result<()> {
    queries::delete_ended(tx, now).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_smooth_rate_lets_about_ten_through_a_window_and_keeps_its_pace() {
        for (most, seconds, expected) in [
            (60, 60, (10, 10)),
            (600, 60, (10, 1)),
            (6_000, 60, (100, 1)),
            (7, 60, (7, 60)),
            (90, 60, (10, 7)),
            (1, 86_400, (1, 86_400)),
        ] {
            let limit = Limit::smooth("mails", most, seconds);
            assert_eq!(
                (limit.most, limit.window),
                expected,
                "{most} in {seconds} s"
            );
        }
    }
}
