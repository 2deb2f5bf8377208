//! Claims due mails, hands them over, records the results. A sender's next mail goes out only after its last result is durable.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::task::JoinSet;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::edition::{self, EditionId};
use super::message::{self, From};
use super::prepared::Prepared;
use super::queries::{self, Claimed};
use super::retry::{self, Verdict};
use super::transport::{Link, Transport};
use super::{Content, State};
use crate::clock::Clock;
use crate::config::Config;
use crate::store::{Bell, Result, Store};
use crate::token::Chance;

/// Mails that one sender claims at a time.
const BATCH: i64 = 10;
/// How long an idle sender waits before it looks for other nodes' mails and for deferred ones that have become due.
const IDLE: Duration = Duration::from_secs(1);
/// Editions kept at hand; a campaign has one or a few.
const EDITIONS_AT_HAND: usize = 8;

/// Everything that sending needs.
#[derive(Clone, Debug)]
pub struct Sender {
    store: Store,
    clock: Clock,
    chance: Chance,
    transport: Transport,
    from: Arc<From>,
    connections: u16,
    lease: u32,
    pace: Arc<Pace>,
    editions: Arc<Mutex<HashMap<EditionId, Arc<Prepared>>>>,
}

impl Sender {
    /// A sender for this configuration.
    pub fn new(
        store: Store,
        clock: Clock,
        chance: Chance,
        transport: Transport,
        config: &Config,
    ) -> Self {
        Self {
            store,
            clock,
            chance,
            transport,
            from: Arc::new(From::of(config)),
            connections: config.mail.connections,
            lease: config.mail.lease,
            pace: Arc::new(Pace::new(config.mail.rate)),
            editions: Arc::default(),
        }
    }

    /// Sends whatever is or becomes due, over all connections, until `stop`; then finishes what is in flight.
    pub async fn run(&self, stop: &CancellationToken) {
        let mut connections = JoinSet::new();
        for _ in 0..self.connections {
            let (sender, stop) = (self.clone(), stop.clone());
            connections.spawn(async move { sender.run_connection(&stop, true).await });
        }
        while connections.join_next().await.is_some() {}
    }

