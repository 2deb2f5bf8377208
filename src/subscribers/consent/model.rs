//! A record of consent, and the evidence for it.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use sqlx::types::Json;

use crate::clock::Timestamp;
use crate::i18n::Locale;
use crate::token::hex;

/// An act that the record keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Asked for mail.
    Requested,
    /// Confirmed that the address is theirs.
    Confirmed,
    /// Changed what they get.
    Changed,
    /// Left.
    Left,
    /// Was imported from a list on which they had agreed.
    Imported,
}

crate::text_enum!(Action {
    Requested => "requested", Confirmed => "confirmed", Changed => "changed", Left => "left",
    Imported => "imported",
});

/// Evidence of an act: the channel, the network address, and the words beside the button.
#[derive(Clone, Debug)]
pub struct ConsentEvidence {
    /// The channel: `form`, `api`, `confirmation`, `preferences`, `one-click`, `import:<where>`, …
    pub source: String,
    /// The address of the person's connection, when there was one.
    pub ip: Option<IpAddr>,
    /// The words that were agreed to, when there were any.
    pub wording: Option<Wording>,
}

impl ConsentEvidence {
    /// Evidence without words.
    pub fn of(source: impl Into<String>, ip: Option<IpAddr>) -> Self {
        Self {
            source: source.into(),
            ip,
            wording: None,
        }
    }

    /// The same with the words that were shown.
    #[must_use]
    pub fn with_wording(mut self, key: &'static str, locale: Locale) -> Self {
        self.wording = Some(Wording {
            text: locale.translator().say(key).to_string(),
            locale,
        });
        self
    }
}

/// Words that were shown.
#[derive(Clone, Debug)]
pub struct Wording {
    /// The words.
    pub text: String,
    /// Their language.
    pub locale: Locale,
}

impl Wording {
    /// A hash of the words.
    pub fn version(&self) -> String {
        hex(&Sha256::digest(self.text.as_bytes())[..4])
    }
}

/// One changed value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The name: `cadence`, `topics`, `locale`, `delivery_hour`, `time_zone`, `name`.
    pub field: String,
    /// Its value before, when there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Its value now.
    pub to: String,
}

impl Change {
    /// A value that was given.
    pub fn to(field: &str, to: &str) -> Self {
        Self {
            field: field.to_owned(),
            from: None,
            to: to.to_owned(),
        }
    }

    /// A value that became another.
    pub fn between(field: &str, from: String, to: String) -> Self {
        Self {
            field: field.to_owned(),
            from: Some(from),
            to,
        }
    }
}

/// A row of the record.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Consent {
    /// What was done.
    pub action: Action,
    /// The words that were shown.
    pub wording: Option<String>,
    /// Their version.
    pub wording_version: Option<String>,
    /// Their language.
    pub wording_locale: Option<Locale>,
    /// The channel.
    pub source: String,
    /// The network address.
    pub ip: Option<String>,
    /// The changed values.
    pub detail: Json<Vec<Change>>,
    /// When.
    pub at: Timestamp,
}
