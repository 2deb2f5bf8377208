//! One run of the sender, from its first claim to the end of its lease.

use std::sync::Arc;
use std::time::Duration;

use super::claimed_queue::ClaimedQueue;
use super::context::SenderContext;
use super::lease::Lease;
use super::relay_pool::{PooledRelay, RelayPool};
use crate::clock::Timestamp;
use crate::smtp::DeliveryOutcome;

/// The interval at which a connection asks again after its relay reached a limit.
const QUOTA_POLL_INTERVAL: Duration = Duration::from_millis(100);

/// One run of the sender, from its first claim to the end of its lease.
#[derive(Debug)]
pub(super) struct SenderRun {
    pub(super) context: Arc<SenderContext>,
    pub(super) lease: Lease,
    pub(super) queue: ClaimedQueue,
    /// True for a run without an end. In a run that is meant to end, a paused relay defers mails
    /// instead of making them wait.
    pub(super) forever: bool,
}

impl SenderRun {
    pub(super) fn relays(&self) -> &RelayPool {
        &self.context.relays
    }

    pub(super) fn connections(&self) -> usize {
        let each = self.relays().all.iter();
        each.map(|relay| usize::from(relay.connections)).sum()
    }

    pub(super) fn now(&self) -> Timestamp {
        self.context.clock.now()
    }

    /// Uses up one mail of the relay's limits; false when there is none now.
    pub(super) async fn try_quota(&self, index: usize) -> bool {
        let context = &self.context;
        let relay = &self.relays().all[index];
        relay.allow(&context.store, &context.clock).await.is_none()
    }

    /// Waits until this relay may send one mail.
    pub(super) async fn wait_for_turn(&self, index: usize) {
        let context = &self.context;
        let relay = &self.relays().all[index];
        while let Some(wait) = relay.allow(&context.store, &context.clock).await {
            tokio::time::sleep(wait.min(QUOTA_POLL_INTERVAL)).await;
        }
        if self.forever || !self.relays().all_paused() {
            self.relays().wait_for_turn(index).await;
        }
    }

    /// The outcome of a mail instead of an attempt at a paused relay.
    pub(super) fn refused_by_breaker(&self, relay: &PooledRelay) -> Option<DeliveryOutcome> {
        let pause = relay.pause()?;
        (!self.forever).then(|| {
            DeliveryOutcome::Unreachable(format!(
                "the relay {} cannot be reached; it is tried again in {} s",
                relay.name,
                pause.as_secs() + 1
            ))
        })
    }
}
