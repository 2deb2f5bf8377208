//! Addresses that are thrown away after a mail, and domains that take none: which they are, and what becomes of them.

use std::collections::HashSet;
use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::address::{EmailAddress, domain_as_a_labels};

/// Which addresses may sign up.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AddressesConfig {
    /// `true` refuses sign-ups of addresses of services for throw-away mail. In a comment they are a sign of spam in any case.
    pub refuse_disposable: bool,
    /// A file with the domain of such a service on each line, beside those that Gudok knows. A line that begins with `#` is a comment.
    pub disposable_domains: Option<DomainFile>,
    /// `true` asks the DNS about the domain of each sign-up, and refuses one that does not exist or that says that it takes no mail. Where the DNS gives no answer in time, the sign-up counts.
    pub check_mx: bool,
    /// The name server that is asked, such as `127.0.0.1:53`. Without one it is the machine's own.
    pub name_server: Option<SocketAddr>,
}

impl AddressesConfig {
    /// True for an address of a service that Gudok or the owner's file knows.
    pub fn is_disposable(&self, email: &EmailAddress) -> bool {
        let file = self.disposable_domains.as_ref();
        email.is_disposable() || file.is_some_and(|file| file.has(email.domain()))
    }
}

/// A file of domains. It is read with the configuration.
#[derive(Clone)]
pub struct DomainFile {
    path: PathBuf,
    domains: Arc<HashSet<String>>,
}

impl DomainFile {
    /// Reads the file; the error says which line is no domain.
    pub fn read(path: &Path) -> Result<Self, String> {
        let shown = path.display();
        let text = std::fs::read_to_string(path)
            .map_err(|error| format!("`{shown}` cannot be read: {error}"))?;
        let mut domains = HashSet::new();
        for (index, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let domain = domain_as_a_labels(line).ok_or_else(|| {
                format!(
                    "line {} of `{shown}` is no domain; write one like example.org on each line",
                    index + 1
                )
            })?;
            domains.insert(domain);
        }
        Ok(Self {
            path: path.to_owned(),
            domains: Arc::new(domains),
        })
    }

    /// True for a domain of the file, and for a domain below one.
    fn has(&self, domain: &str) -> bool {
        let domain = domain.to_lowercase();
        let mut rest = domain.as_str();
        while !self.domains.contains(rest) {
            match rest.split_once('.') {
                Some((_, above)) => rest = above,
                None => return false,
            }
        }
        true
    }
}

impl fmt::Debug for DomainFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} ({} domains)",
            self.path.display(),
            self.domains.len()
        )
    }
}

impl Serialize for DomainFile {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&self.path.display())
    }
}

impl<'de> Deserialize<'de> for DomainFile {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let path = String::deserialize(from)?;
        Self::read(Path::new(&path)).map_err(serde::de::Error::custom)
    }
}
