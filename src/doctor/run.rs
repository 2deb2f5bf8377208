//! Runs all checks at once and puts them into the order of reading.

use std::fmt::Display;
use std::net::{IpAddr, UdpSocket};
use std::time::Duration;

use futures_util::FutureExt as _;

use super::context::CheckContext;
use super::model::{Check, DoctorReport, TxtRecord};
use super::{bounces, consents, dkim, dmarc, local, one_click, ptr, relay, spf};
use crate::config::Config;
use crate::i18n::Locale;
use crate::message;

/// The default time limit of a check. All checks run at once, and proxies give up on the panel's page soon after.
pub const TIMEOUT: Duration = Duration::from_secs(25);
/// The names of the checks in the order of reading. Each relay has a check of its own under the one name.
pub const NAMES: [&str; 13] = [
    spf::NAME,
    dkim::NAME,
    dmarc::NAME,
    ptr::NAME,
    relay::NAME,
    one_click::NAME,
    bounces::NAME,
    local::DATABASE,
    local::MIGRATIONS,
    local::CLOCK,
    local::SECRET,
    local::OUTBOX,
    consents::NAME,
];

/// The DKIM records of the configured keys.
pub fn dkim_records(config: &Config) -> Vec<TxtRecord> {
    message::dkim::records(config)
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

/// Runs every check. One that takes too long is reported as such, beside the others.
pub async fn run_checks(context: &CheckContext<'_>) -> DoctorReport {
    let (spf, dkim, dmarc, reverse, relay, one_click, bounces, local, consents) = tokio::join!(
        context.by_names(spf::NAME, spf::check(context).boxed()),
        context.by_names(dkim::NAME, dkim::check(context).boxed()),
        context.by_names(dmarc::NAME, dmarc::check(context).boxed()),
        context.by_names(ptr::NAME, ptr::check(context).boxed()),
        relay::checks(context).boxed(),
        one_click::check(context).boxed(),
        context.by_names(bounces::NAME, bounces::check(context).boxed()),
        local::checks(context).boxed(),
        consents::check(context).boxed(),
    );
    let mut checks = vec![spf, dkim, dmarc, reverse];
    checks.extend(relay);
    checks.extend([one_click, bounces]);
    checks.extend(local);
    checks.push(consents);
    DoctorReport { checks }
}

/// The report where the database cannot be opened: nothing else can be checked.
pub fn without_database(why: impl Display, locale: Locale) -> DoctorReport {
    let words = locale.translator();
    let fix = words.say("doctor-database-closed-fix");
    DoctorReport {
        checks: vec![Check::fail(local::DATABASE, why, fix)],
    }
}
