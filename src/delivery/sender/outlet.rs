//! One relay as the sender uses it: its connections' turns, its limits, and the breaker that rests it when it is down.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

use super::allowance::Allowance;
use super::pace::Pace;
use super::trouble::Trouble;
use crate::clock::Clock;
use crate::config::RelayOptions;
use crate::delivery::retry::Verdict;
use crate::delivery::transport::Transport;
use crate::store::Store;

/// Failures in a row after which a relay is left alone for a while.
const FAILURES: u32 = 3;
/// The first rest of a relay that fails; each further failure doubles it.
const REST: Duration = Duration::from_secs(5);
/// The longest rest.
const LONGEST_REST: Duration = Duration::from_mins(5);
/// Refusals for now among the last [`WATCHED`] answers that slow a relay down.
const BURST: u32 = 10;
/// Answers that are looked at.
const WATCHED: u32 = 20;
/// A relay that took no mail for so long is busy with slow ones.
const LIVELY: Duration = Duration::from_secs(1);
/// How often who waits for their turn looks again.
const LOOK: Duration = Duration::from_millis(200);

/// A relay, or whatever stands in its place.
#[derive(Debug)]
pub(super) struct Outlet {
    pub name: String,
    pub transport: Transport,
    pub connections: u16,
    priority: u16,
    weight: f64,
    allowance: Allowance,
    health: Mutex<Health>,
}

#[derive(Debug, Default)]
struct Health {
    failures: u32,
    resting_until: Option<Instant>,
    /// Refusals for now and all answers in the present watch.
    refused: u32,
    answered: u32,
    rests: u32,
    /// Mails taken of late, when the last one was, and connections that wait for one.
    taken: f64,
    taken_at: Option<Instant>,
    waiting: u32,
    pace: Pace,
    trouble: Trouble,
}

impl Outlet {
    /// The outlet of these options.
    pub(super) fn new(options: &RelayOptions, transport: Transport) -> Self {
        Self {
            name: options.name.clone(),
            transport,
            connections: options.connections,
            priority: options.priority,
            weight: f64::from(options.weight),
            allowance: Allowance::new(format!("relay:{}", options.name), &options.limits()),
            health: Mutex::default(),
        }
    }

    /// How long it still rests; `None` when it can be used.
    pub(super) fn rest(&self) -> Option<Duration> {
        let until = self.health().resting_until?;
        until.checked_duration_since(Instant::now())
    }

    /// True when it took nothing the last times that it was tried.
    pub(super) fn is_down(&self) -> bool {
        self.health().failures >= FAILURES
    }

    /// Takes the answer to a mail's `attempts`th attempt into account.
    pub(super) fn note(&self, verdict: &Verdict, attempts: i64) {
        let mut health = self.health();
        let now = Instant::now();
        match verdict {
            Verdict::Accepted(_) => {
                health.pace.accepted(now);
                if health.trouble.ends() {
                    tracing::info!(relay = self.name, "the relay takes mail again");
                }
            }
            Verdict::Unreachable(why) | Verdict::Unanswered(why)
                if !verdict.is_too_fast() && health.trouble.begins(now) =>
            {
                tracing::warn!(
                    relay = self.name,
                    why,
                    "mail cannot be handed over and waits in the outbox; look at mail.url, or at what `gudok doctor` says of the relay"
                );
            }
            _ => {}
        }
        if verdict.is_too_fast() {
            let before = health.pace.rate();
            health.pace.refused(now, attempts);
            if before.is_none()
                && let Some(rate) = health.pace.rate()
            {
                tracing::warn!(
                    relay = self.name,
                    rate,
                    "the relay asks for a slower pace; mails a second from now on"
                );
            }
            // It takes others: there is nothing to rest from.
            if health.pace.takes_mail(now) {
                health.failures = 0;
                return;
            }
        }
        match verdict {
            // A relay that answers no dot is down as well, and each further mail would be one that nobody knows about.
            Verdict::Unreachable(_) | Verdict::Unanswered(_) => {
                health.failures += 1;
                if health.failures >= FAILURES {
                    health.rest();
                }
            }
            Verdict::RefusedForNow(_) => {
                health.failures = 0;
                health.refused += 1;
                health.answered += 1;
                if health.refused >= BURST {
                    tracing::warn!(
                        relay = self.name,
                        "the relay refuses many mails for now; it gets a rest"
                    );
                    health.rest();
                    (health.refused, health.answered) = (0, 0);
                }
            }
            Verdict::Accepted(_) | Verdict::RefusedForGood(_) => {
                health.failures = 0;
                health.rests = 0;
                health.answered += 1;
            }
        }
        if health.answered >= WATCHED {
            (health.refused, health.answered) = (0, 0);
        }
    }

