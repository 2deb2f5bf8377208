//! Who a mail is from and for, as the relay is told: MAIL and RCPT (RFC 5321, section 4.1.1).

use std::fmt::Write;

use super::hello::Extensions;
use super::reply::{EnhancedCode, Reply};
use crate::address::EmailAddress;

/// Where a mail's bounces go and who gets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// The return path.
    pub from: EmailAddress,
    /// The recipient.
    pub to: EmailAddress,
}

/// Octets of the longest address (RFC 5321, section 4.5.3.1.3, less the angle brackets).
const LONGEST_ADDRESS: usize = 254;

/// The commands that open a mail's transaction.
#[derive(Debug)]
pub(super) struct Opening {
    /// `MAIL FROM:<…>` with its line end.
    pub mail: String,
    /// `RCPT TO:<…>` with its line end.
    pub rcpt: String,
}

impl Opening {
    /// The commands for this envelope; the reply that Gudok gives itself when it cannot stand on the wire, or when this
    /// relay does not take it. `size` is the message's in octets, where it is known already.
    pub(super) fn of(
        envelope: &Envelope,
        extensions: &Extensions,
        size: Option<usize>,
    ) -> Result<Self, Reply> {
        let from = wire_form(&envelope.from, 7)?;
        let to = wire_form(&envelope.to, 3)?;
        let mut mail = format!("MAIL FROM:<{from}>");
        if let (Some(size), Some(_)) = (size, extensions.size) {
            // Of the message before dots are doubled (RFC 1870, section 5).
            let _ = write!(mail, " SIZE={size}");
        }
        if !(from.is_ascii() && to.is_ascii()) {
            if !extensions.smtputf8 {
                // RFC 6531, section 3.5: a mailbox beyond ASCII is only for relays that offer it.
                return Err(refusal(
                    6,
                    7,
                    "the relay takes no addresses beyond ASCII (SMTPUTF8)".into(),
                ));
            }
            mail.push_str(" SMTPUTF8");
        }
        mail.push_str("\r\n");
        let rcpt = format!("RCPT TO:<{to}>\r\n");
        Ok(Self { mail, rcpt })
    }
}

/// The address with its domain as A-labels. What comes out of a database was parsed once, yet it is looked at again here,
/// where a line break would be a command.
fn wire_form(address: &EmailAddress, bad_address: u16) -> Result<String, Reply> {
    let text = address.as_str();
    let wrong = || {
        refusal(
            1,
            bad_address,
            format!("{text:?} cannot stand in an envelope"),
        )
    };
    let is_dangerous = |c: char| c.is_control() || c.is_whitespace() || matches!(c, '<' | '>');
    let (local, domain) = text.rsplit_once('@').ok_or_else(wrong)?;
    if local.is_empty() || domain.is_empty() || text.contains(is_dangerous) {
        return Err(wrong());
    }
    let domain = if domain.is_ascii() {
        domain.to_owned()
    } else {
        idna::domain_to_ascii_strict(domain).map_err(|_| wrong())?
    };
    let address = lettre::Address::new(local, domain).map_err(|_| wrong())?;
    let address = address.to_string();
    (address.len() <= LONGEST_ADDRESS)
        .then_some(address)
        .ok_or_else(wrong)
}

/// Gudok's own refusal, with the enhanced code that a relay would have given.
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
