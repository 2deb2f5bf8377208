//! Limits on mails in time, kept in the database so that nodes share them; each node takes its part in blocks.

use std::time::Duration;

use tokio::sync::Mutex;

use crate::clock::{Clock, Timestamp};
use crate::config::RateLimit;
use crate::rate_limits::Limit;
use crate::store::{self, Result, Store};

/// So much of a window's mails is taken at once: a node that ends wastes no more of it.
const PART: i64 = 4;

/// The limits of one relay or domain.
#[derive(Debug)]
pub(super) struct Allowance {
    key: String,
    limits: Vec<Limit>,
    block: Mutex<Block>,
}

/// What this node may still send, and until when.
#[derive(Clone, Copy, Debug)]
struct Block {
    left: i64,
    ends: Timestamp,
    /// The window has no more than this.
    is_last: bool,
}

impl Allowance {
    /// The limits of `key`; none is no limit.
    pub(super) fn new(key: String, rates: &[RateLimit]) -> Self {
        let smooth = |rate: &RateLimit| Limit::smooth(rate.bucket, rate.most, rate.seconds);
        Self {
            key,
            limits: rates.iter().map(smooth).collect(),
            block: Mutex::new(Block {
                left: 0,
                ends: Timestamp::from_unix(0),
                is_last: false,
            }),
        }
    }

    /// Takes one mail's place; `None` when it was there, else how long to wait before asking again.
    pub(super) async fn take(&self, store: &Store, clock: &Clock) -> Option<Duration> {
        if self.limits.is_empty() {
            return None;
        }
        let mut block = self.block.lock().await;
        let now = clock.now();
        // A block that ends later than any that begins now was taken while the clock ran ahead.
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

    /// A block within every limit; an empty one until the end of the window that is full.
    async fn reserve(&self, store: &Store, clock: &Clock) -> Result<Block> {
        let mut tx = store.write().await?;
        let now = store::now(&mut tx, clock).await?;
        let parts = self.limits.iter().map(|limit| (limit.most / PART).max(1));
        let mut block = Block {
            left: parts.min().unwrap_or(1),
            ends: Timestamp::from_unix(i64::MAX),
            is_last: false,
        };
        for limit in &self.limits {
            let (granted, ends) = limit.hit_up_to(&mut tx, &self.key, block.left, now).await?;
            if granted == 0 {
                // Not committed, so that the limits before this one keep their places.
                return Ok(Block {
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
