//! Secrets that the database keeps and the program needs in clear: sealed by AES-256-GCM under the installation's secret.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::{Purpose, Signer};
use crate::random::Random;

impl Signer {
    /// Seals a secret for the database. It opens for the same purpose and the same `owner` alone, such as an account's id.
    pub fn seal(&self, purpose: Purpose, owner: &str, secret: &[u8], random: &Random) -> String {
        let nonce = random.bytes::<NONCE_LEN>();
        let mut sealed = secret.to_vec();
        self.sealing_key(purpose)
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(owner),
                &mut sealed,
            )
            .unwrap_or_else(|_| unreachable!("AES-GCM seals up to 64 GiB"));
        URL_SAFE_NO_PAD.encode([&nonce[..], &sealed].concat())
    }

    /// A secret that [`Signer::seal`] sealed; `None` for anything else, such as one sealed under another installation's secret.
    pub fn open(&self, purpose: Purpose, owner: &str, sealed: &str) -> Option<Vec<u8>> {
        let bytes = URL_SAFE_NO_PAD.decode(sealed).ok()?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE_LEN>()?;
        let mut secret = sealed.to_vec();
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let key = self.sealing_key(purpose);
        let opened = key.open_in_place(nonce, Aad::from(owner), &mut secret);
        Some(opened.ok()?.to_vec())
    }

    fn sealing_key(&self, purpose: Purpose) -> LessSafeKey {
        let key = self.keyed_hash(purpose, "seal");
        let key = UnboundKey::new(&AES_256_GCM, &key);
        LessSafeKey::new(key.unwrap_or_else(|_| unreachable!("the hash has the key's 32 bytes")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_secret_opens_for_its_owner_and_its_purpose_under_the_same_secret_alone() {
        let signer = Signer::new(b"one");
        let random = Random::seeded(1);
        let seal = || {
            signer.seal(
                Purpose::Authenticator,
                "7",
                b"twenty secret bytes!",
                &random,
            )
        };
        let sealed = seal();
        assert_ne!(sealed, seal(), "each has a nonce of its own");
        let open = |signer: &Signer, purpose, owner, text: &str| signer.open(purpose, owner, text);
        let kept = open(&signer, Purpose::Authenticator, "7", &sealed);
        assert_eq!(kept.as_deref(), Some(&b"twenty secret bytes!"[..]));
        let other = Signer::new(b"other");
        let refused = [
            open(&signer, Purpose::Authenticator, "8", &sealed),
            open(&signer, Purpose::Form, "7", &sealed),
            open(&other, Purpose::Authenticator, "7", &sealed),
            open(&signer, Purpose::Authenticator, "7", &sealed[1..]),
            open(&signer, Purpose::Authenticator, "7", ""),
            open(&signer, Purpose::Authenticator, "7", "열쇠"),
        ];
        assert!(refused.iter().all(Option::is_none), "{refused:?}");
    }
}
