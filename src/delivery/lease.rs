//! The lease of a process on all mails that it claims. It is renewed while the process runs. A
//! process that lost it writes nothing.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::queries::lease as queries;
use crate::clock::Clock;
use crate::random::Random;
use crate::store::{self, Result, Store, Tx};

/// The lease of this process.
#[derive(Debug)]
pub(super) struct Lease {
    clock: Clock,
    random: Random,
    /// Its length without renewal.
    length: Duration,
    held: RwLock<HeldLease>,
    renewing: tokio::sync::Mutex<()>,
}

/// A renewed lease, before its transaction is committed.
#[derive(Debug)]
pub(super) struct RenewedLease {
    held: HeldLease,
    /// The token that was held before.
    before: Arc<str>,
}

impl RenewedLease {
    /// The token under which mails may be claimed in the same transaction.
    pub(super) fn token(&self) -> Arc<str> {
        Arc::clone(&self.held.token)
    }
}

#[derive(Clone, Debug)]
struct HeldLease {
    token: Arc<str>,
    /// Its end by the process's clock, measured from before the request to the database.
    ends: Instant,
}

impl Lease {
    /// A lease of this many seconds that is not taken yet.
    pub(super) fn new(clock: Clock, random: Random, seconds: u32) -> Self {
        let held = HeldLease {
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

    /// True while the lease of `token` lasts one and a half times as long as sending one mail may
    /// take. The database counts whole seconds.
    pub(super) fn covers_one(&self, token: &Arc<str>) -> bool {
        let held = self.held();
        held.token == *token && Instant::now() + self.time_for_one() * 3 / 2 < held.ends
    }

    /// The time limit for connecting and sending one mail: half a lease, so that no mail outlives
    /// it.
    pub(super) fn time_for_one(&self) -> Duration {
        (self.length / 2).min(Duration::from_mins(1))
    }

    /// Renews the lease within `tx`, or takes a new one if it was lost. The caller commits and then
    /// calls [`Lease::publish`].
    pub(super) async fn renew(&self, tx: &mut Tx) -> Result<RenewedLease> {
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
        let held = HeldLease { token, ends };
        Ok(RenewedLease { held, before })
    }

    /// Publishes a lease whose transaction was committed, unless it was given up meanwhile.
    pub(super) fn publish(&self, renewed: RenewedLease) {
        let mut held = self.held.write().unwrap_or_else(PoisonError::into_inner);
        if held.token == renewed.before {
            *held = renewed.held;
        }
    }

    /// Gives the lease up after a failed commit, whose effect is unknown. Mails under its token are
    /// sent by others once it ends.
    pub(super) fn give_up(&self) {
        *self.held.write().unwrap_or_else(PoisonError::into_inner) = HeldLease {
            token: self.random.name().into(),
            ends: Instant::now(),
        };
    }

    /// The lock for renewing, held from before the transaction until the lease is published.
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

    /// Returns the mails that are still held to the queue, as if they had never been claimed, and
    /// ends the lease.
    pub(super) async fn end(&self, store: &Store) -> Result<()> {
        let mut tx = store.write().await?;
        let now = store::now(&mut tx, &self.clock).await?;
        queries::release(&mut tx, &self.token(), now).await?;
        tx.commit().await
    }

    fn held(&self) -> HeldLease {
        self.held
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}
