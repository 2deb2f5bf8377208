//! What stands in the way of mail that arrives: each check says what it found and, unless all is well, the way out.
//!
//! Nothing is sent and nothing is changed. A check that cannot be made says so as a warning.

mod bounces;
mod dkim;
mod dmarc;
pub mod dns;
mod house;
mod one_click;
pub mod panel;
mod queries;
mod relay;
mod reverse;
mod spf;

use std::fmt::Display;
use std::net::{IpAddr, UdpSocket};
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use serde::{Serialize, Serializer};

use crate::address::EmailAddress;
use crate::app::App;
use crate::config::{Config, MailUrl};
use crate::delivery;
use crate::i18n::{Locale, Translator};
use dns::Dns;

/// Time that each check gets unless it is told otherwise. They are made at once, and proxies give up on the panel's page soon after.
pub const PATIENCE: Duration = Duration::from_secs(25);
/// Time in which a relay must let us in, and a site must answer a mailbox provider: one that is slower loses mail.
const SLOWEST: Duration = Duration::from_secs(10);

/// The names of the checks in the order of reading. Each relay has a check of its own under the one name.
pub const NAMES: [&str; 12] = [
    spf::NAME,
    dkim::NAME,
    dmarc::NAME,
    reverse::NAME,
    relay::NAME,
    one_click::NAME,
    bounces::NAME,
    house::DATABASE,
    house::MIGRATIONS,
    house::CLOCK,
    house::SECRET,
    house::OUTBOX,
];

/// How a check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// All is well, or there is nothing to check.
    Ok,
    /// It works, but not as it should; or it could not be seen.
    Warning,
    /// Mail is lost or refused because of this.
    Fail,
}

crate::text_enum!(State { Ok => "ok", Warning => "warning", Fail => "fail" });

impl Serialize for State {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.as_str())
    }
}

/// One line of the report.
#[derive(Clone, Debug, Serialize)]
pub struct Check {
    /// Its name, which scripts may rely on.
    pub name: &'static str,
    /// How it ended.
    pub state: State,
    /// What was found, as a sentence.
    pub found: String,
    /// What to do, as a sentence.
    pub fix: Option<String>,
}

/// Every check, in the order of reading.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// The lines.
    pub checks: Vec<Check>,
}

impl Report {
    /// True when a check failed.
    pub fn has_failed(&self) -> bool {
        self.checks.iter().any(|check| check.state == State::Fail)
    }
}

impl Check {
    fn new(name: &'static str, state: State, found: impl Display, fix: Option<String>) -> Self {
        // Words of relays and engines may hold line breaks; a check is one line.
        let found = found.to_string();
        Self {
            name,
            state,
            found: found.split_whitespace().collect::<Vec<_>>().join(" "),
            fix,
        }
    }

    fn ok(name: &'static str, found: impl Display) -> Self {
        Self::new(name, State::Ok, found, None)
    }

    fn warning(name: &'static str, found: impl Display, fix: impl Display) -> Self {
        Self::new(name, State::Warning, found, Some(fix.to_string()))
    }

    fn fail(name: &'static str, found: impl Display, fix: impl Display) -> Self {
        Self::new(name, State::Fail, found, Some(fix.to_string()))
    }

    /// The DNS did not answer, so nothing is known.
    fn unseen(name: &'static str, words: Translator, trouble: &dns::Trouble) -> Self {
        Self::warning(
            name,
            words
                .say("doctor-dns-silent")
                .with("name", &trouble.name)
                .with("why", &trouble.why),
            words.say("doctor-dns-silent-fix"),
        )
    }
}

/// A TXT record that ought to be published: its name without a dot at its end, and its text.
pub type TxtRecord = (String, String);

/// The DKIM records that belong to the configured keys.
pub fn dkim_records(config: &Config) -> Vec<TxtRecord> {
    delivery::dkim::records(config)
        .into_iter()
        .map(|record| (record.name, record.value))
        .collect()
}

/// The address that this machine would send from. Nothing is sent: a UDP socket only learns its route.
pub fn own_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind("0.0.0.0:0").ok()?;
    // TEST-NET-1 (RFC 5737) belongs to nobody and is routed like the rest of the Internet.
    socket.connect("192.0.2.1:9").ok()?;
    Some(socket.local_addr().ok()?.ip())
}

