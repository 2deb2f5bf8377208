//! The options without which a law, or an advertising mail, is not possible.

use super::error::ConfigError;
use super::sections::SiteConfig;

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
