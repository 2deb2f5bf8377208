//! The secret of a webhook, in the form of Standard Webhooks: `whsec_` and 24 to 64 bytes in base64.

use std::ops::RangeInclusive;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer};

const PREFIX: &str = "whsec_";
/// Bytes of a key.
const KEY_LENGTHS: RangeInclusive<usize> = 24..=64;

/// The secret that the two ends of a webhook share.
#[derive(Clone, Debug)]
pub struct WebhookSecret(SecretString);

impl WebhookSecret {
    /// The secret with this key.
    pub fn of_key(key: &[u8; 32]) -> Self {
        Self(format!("{PREFIX}{}", STANDARD.encode(key)).into())
    }

    /// The secret as people copy it.
    pub fn as_text(&self) -> &str {
        self.0.expose_secret()
    }

    /// The bytes of the key.
    pub fn key(&self) -> Vec<u8> {
        decoded(self.as_text()).unwrap_or_default()
    }
}

impl FromStr for WebhookSecret {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        match decoded(text) {
            Some(key) if KEY_LENGTHS.contains(&key.len()) => Ok(Self(text.into())),
            _ => Err(
                "no secret of a webhook: write whsec_ and 24 to 64 random bytes in base64, as `echo whsec_$(openssl rand -base64 32)` \
                 makes one, or leave it out, and Gudok makes one"
                    .into(),
            ),
        }
    }
}

impl<'de> Deserialize<'de> for WebhookSecret {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

fn decoded(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text.strip_prefix(PREFIX)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_secret_and_one_of_another_form_are_refused() {
        let made = WebhookSecret::of_key(&[7; 32]);
        let read: WebhookSecret = made.as_text().parse().unwrap();
        assert_eq!(read.key(), [7; 32]);
        let bare = made.as_text().strip_prefix(PREFIX).unwrap();
        for wrong in ["", "whsec_", "whsec_c2hvcnQ=", "whsec_a secret!", bare] {
            let why = wrong.parse::<WebhookSecret>().unwrap_err();
            assert!(why.contains("openssl"), "{wrong}: {why}");
        }
    }
}
