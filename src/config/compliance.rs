//! The law of the readers, and the options without which it cannot be kept.

use serde::{Deserialize, Serialize};

use super::error::ConfigError;
use super::sections::SiteConfig;

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

/// The options that an advertising mail names its sender by.
const OF_ADVERTISING: &[&str] = &["site.contact", "site.postal_address"];

impl SiteConfig {
    /// Options that the law of `site.compliance` needs and that are not set.
    pub fn missing_for_law(&self) -> Vec<&'static str> {
        self.missing(self.compliance.needs())
    }

    /// Options that an advertising mail needs and that are not set.
    pub fn missing_for_advertising(&self) -> Vec<&'static str> {
        self.missing(OF_ADVERTISING)
    }

    /// Whether the option of this name has a value.
    pub fn has(&self, option: &str) -> bool {
        let is_said = |text: Option<&str>| text.is_some_and(|text| !text.trim().is_empty());
        match option {
            "site.contact" => is_said(self.contact.as_deref()),
            "site.postal_address" => is_said(self.postal_address.as_deref()),
            "site.privacy_url" => self.privacy_url.is_some(),
            _ => false,
        }
    }

    fn missing(&self, options: &'static [&'static str]) -> Vec<&'static str> {
        let missing = options.iter().copied().filter(|option| !self.has(option));
        missing.collect()
    }

    /// Refuses a law that cannot be kept. It is asked once the settings of the panel are known.
    pub fn check_law(&self) -> Result<(), ConfigError> {
        let missing = self.missing_for_law();
        if missing.is_empty() {
            return Ok(());
        }
        Err(ConfigError::Wrong(format!(
            "site.compliance is {}, and that law needs {}: set them in the configuration, \
             or in the panel while site.compliance is none",
            self.compliance.as_str(),
            missing.join(", ")
        )))
    }
}