    /// One more mail within the relay's limits: the wait until there is room, or none.
    pub(super) async fn allow(&self, store: &Store, clock: &Clock) -> Option<Duration> {
        let wait = self.health().pace.take(Instant::now());
        match wait {
            Some(wait) => Some(wait),
            None => self.allowance.take(store, clock).await,
        }
    }

    /// True when it takes mail, though it may have refused one just now for its pace.
    pub(super) fn takes_mail(&self) -> bool {
        self.health().pace.takes_mail(Instant::now())
    }

    fn health(&self) -> MutexGuard<'_, Health> {
        self.health.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Health {
    /// It waits for a mail, or has taken one a moment ago.
    fn is_lively(&self) -> bool {
        self.waiting > 0 || self.taken_at.is_some_and(|at| at.elapsed() < LIVELY)
    }

    fn rest(&mut self) {
        if self
            .resting_until
            .is_some_and(|until| until > Instant::now())
        {
            // Connections that were under way fail together: that is one failure.
            return;
        }
        let rest = REST * 2_u32.saturating_pow(self.rests.min(10));
        self.rests += 1;
        self.resting_until = Some(Instant::now() + rest.min(LONGEST_REST));
    }
}

/// All relays; of those that work the ones of the lowest priority number are used, each by its weight.
#[derive(Debug)]
pub(super) struct Outlets {
    pub all: Vec<Outlet>,
    changed: Notify,
}

impl Outlets {
    /// These relays.
    pub(super) fn new(all: Vec<Outlet>) -> Self {
        Self {
            all,
            changed: Notify::new(),
        }
    }

    /// True when no relay can be used at present.
    pub(super) fn all_rest(&self) -> bool {
        self.all.iter().all(|outlet| outlet.rest().is_some())
    }

    /// Waits until it is this relay's turn to take a mail.
    pub(super) async fn turn(&self, index: usize) {
        self.all[index].health().waiting += 1;
        let waiting = Waits(&self.all[index]);
        while !self.is_turn(index) {
            let _ = tokio::time::timeout(LOOK, self.changed.notified()).await;
        }
        drop(waiting);
        self.count(index);
    }

    /// True when this relay may take a mail at once.
    pub(super) fn is_turn(&self, index: usize) -> bool {
        let ours = &self.all[index];
        if ours.rest().is_some() {
            return false;
        }
        if self.all.len() == 1 {
            return true;
        }
        let working = self.all.iter().filter(|outlet| outlet.rest().is_none());
        let best = working.clone().map(|outlet| outlet.priority).min();
        let share = |outlet: &Outlet| outlet.health().taken / outlet.weight;
        // A relay that has all its connections busy with slow mails takes no turn away from the others.
        let rivals = working
            .filter(|outlet| outlet.priority == ours.priority && outlet.health().is_lively());
        let least = rivals.map(share).fold(f64::INFINITY, f64::min);
        best == Some(ours.priority) && share(ours) <= least
    }

    /// Counts a mail that this relay takes.
    pub(super) fn count(&self, index: usize) {
        let mut health = self.all[index].health();
        health.taken += 1.0;
        health.taken_at = Some(Instant::now());
        drop(health);
        let of_late: f64 = self.all.iter().map(|outlet| outlet.health().taken).sum();
        if of_late > 1_000.0 {
            for outlet in &self.all {
                outlet.health().taken /= 2.0;
            }
        }
        self.changed.notify_waiters();
    }
}

/// Counts a connection as waiting for as long as it lives.
struct Waits<'a>(&'a Outlet);

impl Drop for Waits<'_> {
    fn drop(&mut self) {
        self.0.health().waiting -= 1;
    }
}
