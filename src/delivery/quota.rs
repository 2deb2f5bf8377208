//! Limits on mails in time. They are stored in the database, so that nodes share them. Each node
//! takes blocks.

use std::time::Duration;

use tokio::sync::Mutex;

use crate::clock::{Clock, Timestamp};
use crate::config::RateLimit;
use crate::rate_limits::Limit;
use crate::store::{self, Result, Store};

/// Blocks in a window. A node that ends wastes one block at most.
const PART: i64 = 4;

/// The limits of one relay or domain.
#[derive(Debug)]
pub(super) struct RelayQuota {
    key: String,
    limits: Vec<Limit>,
    block: Mutex<QuotaBlock>,
}

/// The mails that this node may still send, and the end of their window.
#[derive(Clone, Copy, Debug)]
struct QuotaBlock {
    left: i64,
    ends: Timestamp,
    /// True when the window has no further block.
    is_last: bool,
}

impl RelayQuota {
    /// A quota for `key`. Without rates there is no limit.
    pub(super) fn new(key: String, rates: &[RateLimit]) -> Self {
        let smooth = |rate: &RateLimit| Limit::smooth(rate.bucket, rate.most, rate.seconds);
        Self {
            key,
            limits: rates.iter().map(smooth).collect(),
            block: Mutex::new(QuotaBlock {
                left: 0,
                ends: Timestamp::from_unix(0),
                is_last: false,
            }),
        }
    }

    /// Uses up one mail; returns the time to wait when there is none.
    pub(super) async fn take(&self, store: &Store, clock: &Clock) -> Option<Duration> {
        if self.limits.is_empty() {
            return None;
        }
        let mut block = self.block.lock().await;
        let now = clock.now();
        // A block that ends too late was taken while the clock ran ahead.
        let is_over = now >= block.ends || block.ends > now.plus(self.longest());
        if is_over || (block.left == 0 && !block.is_last) {
            match self.reserve(store, clock).await {
                Ok(reserved) => *block = reserved,
                Err(error) => {
                    tracing::error!(%error, "the limits of sending cannot be read");
                    return Some(Duration::from_secs(1));
                }
            }
        }
        if block.left > 0 {
            block.left -= 1;
            return None;
        }
        let wait = block.ends.since(now).max(1).unsigned_abs();
        Some(Duration::from_secs(wait))
    }

    /// The longest window of the limits, in seconds.
    fn longest(&self) -> i64 {
        let windows = self.limits.iter().map(|limit| limit.window);
        windows.max().unwrap_or(0)
    }

    /// Reserves a block within every limit, or an empty one until the end of a full window.
    async fn reserve(&self, store: &Store, clock: &Clock) -> Result<QuotaBlock> {
        let mut tx = store.write().await?;
        let now = store::now(&mut tx, clock).await?;
        let parts = self.limits.iter().map(|limit| (limit.most / PART).max(1));
        let mut block = QuotaBlock {
            left: parts.min().unwrap_or(1),
            ends: Timestamp::from_unix(i64::MAX),
            is_last: false,
        };
        for limit in &self.limits {
            let (granted, ends) = limit.hit_up_to(&mut tx, &self.key, block.left, now).await?;
            if granted == 0 {
                // Not committed, so that the earlier limits are not used up.
                return Ok(QuotaBlock {
                    left: 0,
                    ends,
                    is_last: true,
                });
            }
            block.left = granted;
            block.ends = block.ends.min(ends);
        }
        tx.commit().await?;
        Ok(block)
    }
}
