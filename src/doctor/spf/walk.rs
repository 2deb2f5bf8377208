//! The walk through an SPF record and everything that it includes, with the look-ups that a receiver makes.

use std::collections::BTreeSet;
use std::net::IpAddr;

use super::record::{HostNetworks, SpfMechanism, SpfTerm, is_spf, terms};
use crate::fetch::dns::{Dns, DnsFailure};

/// The last look-up of our own walk, so that a hostile record costs little.
const LAST_LOOKUP: usize = 40;
/// Relays whose senders publish under another name than they are reached by.
const KNOWN_RELAYS: [(&str, &str); 5] = [
    ("amazonaws.com", "amazonses.com"),
    ("gmail.com", "google.com"),
    ("office365.com", "outlook.com"),
    ("postmarkapp.com", "mtasv.net"),
    ("brevo.com", "sendinblue.com"),
];

/// The reason why a receiver answers `permerror`, or why the record could not be read.
pub(super) enum SpfError {
    /// The DNS gave no answer.
    Unseen(DnsFailure),
    /// The domain has no record.
    Missing(String),
    /// The domain has several records.
    Several(String),
    /// The record of the domain includes itself.
    Loop(String),
    /// A term of the record cannot be read.
    Unreadable { domain: String, term: String },
}

impl From<DnsFailure> for SpfError {
    fn from(failure: DnsFailure) -> Self {
        Self::Unseen(failure)
    }
}

/// A relay of the configuration.
struct RelayHost {
    host: String,
    /// The addresses that it is reached at; it may send from others.
    addresses: Vec<IpAddr>,
    /// An address of these passes.
    is_named: bool,
}

/// A walk through a record and everything that it includes, as the most expensive mail would cause it.
pub(super) struct SpfWalk<'a> {
    dns: &'a Dns,
    /// Look-ups so far.
    pub lookups: usize,
    /// Look-ups that found nothing.
    pub void: usize,
    /// Domains whose record is being read.
    open: Vec<String>,
    /// How many of these were included; the `all` of an included record is not ours, that of a redirect is.
    includes: usize,
    /// Every domain that lends its record.
    included: BTreeSet<String>,
    relays: Vec<RelayHost>,
    /// `+all` lets everybody pass.
    pub lets_everybody: bool,
    /// No `-all` or `~all` ends the record.
    pub ends_open: bool,
}

impl<'a> SpfWalk<'a> {
    /// A walk that has not begun.
    pub(super) fn new(dns: &'a Dns) -> Self {
        Self {
            dns,
            lookups: 0,
            void: 0,
            open: Vec::new(),
            includes: 0,
            included: BTreeSet::new(),
            relays: Vec::new(),
            lets_everybody: false,
            ends_open: true,
        }
    }

    /// Looks up the addresses of the relays.
    pub(super) async fn learn_relays(
        &mut self,
        hosts: Vec<String>,
        own_address: Option<IpAddr>,
    ) -> Result<(), DnsFailure> {
        for host in hosts {
            let mut addresses = self.dns.addresses(&host).await?;
            if addresses.iter().all(IpAddr::is_loopback) {
                addresses = own_address.into_iter().collect();
            }
            self.relays.push(RelayHost {
                host,
                addresses,
                is_named: false,
            });
        }
        Ok(())
    }

    /// A term lets these addresses pass.
    fn lets_pass(&mut self, holds: impl Fn(&IpAddr) -> bool) {
        for relay in &mut self.relays {
            relay.is_named |= relay.addresses.iter().any(&holds);
        }
    }

    /// Reads the record of a domain.
    pub(super) async fn record(&mut self, domain: String) -> Result<(), SpfError> {
        let texts = self.dns.texts(&domain).await?;
        let mut records = texts.iter().filter(|text| is_spf(text));
        let Some(record) = records.next() else {
            return Err(SpfError::Missing(domain));
        };
        if records.next().is_some() {
            return Err(SpfError::Several(domain));
        }
        self.open.push(domain.clone());
        let terms = terms(record).map_err(|term| SpfError::Unreadable {
            domain: domain.clone(),
            term,
        })?;
        let mut redirect = None;
        let mut has_all = false;
        for term in terms {
            if self.lookups >= LAST_LOOKUP {
                break;
            }
            match term {
                SpfTerm::Redirect(target) => redirect = Some(target),
                SpfTerm::Modifier => {}
                SpfTerm::Mechanism {
                    passes,
                    is_neutral,
                    mechanism,
                } => {
                    if mechanism == SpfMechanism::All {
                        has_all = true;
                        self.all(passes, is_neutral);
                    } else {
                        self.mechanism(&domain, passes, mechanism).await?;
                    }
                }
            }
        }
        // After an `all` a redirect does not count (section 6.1).
        if let (Some(target), false) = (redirect, has_all) {
            self.lookups += 1;
            self.lend(&domain, target).await?;
        }
        self.open.pop();
        Ok(())
    }

