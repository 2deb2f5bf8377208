//! The secret of a token: `gudok_`, 40 hexadecimal digits and a checksum of 8. The form lets a scanner find a leaked one, and tell it
//! from a word that only looks like one.

use sha2::{Digest, Sha256};

use crate::random::Random;
use crate::token::{TokenHash, hex};

/// The beginning of every secret.
const PREFIX: &str = "gudok_";
/// Digits of chance: 160 bits.
const DIGITS: usize = 40;
/// Digits of the checksum.
const CHECK: usize = 8;
/// Letters that may be shown: the prefix and six digits.
const HINT: usize = PREFIX.len() + 6;

/// The secret of a token.
#[derive(Clone)]
pub struct ApiSecret(String);

impl std::fmt::Debug for ApiSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ApiSecret(…)")
    }
}

impl ApiSecret {
    /// Draws a new secret.
    pub fn draw(random: &Random) -> Self {
        let body = format!("{PREFIX}{}", hex(&random.bytes::<{ DIGITS / 2 }>()));
        let check = checksum(&body);
        Self(body + &check)
    }

    /// Reads a secret; `None` for what cannot be one, which costs no look at the database.
    pub fn parse(text: &str) -> Option<Self> {
        let is_long_enough = text.is_ascii() && text.len() == PREFIX.len() + DIGITS + CHECK;
        let body = text.get(..PREFIX.len() + DIGITS)?;
        let is_ours = is_long_enough && text.starts_with(PREFIX) && text.ends_with(&checksum(body));
        is_ours.then(|| Self(text.to_owned()))
    }

    /// The secret itself, to be shown once.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// What the database keeps in its place.
    pub fn hash(&self) -> TokenHash {
        TokenHash::of(&self.0)
    }

    /// The letters that may be shown later.
    pub fn hint(&self) -> &str {
        self.0.get(..HINT).unwrap_or_default()
    }
}

/// The first digits of the SHA-256 of what stands before them.
fn checksum(body: &str) -> String {
    let mut digits = hex(&Sha256::digest(body.as_bytes()));
    digits.truncate(CHECK);
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_read_again_and_a_mistyped_one_is_none() {
        let secret = ApiSecret::draw(&Random::seeded(1));
        let text = secret.expose();
        assert_eq!((text.len(), secret.hint().len()), (54, 12));
        let read = ApiSecret::parse(text).unwrap();
        assert_eq!(read.hash(), secret.hash());
        assert_eq!(format!("{secret:?}"), "ApiSecret(…)");
        for at in 0..text.len() {
            let mut wrong = text.to_owned();
            wrong.replace_range(at..=at, if &text[at..=at] == "0" { "1" } else { "0" });
            assert!(ApiSecret::parse(&wrong).is_none(), "{wrong}");
        }
        for wrong in [
            "",
            "gudok_",
            &text[1..],
            &text[..53],
            &format!("{text}0"),
            "구독_열쇠",
        ] {
            assert!(ApiSecret::parse(wrong).is_none(), "{wrong}");
        }
    }
}
