//! One process holds one lease on everything that it claims, and keeps it alive; whoever lost it writes nothing.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::queries;
use crate::clock::Clock;
use crate::random::Random;
use crate::store::{self, Result, Store, Tx};

/// The lease of this process.
#[derive(Debug)]
pub(super) struct Lease {
    clock: Clock,
    random: Random,
    /// How long it holds without being renewed.
    length: Duration,
    held: RwLock<Held>,
    renewing: tokio::sync::Mutex<()>,
}

/// A lease as a transaction left it.
#[derive(Debug)]
pub(super) struct Renewed {
    held: Held,
    /// The token that was held before.
    before: Arc<str>,
}

impl Renewed {
    /// The token under which mails may be claimed in the same transaction.
    pub(super) fn token(&self) -> Arc<str> {
        Arc::clone(&self.held.token)
    }
}

#[derive(Clone, Debug)]
struct Held {
    token: Arc<str>,
    /// By the process's own clock, counted from before the database was asked.
    ends: Instant,
}

impl Lease {
    /// A lease of so many seconds that is not taken yet.
    pub(super) fn new(clock: Clock, random: Random, seconds: u32) -> Self {
        let held = Held {
            token: random.name().into(),
            ends: Instant::now(),
        };
        Self {
            clock,
            random,
            length: Duration::from_secs(u64::from(seconds)),
            held: RwLock::new(held),
            renewing: tokio::sync::Mutex::default(),
        }
    }

    /// The token under which mails are claimed and results are written.
    pub(super) fn token(&self) -> Arc<str> {
        self.held().token
    }

    /// True while a mail claimed under `token` is this process's own for as long as sending it may take, and half as long
    /// again, since the database counts whole seconds.
    pub(super) fn covers_one(&self, token: &Arc<str>) -> bool {
        let held = self.held();
        held.token == *token && Instant::now() + self.time_for_one() * 3 / 2 < held.ends
    }

    /// Connecting and sending one mail take half a lease at most, so that no mail outlives it.
    pub(super) fn time_for_one(&self) -> Duration {
        (self.length / 2).min(Duration::from_mins(1))
    }

    /// Prolongs the lease within `tx`, or takes a new one where it was lost. The caller commits, then says so with
    /// [`Lease::publish`]: until then nothing is believed of it.
    pub(super) async fn renew(&self, tx: &mut Tx) -> Result<Renewed> {
        let asked = Instant::now();
        let now = store::now(tx, &self.clock).await?;
        let expires = now.plus(i64::try_from(self.length.as_secs()).unwrap_or(i64::MAX));
        let before = self.token();
        let mut token = Arc::clone(&before);
        let is_ours = queries::prolong(tx, &token, expires).await?;
        if !is_ours {
            token = self.random.name().into();
            queries::begin(tx, &token, expires).await?;
        }
        let ends = asked + self.length;
        let held = Held { token, ends };
        Ok(Renewed { held, before })
    }

    /// What a committed transaction renewed, unless the lease was given up meanwhile.
    pub(super) fn publish(&self, renewed: Renewed) {
        let mut held = self.held.write().unwrap_or_else(PoisonError::into_inner);
        if held.token == renewed.before {
            *held = renewed.held;
        }
    }

    /// Nobody knows what a failed commit did: what is held under this token is left to run out, and others send it.
    pub(super) fn give_up(&self) {
        *self.held.write().unwrap_or_else(PoisonError::into_inner) = Held {
            token: self.random.name().into(),
            ends: Instant::now(),
        };
    }

    /// Held by whoever renews, from before its transaction until it was published.
    pub(super) async fn renewing(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.renewing.lock().await
    }

    /// Keeps the lease alive until `stop`.
    pub(super) async fn keep(&self, store: &Store, stop: &CancellationToken) {
        loop {
            tokio::select! {
                () = tokio::time::sleep(self.length / 6) => {}
                () = stop.cancelled() => return,
            }
            let renewed = tokio::select! {
                renewed = self.renew_now(store) => renewed,
                () = stop.cancelled() => return,
            };
            if let Err(error) = renewed {
                tracing::error!(%error, "the lease could not be renewed");
            }
        }
    }

    async fn renew_now(&self, store: &Store) -> Result<()> {
        let _alone = self.renewing().await;
        let mut tx = store.write().await?;
        let renewed = self.renew(&mut tx).await?;
        tx.commit().await?;
        self.publish(renewed);
        Ok(())
    }

    /// Gives back whatever is still held, as if it had never been claimed, and ends the lease.
    pub(super) async fn end(&self, store: &Store) -> Result<()> {
        let mut tx = store.write().await?;
        let now = store::now(&mut tx, &self.clock).await?;
        queries::release(&mut tx, &self.token(), now).await?;
        tx.commit().await
    }

    fn held(&self) -> Held {
        self.held
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}
