//! Identity of posts: keys of addresses, and fingerprints of texts.

use sha2::{Digest, Sha256};

use crate::page_key::page_key;
use crate::token::hex;

/// Returns the key of an address. `http://www.Example.org/a/?utm_source=feed#more` and `https://example.org/a` have the same
/// key, which has no scheme.
pub fn url_key(address: &str) -> String {
    page_key(address)
        .and_then(|key| key.strip_prefix("https://").map(str::to_owned))
        .unwrap_or_else(|| address.trim().to_owned())
}

/// Returns the fingerprint of the parts of a post; whitespace does not matter.
pub(super) fn fingerprint(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        for word in part.split_whitespace() {
            hash.update(word.as_bytes());
            hash.update(b" ");
        }
        hash.update(b"\n");
    }
    hex(&hash.finalize())
}
