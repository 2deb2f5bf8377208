//! While mails are sent one after the other on PostgreSQL, those that were are noted first, several in a short row, and the outbox
//! hears of them together a moment later: to change a mail's own row, its indexes and the counters for a few mails costs three
//! times as much. Whoever ends the lease tells the outbox what was noted under it, so nothing depends on this process.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::{AGAIN, queries};
use crate::clock::{Clock, Timestamp};
use crate::store::{Result, Store};

/// How long the outbox does not hear of a mail.
const MOMENT: Duration = Duration::from_millis(40);

/// The leases under which this process noted something that the outbox has not heard of.
#[derive(Debug, Default)]
pub(in super::super) struct Notes {
    tokens: Mutex<BTreeSet<Arc<str>>>,
    added: Notify,
}

impl Notes {
    /// The outbox is to hear in a moment of what was noted, and committed, under this lease.
    pub(super) fn tell_soon(&self, token: &Arc<str>) {
        self.tokens().insert(Arc::clone(token));
        self.added.notify_one();
    }

    /// Tells the outbox a moment after something was noted, until `stop`.
    pub(in super::super) async fn keep(
        &self,
        store: &Store,
        clock: &Clock,
        stop: &CancellationToken,
    ) {
        let keeping = async {
            loop {
                self.added.notified().await;
                tokio::time::sleep(MOMENT).await;
                while let Err(error) = self.settle(store, clock).await {
                    tracing::error!(%error, "results cannot be written; trying again");
                    tokio::time::sleep(AGAIN).await;
                }
            }
        };
        tokio::select! {
            () = keeping => {}
            () = stop.cancelled() => {}
        }
    }

    /// Tells the outbox now.
    pub(in super::super) async fn settle(&self, store: &Store, clock: &Clock) -> Result<()> {
        loop {
            let Some(token) = self.tokens().pop_first() else {
                return Ok(());
            };
            let settled = settle(store, &token, clock.now()).await;
            if settled.is_err() {
                self.tokens().insert(token);
                return settled;
            }
        }
    }

    fn tokens(&self) -> MutexGuard<'_, BTreeSet<Arc<str>>> {
        self.tokens.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn settle(store: &Store, token: &str, now: Timestamp) -> Result<()> {
    let mut tx = store.write().await?;
    queries::settle(&mut tx, token, now).await?;
    tx.commit().await
}
