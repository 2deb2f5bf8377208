//! What every message says of its sender, and letters to one person. Plain part first, folded headers, seven bits.

use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use super::EmailContent;
use super::dkim::Signer;
use super::header::Head;
use super::prepared::{Envelope, Prepared};
use crate::address::{DisplayName, EmailAddress};
use crate::clock::Timestamp;
use crate::config::{Config, SenderMailbox};

/// Mails that answer what the recipient has just done on a page. They do without Auto-Submitted, though a program writes
/// them: their reader waits for them, and some mailboxes put aside what says that nobody wrote it. Everything else to
/// one person is a notice and says so, that vacation programs leave it alone (RFC 3834, section 2). Bulk mail does
/// without it too: it is written by hand as much as it is not, and its List-Id tells those programs the same.
const ASKED_FOR: [&str; 4] = [
    "confirmation",
    "already-subscribed",
    "preferences-link",
    "welcome",
];

/// Who sends, as far as headers show it, and who signs.
#[derive(Clone, Debug)]
pub struct From {
    sender: SenderMailbox,
    reply_to: Option<SenderMailbox>,
    site_name: String,
    /// The last part of Feedback-ID, the same in every mail of this sender: Gmail wants 5 to 15 characters.
    feedback_sender: String,
    signer: Option<Arc<Signer>>,
}

/// Why no message can be made.
#[derive(Debug, thiserror::Error)]
pub enum MessageError {
    /// A link that no header can carry: too long for a line of 998 octets, or no URL.
    #[error("{0} cannot stand in List-Unsubscribe; is server.public_url right?")]
    Url(String),
    /// A key would not sign.
    #[error("the {0} key of [dkim] could not sign; make new ones with `gudok dkim generate`")]
    Signature(&'static str),
}

impl From {
    /// The sender that this configuration names.
    pub fn of(config: &Config) -> Self {
        let site = &config.site;
        let hash = Sha256::digest(site.sender.address.domain());
        Self {
            sender: site.sender.clone(),
            reply_to: site.reply_to.clone(),
            site_name: site.name.clone(),
            feedback_sender: format!("gudok{}", crate::token::hex(&hash[..4])),
            signer: Signer::of(config).map(Arc::new),
        }
    }

    /// The address bounces come back to.
    pub fn envelope_address(&self) -> &EmailAddress {
        &self.sender.address
    }

    pub(super) fn signer(&self) -> Option<&Arc<Signer>> {
        self.signer.as_ref()
    }

    /// The headers that every message of this sender begins with.
    pub(super) fn head(&self, subject: &str) -> Head {
        let mut head = Head::default();
        let mut mailbox = |name: &str, sender: &SenderMailbox| {
            let phrase = sender.name.as_ref().map(DisplayName::as_str);
            head.named(name, phrase, sender.address.as_str());
        };
        mailbox("From", &self.sender);
        if let Some(reply_to) = &self.reply_to {
            mailbox("Reply-To", reply_to);
        }
        head.free_text("Subject", subject);
        head
    }

    /// The headers that tell bulk mail: which list (RFC 2919), and what Gmail counts complaints by: the edition, the kind,
    /// and the sender (support.google.com/a/answer/6254652).
    pub(super) fn add_list(&self, head: &mut Head, edition: &str, kind: &str) {
        let list = format!("newsletter.{}", self.sender.address.domain());
        head.named("List-Id", Some(&self.site_name), &list);
        let feedback = format!("{edition}:{kind}:{}", self.feedback_sender);
        head.tokens("Feedback-ID", [&*feedback]);
    }
}

/// The octets of a letter to one person; `kind` is the kind of the mail, such as `confirmation`.
pub fn build(
    from: &From,
    to: &EmailAddress,
    name: Option<&DisplayName>,
    letter: &EmailContent,
    kind: &str,
    message_id: &str,
    date: Timestamp,
) -> Result<Vec<u8>, MessageError> {
    let is_notice = !ASKED_FOR.contains(&kind);
    let envelope = Envelope {
        to,
        name,
        unsubscribe: letter.unsubscribe.as_deref(),
        message_id,
        date,
    };
    Prepared::of_letter(from, letter, is_notice).address(&envelope, |_| "")
}
