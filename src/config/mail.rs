//! How mail leaves: the relays and their limits, and those of recipients' domains.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use super::domain::domain;
use super::error::ConfigError;
use super::mail_url::MailUrl;
use crate::address::EmailAddress;
use crate::clock::{DAY, HOUR, MINUTE};

/// Bytes before the @ of `mail.bounce_address`: a plus, 19 digits, a dot and 16 characters of signature follow within
/// SMTP's 64 (RFC 5321, section 4.5.3.1.1).
pub const LONGEST_BOUNCE_MAILBOX: usize = 26;

/// The relays, and limits of mail.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MailConfig {
    /// `smtp://user:password@host:587`, `smtps://…`, `sendmail:`, `file:DIR` or `memory:`. Not used when there are `mail.relays`.
    pub url: MailUrl,
    /// The mailbox for bounces: each mail's return path is a detail of it. Without it: the sender's address.
    pub bounce_address: Option<EmailAddress>,
    /// The mailbox for answers to notices: they become comments and decisions. Without it nobody is asked to answer.
    pub reply_address: Option<EmailAddress>,
    /// The mail server whose `Authentication-Results` prove who wrote an answer: the name that it writes there first.
    pub authentication_host: Option<String>,
    /// Connections to that relay; each sends one mail at a time.
    #[serde(deserialize_with = "some_connections")]
    pub connections: u16,
    /// The most mails a second; 0 is no limit.
    pub rate: u32,
    /// Seconds after which another process sends the mails of a crashed one.
    pub lease: u32,
    /// Several relays instead of one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub relays: Vec<RelayOptions>,
    /// Limits for recipients' domains.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub domains: Vec<DomainOptions>,
}

impl Default for MailConfig {
    fn default() -> Self {
        Self {
            url: MailUrl::default(),
            bounce_address: None,
            reply_address: None,
            authentication_host: None,
            connections: 4,
            rate: 0,
            lease: 120,
            relays: Vec::new(),
            domains: Vec::new(),
        }
    }
}

/// One of several relays.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RelayOptions {
    /// Its name in logs and limits.
    pub name: String,
    /// Its address, as in `mail.url`.
    pub url: MailUrl,
    /// Relays of the lowest number send. The others send when all of those are down.
    #[serde(default = "one")]
    pub priority: u16,
    /// Its share of the mails among relays of the same priority.
    #[serde(default = "one")]
    pub weight: u16,
    /// Connections to it.
    #[serde(default = "four", deserialize_with = "some_connections")]
    pub connections: u16,
    /// The most mails a second; 0 is no limit, here and below.
    #[serde(default)]
    pub per_second: u32,
    /// The most mails a minute.
    #[serde(default)]
    pub per_minute: u32,
    /// The most mails an hour.
    #[serde(default)]
    pub per_hour: u32,
    /// The most mails a day.
    #[serde(default)]
    pub per_day: u32,
}

/// Limits for the mails to one domain, over all relays and nodes.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DomainOptions {
    /// The domain after the @, as A-labels.
    #[serde(deserialize_with = "a_domain")]
    pub name: String,
    /// The most mails a second; 0 is no limit, here and below.
    #[serde(default)]
    pub per_second: u32,
    /// The most mails a minute.
    #[serde(default)]
    pub per_minute: u32,
    /// The most mails an hour.
    #[serde(default)]
    pub per_hour: u32,
    /// The most mails a day.
    #[serde(default)]
    pub per_day: u32,
}

/// A limit on mails in a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit {
    /// The name of the limit in the database.
    pub bucket: &'static str,
    /// Mails.
    pub most: i64,
    /// Seconds.
    pub seconds: i64,
}

fn one() -> u16 {
    1
}

fn four() -> u16 {
    4
}

/// Read as a large number first, so that one too large is told what is small enough.
fn some_connections<'de, D: Deserializer<'de>>(from: D) -> Result<u16, D::Error> {
    let number = i64::deserialize(from)?;
    let connections = u16::try_from(number)
        .ok()
        .filter(|some| (1..=256).contains(some));
    connections.ok_or_else(|| {
        D::Error::custom(format!(
            "{number} connections to a relay; write a number from 1 to 256"
        ))
    })
}

fn a_domain<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    domain(&String::deserialize(from)?)
}

impl RelayOptions {
    /// The limits that are set.
    pub fn limits(&self) -> Vec<RateLimit> {
        limits([
            self.per_second,
            self.per_minute,
            self.per_hour,
            self.per_day,
        ])
    }
}

impl DomainOptions {
    /// The limits that are set.
    pub fn limits(&self) -> Vec<RateLimit> {
        limits([
            self.per_second,
            self.per_minute,
            self.per_hour,
            self.per_day,
        ])
    }
}

fn limits(mails: [u32; 4]) -> Vec<RateLimit> {
    let windows = [
        ("mails-a-second", 1),
        ("mails-a-minute", MINUTE),
        ("mails-an-hour", HOUR),
        ("mails-a-day", DAY),
    ];
    let set = windows.into_iter().zip(mails).filter(|(_, most)| *most > 0);
    let limit = |((bucket, seconds), most)| RateLimit {
        bucket,
        most: i64::from(most),
        seconds,
    };
    set.map(limit).collect()
}

impl MailConfig {
    /// Every relay: the several, or the one of `mail.url`.
    pub fn all_relays(&self) -> Vec<RelayOptions> {
        if !self.relays.is_empty() {
            return self.relays.clone();
        }
        vec![RelayOptions {
            name: "relay".into(),
            url: self.url.clone(),
            priority: 1,
            weight: 1,
            connections: self.connections,
            per_second: self.rate,
            per_minute: 0,
            per_hour: 0,
            per_day: 0,
        }]
    }

    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let wrong = |line: String| Err(ConfigError::Wrong(line));
        let mut names = std::collections::BTreeSet::new();
        for relay in self.all_relays() {
            let name = &relay.name;
            if relay.weight == 0 {
                return wrong(format!(
                    "the weight of the relay {name} in mail.relays is a number from 1 on"
                ));
            }
            if name.is_empty() || !names.insert(name.clone()) {
                return wrong(format!(
                    "mail.relays has two relays named `{name}`, or one without a name; limits need a name of its own for each"
                ));
            }
        }
        for (option, address) in [
            ("mail.bounce_address", &self.bounce_address),
            ("mail.reply_address", &self.reply_address),
        ] {
            let mailbox = address.as_ref().map(EmailAddress::as_str);
            let mailbox = mailbox.and_then(|address| address.split('@').next());
            if mailbox.is_some_and(|mailbox| mailbox.len() > LONGEST_BOUNCE_MAILBOX) {
                return wrong(format!(
                    "{option} has more than {LONGEST_BOUNCE_MAILBOX} characters before the @; name a shorter mailbox"
                ));
            }
        }
        if !(4..=3600).contains(&self.lease) {
            return wrong("mail.lease is a number of seconds from 4 to 3600".into());
        }
        match self
            .domains
            .iter()
            .find(|domain| domain.limits().is_empty())
        {
            Some(domain) => wrong(format!(
                "mail.domains names {} without a limit; write per_second, per_minute, per_hour or per_day",
                domain.name
            )),
            None => Ok(()),
        }
    }
}
