//! The sender: its work from the first claim to the last result.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use super::claimed_queue::ClaimedQueue;
use super::claims;
use super::connection::SenderConnection;
use super::context::SenderContext;
use super::lease::Lease;
use super::relay_pool::{PooledRelay, RelayPool};
use super::results::ResultSink;
use super::sender_run::SenderRun;
use super::transport::Transport;
use crate::clock::Clock;
use crate::config::{LiveConfig, RelayOptions};
use crate::random::Random;
use crate::store::{Result, Store};
use crate::token::Signer;

/// Time for mails in flight after the process was told to stop.
const SHUTDOWN_GRACE: Duration = Duration::from_secs(17);

/// Time for each of the last writes after that.
const LAST_WRITE_TIMEOUT: Duration = Duration::from_secs(3);

/// The sender. Clones share one context.
#[derive(Clone, Debug)]
pub struct Sender(Arc<SenderContext>);

impl Sender {
    /// A sender for this configuration over these relays.
    pub fn new(
        store: Store,
        clock: Clock,
        random: Random,
        signer: &Signer,
        relays: Vec<(RelayOptions, Transport)>,
        live: &LiveConfig,
    ) -> Self {
        let relays = relays
            .into_iter()
            .map(|(options, transport)| PooledRelay::new(&options, transport));
        Self(Arc::new(SenderContext::new(
            store,
            clock,
            random,
            signer,
            RelayPool::new(relays.collect()),
            live,
        )))
    }

    /// The names of the relays that are down.
    pub fn relays_down(&self) -> Vec<&str> {
        let down = self.0.relays.all.iter().filter(|relay| relay.is_down());
        down.map(|relay| relay.name.as_str()).collect()
    }

    /// True when all relays are down, and no mail leaves.
    pub fn is_down(&self) -> bool {
        self.0.relays.all.iter().all(PooledRelay::is_down)
    }

    /// Sends mails that are or become due over all connections until `stop`, then finishes mails in
    /// flight.
    pub async fn run(&self, stop: &CancellationToken) {
        if let Err(error) = self.send(stop, true).await {
            tracing::error!(%error, "the lease could not be ended; its mails wait until it runs out");
        }
    }

    /// Sends mails that are due now, and returns when none is left, here or with another process.
    /// Each mail then has a result or waits for a later time.
    pub async fn drain(&self, stop: &CancellationToken) -> Result<()> {
        self.send(stop, false).await
    }

    async fn send(&self, stop: &CancellationToken, forever: bool) -> Result<()> {
        let context = &self.0;
        let run = Arc::new(SenderRun {
            context: Arc::clone(&self.0),
            lease: Lease::new(context.clock.clone(), context.random.clone(), context.lease),
            queue: ClaimedQueue::default(),
            forever,
        });
        let (results, writing) = ResultSink::open(Arc::clone(&run), stop.clone());
        let writing = tokio::spawn(writing);
        let give_up = CancellationToken::new();
        let mut connections = JoinSet::new();
        for (index, relay) in context.relays.all.iter().enumerate() {
            for _ in 0..relay.connections {
                let connection = SenderConnection::new(Arc::clone(&run), results.clone(), index);
                let (stop, give_up) = (stop.clone(), give_up.clone());
                connections.spawn(async move { connection.run(&stop, &give_up).await });
            }
        }
        drop(results);
        let ended = CancellationToken::new();
        let keeping = async { run.lease.keep(&context.store, &ended).await };
        let sending = async {
            let all = async {
                let filled = claims::fill(&run, stop).await;
                while connections.join_next().await.is_some() {}
                filled
            };
            let too_late = async {
                stop.cancelled().await;
                tokio::time::sleep(SHUTDOWN_GRACE).await;
            };
            let filled = tokio::select! {
                filled = all => filled,
                () = too_late => {
                    tracing::warn!("mails in flight are given up");
                    give_up.cancel();
                    run.queue.close();
                    let last = async { while connections.join_next().await.is_some() {} };
                    let _ = timeout(LAST_WRITE_TIMEOUT, last).await;
                    Ok(())
                }
            };
            ended.cancel();
            filled
        };
        let ((), filled) = tokio::join!(keeping, sending);
        connections.shutdown().await;
        // A mail must not go back to the queue without its result. If the database does not answer,
        // all mails wait until the lease ends.
        if timeout(LAST_WRITE_TIMEOUT, writing).await.is_ok()
            && let Ok(ended) = timeout(LAST_WRITE_TIMEOUT, run.lease.end(&context.store)).await
        {
            return filled.and(ended);
        }
        tracing::error!("the lease could not be ended in time");
        filled
    }
}
