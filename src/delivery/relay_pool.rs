//! All relays. Of those that work, the ones of the lowest priority number share the mails by their weight.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

use super::circuit_breaker::CircuitBreaker;
use super::outage_log::OutageLog;
use super::pace::RelayPace;
use super::quota::RelayQuota;
use super::transport::Transport;
use crate::clock::Clock;
use crate::config::RelayOptions;
use crate::smtp::DeliveryOutcome;
use crate::store::Store;

/// A relay that took no mail for so long is busy with slow ones.
const BUSY_AFTER: Duration = Duration::from_secs(1);
/// How often a connection that waits for its turn looks again.
const TURN_POLL_INTERVAL: Duration = Duration::from_millis(200);
/// Mails after which all counts are halved, so that old ones count less.
const COUNTED_MAILS: f64 = 1_000.0;

/// A relay of the pool, or another transport in its place.
#[derive(Debug)]
pub(super) struct PooledRelay {
    pub name: String,
    pub transport: Transport,
    pub connections: u16,
    priority: u16,
    weight: f64,
    quota: RelayQuota,
    state: Mutex<RelayState>,
}

#[derive(Debug, Default)]
struct RelayState {
    breaker: CircuitBreaker,
    pace: RelayPace,
    outages: OutageLog,
    /// Mails taken of late, when the last one was, and connections that wait for one.
    taken: f64,
    taken_at: Option<Instant>,
    waiting: u32,
}

impl PooledRelay {
    /// The relay of these options.
    pub(super) fn new(options: &RelayOptions, transport: Transport) -> Self {
        Self {
            name: options.name.clone(),
            transport,
            connections: options.connections,
            priority: options.priority,
            weight: f64::from(options.weight),
            quota: RelayQuota::new(format!("relay:{}", options.name), &options.limits()),
            state: Mutex::default(),
        }
    }

    /// Returns the rest of its pause; `None` when it can be used.
    pub(super) fn pause(&self) -> Option<Duration> {
        self.state().breaker.pause(Instant::now())
    }

    /// True when it took nothing the last times that it was tried.
    pub(super) fn is_down(&self) -> bool {
        self.state().breaker.is_down()
    }

    /// Takes the outcome of a mail's `attempts`th attempt into account.
    pub(super) fn record(&self, outcome: &DeliveryOutcome, attempts: i64) {
        let mut state = self.state();
        let now = Instant::now();
        self.log(&mut state, outcome, now);
        if outcome.is_too_fast() {
            let before = state.pace.rate();
            state.pace.refused(now, attempts);
            if before.is_none()
                && let Some(rate) = state.pace.rate()
            {
                tracing::warn!(
                    relay = self.name,
                    rate,
                    "the relay asks for a slower pace; mails a second from now on"
                );
            }
            if state.pace.takes_mail(now) {
                state.breaker.reset_failures();
                return;
            }
        }
        match outcome {
            DeliveryOutcome::Unreachable(_) | DeliveryOutcome::Unanswered(_) => {
                state.breaker.failed(now);
            }
            DeliveryOutcome::TransientFailure(_) => {
                if state.breaker.refused(now) {
                    tracing::warn!(
                        relay = self.name,
                        "the relay refuses many mails for now; it gets a rest"
                    );
                }
            }
            DeliveryOutcome::Accepted(_) | DeliveryOutcome::PermanentFailure(_) => {
                state.breaker.answered();
            }
        }
    }

    fn log(&self, state: &mut RelayState, outcome: &DeliveryOutcome, now: Instant) {
        match outcome {
            DeliveryOutcome::Accepted(_) => {
                state.pace.accepted(now);
                if state.outages.ends() {
                    tracing::info!(relay = self.name, "the relay takes mail again");
                }
            }
            DeliveryOutcome::Unreachable(why) | DeliveryOutcome::Unanswered(why)
                if !outcome.is_too_fast() && state.outages.begins(now) =>
            {
                tracing::warn!(
                    relay = self.name,
                    why,
                    "mail cannot be handed over and waits in the outbox; look at mail.url, or at what `gudok doctor` says of the relay"
                );
            }
            _ => {}
        }
    }

    /// One more mail within the relay's limits: the wait until there is room, or none.
    pub(super) async fn allow(&self, store: &Store, clock: &Clock) -> Option<Duration> {
        let wait = self.state().pace.take(Instant::now());
        match wait {
            Some(wait) => Some(wait),
            None => self.quota.take(store, clock).await,
        }
    }

    /// True when it takes mail, though it may have refused one just now for its pace.
    pub(super) fn takes_mail(&self) -> bool {
        self.state().pace.takes_mail(Instant::now())
    }

    fn state(&self) -> MutexGuard<'_, RelayState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl RelayState {
    /// True when it waits for a mail, or has taken one a moment ago.
    fn is_ready(&self) -> bool {
        self.waiting > 0 || self.taken_at.is_some_and(|at| at.elapsed() < BUSY_AFTER)
    }
}

/// The relays and whose turn it is.
#[derive(Debug)]
pub(super) struct RelayPool {
    pub all: Vec<PooledRelay>,
    changed: Notify,
}

impl RelayPool {
    /// A pool of these relays.
    pub(super) fn new(all: Vec<PooledRelay>) -> Self {
        Self {
            all,
            changed: Notify::new(),
        }
    }

    /// True when no relay can be used at present.
    pub(super) fn all_paused(&self) -> bool {
        self.all.iter().all(|relay| relay.pause().is_some())
    }

    /// Waits until it is this relay's turn to take a mail.
    pub(super) async fn wait_for_turn(&self, index: usize) {
        self.all[index].state().waiting += 1;
        let waiting = WaitGuard(&self.all[index]);
        while !self.is_turn(index) {
            let _ = tokio::time::timeout(TURN_POLL_INTERVAL, self.changed.notified()).await;
        }
        drop(waiting);
        self.count(index);
    }

    /// True when this relay may take a mail at once.
    pub(super) fn is_turn(&self, index: usize) -> bool {
        let ours = &self.all[index];
        if ours.pause().is_some() {
            return false;
        }
        if self.all.len() == 1 {
            return true;
        }
        let working = self.all.iter().filter(|relay| relay.pause().is_none());
        let best = working.clone().map(|relay| relay.priority).min();
        let share = |relay: &PooledRelay| relay.state().taken / relay.weight;
        // A relay that has all its connections busy with slow mails takes no turn away from the others.
        let rivals =
            working.filter(|relay| relay.priority == ours.priority && relay.state().is_ready());
        let least = rivals.map(share).fold(f64::INFINITY, f64::min);
        best == Some(ours.priority) && share(ours) <= least
    }

    /// Counts a mail that this relay takes.
    pub(super) fn count(&self, index: usize) {
        let mut state = self.all[index].state();
        state.taken += 1.0;
        state.taken_at = Some(Instant::now());
        drop(state);
        let of_late: f64 = self.all.iter().map(|relay| relay.state().taken).sum();
        if of_late > COUNTED_MAILS {
            for relay in &self.all {
                relay.state().taken /= 2.0;
            }
        }
        self.changed.notify_waiters();
    }
}

/// Counts a connection as waiting for as long as it lives.
struct WaitGuard<'a>(&'a PooledRelay);

impl Drop for WaitGuard<'_> {
    fn drop(&mut self) {
        self.0.state().waiting -= 1;
    }
}