    fn all(&mut self, passes: bool, is_neutral: bool) {
        if self.includes == 0 {
            self.lets_everybody = passes;
            self.ends_open = passes || is_neutral;
        }
    }

    async fn mechanism(
        &mut self,
        domain: &str,
        passes: bool,
        mechanism: SpfMechanism,
    ) -> Result<(), SpfError> {
        match mechanism {
            SpfMechanism::All => {}
            SpfMechanism::Network(network) => self.lets_pass(|ip| passes && network.contains(ip)),
            SpfMechanism::Include(target) => {
                self.lookups += 1;
                self.includes += 1;
                self.lend(domain, target).await?;
                self.includes -= 1;
            }
            SpfMechanism::Host(host) => {
                self.lookups += 1;
                let addresses = self.hosts_addresses(named(&host, domain)).await?;
                self.lets_pass(|ip| passes && host.contain(&addresses, *ip));
            }
            SpfMechanism::MailHosts(host) => {
                self.lookups += 1;
                self.mail_hosts(domain, &host, passes).await?;
            }
            SpfMechanism::PerMail => self.lookups += 1,
        }
        Ok(())
    }

    async fn lend(&mut self, domain: &str, target: String) -> Result<(), SpfError> {
        // A macro depends on the mail; its look-up is counted and not followed.
        if target.contains('%') {
            return Ok(());
        }
        let target = target.trim_end_matches('.').to_owned();
        if target == domain || self.open.contains(&target) {
            return Err(SpfError::Loop(target));
        }
        self.included.insert(target.clone());
        Box::pin(self.record(target)).await
    }

    async fn mail_hosts(
        &mut self,
        domain: &str,
        networks: &HostNetworks,
        passes: bool,
    ) -> Result<(), SpfError> {
        let domain = named(networks, domain);
        if domain.contains('%') {
            return Ok(());
        }
        let hosts = self.dns.mail_hosts(domain).await?;
        self.void += usize::from(hosts.is_empty());
        // Section 4.6.4: ten hosts at most.
        for host in hosts.into_iter().take(10) {
            let addresses = self.dns.addresses(&host).await?;
            self.lets_pass(|ip| passes && networks.contain(&addresses, *ip));
        }
        Ok(())
    }

    async fn hosts_addresses(&mut self, host: &str) -> Result<Vec<IpAddr>, SpfError> {
        if host.contains('%') {
            return Ok(Vec::new());
        }
        let addresses = self.dns.addresses(host).await?;
        self.void += usize::from(addresses.is_empty());
        Ok(addresses)
    }

    /// The hosts of relays that the record does not let pass.
    pub(super) fn unknown_relays(&self) -> Vec<&str> {
        let unknown = self.relays.iter().filter(|relay| !self.knows(relay));
        unknown.map(|relay| relay.host.as_str()).collect()
    }

    /// The relay's address passes, or a record of the same owner is included: many relays send from other addresses than
    /// those that they are reached at.
    fn knows(&self, relay: &RelayHost) -> bool {
        let owner = owner(&relay.host);
        let known = KNOWN_RELAYS.iter().find(|(reached, _)| *reached == owner);
        let publishes = known.map_or(owner, |(_, publishes)| publishes);
        let mut included = self.included.iter().map(|domain| self::owner(domain));
        relay.is_named || included.any(|domain| domain == publishes || domain == owner)
    }
}

/// The last two labels; good enough to tell whether a relay and a record belong together.
fn owner(host: &str) -> &str {
    let from = host.rmatch_indices('.').nth(1).map_or(0, |(at, _)| at + 1);
    &host[from..]
}

/// The host that a mechanism names, or the domain of the record.
fn named<'a>(networks: &'a HostNetworks, domain: &'a str) -> &'a str {
    if networks.host.is_empty() {
        domain
    } else {
        &networks.host
    }
}
