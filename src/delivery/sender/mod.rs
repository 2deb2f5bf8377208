//! Claims due mails, hands them over, records the results. A connection delivers its next mail only after its last result is durable.
//!
//! In one process: `claims` fills the tray, each connection takes a mail, sends it through its relay and brings the
//! result, `results` writes what came together in one transaction. A process that goes away loses its lease, and others
//! send what it held.

mod allowance;
mod claims;
mod connection;
mod domains;
mod lease;
mod outlet;
mod pace;
pub(super) mod queries;
mod results;
mod tray;
mod trouble;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use connection::Connection;
use domains::Domains;
use lease::Lease;
use outlet::{Outlet, Outlets};
use queries::Claimed;
use results::Results;
use tray::Tray;

use super::edition::{self, EditionId};
use super::links::LinkMaker;
use super::message::{self, From};
use super::prepared::Prepared;
use super::retry::Verdict;
use super::transport::Transport;
use super::{MailId, message_id, verp};
use crate::address::EmailAddress;
use crate::clock::{Clock, Timestamp};
use crate::config::{Config, RelayOptions};
use crate::random::Random;
use crate::store::{Result, Store};
use crate::token::Signer;

/// Editions kept at hand; a campaign has one or a few.
const EDITIONS_AT_HAND: usize = 8;
/// How often a connection of a relay that has reached its limit looks again.
const LOOK: Duration = Duration::from_millis(100);
/// How long a process that was told to stop lets mails in flight come to their end.
const LAST_MAILS: Duration = Duration::from_secs(17);
/// How long each of the last writes may take after that.
const LAST_WRITES: Duration = Duration::from_secs(3);

/// Everything that sending needs; clones share it.
#[derive(Clone, Debug)]
pub struct Sender(Arc<Parts>);

#[derive(Debug)]
struct Parts {
    store: Store,
    clock: Clock,
    random: Random,
    signer: Signer,
    links: LinkMaker,
    from: From,
    /// The mailbox for bounces, if it is not the sender's.
    bounce_address: Option<EmailAddress>,
    lease: u32,
    outlets: Outlets,
    domains: Domains,
    editions: Mutex<HashMap<EditionId, Arc<Prepared>>>,
}

impl Sender {
    /// A sender for this configuration over these relays.
    pub fn new(
        store: Store,
        clock: Clock,
        random: Random,
        signer: &Signer,
        relays: Vec<(RelayOptions, Transport)>,
        config: &Config,
    ) -> Self {
        let outlets = relays
            .into_iter()
            .map(|(options, transport)| Outlet::new(&options, transport));
        Self(Arc::new(Parts {
            store,
            clock,
            random,
            signer: signer.clone(),
            links: LinkMaker::of(config, signer),
            from: From::of(config),
            bounce_address: config.mail.bounce_address.clone(),
            lease: config.mail.lease,
            outlets: Outlets::new(outlets.collect()),
            domains: Domains::new(&config.mail.domains),
            editions: Mutex::default(),
        }))
    }

    /// The names of the relays that took nothing the last times that this process tried them.
    pub fn relays_down(&self) -> Vec<&str> {
        let down = self.0.outlets.all.iter().filter(|outlet| outlet.is_down());
        down.map(|outlet| outlet.name.as_str()).collect()
    }

    /// True when all of them are so, and no mail leaves.
    pub fn is_down(&self) -> bool {
        self.0.outlets.all.iter().all(outlet::Outlet::is_down)
    }

    /// Sends whatever is or becomes due, over all connections, until `stop`; then finishes what is in flight.
    pub async fn run(&self, stop: &CancellationToken) {
        if let Err(error) = self.send(stop, true).await {
            tracing::error!(%error, "the lease could not be ended; its mails wait until it runs out");
        }
    }

    /// Sends what is due now and returns when nothing due is left, here or with another process: each mail has a result, or
    /// waits for a later time.
    pub async fn drain(&self, stop: &CancellationToken) -> Result<()> {
        self.send(stop, false).await
    }

