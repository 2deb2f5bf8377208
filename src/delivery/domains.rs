//! Recipients' domains: limits that the owner sets, and a pause for domains that refuse many mails
//! for now.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::quota::RelayQuota;
use crate::clock::{Clock, MINUTE, Timestamp};
use crate::config::DomainOptions;
use crate::smtp::DeliveryOutcome;
use crate::store::Store;

/// Refusals for now in a row that begin a domain's pause.
const MAX_REFUSALS: u32 = 5;

/// The first pause in seconds. Each further one is twice as long.
const FIRST_PAUSE: i64 = MINUTE;

/// Doublings at most: 32 minutes.
const MAX_DOUBLINGS: u32 = 5;

/// The first pause in seconds of a domain that asks for a slower pace.
const SHORT_PAUSE: i64 = 5;

/// Mails a second that follow a pause at first, and the slowest rate.
const RETURN_RATE: f64 = 5.0;

const SLOWEST_RETURN: f64 = 0.1;

/// The factor by which that rate grows with each mail that the domain takes.
const RETURN_GROWTH: f64 = 1.05;

/// The longest delay of a held mail in seconds.
const LONGEST_DELAY: i64 = 10 * MINUTE;

/// Domains that are remembered. Beyond that the memory is cleared.
const MAX_DOMAINS: usize = 10_000;

/// Limits and pauses of recipients' domains.
#[derive(Debug)]
pub(super) struct Domains {
    limited: HashMap<String, LimitedDomain>,
    throttles: Mutex<HashMap<String, DomainThrottle>>,
}

#[derive(Debug)]
struct LimitedDomain {
    quota: RelayQuota,
    /// Mails a second that the limits let through.
    rate: f64,
    queue: Mutex<f64>,
}

#[derive(Debug)]
struct DomainThrottle {
    /// Mails a second after a pause. Each pause halves them.
    rate: f64,
    refused: u32,
    pauses: u32,
    paused_until: i64,
    /// The time of the next held mail in seconds of Unix time.
    queue: f64,
}

impl Default for DomainThrottle {
    fn default() -> Self {
        Self {
            rate: RETURN_RATE,
            refused: 0,
            pauses: 0,
            paused_until: 0,
            queue: 0.0,
        }
    }
}

impl Domains {
    /// The limits that the owner set.
    pub(super) fn new(options: &[DomainOptions]) -> Self {
        let limited = options.iter().map(|domain| {
            let limits = domain.limits();
            let slowest = limits
                .iter()
                .map(|limit| per_second(limit.most, limit.seconds));
            let limited = LimitedDomain {
                quota: RelayQuota::new(format!("domain:{}", domain.name), &limits),
                rate: slowest.fold(f64::INFINITY, f64::min),
                queue: Mutex::new(0.0),
            };
            (domain.name.clone(), limited)
        });
        Self {
            limited: limited.collect(),
            throttles: Mutex::default(),
        }
    }

    /// Returns the time until which a mail to `domain` has to wait, if it has to. Bulk mails follow
    /// one another at the domain's rate; a mail for one person does not queue.
    pub(super) async fn held_until(
        &self,
        domain: &str,
        is_bulk: bool,
        store: &Store,
        clock: &Clock,
    ) -> Option<Timestamp> {
        let now = clock.now();
        if let Some(throttle) = self.throttles().get_mut(domain)
            && throttle.paused_until > now.unix()
            // A longer pause began while the clock ran ahead.
            && throttle.paused_until <= now.plus(FIRST_PAUSE << MAX_DOUBLINGS).unix()
        {
            let free = throttle.paused_until;
            return Some(if is_bulk {
                next_slot(&mut throttle.queue, free, throttle.rate)
            } else {
                Timestamp::from_unix(free)
            });
        }
        let limited = self.limited.get(domain)?;
        let wait = limited.quota.take(store, clock).await?;
        let free = now.plus(i64::try_from(wait.as_secs()).unwrap_or(i64::MAX));
        if !is_bulk {
            return Some(free);
        }
        let mut queue = limited.queue.lock().unwrap_or_else(PoisonError::into_inner);
        Some(next_slot(&mut queue, free.unix(), limited.rate))
    }

    /// Records the outcome of a mail to `domain`.
    pub(super) fn record(&self, domain: &str, outcome: &DeliveryOutcome, now: Timestamp) {
        let mut throttles = self.throttles();
        match outcome {
            DeliveryOutcome::TransientFailure(_) => {
                if throttles.len() >= MAX_DOMAINS && !throttles.contains_key(domain) {
                    throttles.clear();
                }
                let throttle = throttles.entry(domain.to_owned()).or_default();
                throttle.refused += 1;
                if throttle.refused >= MAX_REFUSALS {
                    let first = if outcome.is_too_fast() {
                        SHORT_PAUSE
                    } else {
                        FIRST_PAUSE
                    };
                    let pause = first << throttle.pauses.min(MAX_DOUBLINGS);
                    if outcome.is_too_fast() {
                        throttle.rate = (throttle.rate / 2.0).max(SLOWEST_RETURN);
                    }
                    tracing::warn!(
                        domain,
                        rest = pause,
                        "the domain refuses many mails for now; it gets a rest"
                    );
                    throttle.refused = 0;
                    throttle.pauses += 1;
                    throttle.paused_until = now.plus(pause).unix();
                }
            }
            DeliveryOutcome::Accepted(_) => {
                let Some(throttle) = throttles.get_mut(domain) else {
                    return;
                };
                (throttle.refused, throttle.pauses, throttle.paused_until) = (0, 0, 0);
                throttle.rate *= RETURN_GROWTH;
                if throttle.rate >= RETURN_RATE {
                    throttles.remove(domain);
                }
            }
            _ => {}
        }
    }

    fn throttles(&self) -> MutexGuard<'_, HashMap<String, DomainThrottle>> {
        self.throttles
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Returns the next time in a queue that begins at `free` and moves at `rate` a second, within
/// [`LONGEST_DELAY`]. A mail that comes back too early queues again.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "seconds of Unix time, far below 2^52"
)]
fn next_slot(queue: &mut f64, free: i64, rate: f64) -> Timestamp {
    let end = (free + LONGEST_DELAY) as f64;
    *queue = (queue.max(free as f64) + 1.0 / rate).min(end);
    Timestamp::from_unix(queue.floor() as i64)
}

#[expect(clippy::cast_precision_loss, reason = "mails in a day, far below 2^52")]
fn per_second(most: i64, seconds: i64) -> f64 {
    most as f64 / seconds as f64
}
