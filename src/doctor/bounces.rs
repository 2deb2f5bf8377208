//! The way back: mail that could not be delivered must find somebody.

use super::{Check, Patient};

pub(super) const NAME: &str = "bounces";

pub(super) async fn check(patient: &Patient<'_>) -> Check {
    let words = patient.words();
    let sender = &patient.app.config().site.sender.address;
    let Some(address) = patient.bounce_address.filter(|address| *address != sender) else {
        let found = words
            .say("doctor-bounces-sender")
            .with("address", sender.as_str());
        return Check::warning(NAME, found, words.say("doctor-bounces-sender-fix"));
    };
    let domain = address.domain();
    let hosts = match patient.dns.mail_hosts(domain).await {
        Ok(hosts) => hosts,
        Err(trouble) => return Check::unseen(NAME, words, &trouble),
    };
    let refuses = hosts.iter().all(String::is_empty);
    // Without any MX the domain's own address takes the mail (RFC 5321, section 5.1).
    let reached = if hosts.is_empty() {
        match patient.dns.addresses(domain).await {
            Ok(addresses) => !addresses.is_empty(),
            Err(trouble) => return Check::unseen(NAME, words, &trouble),
        }
    } else {
        !refuses
    };
    if !reached {
        let found = words
            .say("doctor-bounces-unreachable")
            .with("domain", domain);
        return Check::fail(
            NAME,
            found,
            words
                .say("doctor-bounces-unreachable-fix")
                .with("domain", domain),
        );
    }
    Check::ok(
        NAME,
        words
            .say("doctor-bounces-good")
            .with("address", address.as_str()),
    )
}
