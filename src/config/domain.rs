//! Domains in options.

use crate::address::domain_as_a_labels;

/// A domain of an option, as A-labels.
pub(super) fn domain<E: serde::de::Error>(text: &str) -> Result<String, E> {
    domain_as_a_labels(text)
        .ok_or_else(|| E::custom(format!("`{text}` is no domain; write one like example.org")))
}
