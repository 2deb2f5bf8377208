//! DNS records by which receivers check signatures.

use serde::Serialize;

use crate::config::{Config, DkimKeyKind};

/// Octets of one string of a TXT record (RFC 1035, section 3.3.14).
const LONGEST_STRING: usize = 255;

/// A TXT record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DkimRecord {
    /// Its name without a dot at its end: `gudok-rsa._domainkey.example.org`.
    pub name: String,
    /// Its whole text. In the DNS it may be divided into several strings.
    pub value: String,
}

/// The records of the configured keys.
pub fn records(config: &Config) -> Vec<DkimRecord> {
    let dkim = &config.dkim;
    let domain = config.dkim_domain();
    let rsa = dkim.rsa_key.as_ref().map(|key| value(key.pair()));
    let ed25519 = dkim.ed25519_key.as_ref().map(|key| value(key.pair()));
    [(&dkim.rsa_selector, rsa), (&dkim.ed25519_selector, ed25519)]
        .into_iter()
        .filter_map(|(selector, value)| Some(DkimRecord::new(selector, domain, value?)))
        .collect()
}

pub(super) fn value<K: DkimKeyKind>(key: &K) -> String {
    // Every key that was read has a public half.
    let published = key.published().unwrap_or_default();
    format!("v=DKIM1; k={}; p={published}", K::NAME)
}

impl DkimRecord {
    pub(super) fn new(selector: &str, domain: &str, value: String) -> Self {
        Self {
            name: format!("{selector}._domainkey.{domain}"),
            value,
        }
    }

    /// The record as a line of a zone file (RFC 1035, section 5.1), in strings of at most 255
    /// octets.
    pub fn zone_line(&self) -> String {
        let strings: Vec<String> = (0..self.value.len())
            .step_by(LONGEST_STRING)
            .map(|at| {
                let end = self.value.len().min(at + LONGEST_STRING);
                format!("\"{}\"", &self.value[at..end])
            })
            .collect();
        format!("{}. IN TXT ( {} )", self.name, strings.join("\n    "))
    }
}
