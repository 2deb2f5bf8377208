//! Signatures: every header is covered and listed once more than it is there, so that none can be added.

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{Ed25519KeyPair, RSA_PKCS1_SHA256, RsaKeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::clock::Timestamp;
use crate::config::{Config, DkimKey};
use crate::message::error::MessageError;
use crate::message::headers::Head;

/// Headers that are signed although they are absent. Nobody can add them later to change where
/// answers go or how the mail reads.
const ABSENT: [&str; 3] = ["Reply-To", "Cc", "Content-Transfer-Encoding"];

/// Characters of a line of a signature or of a list of names.
const LINE: usize = 72;

/// The signing keys with their selectors.
#[derive(Debug)]
pub struct DkimSigner {
    domain: String,
    keys: Vec<(String, SigningKey)>,
}

#[derive(Debug)]
enum SigningKey {
    Rsa(DkimKey<RsaKeyPair>),
    Ed25519(DkimKey<Ed25519KeyPair>),
}

impl DkimSigner {
    /// The signer of this configuration; `None` without a key, when mails go unsigned.
    pub fn of(config: &Config) -> Option<Self> {
        let dkim = &config.dkim;
        let rsa = dkim.rsa_key.clone().map(SigningKey::Rsa);
        let ed25519 = dkim.ed25519_key.clone().map(SigningKey::Ed25519);
        let keys: Vec<_> = [(&dkim.ed25519_selector, ed25519), (&dkim.rsa_selector, rsa)]
            .into_iter()
            .filter_map(|(selector, key)| Some((selector.clone(), key?)))
            .collect();
        let domain = config.dkim_domain().to_owned();
        (!keys.is_empty()).then_some(Self { domain, keys })
    }

    /// Returns the DKIM-Signature headers for `head`, a message's headers each with its line break.
    /// The hash is the SHA-256 of a body that is its own canonical form.
    pub(in crate::message) fn signatures(
        &self,
        head: &[u8],
        body_hash: &[u8],
        date: Timestamp,
    ) -> Result<String, MessageError> {
        let head = String::from_utf8_lossy(head);
        let mut names = Vec::new();
        let mut canonical = String::with_capacity(head.len() + 512);
        for header in headers(&head) {
            names.push(header.split(':').next().unwrap_or_default());
            relax(header, &mut canonical);
            canonical.push_str("\r\n");
        }
        let covered = covered(&names);
        let body_hash = STANDARD.encode(body_hash);
        let mut all = String::new();
        for (selector, key) in &self.keys {
            let mut own = self.unsigned(selector, key, &covered, &body_hash, date);
            let mut signed = canonical.clone();
            relax(&own, &mut signed);
            let signature = STANDARD.encode(key.sign(signed.as_bytes())?);
            for (number, at) in (0..signature.len()).step_by(LINE).enumerate() {
                if number > 0 {
                    own.push_str("\r\n ");
                }
                own.push_str(&signature[at..signature.len().min(at + LINE)]);
            }
            all.push_str(&own);
            all.push_str("\r\n");
        }
        Ok(all)
    }

    /// The header up to `b=`, which begins a new line.
    fn unsigned(
        &self,
        selector: &str,
        key: &SigningKey,
        covered: &[String],
        body_hash: &str,
        date: Timestamp,
    ) -> String {
        let tags = [
            "v=1;".to_owned(),
            format!("a={}-sha256;", key.name()),
            "c=relaxed/relaxed;".to_owned(),
            format!("d={};", self.domain),
            format!("s={selector};"),
            format!("t={};", date.unix()),
            format!("bh={body_hash};"),
        ];
        let mut head = Head::default();
        let tokens = tags.iter().chain(covered).map(String::as_str);
        head.tokens("DKIM-Signature", tokens);
        format!("{head} b=")
    }
}

impl SigningKey {
    fn name(&self) -> &'static str {
        match self {
            Self::Rsa(_) => "rsa",
            Self::Ed25519(_) => "ed25519",
        }
    }

    fn sign(&self, data: &[u8]) -> Result<Vec<u8>, MessageError> {
        let failed = |_| MessageError::Signature(self.name());
        match self {
            Self::Rsa(key) => {
                let mut signature = vec![0; key.pair().public_modulus_len()];
                key.pair()
                    .sign(
                        &RSA_PKCS1_SHA256,
                        &SystemRandom::new(),
                        data,
                        &mut signature,
                    )
                    .map_err(failed)?;
                Ok(signature)
            }
            // What Ed25519 signs is the hash (RFC 8463, section 3).
            Self::Ed25519(key) => {
                let hash = digest(&SHA256, data);
                let signature = key.pair().try_sign(hash.as_ref()).map_err(failed)?;
                Ok(signature.as_ref().to_vec())
            }
        }
    }
}

/// The `h=` tag in parts that fit a line: each name that is present, then all of them again, then
/// the absent ones.
fn covered(names: &[&str]) -> Vec<String> {
    let absent = ABSENT.iter().filter(|name| !names.contains(name));
    let all = names.iter().chain(names).chain(absent);
    let mut pieces = vec!["h=".to_owned()];
    for (number, name) in all.enumerate() {
        let full = |piece: &String| piece.len() + name.len() + 2 > LINE;
        if number > 0 {
            pieces
                .last_mut()
                .into_iter()
                .for_each(|piece| piece.push(':'));
        }
        if pieces.last().is_none_or(full) {
            pieces.push(String::new());
        }
        pieces
            .last_mut()
            .into_iter()
            .for_each(|piece| piece.push_str(name));
    }
    pieces
        .last_mut()
        .into_iter()
        .for_each(|piece| piece.push(';'));
    pieces
}

/// Each header with its folds and without its last line break.
fn headers(head: &str) -> impl Iterator<Item = &str> {
    let mut rest = head;
    std::iter::from_fn(move || {
        let end = rest.match_indices("\r\n").find_map(|(at, _)| {
            let folded = rest[at + 2..].starts_with([' ', '\t']);
            (!folded).then_some(at)
        })?;
        let header = &rest[..end];
        rest = &rest[end + 2..];
        Some(header)
    })
}

/// A header's relaxed form (RFC 6376, section 3.4.2), without a line break.
fn relax(header: &str, out: &mut String) {
    let (name, value) = header.split_once(':').unwrap_or((header, ""));
    out.extend(name.trim_end().chars().map(|c| c.to_ascii_lowercase()));
    out.push(':');
    let words = value
        .split([' ', '\t', '\r', '\n'])
        .filter(|word| !word.is_empty());
    for (number, word) in words.enumerate() {
        if number > 0 {
            out.push(' ');
        }
        out.push_str(word);
    }
}
