//! Whether a domain takes mail, by the DNS. Where the DNS does not say so for sure, it does: a failure is no reason to refuse anybody.

use std::time::Duration;

use moka::sync::Cache;
use tokio::sync::Semaphore;

use super::dns::{Dns, DnsFailure};

/// Time for one domain: somebody waits for the page.
const PATIENCE: Duration = Duration::from_millis(1_500);
/// Domains that are looked up at the same time. Beyond them nothing is asked.
const AT_ONCE: usize = 16;
/// Domains whose answer is kept.
const KEPT: u64 = 10_000;
/// How long an answer is kept: whoever mends a domain comes back soon.
const KEPT_FOR: Duration = Duration::from_mins(10);

/// The domains that take mail, and those that do not.
#[derive(Debug)]
pub struct DomainCheck {
    dns: Dns,
    answers: Cache<String, bool>,
    places: Semaphore,
}

impl DomainCheck {
    /// A check that asks this DNS.
    pub fn new(dns: Dns) -> Self {
        let answers = Cache::builder().max_capacity(KEPT).time_to_live(KEPT_FOR);
        Self {
            dns,
            answers: answers.build(),
            places: Semaphore::new(AT_ONCE),
        }
    }

    /// The answer of an earlier look-up.
    pub fn known(&self, domain: &str) -> Option<bool> {
        self.answers.get(domain)
    }

    /// False for a domain that does not exist, or that says that it takes no mail (RFC 7505).
    pub async fn takes_mail(&self, domain: &str) -> bool {
        let Ok(_place) = self.places.try_acquire() else {
            return true;
        };
        match tokio::time::timeout(PATIENCE, self.look_up(domain)).await {
            Ok(Ok(answer)) => {
                self.answers.insert(domain.to_owned(), answer);
                answer
            }
            Ok(Err(error)) => {
                tracing::warn!(%error, "the DNS does not say whether a domain takes mail");
                true
            }
            Err(_) => true,
        }
    }

    async fn look_up(&self, domain: &str) -> Result<bool, DnsFailure> {
        let hosts = self.dns.mail_hosts(domain).await?;
        if hosts.is_empty() {
            // A host without an MX takes its own mail (RFC 5321, section 5.1).
            return self.dns.exists(domain).await;
        }
        Ok(hosts.iter().any(|host| !host.is_empty()))
    }
}
