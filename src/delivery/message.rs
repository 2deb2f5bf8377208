//! A letter becomes a message as a careful sender makes it: plain part first, folded headers, seven bits, one-click headers.

use std::time::{Duration, UNIX_EPOCH};

use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message, MultiPart, SinglePart};

use super::edition::Personal;
use super::{Letter, edition::Edition};
use crate::address::{DisplayName, EmailAddress};
use crate::clock::Timestamp;
use crate::config::{Config, Sender};

/// Who sends, as far as headers show it.
#[derive(Clone, Debug)]
pub struct From {
    sender: Sender,
    reply_to: Option<Sender>,
    /// `Site name <newsletter.example.org>` (RFC 2919).
    list_id: String,
}

/// Why no message can be made.
#[derive(Debug, thiserror::Error)]
pub enum MessageError {
    /// lettre's parser is stricter than ours about an address.
    #[error("the address {0} cannot stand in a mail's header")]
    Address(String),
    /// The parts could not be put together.
    #[error("the message cannot be built: {0}")]
    Build(#[from] lettre::error::Error),
}

impl From {
    /// The sender that this configuration names.
    pub fn of(config: &Config) -> Self {
        let site = &config.site;
        Self {
            sender: site.sender.clone(),
            reply_to: site.reply_to.clone(),
            list_id: format!(
                "{} <newsletter.{}>",
                site.name,
                site.sender.address.domain()
            ),
        }
    }

    /// The address bounces come back to.
    pub fn envelope_address(&self) -> &EmailAddress {
        &self.sender.address
    }
}

/// The octets of one mail.
pub fn build(
    from: &From,
    to: &EmailAddress,
    name: Option<&DisplayName>,
    letter: &Letter,
    message_id: &str,
    created: Timestamp,
    bulk: bool,
) -> Result<Vec<u8>, MessageError> {
    let sender = from
        .sender
        .mailbox()
        .ok_or_else(|| MessageError::Address(from.sender.address.to_string()))?;
    let recipient = to
        .as_str()
        .parse()
        .map_err(|_| MessageError::Address(to.to_string()))?;
    let date = UNIX_EPOCH + Duration::from_secs(created.unix().unsigned_abs());
    let mut message = Message::builder()
        .from(sender)
        .to(Mailbox::new(name.map(ToString::to_string), recipient))
        .subject(letter.subject.clone())
        .date(date)
        .message_id(Some(message_id.to_owned()));
    if let Some(reply_to) = from.reply_to.as_ref().and_then(Sender::mailbox) {
        message = message.reply_to(reply_to);
    }
    if bulk {
        message = message.raw_header(header("List-Id", from.list_id.clone()));
    } else {
        // Vacation programs leave notices alone (RFC 3834).
        message = message.raw_header(header("Auto-Submitted", "auto-generated".into()));
    }
    if let Some(url) = &letter.unsubscribe {
        message = message
            .raw_header(header("List-Unsubscribe", format!("<{url}>")))
            .raw_header(header(
                "List-Unsubscribe-Post",
                "List-Unsubscribe=One-Click".into(),
            ));
    }
    let parts = MultiPart::alternative()
        .singlepart(SinglePart::plain(crlf(&letter.text)))
        .singlepart(SinglePart::html(crlf(&letter.html)));
    Ok(message.multipart(parts)?.formatted())
}

/// A recipient's share of an edition, as a letter of their own.
pub fn letter_of(edition: &Edition, personal: &Personal) -> Letter {
    Letter {
        subject: edition.subject.clone(),
        text: personal.splice(&edition.text),
        html: personal.splice(&edition.html),
        unsubscribe: Some(personal.unsubscribe.clone()),
    }
}

fn header(name: &'static str, value: String) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value)
}

/// Lines of a message end in CRLF, never in a bare LF (RFC 5322, section 2.3).
fn crlf(text: &str) -> String {
    text.replace("\r\n", "\n")
        .replace('\r', "\n")
        .replace('\n', "\r\n")
}
