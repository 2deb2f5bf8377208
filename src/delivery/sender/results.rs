//! Results are written many at a time, and whoever brought one hears when it is durable.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use serde::{Serialize, Serializer};
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::{Round, queries};
use crate::clock::Timestamp;
use crate::delivery::retry::Fate;
use crate::delivery::{EditionId, MailId, State};
use crate::store::{Result, Tx, Wakeup};

/// Results in one transaction at most.
const BATCH: usize = 500;
/// How long to wait before a database that cannot be written is tried again.
const AGAIN: Duration = Duration::from_secs(1);
/// How often the pace of editions is noted.
const PACE: Duration = Duration::from_secs(1);
/// Tries that a process which was told to stop still makes; without a result a mail is sent again.
const LAST_TRIES: usize = 5;

/// Where connections bring their results.
#[derive(Clone, Debug)]
pub(super) struct Results(mpsc::Sender<Arrived>);

/// A result, and who waits to hear that it is durable.
type Arrived = (Entry, oneshot::Sender<()>);
type Receiver = mpsc::Receiver<Arrived>;

/// What became of a mail, for the database.
#[derive(Debug, Serialize)]
pub(super) struct Entry {
    pub id: MailId,
    #[serde(serialize_with = "text")]
    pub token: Arc<str>,
    #[serde(serialize_with = "word")]
    pub state: State,
    pub result: Option<String>,
    /// When it is tried next.
    pub due_at: Option<Timestamp>,
    pub finished_at: Option<Timestamp>,
    /// 1 for an attempt that was none: the mail was not even begun.
    pub uncounted: i64,
    #[serde(skip)]
    pub edition: Option<EditionId>,
    /// The relay refused it for good: a bounce, as much as one that comes back by mail.
    #[serde(skip)]
    pub is_refusal: bool,
}

fn text<S: Serializer>(text: &Arc<str>, to: S) -> std::result::Result<S::Ok, S::Error> {
    to.serialize_str(text)
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands the field over by reference"
)]
fn word<S: Serializer>(state: &State, to: S) -> std::result::Result<S::Ok, S::Error> {
    to.serialize_str(state.as_str())
}

impl Entry {
    /// The fate of a mail that was claimed under `token`.
    pub(super) fn of(mail: &queries::Claimed, fate: Fate, now: Timestamp) -> Self {
        Self {
            id: mail.id,
            token: mail.token.clone(),
            state: fate.state,
            result: Some(fate.why),
            due_at: fate.until,
            finished_at: (fate.state != State::Deferred).then_some(now),
            uncounted: 0,
            edition: mail.edition_id,
            is_refusal: false,
        }
    }

    /// A mail that was not begun and waits until `due_at`.
    pub(super) fn put_back(mail: &queries::Claimed, due_at: Timestamp) -> Self {
        Self {
            id: mail.id,
            token: mail.token.clone(),
            state: State::Queued,
            result: None,
            due_at: Some(due_at),
            finished_at: None,
            uncounted: 1,
            edition: mail.edition_id,
            is_refusal: false,
        }
    }
}

impl Results {
    /// A place for results and the task that writes them; the task ends when every clone of the place is gone.
    pub(super) fn open(
        round: Arc<Round>,
        stop: CancellationToken,
    ) -> (Self, impl Future<Output = ()>) {
        let (sender, receiver) = mpsc::channel(BATCH);
        let writer = Writer {
            round,
            pace: BTreeMap::new(),
            paced: Instant::now(),
        };
        (Self(sender), writer.run(receiver, stop))
    }

    /// Writes a result; returns when it is durable, or given up.
    pub(super) async fn record(&self, entry: Entry) {
        let (durable, heard) = oneshot::channel();
        if self.0.send((entry, durable)).await.is_ok() {
            let _ = heard.await;
        }
    }
}

/// Adds what other connections bring at the same moment: each write costs a flush of the disk and a turn of the database's
/// thread, however many results it holds.
async fn gather(arrived: &mut Vec<Arrived>, receiver: &mut Receiver) {
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

/// Writes what came together.
struct Writer {
    round: Arc<Round>,
    /// Mails of editions that were sent since the pace was noted last.
    pace: BTreeMap<EditionId, i64>,
    paced: Instant,
}

impl Writer {
    async fn run(mut self, mut receiver: Receiver, stop: CancellationToken) {
        let mut arrived = Vec::with_capacity(BATCH);
        while receiver.recv_many(&mut arrived, BATCH).await > 0 {
            gather(&mut arrived, &mut receiver).await;
            let mut tries = 0;
            loop {
                match self.write(&arrived).await {
                    Ok(()) => {
                        for (_, durable) in arrived.drain(..) {
                            // Whoever has gone away does not want to know.
                            let _ = durable.send(());
                        }
                        break;
                    }
                    Err(error) if tries < LAST_TRIES => {
                        tracing::error!(%error, "results cannot be written; trying again");
                        // They may have been written all the same: what was put back must not be claimed under their token.
                        self.round.lease.give_up();
                        tries += usize::from(stop.is_cancelled());
                        tokio::time::sleep(AGAIN).await;
                    }
                    Err(error) => {
                        tracing::error!(%error, "results are lost: these mails are sent again");
                        arrived.clear();
                        break;
                    }
                }
            }
        }
        if let Err(error) = self.note_pace_now().await {
            tracing::warn!(%error, "the pace of editions was not noted");
        }
    }

    async fn write(&mut self, arrived: &[Arrived]) -> Result<()> {
        let entries: Vec<&Entry> = arrived.iter().map(|(entry, _)| entry).collect();
        let refused = || entries.iter().filter(|entry| entry.is_refusal);
        let is_time = self.paced.elapsed() >= PACE;
        let store = &self.round.sender.0.store;
        let mut tx = if is_time || refused().next().is_some() {
            store.write().await?
        } else {
            store.write_once().await?
        };
        let written = queries::finish(&mut tx, &entries, self.round.now()).await?;
        for entry in refused() {
            queries::report_refusal(&mut tx, entry.id, self.round.now()).await?;
            tx.notify_on_commit(Wakeup::Jobs);
        }
        if is_time {
            self.note_pace(&mut tx).await?;
        }
        tx.commit().await?;
        if is_time {
            self.pace.clear();
            self.paced = Instant::now();
        }
        let late = entries.len() - written;
        if late > 0 {
            tracing::warn!(
                late,
                "results came after their lease was lost and are not written"
            );
        }
        let sent = entries.iter().filter(|entry| entry.state == State::Sent);
        for edition in sent.filter_map(|entry| entry.edition) {
            *self.pace.entry(edition).or_default() += 1;
        }
        Ok(())
    }

    async fn note_pace_now(&mut self) -> Result<()> {
        if self.pace.is_empty() {
            return Ok(());
        }
        let mut tx = self.round.sender.0.store.write().await?;
        self.note_pace(&mut tx).await?;
        tx.commit().await
    }

    async fn note_pace(&self, tx: &mut Tx) -> Result<()> {
        let token = self.round.lease.token();
        for (edition, mails) in &self.pace {
            queries::note_pace(tx, *edition, *mails, &token, self.round.now()).await?;
        }
        Ok(())
    }
}
