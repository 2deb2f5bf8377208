//! The law of the readers.

use serde::{Deserialize, Serialize};

/// The law of the readers. `docs/compliance.md` says what is done for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", expecting = "\"none\", \"kr\" or \"eu\"")]
pub enum Compliance {
    /// No law in particular.
    None,
    /// The law of Korea.
    Kr,
    /// The law of the European Union.
    Eu,
}

impl Compliance {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Kr => "kr",
            Self::Eu => "eu",
        }
    }

    /// The options that it needs.
    pub const fn needs(self) -> &'static [&'static str] {
        match self {
            Self::None => &[],
            Self::Kr => &["site.contact", "site.postal_address", "site.privacy_url"],
            Self::Eu => &["site.contact", "site.privacy_url"],
        }
    }
}
