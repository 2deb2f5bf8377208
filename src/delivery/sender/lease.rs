//! One process holds one lease on everything that it claims, and keeps it alive; whoever lost it writes nothing.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::queries;
use crate::clock::Clock;
use crate::store::{self, Result, Store, Tx};
use crate::token::Chance;

/// The lease of this process.
#[derive(Debug)]
pub(super) struct Lease {
    clock: Clock,
    chance: Chance,
    /// How long it holds without being renewed.
    length: Duration,
    held: RwLock<Held>,
}

#[derive(Clone, Debug)]
struct Held {
    token: Arc<str>,
    /// By the process's own clock, counted from before the database was asked.
    ends: Instant,
}

impl Lease {
    /// A lease of so many seconds that is not taken yet.
    pub(super) fn new(clock: Clock, chance: Chance, seconds: u32) -> Self {
        let held = Held {
            token: chance.name().into(),
            ends: Instant::now(),
        };
        Self {
            clock,
            chance,
            length: Duration::from_secs(u64::from(seconds)),
            held: RwLock::new(held),
        }
    }

    /// The token under which mails are claimed and results are written.
    pub(super) fn token(&self) -> Arc<str> {
        self.held().token
    }

    /// True while a mail claimed under `token` is this process's own for at least `time` more.
    pub(super) fn covers(&self, token: &Arc<str>, time: Duration) -> bool {
        let held = self.held();
        held.token == *token && Instant::now() + time < held.ends
    }

    /// Connecting and sending one mail take half a lease at most, so that no mail outlives it.
    pub(super) fn time_for_one(&self) -> Duration {
        (self.length / 2).min(Duration::from_mins(1))
    }

    /// Prolongs the lease, or takes a new one where it was lost; false in that case: what was claimed before is gone.
    pub(super) async fn renew(&self, tx: &mut Tx) -> Result<bool> {
        let asked = Instant::now();
        let now = store::now(tx, &self.clock).await?;
        let expires = now.plus(i64::try_from(self.length.as_secs()).unwrap_or(i64::MAX));
        let mut held = self.held();
        let is_ours = queries::prolong(tx, &held.token, expires).await?;
        if !is_ours {
            held.token = self.chance.name().into();
            queries::begin(tx, &held.token, expires).await?;
        }
        held.ends = asked + self.length;
        *self.held.write().unwrap_or_else(PoisonError::into_inner) = held;
        Ok(is_ours)
    }

    /// Keeps the lease alive until `stop`.
    pub(super) async fn keep(&self, store: &Store, stop: &CancellationToken) {
        loop {
            tokio::select! {
                () = tokio::time::sleep(self.length / 3) => {}
                () = stop.cancelled() => return,
            }
            match self.renew_now(store).await {
                Ok(true) => {}
                Ok(false) => tracing::warn!("the lease was lost; its mails are left to others"),
                Err(error) => tracing::error!(%error, "the lease could not be renewed"),
            }
        }
    }

    async fn renew_now(&self, store: &Store) -> Result<bool> {
        let mut tx = store.write().await?;
        let is_ours = self.renew(&mut tx).await?;
        tx.commit().await?;
        Ok(is_ours)
    }

    /// Gives back whatever is still held, as if it had never been claimed, and ends the lease.
    pub(super) async fn end(&self, store: &Store) -> Result<()> {
        let mut tx = store.write().await?;
        queries::release(&mut tx, &self.token()).await?;
        tx.commit().await
    }

    fn held(&self) -> Held {
        self.held
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}
