//! An e-mail address and the name beside it.

use std::fmt;
use std::str::FromStr;

use lettre::Address;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::invisible::{is_invisible, is_visible, is_xml, limit_marks};

/// An e-mail address that mail can be sent to (RFC 5321, section 4.1.2, without quoted local parts and address
/// literals, which no reader types): the local part as written, the domain as lower-case A-labels. lettre's `Address` has
/// the last word, so what a form takes never fails when it is sent.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, sqlx::Type)]
#[sqlx(transparent)]
#[serde(transparent)]
pub struct EmailAddress(String);

/// Why a text is no address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Nothing was written.
    #[error("write an e-mail address")]
    Empty,
    /// Longer than mail allows (RFC 5321, section 4.5.3.1).
    #[error("the e-mail address is too long")]
    TooLong,
    /// Not of the form `name@example.org`.
    #[error("that is no e-mail address; write one like name@example.org")]
    Malformed,
}

/// Octets of a whole address: 256 of the path with its angle brackets (RFC 5321, section 4.5.3.1.3).
const LONGEST_ADDRESS: usize = 254;
/// Octets of the part before the @ (RFC 5321, section 4.5.3.1.1).
const LONGEST_LOCAL_PART: usize = 64;

impl EmailAddress {
    /// What tells two addresses apart: nobody owns `Kim@example.org` beside `kim@example.org`.
    pub fn key(&self) -> String {
        self.0.to_lowercase()
    }

    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part after the @, as A-labels.
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }

    /// True when the domain has a dot: without one no public mail arrives, so no reader's form takes it.
    pub fn is_public(&self) -> bool {
        self.domain().contains('.')
    }

    /// Returns the address as envelopes and headers take it. Only what was put into the database past [`Self::from_str`] is
    /// refused here.
    pub fn to_address(&self) -> Result<Address, AddressError> {
        self.0.parse().map_err(|_| AddressError::Malformed)
    }
}

impl FromStr for EmailAddress {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // Line breaks are not trimmed: an address that carries one was not typed into a form.
        let text = text.trim_matches([' ', '\t', '\u{a0}', '\u{3000}']);
        if text.is_empty() {
            return Err(AddressError::Empty);
        }
        if text.len() > LONGEST_ADDRESS {
            return Err(AddressError::TooLong);
        }
        let (local, domain) = text.rsplit_once('@').ok_or(AddressError::Malformed)?;
        if local.len() > LONGEST_LOCAL_PART {
            return Err(AddressError::TooLong);
        }
        let is_dot_atom = local
            .split('.')
            .all(|atom| !atom.is_empty() && atom.chars().all(is_atext));
        if !is_dot_atom {
            return Err(AddressError::Malformed);
        }
        let domain = domain_as_a_labels(domain).ok_or(AddressError::Malformed)?;
        let local: String = local.nfc().collect();
        if local.len() > LONGEST_LOCAL_PART || local.len() + 1 + domain.len() > LONGEST_ADDRESS {
            return Err(AddressError::TooLong);
        }
        let address = Address::new(local, domain).map_err(|_| AddressError::Malformed)?;
        Ok(Self(address.to_string()))
    }
}

impl<'de> Deserialize<'de> for EmailAddress {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// Reads an address that the database holds. It was checked when it came in: what was taken then is not refused today.
pub(crate) fn stored<'de, D: serde::Deserializer<'de>>(from: D) -> Result<EmailAddress, D::Error> {
    String::deserialize(from).map(EmailAddress)
}

/// A domain as lower-case A-labels; `None` for a text that is none.
pub fn domain_as_a_labels(text: &str) -> Option<String> {
    let domain = idna::domain_to_ascii_strict(text).ok()?;
    // No top-level domain is a number: `name@192.0.2.1` means a machine, which wants brackets in mail.
    let top = domain.rsplit('.').next().unwrap_or_default();
    (!top.chars().all(|c| c.is_ascii_digit())).then_some(domain)
}

/// RFC 5322's atext, and letters and digits of other scripts (RFC 6531).
fn is_atext(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || "!#$%&'*+-/=?^_`{|}~".contains(c)
        || (!c.is_ascii() && c.is_alphanumeric())
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A name as shown to others: one line, no control characters, no marks that turn the reading direction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[sqlx(transparent)]
#[serde(transparent)]
pub struct DisplayName(String);

/// The name is longer than [`DisplayName::LONGEST`] characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a name has at most {} characters", DisplayName::LONGEST)]
pub struct NameTooLong;

impl DisplayName {
    /// Characters of the longest name taken.
    pub const LONGEST: usize = 80;

    /// The cleaned name; `None` when nothing visible is left of it.
    pub fn parse(text: &str) -> Result<Option<Self>, NameTooLong> {
        let visible: String = text
            .nfc()
            .map(|c| if c.is_whitespace() { ' ' } else { c })
            .filter(|c| !c.is_control() && !is_invisible(*c) && is_xml(*c))
            .collect();
        let name = limit_marks(
            &visible
                .split(' ')
                .filter(|word| !word.is_empty())
                .collect::<Vec<_>>()
                .join(" "),
        );
        if name.chars().count() > Self::LONGEST {
            return Err(NameTooLong);
        }
        Ok(is_visible(&name).then_some(Self(name)))
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DisplayName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
