//! A site whose mail the doctor examines.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::time::Duration;

use gudok::address::EmailAddress;
use gudok::doctor::{self, Check, CheckContext, CheckState, TxtRecord};
use gudok::fetch::dns::Dns;
use gudok::i18n::Locale;

use super::Site;
use super::name_server::NameServer;

/// What a story varies.
#[derive(Default)]
pub struct Case<'a> {
    pub dkim: Vec<TxtRecord>,
    pub bounces: Option<&'a str>,
    pub own_address: Option<&'a str>,
    pub timeout: Option<Duration>,
}

pub async fn examine(
    site: &Site,
    names: &NameServer,
    case: Case<'_>,
) -> BTreeMap<&'static str, Check> {
    examine_by(site, &Dns::at(names.address), case).await
}

pub async fn examine_by(site: &Site, dns: &Dns, case: Case<'_>) -> BTreeMap<&'static str, Check> {
    let bounces: Option<EmailAddress> = case.bounces.map(|text| text.parse().expect("an address"));
    let own: Option<IpAddr> = case
        .own_address
        .map(|text| text.parse().expect("an address"));
    let context = CheckContext {
        app: &site.app,
        dns,
        dkim_records: &case.dkim,
        bounce_address: bounces.as_ref(),
        own_address: own,
        timeout: case.timeout.unwrap_or(doctor::TIMEOUT),
        locale: Locale::En,
    };
    let report = doctor::run_checks(&context).await;
    for check in &report.checks {
        assert_eq!(
            check.fix.is_none(),
            check.state == CheckState::Ok,
            "a fix for each fault: {check:?}"
        );
        assert!(
            !check.found.starts_with("doctor-") && !check.found.contains('\n'),
            "{check:?}"
        );
    }
    report
        .checks
        .into_iter()
        .map(|check| (check.name, check))
        .collect()
}

#[track_caller]
pub fn expect(report: &BTreeMap<&'static str, Check>, name: &str, state: CheckState, word: &str) {
    let check = &report[name];
    let all = format!(
        "{} {}",
        check.found,
        check.fix.as_deref().unwrap_or_default()
    );
    assert!(
        check.state == state && all.contains(word),
        "{name} should be {state} with {word:?}: {check:?}"
    );
}