    /// Sends what is due now and returns when each of these mails has a result.
    pub async fn drain(&self, stop: &CancellationToken) -> Result<()> {
        loop {
            let mut connections = JoinSet::new();
            for _ in 0..self.connections {
                let (sender, stop) = (self.clone(), stop.clone());
                connections.spawn(async move { sender.run_connection(&stop, false).await });
            }
            while connections.join_next().await.is_some() {}
            let mut tx = self.store.read().await?;
            let pending = queries::count_pending(&mut tx, self.clock.now()).await?;
            drop(tx);
            if pending == 0 || stop.is_cancelled() {
                return Ok(());
            }
            // Another process holds the rest: it finishes them, or their leases end.
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }

    /// One connection's loop; unless `forever` it ends when nothing is due.
    async fn run_connection(&self, stop: &CancellationToken, forever: bool) {
        let mut link = self.transport.link();
        while !stop.is_cancelled() {
            match self.send_batch(&mut link, stop).await {
                Ok(0) if !forever => break,
                Ok(0) => {
                    tokio::select! {
                        () = self.store.wait(Bell::Outbox, IDLE) => {}
                        () = stop.cancelled() => {}
                    }
                }
                Ok(_) => {}
                Err(error) => {
                    tracing::error!(%error, "the outbox cannot be read or written; trying again");
                    tokio::time::sleep(IDLE).await;
                    if !forever {
                        break;
                    }
                }
            }
        }
        link.close().await;
    }

    /// Claims a batch and sends it; returns how many were claimed.
    async fn send_batch(&self, link: &mut Link, stop: &CancellationToken) -> Result<usize> {
        let claimed_at = Instant::now();
        let lease = Lease {
            token: self.chance.name(),
            ends: claimed_at + self.lease_time(),
        };
        let mails = self.claim(&lease).await?;
        if mails.len() == usize::try_from(BATCH).unwrap_or(usize::MAX) {
            // There may be more: wake another connection.
            self.store.ring(Bell::Outbox);
        }
        let count = mails.len();
        for (index, mail) in mails.into_iter().enumerate() {
            let time = self.time_for_one();
            self.pace.wait().await;
            // Never send past the lease: somebody else may hold the mail by then. A connection that turns out to be
            // closed costs half a try more.
            let would_outlive = Instant::now() + time + time / 2 > lease.ends;
            if stop.is_cancelled() || (index > 0 && would_outlive) {
                self.release(&lease).await?;
                break;
            }
            let verdict = self.hand_over(link, &mail, time).await;
            self.record(&lease, &mail, verdict).await?;
        }
        Ok(count)
    }

    async fn claim(&self, lease: &Lease) -> Result<Vec<Claimed>> {
        let now = self.clock.now();
        let mut tx = self.store.write().await?;
        let rescued = queries::rescue(&mut tx, now).await?;
        if rescued > 0 {
            tracing::warn!(rescued, "mails of a sender that went away are sent again");
        }
        let expires = now.plus(i64::from(self.lease));
        let mails = queries::claim(&mut tx, &lease.token, expires, now, BATCH).await?;
        tx.commit().await?;
        Ok(mails)
    }

    async fn hand_over(&self, link: &mut Link, mail: &Claimed, time: Duration) -> Verdict {
        let octets = match self.octets(mail).await {
            Ok(octets) => octets,
            Err(verdict) => return verdict,
        };
        link.send(
            self.from.envelope_address(),
            &mail.recipient,
            &mail.message_id,
            octets,
            time,
        )
        .await
    }

    async fn octets(&self, mail: &Claimed) -> std::result::Result<Vec<u8>, Verdict> {
        let (to, name) = (&mail.recipient, mail.recipient_name.as_ref());
        let (id, date) = (&mail.message_id, mail.created_at);
        let made = match (&mail.content.0, mail.edition_id) {
            (Content::Own(letter), _) => {
                message::build(&self.from, to, name, letter, &mail.kind, id, date)
            }
            (Content::Shared(personal), Some(edition)) => {
                let prepared = self
                    .prepared(edition, &mail.kind)
                    .await
                    .map_err(|error| Verdict::Unreachable(error.to_string()))?;
                let Some(prepared) = prepared else {
                    return Err(Verdict::RefusedForGood(format!(
                        "edition {} is gone",
                        edition.0
                    )));
                };
                prepared.message(to, name, personal, id, date)
            }
            (Content::Shared(_), None) => {
                return Err(Verdict::RefusedForGood("the mail has no edition".into()));
            }
        };
        made.map_err(|error| Verdict::RefusedForGood(error.to_string()))
    }

    async fn prepared(&self, id: EditionId, kind: &str) -> Result<Option<Arc<Prepared>>> {
        let mut at_hand = self.editions.lock().await;
        if let Some(prepared) = at_hand.get(&id) {
            return Ok(Some(Arc::clone(prepared)));
        }
        let mut tx = self.store.read().await?;
        let Some(edition) = edition::find(&mut tx, id).await? else {
            return Ok(None);
        };
        if at_hand.len() >= EDITIONS_AT_HAND {
            at_hand.clear();
        }
        let prepared = Arc::new(Prepared::of(&self.from, &edition, kind));
        at_hand.insert(id, Arc::clone(&prepared));
        Ok(Some(prepared))
    }

    async fn record(&self, lease: &Lease, mail: &Claimed, verdict: Verdict) -> Result<()> {
        let now = self.clock.now();
        let bulk = mail.edition_id.is_some();
        if let Verdict::Unreachable(why) = &verdict {
            tracing::warn!(
                mail = mail.id.0,
                why,
                "mail waits because it could not be handed over"
            );
        }
        let fate = retry::decide(
            verdict,
            bulk,
            mail.attempts,
            mail.created_at,
            now,
            &self.chance,
        );
        tracing::debug!(mail = mail.id.0, state = %fate.state, why = fate.why, "mail");
        let mut tx = self.store.write().await?;
        let held = queries::finish(
            &mut tx,
            mail.id,
            &lease.token,
            fate.state,
            &fate.why,
            fate.until,
            now,
        )
        .await?;
        tx.commit().await?;
        if !held {
            tracing::warn!(mail = mail.id.0, state = %State::Leased, "the lease was lost; the result is not written");
        }
        Ok(())
    }

    async fn release(&self, lease: &Lease) -> Result<()> {
        let mut tx = self.store.write().await?;
        queries::release(&mut tx, &lease.token).await?;
        tx.commit().await
    }

    fn lease_time(&self) -> Duration {
        Duration::from_secs(u64::from(self.lease))
    }

    /// Connecting and sending one mail take half a lease at most, so that no mail outlives its lease.
    fn time_for_one(&self) -> Duration {
        (self.lease_time() / 2).min(Duration::from_mins(1))
    }
}

/// A claim on some mails until a moment.
struct Lease {
    token: String,
    ends: Instant,
}

/// Spaces mails so that the whole process keeps `mail.rate`.
#[derive(Debug)]
struct Pace(Option<Mutex<tokio::time::Interval>>);

impl Pace {
    fn new(mails_a_second: u32) -> Self {
        if mails_a_second == 0 {
            return Self(None);
        }
        let mut interval = tokio::time::interval(Duration::from_secs(1) / mails_a_second);
        interval.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        Self(Some(Mutex::new(interval)))
    }

    async fn wait(&self) {
        if let Some(interval) = &self.0 {
            interval.lock().await.tick().await;
        }
    }
}