/// What the checks look at beside the program itself.
#[derive(Debug)]
pub struct Patient<'a> {
    /// The program.
    pub app: &'a App,
    /// Where names are looked up.
    pub dns: &'a Dns,
    /// The DKIM records of the configured keys.
    pub dkim_records: &'a [TxtRecord],
    /// Where bounces go, when that is configured apart from the sender.
    pub bounce_address: Option<&'a EmailAddress>,
    /// The address from which this machine reaches the Internet.
    pub own_address: Option<IpAddr>,
    /// How long an answer is waited for.
    pub patience: Duration,
    /// The language of the report.
    pub locale: Locale,
}

impl Patient<'_> {
    fn words(&self) -> Translator {
        self.locale.translator()
    }

    /// How long a relay or the site itself is waited for. Their silence is what is looked for: it fails the check.
    fn slowest(&self) -> Duration {
        SLOWEST.min(self.patience)
    }

    /// What this check says, or that it did not say it in time.
    async fn in_time(&self, name: &'static str, check: BoxFuture<'_, Check>) -> Check {
        let outcome = tokio::time::timeout(self.patience, check).await;
        outcome.unwrap_or_else(|_| {
            let words = self.words();
            let seconds = i64::try_from(self.patience.as_secs()).unwrap_or(i64::MAX);
            let found = words.say("doctor-late").with("seconds", seconds);
            Check::warning(name, found, words.say("doctor-late-fix"))
        })
    }

    /// The same for a check that looks names up.
    async fn by_names(&self, name: &'static str, check: BoxFuture<'_, Check>) -> Check {
        if self.dns.is_off() {
            return Check::ok(name, self.words().say("doctor-dns-off"));
        }
        self.in_time(name, check).await
    }

    /// A sender such as gudok@localhost has no domain to look at.
    fn without_domain(&self, name: &'static str) -> Option<Check> {
        let sender = &self.app.config().site.sender.address;
        let words = self.words();
        (!sender.domain().contains('.')).then(|| {
            let found = words.say("doctor-sender").with("address", sender.as_str());
            Check::fail(name, found, words.say("doctor-sender-fix"))
        })
    }

    /// The host of each relay that mail leaves by, once each, in the order of the configuration.
    fn relay_hosts(&self) -> Vec<String> {
        let mut hosts: Vec<String> = Vec::new();
        for relay in self.app.config().mail.all_relays() {
            if let MailUrl::Smtp { host, .. } = relay.url
                && !hosts.contains(&host)
            {
                hosts.push(host);
            }
        }
        hosts
    }

    /// The domain that readers see in From.
    fn domain(&self) -> &str {
        self.app.config().site.sender.address.domain()
    }
}

/// Makes every check; one that takes too long is reported so, and the others are reported all the same.
pub async fn examine(patient: &Patient<'_>) -> Report {
    let (spf, dkim, dmarc, reverse, relay, one_click, bounces, house) = tokio::join!(
        patient.by_names(spf::NAME, spf::check(patient).boxed()),
        patient.by_names(dkim::NAME, dkim::check(patient).boxed()),
        patient.by_names(dmarc::NAME, dmarc::check(patient).boxed()),
        patient.by_names(reverse::NAME, reverse::check(patient).boxed()),
        relay::checks(patient).boxed(),
        one_click::check(patient).boxed(),
        patient.by_names(bounces::NAME, bounces::check(patient).boxed()),
        house::checks(patient).boxed(),
    );
    let mut checks = vec![spf, dkim, dmarc, reverse];
    checks.extend(relay);
    checks.extend([one_click, bounces]);
    checks.extend(house);
    Report { checks }
}

/// The report on a program whose database cannot be opened: nothing else can be looked at.
pub fn without_database(why: impl Display, locale: Locale) -> Report {
    let words = locale.translator();
    let fix = words.say("doctor-database-closed-fix");
    Report {
        checks: vec![Check::fail(house::DATABASE, why, fix)],
    }
}
