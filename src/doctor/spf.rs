//! SPF (RFC 7208): one record, few look-ups, and the relay in it.

use std::collections::BTreeSet;
use std::net::IpAddr;

use super::dns::{Dns, Trouble};
use super::{Check, Patient};

pub(super) const NAME: &str = "spf";
/// Look-ups that a receiver makes before it gives up (section 4.6.4).
const MOST_LOOKUPS: usize = 10;
/// Of these, the ones that may find nothing (section 4.6.4).
const MOST_VOID: usize = 2;
/// Where our own walk ends, so that a hostile record costs little.
const LAST_LOOKUP: usize = 40;
/// Relays whose senders publish under another name than they are reached by.
const KNOWN_RELAYS: [(&str, &str); 5] = [
    ("amazonaws.com", "amazonses.com"),
    ("gmail.com", "google.com"),
    ("office365.com", "outlook.com"),
    ("postmarkapp.com", "mtasv.net"),
    ("brevo.com", "sendinblue.com"),
];

pub(super) async fn check(patient: &Patient<'_>) -> Check {
    let words = patient.words();
    if let Some(check) = patient.without_domain(NAME) {
        return check;
    }
    let domain = match patient.bounce_address {
        Some(address) => address.domain(),
        None => patient.domain(),
    };
    let mut walk = Walk::new(patient.dns);
    let hosts = patient.relay_hosts();
    if let Err(trouble) = walk.learn_relays(hosts, patient.own_address).await {
        return Check::unseen(NAME, words, &trouble);
    }
    match walk.record(domain.to_owned()).await {
        Ok(()) => {}
        Err(Broken::Unseen(trouble)) => return Check::unseen(NAME, words, &trouble),
        Err(Broken::Missing(at)) if at == domain => {
            return Check::fail(
                NAME,
                words.say("doctor-spf-missing").with("domain", domain),
                words.say("doctor-spf-missing-fix").with("domain", domain),
            );
        }
        Err(Broken::Missing(at)) => {
            let found = words.say("doctor-spf-include-empty").with("domain", at);
            return Check::fail(NAME, found, words.say("doctor-spf-include-empty-fix"));
        }
        Err(Broken::Several(at)) => {
            let found = words.say("doctor-spf-several").with("domain", at);
            return Check::fail(NAME, found, words.say("doctor-spf-several-fix"));
        }
        Err(Broken::Loop(at)) => {
            let found = words.say("doctor-spf-loop").with("domain", at);
            return Check::fail(NAME, found, words.say("doctor-spf-loop-fix"));
        }
        Err(Broken::Unreadable { domain, term }) => {
            let found = words
                .say("doctor-spf-unreadable")
                .with("domain", domain)
                .with("term", term);
            return Check::fail(NAME, found, words.say("doctor-spf-unreadable-fix"));
        }
    }
    walk.verdict(patient, domain)
}

/// Why a receiver would answer `permerror`, or why nothing could be seen.
enum Broken {
    Unseen(Trouble),
    Missing(String),
    Several(String),
    Loop(String),
    Unreadable { domain: String, term: String },
}

impl From<Trouble> for Broken {
    fn from(trouble: Trouble) -> Self {
        Self::Unseen(trouble)
    }
}

/// A relay of the configuration.
struct Relay {
    host: String,
    /// Where it is reached; it may send from elsewhere.
    addresses: Vec<IpAddr>,
    /// An address of these passes.
    is_named: bool,
}

/// A walk through a record and everything that it includes, as the most expensive mail would cause it.
struct Walk<'a> {
    dns: &'a Dns,
    lookups: usize,
    void: usize,
    /// Domains whose record is being read.
    open: Vec<String>,
    /// How many of these were included; the `all` of an included record is not ours, that of a redirect is.
    includes: usize,
    /// Every domain that lends its record.
    included: BTreeSet<String>,
    relays: Vec<Relay>,
    lets_everybody: bool,
    ends_open: bool,
}