    async fn send(&self, stop: &CancellationToken, forever: bool) -> Result<()> {
        let parts = &self.0;
        let round = Arc::new(Round {
            sender: self.clone(),
            lease: Lease::new(parts.clock.clone(), parts.random.clone(), parts.lease),
            tray: Tray::default(),
            forever,
        });
        let (results, writing) = Results::open(Arc::clone(&round), stop.clone());
        let writing = tokio::spawn(writing);
        let give_up = CancellationToken::new();
        let mut connections = JoinSet::new();
        for (index, outlet) in parts.outlets.all.iter().enumerate() {
            for _ in 0..outlet.connections {
                let connection = Connection::new(Arc::clone(&round), results.clone(), index);
                let (stop, give_up) = (stop.clone(), give_up.clone());
                connections.spawn(async move { connection.run(&stop, &give_up).await });
            }
        }
        drop(results);
        let ended = CancellationToken::new();
        let keeping = async { round.lease.keep(&parts.store, &ended).await };
        let sending = async {
            let all = async {
                let filled = claims::fill(&round, stop).await;
                while connections.join_next().await.is_some() {}
                filled
            };
            let too_late = async {
                stop.cancelled().await;
                tokio::time::sleep(LAST_MAILS).await;
            };
            let filled = tokio::select! {
                filled = all => filled,
                () = too_late => {
                    tracing::warn!("mails in flight are given up");
                    give_up.cancel();
                    round.tray.close();
                    let last = async { while connections.join_next().await.is_some() {} };
                    let _ = timeout(LAST_WRITES, last).await;
                    Ok(())
                }
            };
            ended.cancel();
            filled
        };
        let ((), filled) = tokio::join!(keeping, sending);
        connections.shutdown().await;
        // Without its results a mail must not go back to the queue: with a database that does not answer all wait until the
        // lease has run out.
        if timeout(LAST_WRITES, writing).await.is_ok()
            && let Ok(ended) = timeout(LAST_WRITES, round.lease.end(&parts.store)).await
        {
            return filled.and(ended);
        }
        tracing::error!("the lease could not be ended in time");
        filled
    }

    /// Where bounces of this mail come back.
    fn return_path(&self, id: MailId) -> EmailAddress {
        match &self.0.bounce_address {
            Some(mailbox) => verp::address(&self.0.signer, id, mailbox),
            None => self.0.from.envelope_address().clone(),
        }
    }

    fn message_id(&self, id: MailId) -> String {
        message_id::of(&self.0.signer, id, self.0.from.envelope_address().domain())
    }

    /// The message, or why it cannot be made; an error of the database says nothing about the mail.
    async fn bytes(&self, mail: &Claimed) -> Result<std::result::Result<Vec<u8>, String>> {
        let (to, name) = (&mail.recipient, mail.recipient_name.as_ref());
        let (id, date) = (self.message_id(mail.id), mail.created_at);
        let made = match (&mail.content, mail.edition_id) {
            (Some(letter), _) => {
                message::build(&self.0.from, to, name, letter, &mail.kind, &id, date)
            }
            (None, Some(edition)) => {
                let Some(prepared) = self.prepared(edition, &mail.kind).await? else {
                    return Ok(Err(format!("edition {} is gone", edition.0)));
                };
                let reader = mail.subscriber_id.unwrap_or_default();
                let personal = self.0.links.personal(reader, date);
                prepared.message(to, name, &personal, &id, date)
            }
            (None, None) => return Ok(Err("the mail is empty".into())),
        };
        Ok(made.map_err(|error| error.to_string()))
    }

    async fn prepared(&self, id: EditionId, kind: &str) -> Result<Option<Arc<Prepared>>> {
        let mut at_hand = self.0.editions.lock().await;
        if let Some(prepared) = at_hand.get(&id) {
            return Ok(Some(Arc::clone(prepared)));
        }
        let mut tx = self.0.store.read().await?;
        let Some(edition) = edition::find(&mut tx, id).await? else {
            return Ok(None);
        };
        if at_hand.len() >= EDITIONS_AT_HAND {
            at_hand.clear();
        }
        let prepared = Arc::new(Prepared::of(&self.0.from, &edition, kind));
        at_hand.insert(id, Arc::clone(&prepared));
        Ok(Some(prepared))
    }
}

/// One run of the sender, from its first claim to the end of its lease.
#[derive(Debug)]
struct Round {
    sender: Sender,
    lease: Lease,
    tray: Tray,
    /// Sends without end; else a relay that rests defers mails instead of making them wait.
    forever: bool,
}

impl Round {
    fn outlets(&self) -> &Outlets {
        &self.sender.0.outlets
    }

    fn connections(&self) -> usize {
        let each = self.outlets().all.iter();
        each.map(|outlet| usize::from(outlet.connections)).sum()
    }

    fn now(&self) -> Timestamp {
        self.sender.0.clock.now()
    }

    /// Takes one mail's place within the limits of the relay of this number, if there is one now.
    async fn has_room(&self, index: usize) -> bool {
        let parts = &self.sender.0;
        let outlet = &self.outlets().all[index];
        outlet.allow(&parts.store, &parts.clock).await.is_none()
    }

    /// Waits until the relay of this number may send one mail.
    async fn turn(&self, index: usize) {
        let parts = &self.sender.0;
        let outlet = &self.outlets().all[index];
        while let Some(wait) = outlet.allow(&parts.store, &parts.clock).await {
            tokio::time::sleep(wait.min(LOOK)).await;
        }
        if self.forever || !self.outlets().all_rest() {
            self.outlets().turn(index).await;
        }
    }

    /// What is said of a mail instead of trying a relay that rests.
    fn refused_by_rest(&self, outlet: &Outlet) -> Option<Verdict> {
        let why = outlet.rest()?;
        (!self.forever).then(|| {
            Verdict::Unreachable(format!(
                "the relay {} cannot be reached; it is tried again in {} s",
                outlet.name,
                why.as_secs() + 1
            ))
        })
    }
}
