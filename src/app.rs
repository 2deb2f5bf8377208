//! What routes, jobs and commands are given: the store, the clock, the way out for mail, the configuration.

use std::sync::Arc;

use secrecy::ExposeSecret;

use crate::clock::{Clock, Timestamp};
use crate::config::Config;
use crate::delivery::sender::Sender;
use crate::delivery::transport::{Mailbox, Transport};
use crate::delivery::{self, LinkMaker, Mail, Queued, SiteFrame};
use crate::store::{self, Store, Tx, secret};
use crate::token::{Chance, Signer};

/// The running program; clones share everything.
#[derive(Clone, Debug)]
pub struct App(Arc<Parts>);

#[derive(Debug)]
struct Parts {
    store: Store,
    clock: Clock,
    chance: Chance,
    signer: Signer,
    config: Arc<Config>,
    links: LinkMaker,
    sender: Sender,
    mailbox: Option<Mailbox>,
}

/// Why the program cannot start.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The database.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The way out for mail.
    #[error("{0}")]
    Transport(String),
}

impl App {
    /// Opens the database (and migrates it) and prepares everything else; nothing is connected or listening yet.
    pub async fn open(config: Config, clock: Clock, chance: Chance) -> Result<Self, OpenError> {
        let store = Store::open(&config.database.url).await?;
        let secret = if let Some(secret) = &config.security.secret {
            secret.expose_secret().to_owned()
        } else {
            let mut tx = store.write().await?;
            let kept = secret::load_or_keep(&mut tx, &(chance.name() + &chance.name())).await?;
            tx.commit().await?;
            kept
        };
        let signer = Signer::new(secret.as_bytes());
        let mut relays = Vec::new();
        for options in config.mail.all_relays() {
            let transport = Transport::open(&options.url).map_err(OpenError::Transport)?;
            relays.push((options, transport));
        }
        let mailbox = relays
            .iter()
            .find_map(|(_, transport)| transport.mailbox().cloned());
        let sender = Sender::new(
            store.clone(),
            clock.clone(),
            chance.clone(),
            &signer,
            relays,
            &config,
        );
        Ok(Self(Arc::new(Parts {
            store,
            clock,
            chance,
            links: LinkMaker::of(&config, &signer),
            signer,
            config: Arc::new(config),
            sender,
            mailbox,
        })))
    }

    /// The database.
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// A connection that only reads.
    pub async fn read(&self) -> store::Result<Tx> {
        self.0.store.read().await
    }

    /// A transaction that writes.
    pub async fn write(&self) -> store::Result<Tx> {
        self.0.store.write().await
    }

    /// What time it is.
    pub fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    /// Lets these seconds pass.
    pub async fn pause(&self, seconds: u64) {
        self.0.clock.pause(seconds).await;
    }

    /// Where chance comes from.
    pub fn chance(&self) -> &Chance {
        &self.0.chance
    }

    /// What signs and checks links.
    pub fn signer(&self) -> &Signer {
        &self.0.signer
    }

    /// The configuration.
    pub fn config(&self) -> &Arc<Config> {
        &self.0.config
    }

    /// What sends the outbox.
    pub fn sender(&self) -> &Sender {
        &self.0.sender
    }

    /// What makes the links that are a reader's own.
    pub fn links(&self) -> &LinkMaker {
        &self.0.links
    }

    /// The mails that a relay in memory took, when there is one.
    pub fn mailbox(&self) -> Option<&Mailbox> {
        self.0.mailbox.as_ref()
    }

    /// What the frame of every mail shows of the site.
    pub fn site_frame(&self) -> SiteFrame {
        SiteFrame::of(&self.0.config)
    }

    /// A path of this server as a whole address, for links in mails.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.0.config.server.base_url())
    }

    /// Puts a mail into the outbox as part of `tx`; nothing is sent to a suppressed address.
    pub async fn post(&self, tx: &mut Tx, mail: Mail) -> store::Result<Queued> {
        delivery::enqueue(tx, mail, &self.0.signer, self.now()).await
    }

    /// Puts a mail into the outbox as part of `tx`, to be sent at `due` and not before.
    pub async fn post_for(&self, tx: &mut Tx, mail: Mail, due: Timestamp) -> store::Result<Queued> {
        delivery::enqueue_for(tx, mail, &self.0.signer, due, self.now()).await
    }
}
