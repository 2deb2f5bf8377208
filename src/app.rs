//! What routes, jobs and commands are given: the store, the clock, the way out for mail, the configuration.

use std::sync::Arc;
use std::time::Duration;

use secrecy::ExposeSecret;

use crate::clock::{Clock, Timestamp};
use crate::config::Config;
use crate::delivery::Sender;
use crate::delivery::transport::{MemoryMailbox, Transport};
use crate::message::{LinkMaker, SiteFrame};
use crate::outbox::{self, EnqueueOutcome, NewMail};
use crate::random::Random;
use crate::store::{self, Store, Tx, secret};
use crate::token::Signer;

/// The running program; clones share everything.
#[derive(Clone, Debug)]
pub struct App {
    parts: Arc<Parts>,
    /// How long to wait for a connection to PostgreSQL, where somebody waits for an answer.
    patience: Option<Duration>,
}

/// How long a request waits for a connection: a reader is told to come back sooner than a browser gives up.
const PATIENCE_OF_REQUESTS: Duration = Duration::from_secs(1);

#[derive(Debug)]
struct Parts {
    store: Store,
    clock: Clock,
    random: Random,
    signer: Signer,
    config: Arc<Config>,
    links: LinkMaker,
    sender: Sender,
    mailbox: Option<MemoryMailbox>,
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
    pub async fn open(config: Config, clock: Clock, random: Random) -> Result<Self, OpenError> {
        let store = Store::open_as(&config.database).await?;
        let secret = if let Some(secret) = &config.security.secret {
            secret.expose_secret().to_owned()
        } else {
            let mut tx = store.write().await?;
            let kept = secret::load_or_keep(&mut tx, &(random.name() + &random.name())).await?;
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
            random.clone(),
            &signer,
            relays,
            &config,
        );
        let parts = Parts {
            store,
            clock,
            random,
            links: LinkMaker::of(&config, &signer),
            signer,
            config: Arc::new(config),
            sender,
            mailbox,
        };
        Ok(Self {
            parts: Arc::new(parts),
            patience: None,
        })
    }

    /// The same program for requests: they do not wait long for a database that is away or busy.
    #[must_use]
    pub fn for_requests(&self) -> Self {
        Self {
            parts: Arc::clone(&self.parts),
            patience: (!self.store().has_one_writer()).then_some(PATIENCE_OF_REQUESTS),
        }
    }

    /// The database.
    pub fn store(&self) -> &Store {
        &self.parts.store
    }

    /// A connection that only reads.
    pub async fn read(&self) -> store::Result<Tx> {
        self.in_time(self.store().read()).await
    }

    /// A transaction that writes.
    pub async fn write(&self) -> store::Result<Tx> {
        match self.patience {
            None => self.store().write().await,
            Some(_) => self.in_time(self.store().write_impatiently()).await,
        }
    }

    async fn in_time(&self, asked: impl Future<Output = store::Result<Tx>>) -> store::Result<Tx> {
        match self.patience {
            None => asked.await,
            Some(patience) => match tokio::time::timeout(patience, asked).await {
                Ok(answer) => answer,
                Err(_) => Err(store::Error::Busy),
            },
        }
    }

    /// What time it is.
    pub fn now(&self) -> Timestamp {
        self.parts.clock.now()
    }

    /// What time it is for all nodes together: what nodes share is counted by it.
    pub async fn shared_now(&self, tx: &mut Tx) -> store::Result<Timestamp> {
        store::now(tx, &self.parts.clock).await
    }

    /// Lets these seconds pass.
    pub async fn pause(&self, seconds: u64) {
        self.parts.clock.pause(seconds).await;
    }

    /// Where chance comes from.
    pub fn random(&self) -> &Random {
        &self.parts.random
    }

    /// What signs and checks links.
    pub fn signer(&self) -> &Signer {
        &self.parts.signer
    }

    /// The configuration.
    pub fn config(&self) -> &Arc<Config> {
        &self.parts.config
    }

    /// What sends the outbox.
    pub fn sender(&self) -> &Sender {
        &self.parts.sender
    }

    /// What makes the links that are a reader's own.
    pub fn links(&self) -> &LinkMaker {
        &self.parts.links
    }

    /// The mails that a relay in memory took, when there is one.
    pub fn mailbox(&self) -> Option<&MemoryMailbox> {
        self.parts.mailbox.as_ref()
    }

    /// What the frame of every mail shows of the site.
    pub fn site_frame(&self) -> SiteFrame {
        SiteFrame::of(&self.parts.config)
    }

    /// A path of this server as a whole address, for links in mails.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.parts.config.server.base_url())
    }

    /// Puts a mail into the outbox as part of `tx`; nothing is sent to a suppressed address.
    pub async fn enqueue_mail(&self, tx: &mut Tx, mail: NewMail) -> store::Result<EnqueueOutcome> {
        outbox::enqueue(tx, mail, &self.parts.signer, self.now()).await
    }

    /// Puts a mail into the outbox as part of `tx`, to be sent at `due` and not before.
    pub async fn post_for(
        &self,
        tx: &mut Tx,
        mail: NewMail,
        due: Timestamp,
    ) -> store::Result<EnqueueOutcome> {
        outbox::enqueue_for(tx, mail, &self.parts.signer, due, self.now()).await
    }
}
