//! Results are written many at a time. A connection waits until its result is durable.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::model::MailResult;
use super::queries::result as queries;
use super::sender_run::SenderRun;
use crate::ids::EditionId;
use crate::outbox::MailState;
use crate::store::{Result, Tx, Wakeup};

/// Results in one transaction at most.
const BATCH: usize = 500;

/// The wait before a failed write is tried again.
const RETRY_INTERVAL: Duration = Duration::from_secs(1);

/// The interval at which send rates of editions are recorded.
const SEND_RATE_INTERVAL: Duration = Duration::from_secs(1);

/// Attempts to write after the process was told to stop. Without its result a mail is sent again.
const MAX_LAST_TRIES: usize = 5;

/// The channel for the results of connections.
#[derive(Clone, Debug)]
pub(super) struct ResultSink(mpsc::Sender<PendingResult>);

/// A result with the channel that tells its connection that it is durable.
type PendingResult = (MailResult, oneshot::Sender<()>);

type Receiver = mpsc::Receiver<PendingResult>;

impl ResultSink {
    /// Returns the channel and the task that writes its results. The task ends when every clone of
    /// the channel is dropped.
    pub(super) fn open(
        run: Arc<SenderRun>,
        stop: CancellationToken,
    ) -> (Self, impl Future<Output = ()>) {
        let (sender, receiver) = mpsc::channel(BATCH);
        let writer = ResultWriter {
            run,
            sent_counts: BTreeMap::new(),
            recorded_at: Instant::now(),
        };
        (Self(sender), writer.run(receiver, stop))
    }

    /// Writes a result; returns when it is durable, or given up.
    pub(super) async fn record(&self, entry: MailResult) {
        let (durable, heard) = oneshot::channel();
        if self.0.send((entry, durable)).await.is_ok() {
            let _ = heard.await;
        }
    }
}

/// Adds results that other connections send at the same moment. A write costs one flush of the
/// disk, however many results it holds.
async fn gather(arrived: &mut Vec<PendingResult>, receiver: &mut Receiver) {
    let mut before = 0;
    while before < arrived.len() && arrived.len() < BATCH {
        before = arrived.len();
        tokio::task::yield_now().await;
        while arrived.len() < BATCH
            && let Ok(another) = receiver.try_recv()
        {
            arrived.push(another);
        }
    }
}

/// The writer of results.
struct ResultWriter {
    run: Arc<SenderRun>,
    /// Mails of editions that were sent since the last record.
    sent_counts: BTreeMap<EditionId, i64>,
    recorded_at: Instant,
}

impl ResultWriter {
    async fn run(mut self, mut receiver: Receiver, stop: CancellationToken) {
        let mut arrived = Vec::with_capacity(BATCH);
        while receiver.recv_many(&mut arrived, BATCH).await > 0 {
            gather(&mut arrived, &mut receiver).await;
            let mut tries = 0;
            loop {
                match self.write(&arrived).await {
                    Ok(()) => {
                        for (_, durable) in arrived.drain(..) {
                            // The connection may be gone.
                            let _ = durable.send(());
                        }
                        break;
                    }
                    Err(error) if tries < MAX_LAST_TRIES => {
                        tracing::error!(%error, "results cannot be written; trying again");
                        // They may have been written all the same. Mails that were put back must
                        // not be claimed under the same token.
                        self.run.lease.give_up();
                        tries += usize::from(stop.is_cancelled());
                        tokio::time::sleep(RETRY_INTERVAL).await;
                    }
                    Err(error) => {
                        tracing::error!(%error, "results are lost: these mails are sent again");
                        arrived.clear();
                        break;
                    }
                }
            }
        }
        if let Err(error) = self.record_send_rates_now().await {
            tracing::warn!(%error, "the send rates of editions were not recorded");
        }
    }

    async fn write(&mut self, arrived: &[PendingResult]) -> Result<()> {
        let entries: Vec<&MailResult> = arrived.iter().map(|(entry, _)| entry).collect();
        let refused = || entries.iter().filter(|entry| entry.is_refusal);
        let is_time = self.recorded_at.elapsed() >= SEND_RATE_INTERVAL;
        let store = &self.run.context.store;
        let mut tx = if is_time || refused().next().is_some() {
            store.write().await?
        } else {
            store.write_once().await?
        };
        let written = queries::finish(&mut tx, &entries, self.run.now()).await?;
        for entry in refused() {
            queries::report_refusal(&mut tx, entry.id, self.run.now()).await?;
            tx.notify_on_commit(Wakeup::Jobs);
        }
        if is_time {
            self.record_send_rates(&mut tx).await?;
        }
        tx.commit().await?;
        if is_time {
            self.sent_counts.clear();
            self.recorded_at = Instant::now();
        }
        let late = entries.len() - written;
        if late > 0 {
            tracing::warn!(
                late,
                "results came after their lease was lost and are not written"
            );
        }
        let sent = entries
            .iter()
            .filter(|entry| entry.state == MailState::Sent);
        for edition in sent.filter_map(|entry| entry.edition) {
            *self.sent_counts.entry(edition).or_default() += 1;
        }
        Ok(())
    }

    async fn record_send_rates_now(&mut self) -> Result<()> {
        if self.sent_counts.is_empty() {
            return Ok(());
        }
        let mut tx = self.run.context.store.write().await?;
        self.record_send_rates(&mut tx).await?;
        tx.commit().await
    }

    async fn record_send_rates(&self, tx: &mut Tx) -> Result<()> {
        let token = self.run.lease.token();
        for (edition, mails) in &self.sent_counts {
            queries::record_send_rate(tx, *edition, *mails, &token, self.run.now()).await?;
        }
        Ok(())
    }
}
