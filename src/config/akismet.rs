//! Akismet, which judges comments where the owner has a key of it.

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use url::Url;

use super::error::ConfigError;
use super::sections::hidden;

/// Akismet, a spam filter on the internet. With a key it gets the text, name, address and network address of each comment of a stranger.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AkismetConfig {
    /// The key that Akismet shows. Without it nothing is sent.
    #[serde(serialize_with = "hidden")]
    pub key: Option<SecretString>,
    /// The address of the service, for another one that speaks as it does.
    pub url: Url,
}

impl Default for AkismetConfig {
    fn default() -> Self {
        let url = Url::parse("https://rest.akismet.com/");
        Self {
            key: None,
            url: url.unwrap_or_else(|_| unreachable!("the address is whole")),
        }
    }
}

impl AkismetConfig {
    /// An empty key would send comments for nothing.
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let key = self.key.as_ref().map(ExposeSecret::expose_secret);
        if key.is_some_and(|key| key.trim().is_empty()) {
            return Err(ConfigError::Wrong(
                "akismet.key is empty: write the key that Akismet shows, or leave it out".into(),
            ));
        }
        Ok(())
    }
}
