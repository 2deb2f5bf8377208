//! The envelope of a mail and its commands, MAIL and RCPT (RFC 5321, section 4.1.1). lettre's types
//! write them, so no address can contain a command.

use lettre::address::Envelope;
use lettre::transport::smtp::commands::{Mail, Rcpt};
use lettre::transport::smtp::extension::MailParameter;

use super::ehlo::Extensions;
use super::reply::{EnhancedCode, Reply};
use crate::address::{AddressError, EmailAddress};

/// Returns the envelope of a mail to one recipient. Bounces go to `from`.
pub fn envelope(from: &EmailAddress, to: &EmailAddress) -> Result<Envelope, AddressError> {
    Envelope::new(Some(from.to_address()?), vec![to.to_address()?])
        .map_err(|_| AddressError::Malformed)
}

/// The commands that open a transaction.
#[derive(Debug)]
pub(super) struct Opening {
    pub mail: Mail,
    pub rcpt: Rcpt,
}

impl Opening {
    /// Returns the commands for this envelope, or Gudok's own reply when the relay cannot take it.
    /// `size` is the message's length, if it is known already.
    pub(super) fn of(
        envelope: &Envelope,
        extensions: &Extensions,
        size: Option<usize>,
    ) -> Result<Self, Reply> {
        let [to] = envelope.to() else {
            return Err(refusal(5, 3, "a mail has one recipient".into()));
        };
        let mut parameters = Vec::new();
        if let (Some(size), Some(_)) = (size, extensions.size) {
            // Of the message before dots are doubled (RFC 1870, section 5).
            parameters.push(MailParameter::Size(size));
        }
        let is_ascii = |address: &lettre::Address| AsRef::<str>::as_ref(address).is_ascii();
        if !envelope.from().into_iter().chain([to]).all(is_ascii) {
            if !extensions.smtputf8 {
                // RFC 6531, section 3.5: a mailbox beyond ASCII is only for relays that offer it.
                return Err(refusal(
                    6,
                    7,
                    "the relay takes no addresses beyond ASCII (SMTPUTF8)".into(),
                ));
            }
            parameters.push(MailParameter::SmtpUtfEight);
        }
        Ok(Self {
            mail: Mail::new(envelope.from().cloned(), parameters),
            rcpt: Rcpt::new(to.clone(), Vec::new()),
        })
    }
}

/// A refusal by Gudok itself, with the enhanced code that a relay would give.
pub(super) fn refusal(subject: u16, detail: u16, text: String) -> Reply {
    Reply {
        enhanced: Some(EnhancedCode {
            class: 5,
            subject,
            detail,
        }),
        ..Reply::ours(text)
    }
}
