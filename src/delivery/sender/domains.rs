//! Recipients' domains: the limits that the owner set for some, and a rest for those that refuse many mails for now.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::allowance::Allowance;
use crate::clock::{Clock, MINUTE, Timestamp};
use crate::config::DomainOptions;
use crate::delivery::retry::Verdict;
use crate::store::Store;

/// Refusals for now, without an acceptance between them, that give a domain its rest.
const BURST: u32 = 5;
/// The first rest in seconds; each further burst doubles it.
const REST: i64 = MINUTE;
/// Doublings at most: 32 minutes.
const MOST_RESTS: u32 = 5;
/// The first rest of a domain that takes mail, but slower: seconds.
const SHORT_REST: i64 = 5;
/// After a rest the mails that were held up come back this many a second at first, and never slower than the second number.
const RETURN_RATE: f64 = 5.0;
const SLOWEST_RETURN: f64 = 0.1;
/// The factor by which that pace grows with each mail that the domain takes.
const RETURN_GROWTH: f64 = 1.05;
/// The longest line of held mails, in seconds.
const LONGEST_LINE: i64 = 10 * MINUTE;
/// Domains that are remembered; beyond them the memory begins anew.
const REMEMBERED: usize = 10_000;

/// What is known of recipients' domains.
#[derive(Debug)]
pub(super) struct Domains {
    limited: HashMap<String, Limited>,
    brakes: Mutex<HashMap<String, Brake>>,
}

#[derive(Debug)]
struct Limited {
    allowance: Allowance,
    /// Mails a second that the limits let through.
    rate: f64,
    queue: Mutex<f64>,
}

#[derive(Debug)]
struct Brake {
    /// Mails a second that come back after a rest; halved by each burst.
    rate: f64,
    refused: u32,
    rests: u32,
    resting_until: i64,
    /// When the next mail that is held up comes back, in seconds of Unix time.
    queue: f64,
}

impl Default for Brake {
    fn default() -> Self {
        Self {
            rate: RETURN_RATE,
            refused: 0,
            rests: 0,
            resting_until: 0,
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
            let limited = Limited {
                allowance: Allowance::new(format!("domain:{}", domain.name), &limits),
                rate: slowest.fold(f64::INFINITY, f64::min),
                queue: Mutex::new(0.0),
            };
            (domain.name.clone(), limited)
        });
        Self {
            limited: limited.collect(),
            brakes: Mutex::default(),
        }
    }

    /// When a mail to `domain` has to wait: until when. Bulk mails that wait come back one after the other, at the domain's
    /// pace; a mail for one person stands in no line.
    pub(super) async fn hold(
        &self,
        domain: &str,
        is_bulk: bool,
        store: &Store,
        clock: &Clock,
    ) -> Option<Timestamp> {
        let now = clock.now();
        if let Some(brake) = self.brakes().get_mut(domain)
            && brake.resting_until > now.unix()
            // A longer rest was given while the clock ran ahead.
            && brake.resting_until <= now.plus(REST << MOST_RESTS).unix()
        {
            let free = brake.resting_until;
            return Some(if is_bulk {
                line_up(&mut brake.queue, free, brake.rate)
            } else {
                Timestamp::from_unix(free)
            });
        }
        let limited = self.limited.get(domain)?;
        let wait = limited.allowance.take(store, clock).await?;
        let free = now.plus(i64::try_from(wait.as_secs()).unwrap_or(i64::MAX));
        if !is_bulk {
            return Some(free);
        }
        let mut queue = limited.queue.lock().unwrap_or_else(PoisonError::into_inner);
        Some(line_up(&mut queue, free.unix(), limited.rate))
    }

    /// Takes an answer to a mail for `domain` into account.
    pub(super) fn note(&self, domain: &str, verdict: &Verdict, now: Timestamp) {
        let mut brakes = self.brakes();
        match verdict {
            Verdict::RefusedForNow(_) => {
                if brakes.len() >= REMEMBERED && !brakes.contains_key(domain) {
                    brakes.clear();
                }
                let brake = brakes.entry(domain.to_owned()).or_default();
                brake.refused += 1;
                if brake.refused >= BURST {
                    let first = if verdict.is_too_fast() {
                        SHORT_REST
                    } else {
                        REST
                    };
                    let rest = first << brake.rests.min(MOST_RESTS);
                    if verdict.is_too_fast() {
                        brake.rate = (brake.rate / 2.0).max(SLOWEST_RETURN);
                    }
                    tracing::warn!(
                        domain,
                        rest,
                        "the domain refuses many mails for now; it gets a rest"
                    );
                    brake.refused = 0;
                    brake.rests += 1;
                    brake.resting_until = now.plus(rest).unix();
                }
            }
            Verdict::Accepted(_) => {
                let Some(brake) = brakes.get_mut(domain) else {
                    return;
                };
                (brake.refused, brake.rests, brake.resting_until) = (0, 0, 0);
                brake.rate *= RETURN_GROWTH;
                if brake.rate >= RETURN_RATE {
                    brakes.remove(domain);
                }
            }
            _ => {}
        }
    }

    fn brakes(&self) -> MutexGuard<'_, HashMap<String, Brake>> {
        self.brakes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The next place in a line that begins at `free` and moves on at `rate` a second, within [`LONGEST_LINE`]: who comes back
/// too early is sent to the line once more, and who left it holds up nobody for long.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "seconds of Unix time, far below 2^52"
)]
fn line_up(queue: &mut f64, free: i64, rate: f64) -> Timestamp {
    let end = (free + LONGEST_LINE) as f64;
    *queue = (queue.max(free as f64) + 1.0 / rate).min(end);
    Timestamp::from_unix(queue.floor() as i64)
}

#[expect(clippy::cast_precision_loss, reason = "mails in a day, far below 2^52")]
fn per_second(most: i64, seconds: i64) -> f64 {
    most as f64 / seconds as f64
}