impl<'a> Walk<'a> {
    fn new(dns: &'a Dns) -> Self {
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

    async fn learn_relays(
        &mut self,
        hosts: Vec<String>,
        own_address: Option<IpAddr>,
    ) -> Result<(), Trouble> {
        for host in hosts {
            let mut addresses = self.dns.addresses(&host).await?;
            if addresses.iter().all(IpAddr::is_loopback) {
                addresses = own_address.into_iter().collect();
            }
            self.relays.push(Relay {
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

    /// Reads the record of a domain; boxed, since records include records.
    async fn record(&mut self, domain: String) -> Result<(), Broken> {
        let texts = self.dns.texts(&domain).await?;
        let mut records = texts.iter().filter(|text| is_spf(text));
        let Some(record) = records.next() else {
            return Err(Broken::Missing(domain));
        };
        if records.next().is_some() {
            return Err(Broken::Several(domain));
        }
        self.open.push(domain.clone());
        let mut redirect = None;
        let mut has_all = false;
        for term in record.split_ascii_whitespace().skip(1) {
            if self.lookups >= LAST_LOOKUP {
                break;
            }
            let lower = term.to_ascii_lowercase();
            if let Some(target) = lower.strip_prefix("redirect=") {
                redirect = Some(target.to_owned());
                continue;
            }
            has_all |= lower.trim_start_matches(['+', '-', '~', '?']) == "all";
            self.term(&domain, &lower).await?;
        }
        // After an `all` a redirect is not looked at (section 6.1).
        if let (Some(target), false) = (redirect, has_all) {
            self.lookups += 1;
            self.lend(&domain, target).await?;
        }
        self.open.pop();
        Ok(())
    }

    async fn term(&mut self, domain: &str, term: &str) -> Result<(), Broken> {
        let (passes, mechanism) = match term.strip_prefix(['-', '~', '?']) {
            Some(rest) => (false, rest),
            None => (true, term.strip_prefix('+').unwrap_or(term)),
        };
        let end = mechanism.find([':', '/', '=']).unwrap_or(mechanism.len());
        let (name, rest) = mechanism.split_at(end);
        let target = rest.strip_prefix(':').unwrap_or_default();
        let host = || {
            let host = target.split('/').next().unwrap_or_default();
            if host.is_empty() { domain } else { host }.to_owned()
        };
        match name {
            "all" if rest.is_empty() => {
                if self.includes == 0 {
                    self.lets_everybody = passes;
                    self.ends_open = term.starts_with('?') || passes;
                }
            }
            "ip4" | "ip6" => {
                let network = Network::read(target).ok_or_else(|| unreadable(domain, term))?;
                self.lets_pass(|ip| passes && network.holds(*ip));
            }
            "include" if !target.is_empty() => {
                self.lookups += 1;
                self.includes += 1;
                self.lend(domain, target.to_owned()).await?;
                self.includes -= 1;
            }
            "a" => {
                self.lookups += 1;
                let addresses = self.hosts_addresses(host()).await?;
                self.lets_pass(|ip| passes && addresses.contains(ip));
            }
            "mx" => {
                self.lookups += 1;
                self.mail_hosts(host(), passes).await?;
            }
            "ptr" | "exists" => self.lookups += 1,
            // Modifiers that are not known are to be ignored (section 6).
            _ if rest.starts_with('=') && !name.is_empty() => {}
            _ => return Err(unreadable(domain, term)),
        }
        Ok(())
    }

    async fn lend(&mut self, domain: &str, target: String) -> Result<(), Broken> {
        // A macro depends on the mail; its look-up is counted and not followed.
        if target.contains('%') {
            return Ok(());
        }
        let target = target.trim_end_matches('.').to_owned();
        if target == domain || self.open.contains(&target) {
            return Err(Broken::Loop(target));
        }
        self.included.insert(target.clone());
        Box::pin(self.record(target)).await
    }

    async fn mail_hosts(&mut self, domain: String, passes: bool) -> Result<(), Broken> {
        if domain.contains('%') {
            return Ok(());
        }
        let hosts = self.dns.mail_hosts(&domain).await?;
        self.void += usize::from(hosts.is_empty());
        // Section 4.6.4: ten hosts at most.
        for host in hosts.into_iter().take(10) {
            let addresses = self.dns.addresses(&host).await?;
            self.lets_pass(|ip| passes && addresses.contains(ip));
        }
        Ok(())
    }

    async fn hosts_addresses(&mut self, host: String) -> Result<Vec<IpAddr>, Broken> {
        if host.contains('%') {
            return Ok(Vec::new());
        }
        let addresses = self.dns.addresses(&host).await?;
        self.void += usize::from(addresses.is_empty());
        Ok(addresses)
    }

    fn verdict(&self, patient: &Patient<'_>, domain: &str) -> Check {
        let words = patient.words();
        if self.lookups > MOST_LOOKUPS {
            let found = words
                .say("doctor-spf-lookups")
                .with("domain", domain)
                .with("count", self.lookups);
            return Check::fail(NAME, found, words.say("doctor-spf-lookups-fix"));
        }
        if self.void > MOST_VOID {
            let found = words
                .say("doctor-spf-void")
                .with("domain", domain)
                .with("count", self.void);
            return Check::fail(NAME, found, words.say("doctor-spf-void-fix"));
        }
        if self.lets_everybody {
            let found = words.say("doctor-spf-everybody").with("domain", domain);
            return Check::fail(NAME, found, words.say("doctor-spf-everybody-fix"));
        }
        let strangers: Vec<&str> = self
            .relays
            .iter()
            .filter(|relay| !self.knows(relay))
            .map(|relay| relay.host.as_str())
            .collect();
        if !strangers.is_empty() {
            let found = words
                .say("doctor-spf-relay")
                .with("domain", domain)
                .with("relay", strangers.join(", "));
            return Check::warning(NAME, found, words.say("doctor-spf-relay-fix"));
        }
        if self.ends_open {
            let found = words.say("doctor-spf-open").with("domain", domain);
            return Check::warning(NAME, found, words.say("doctor-spf-open-fix"));
        }
        let good = words
            .say("doctor-spf-good")
            .with("domain", domain)
            .with("count", self.lookups);
        Check::ok(NAME, good)
    }

    /// The relay's address passes, or a record of the same owner is included: many relays send from other addresses than
    /// those that they are reached at.
    fn knows(&self, relay: &Relay) -> bool {
        let owner = owner(&relay.host);
        let known = KNOWN_RELAYS.iter().find(|(reached, _)| *reached == owner);
        let publishes = known.map_or(owner, |(_, publishes)| publishes);
        let mut included = self.included.iter().map(|domain| self::owner(domain));
        relay.is_named || included.any(|domain| domain == publishes || domain == owner)
    }
}

fn unreadable(domain: &str, term: &str) -> Broken {
    Broken::Unreadable {
        domain: domain.to_owned(),
        term: term.to_owned(),
    }
}

/// Section 4.5: the version, then a space or the end.
fn is_spf(text: &str) -> bool {
    let version = text.split(' ').next().unwrap_or_default();
    version.eq_ignore_ascii_case("v=spf1")
}

/// The last two labels; good enough to tell whether a relay and a record belong together.
fn owner(host: &str) -> &str {
    let from = host.rmatch_indices('.').nth(1).map_or(0, |(at, _)| at + 1);
    &host[from..]
}

/// Addresses that begin alike.
struct Network {
    address: IpAddr,
    bits: u32,
}

impl Network {
    fn read(text: &str) -> Option<Self> {
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address.parse().ok()?, Some(bits.parse().ok()?)),
            None => (text.parse().ok()?, None),
        };
        let whole = if matches!(address, IpAddr::V4(_)) {
            32
        } else {
            128
        };
        let bits = bits.unwrap_or(whole);
        (bits <= whole).then_some(Self { address, bits })
    }

    fn holds(&self, ip: IpAddr) -> bool {
        let differing = match (self.address, ip) {
            (IpAddr::V4(one), IpAddr::V4(other)) => {
                (one.to_bits() ^ other.to_bits()).leading_zeros()
            }
            (IpAddr::V6(one), IpAddr::V6(other)) => {
                (one.to_bits() ^ other.to_bits()).leading_zeros()
            }
            _ => return false,
        };
        differing >= self.bits
    }
}
