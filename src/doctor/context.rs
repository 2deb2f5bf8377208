//! The context of the checks: the program, the resolver, and how long a check may take.

use std::net::IpAddr;
use std::time::Duration;

use futures_util::future::BoxFuture;

use super::model::{Check, TxtRecord};
use crate::address::EmailAddress;
use crate::app::App;
use crate::config::MailUrl;
use crate::fetch::dns::Dns;
use crate::i18n::{Locale, Translator};

/// The time in which a relay must accept our sign-in and a site must answer a mailbox provider. Slower ones lose mail.
const SLOWEST: Duration = Duration::from_secs(10);

/// Everything that the checks read.
#[derive(Debug)]
pub struct CheckContext<'a> {
    /// The program.
    pub app: &'a App,
    /// The resolver.
    pub dns: &'a Dns,
    /// The DKIM records of the configured keys.
    pub dkim_records: &'a [TxtRecord],
    /// The address for bounces, when the configuration has one.
    pub bounce_address: Option<&'a EmailAddress>,
    /// The address from which this machine reaches the Internet.
    pub own_address: Option<IpAddr>,
    /// The time limit of a check.
    pub timeout: Duration,
    /// The language of the report.
    pub locale: Locale,
}

impl CheckContext<'_> {
    pub(super) fn words(&self) -> Translator {
        self.locale.translator()
    }

    /// The time limit of a relay or of the site itself. Silence beyond it fails the check.
    pub(super) fn slowest(&self) -> Duration {
        SLOWEST.min(self.timeout)
    }

    /// Returns the outcome of `check`, or a warning when it takes too long.
    pub(super) async fn in_time(&self, name: &'static str, check: BoxFuture<'_, Check>) -> Check {
        let outcome = tokio::time::timeout(self.timeout, check).await;
        outcome.unwrap_or_else(|_| {
            let words = self.words();
            let seconds = i64::try_from(self.timeout.as_secs()).unwrap_or(i64::MAX);
            let found = words.say("doctor-late").with("seconds", seconds);
            Check::warning(name, found, words.say("doctor-late-fix"))
        })
    }

    /// Does the same for a check that looks names up.
    pub(super) async fn by_names(&self, name: &'static str, check: BoxFuture<'_, Check>) -> Check {
        if self.dns.is_off() {
            return Check::ok(name, self.words().say("doctor-dns-off"));
        }
        self.in_time(name, check).await
    }

    /// The failure of a sender such as gudok@localhost, which has no domain to look up.
    pub(super) fn without_domain(&self, name: &'static str) -> Option<Check> {
        let sender = &self.app.config().site.sender.address;
        let words = self.words();
        (!sender.domain().contains('.')).then(|| {
            let found = words.say("doctor-sender").with("address", sender.as_str());
            Check::fail(name, found, words.say("doctor-sender-fix"))
        })
    }

    /// The hosts of the relays, each once, in the order of the configuration.
    pub(super) fn relay_hosts(&self) -> Vec<String> {
        let mut hosts: Vec<String> = Vec::new();
        for relay in self.app.config().mail.all_relays() {
            let host = match relay.url {
                MailUrl::Smtp { host, .. } => host,
                MailUrl::Sendmail(_) => "localhost".into(),
                MailUrl::File(_) | MailUrl::Memory => continue,
            };
            if !hosts.contains(&host) {
                hosts.push(host);
            }
        }
        hosts
    }

    /// The domain that readers see in From.
    pub(super) fn domain(&self) -> String {
        let config = self.app.config();
        config.site.sender.address.domain().to_owned()
    }
}
