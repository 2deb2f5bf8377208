//! Everything that sending needs: the database, the relays, and the messages that it makes.

use std::collections::HashMap;
use std::sync::{Arc, Mutex as StdMutex, PoisonError};

use tokio::sync::Mutex;

use super::domains::Domains;
use super::model::ClaimedMail;
use super::relay_pool::RelayPool;
use crate::address::EmailAddress;
use crate::clock::{Clock, Zone};
use crate::config::LiveConfig;
use crate::ids::{EditionId, MailId, SubscriberId};
use crate::message::{self, LinkMaker, MessageTemplate, SenderIdentity, message_id, verp};
use crate::outbox::edition;
use crate::random::Random;
use crate::store::{Result, Store};
use crate::token::Signer;

/// Templates kept in memory. A campaign has one or a few editions.
const MAX_TEMPLATES: usize = 8;

/// Everything that sending needs.
#[derive(Debug)]
pub(super) struct SenderContext {
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) random: Random,
    pub(super) signer: Signer,
    pub(super) links: LinkMaker,
    live: LiveConfig,
    identity: StdMutex<VersionedIdentity>,
    /// The mailbox for bounces, if it differs from the sender's.
    pub(super) bounce_address: Option<EmailAddress>,
    pub(super) lease: u32,
    pub(super) relays: RelayPool,
    pub(super) domains: Domains,
    /// By the version of the settings too, since a template holds the sender.
    templates: Mutex<HashMap<(EditionId, i64), Arc<EditionTemplate>>>,
}

/// The message of an edition, and the domain of its Message-IDs.
#[derive(Debug)]
struct EditionTemplate {
    template: MessageTemplate,
    message_domain: Option<String>,
}

/// A mail with its Message-ID.
pub(super) struct ComposedMail {
    pub(super) message_id: String,
    /// The message, or the reason why it cannot be made.
    pub(super) bytes: std::result::Result<Vec<u8>, String>,
}

/// The sender as it is under one version of the settings.
#[derive(Debug)]
struct VersionedIdentity {
    version: i64,
    identity: Arc<SenderIdentity>,
}

impl SenderContext {
    /// The context of a sender with this configuration over these relays.
    pub(super) fn new(
        store: Store,
        clock: Clock,
        random: Random,
        signer: &Signer,
        relays: RelayPool,
        live: &LiveConfig,
    ) -> Self {
        let version = live.version();
        let config = live.current();
        Self {
            store,
            clock,
            random,
            signer: signer.clone(),
            links: LinkMaker::of(&config, signer),
            live: live.clone(),
            identity: StdMutex::new(VersionedIdentity {
                version,
                identity: Arc::new(SenderIdentity::of(&config)),
            }),
            bounce_address: config.mail.bounce_address.clone(),
            lease: config.mail.lease,
            relays,
            domains: Domains::new(&config.mail.domains),
            templates: Mutex::default(),
        }
    }

    /// The zone of the site.
    pub(super) fn time_zone(&self) -> Zone {
        self.live.current().site.time_zone.clone()
    }

    /// The sender, and the version of the settings that it is of. It is made anew after a setting was saved.
    fn identity(&self) -> (Arc<SenderIdentity>, i64) {
        let version = self.live.version();
        let mut kept = self.identity.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.version != version {
            let identity = Arc::new(SenderIdentity::of(&self.live.current()));
            *kept = VersionedIdentity { version, identity };
        }
        (Arc::clone(&kept.identity), version)
    }

    /// The return path of this mail.
    pub(super) fn return_path(&self, id: MailId) -> EmailAddress {
        match &self.bounce_address {
            Some(mailbox) => verp::address(&self.signer, id, mailbox),
            None => self.identity().0.envelope_address().clone(),
        }
    }

    /// The Message-ID of a mail, with the domain of its row; with the sender's where an older database kept none.
    fn message_id(&self, id: MailId, domain: Option<&str>) -> String {
        if let Some(domain) = domain {
            return message_id::for_mail(&self.signer, id, domain);
        }
        let (identity, _) = self.identity();
        message_id::for_mail(&self.signer, id, identity.envelope_address().domain())
    }

    /// Makes the message. An error of the database is not the mail's fault.
    pub(super) async fn compose(&self, mail: &ClaimedMail) -> Result<ComposedMail> {
        let (to, name) = (&mail.recipient, mail.recipient_name.as_ref());
        let date = mail.created_at;
        let edition = match mail.edition_id {
            Some(edition) if mail.content.is_none() => {
                self.template_of(edition, &mail.kind).await?
            }
            _ => None,
        };
        let of_edition = edition
            .as_ref()
            .and_then(|edition| edition.message_domain.as_deref());
        let id = self.message_id(mail.id, mail.message_domain.as_deref().or(of_edition));
        let made = match (&mail.content, &edition) {
            (Some(content), _) => {
                let (identity, _) = self.identity();
                message::build(&identity, to, name, content, &mail.kind, &id, date)
                    .map_err(|error| error.to_string())
            }
            (None, Some(edition)) => {
                let reader = mail.subscriber_id.unwrap_or(SubscriberId(0));
                let personal = self.links.personal(reader, date);
                let made = edition.template.render(to, name, &personal, &id, date);
                made.map_err(|error| error.to_string())
            }
            (None, None) => Err(match mail.edition_id {
                Some(edition) => format!("edition {} is gone", edition.0),
                None => "the mail is empty".into(),
            }),
        };
        Ok(ComposedMail {
            message_id: id,
            bytes: made,
        })
    }

    async fn template_of(&self, id: EditionId, kind: &str) -> Result<Option<Arc<EditionTemplate>>> {
        let mut templates = self.templates.lock().await;
        let (identity, version) = self.identity();
        if let Some(template) = templates.get(&(id, version)) {
            return Ok(Some(Arc::clone(template)));
        }
        let mut tx = self.store.read().await?;
        let Some(edition) = edition::find(&mut tx, id).await? else {
            return Ok(None);
        };
        if templates.len() >= MAX_TEMPLATES {
            templates.clear();
        }
        let template = Arc::new(EditionTemplate {
            template: MessageTemplate::for_edition(&identity, &edition.content(), kind),
            message_domain: edition.message_domain,
        });
        templates.insert((id, version), Arc::clone(&template));
        Ok(Some(template))
    }
}
