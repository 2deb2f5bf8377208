//! By what two posts are told apart: their addresses without what may differ between two spellings, and what they say.

use sha2::{Digest, Sha256};
use url::Url;

use crate::token::hex;

/// Parameters that tell where a reader came from, not what is read.
const TRACKING: &[&str] = &["fbclid", "gclid", "mc_cid", "mc_eid", "ref"];

/// The key of an address: `http://www.Example.org/a/?utm_source=feed#more` and `https://example.org/a` have the same.
pub fn url_key(address: &str) -> String {
    let Ok(url) = Url::parse(address.trim()) else {
        return address.trim().to_owned();
    };
    let host = url.host_str().unwrap_or_default();
    let host = host.strip_prefix("www.").unwrap_or(host);
    let port = url.port().map(|port| format!(":{port}"));
    let path = url.path().trim_end_matches('/');
    let mut kept = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in url.query_pairs() {
        if !name.starts_with("utm_") && !TRACKING.contains(&&*name) {
            kept.append_pair(&name, &value);
        }
    }
    let query = kept.finish();
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{host}{}{path}{mark}{query}", port.unwrap_or_default())
}

/// The fingerprint of what a post says; blanks don't count.
pub(super) fn fingerprint(title: &str, text: &str) -> String {
    let mut hash = Sha256::new();
    for part in [title, text] {
        for word in part.split_whitespace() {
            hash.update(word.as_bytes());
            hash.update(b" ");
        }
        hash.update(b"\n");
    }
    hex(&hash.finalize())
}
