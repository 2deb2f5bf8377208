//! What routes, jobs and commands are given: the store, the clock, the way out for mail, the configuration.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use secrecy::ExposeSecret;

use crate::clock::{Clock, Timestamp};
use crate::config::{Config, LiveConfig};
use crate::delivery::Sender;
use crate::delivery::transport::{MemoryMailbox, Transport};
use crate::fetch::DomainCheck;
use crate::fetch::dns::Dns;
use crate::message::{LinkMaker, SiteFrame};
use crate::outbox::{self, EnqueueOutcome, NewMail};
use crate::random::Random;
use crate::settings;
use crate::store::{self, Store, Tx, secret};
use crate::token::Signer;
use crate::web::{EventStreams, PageCache};

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
    /// The configuration of file and environment alone.
    given: Config,
    config: LiveConfig,
    links: LinkMaker,
    sender: Sender,
    mailbox: Option<MemoryMailbox>,
    pages: PageCache,
    streams: EventStreams,
    domain_check: OnceLock<DomainCheck>,
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
    pub async fn open(given: Config, clock: Clock, random: Random) -> Result<Self, OpenError> {
        let store = Store::open_as(&given.database).await?;
        let kept = settings::load(&mut store.read().await?).await?;
        let config = in_force(&given, &kept);
        let secret = if let Some(secret) = &config.security.secret {
            secret.expose_secret().to_owned()
        } else {
            let mut tx = store.write().await?;
            let kept = {
                let fresh = random.name() + &random.name();
                secret::load_or_keep(&mut tx, "security.secret", &fresh).await?
            };
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
        let live = LiveConfig::new(kept.version, config);
        let sender = Sender::new(
            store.clone(),
            clock.clone(),
            random.clone(),
            &signer,
            relays,
            &live,
        );
        let pages = live.current().server.page_cache_bytes();
        let parts = Parts {
            pages: PageCache::new(store.clone(), clock.clone(), pages),
            store,
            clock,
            random,
            links: LinkMaker::of(&live.current(), &signer),
            signer,
            given,
            config: live,
            sender,
            mailbox,
            streams: EventStreams::default(),
            domain_check: OnceLock::new(),
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

    /// The configuration in force at this moment: file and environment, then the settings of the panel, then the defaults.
    pub fn config(&self) -> Arc<Config> {
        self.parts.config.current()
    }

    /// The configuration in force, for what asks for it again and again.
    pub fn live_config(&self) -> &LiveConfig {
        &self.parts.config
    }

    /// The configuration of file and environment alone, which no setting changes.
    pub fn given_config(&self) -> &Config {
        &self.parts.given
    }

    /// Takes over settings that were saved on this node or another.
    pub async fn renew_config(&self) -> store::Result<()> {
        let mut tx = self.read().await?;
        if settings::version(&mut tx).await? == self.parts.config.version() {
            return Ok(());
        }
        let kept = settings::load(&mut tx).await?;
        let config = in_force(&self.parts.given, &kept);
        self.parts.config.replace(kept.version, config);
        Ok(())
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

    /// Rendered pages.
    pub fn pages(&self) -> &PageCache {
        &self.parts.pages
    }

    /// Streams of events.
    pub fn streams(&self) -> &EventStreams {
        &self.parts.streams
    }

    /// What the DNS says of the domains of addresses. Nothing is asked before a domain is.
    pub fn domain_check(&self) -> &DomainCheck {
        self.parts.domain_check.get_or_init(|| {
            DomainCheck::new(match self.config().addresses.name_server {
                Some(server) => Dns::at(server),
                None => Dns::of_machine(),
            })
        })
    }

    /// What the frame of every mail shows of the site.
    pub fn site_frame(&self) -> SiteFrame {
        SiteFrame::of(&self.config())
    }

    /// A path of this server as a whole address, for links in mails.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.config().server.base_url())
    }

    /// The domain of the Message-IDs of mails that are made now.
    pub fn message_domain(&self) -> String {
        self.config().site.sender.address.domain().to_owned()
    }

    /// Puts a mail into the outbox as part of `tx`; nothing is sent to a suppressed address.
    pub async fn enqueue_mail(&self, tx: &mut Tx, mail: NewMail) -> store::Result<EnqueueOutcome> {
        self.post_for(tx, mail, self.now()).await
    }

    /// Puts a mail into the outbox as part of `tx`, to be sent at `due` and not before.
    pub async fn post_for(
        &self,
        tx: &mut Tx,
        mail: NewMail,
        due: Timestamp,
    ) -> store::Result<EnqueueOutcome> {
        let domain = self.message_domain();
        outbox::enqueue_for(tx, mail, self.signer(), &domain, due, self.now()).await
    }
}

/// The configuration with the settings that fit; the others are named in the log.
fn in_force(given: &Config, kept: &settings::KeptSettings) -> Config {
    let applied = settings::apply(given, kept);
    for settings::UnusableSetting { option, why } in applied.unusable {
        let name = option.name;
        tracing::warn!(
            name,
            why,
            "a setting of the panel cannot be used; its default is in force"
        );
    }
    applied.config
}
