//! The sender of every message, as headers show it, and its signer.

use std::sync::Arc;

use lettre::message::Mailbox;
use sha2::{Digest as _, Sha256};

use super::dkim::DkimSigner;
use super::headers::Head;
use crate::address::EmailAddress;
use crate::config::{Config, SenderMailbox};

/// The sender as headers show it, with the signer.
#[derive(Clone, Debug)]
pub struct SenderIdentity {
    address: EmailAddress,
    from: Mailbox,
    reply_to: Option<Mailbox>,
    site_name: String,
    /// The last part of Feedback-ID, the same in every mail of this sender. Gmail requires 5 to 15
    /// characters.
    feedback_sender: String,
    signer: Option<Arc<DkimSigner>>,
}

impl SenderIdentity {
    /// The sender of this configuration.
    pub fn of(config: &Config) -> Self {
        let site = &config.site;
        let hash = Sha256::digest(site.sender.address.domain());
        Self {
            address: site.sender.address.clone(),
            from: mailbox(&site.sender),
            reply_to: site.reply_to.as_ref().map(mailbox),
            site_name: site.name.clone(),
            feedback_sender: format!("gudok{}", crate::token::hex(&hash[..4])),
            signer: DkimSigner::of(config).map(Arc::new),
        }
    }

    /// The address bounces come back to.
    pub fn envelope_address(&self) -> &EmailAddress {
        &self.address
    }

    pub(super) fn signer(&self) -> Option<&Arc<DkimSigner>> {
        self.signer.as_ref()
    }

    /// The headers that every message of this sender begins with.
    pub(super) fn head(&self, subject: &str) -> Head {
        let mut head = Head::default();
        head.from(self.from.clone());
        if let Some(reply_to) = &self.reply_to {
            head.reply_to(reply_to.clone());
        }
        head.subject(subject);
        head
    }

    /// Adds the headers of bulk mail: the list (RFC 2919), and the edition, kind and sender by
    /// which Gmail counts complaints (support.google.com/a/answer/6254652).
    pub(super) fn add_list(&self, head: &mut Head, edition: &str, kind: &str) {
        let list = format!("newsletter.{}", self.address.domain());
        head.identified("List-Id", &self.site_name, &list);
        let feedback = format!("{edition}:{kind}:{}", self.feedback_sender);
        head.tokens("Feedback-ID", [&*feedback]);
    }
}

/// The mailbox of a sender that the configuration names.
fn mailbox(sender: &SenderMailbox) -> Mailbox {
    let address = sender.address.to_address();
    let address = address.unwrap_or_else(|_| unreachable!("the configuration was parsed"));
    Mailbox::new(sender.name.as_ref().map(ToString::to_string), address)
}
