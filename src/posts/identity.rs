//! By what two posts are told apart: their addresses without what may differ between two spellings, and what they say.

use sha2::{Digest, Sha256};

use crate::page_key::page_key;
use crate::token::hex;

/// The key of an address, without its scheme: `http://www.Example.org/a/?utm_source=feed#more` and `https://example.org/a` have
/// the same.
pub fn url_key(address: &str) -> String {
    page_key(address)
        .and_then(|key| key.strip_prefix("https://").map(str::to_owned))
        .unwrap_or_else(|| address.trim().to_owned())
}

/// The fingerprint of what a post says in these parts; blanks don't count.
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
