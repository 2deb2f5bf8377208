//! The check of the address for bounces: mail to it must arrive.

use super::context::CheckContext;
use super::model::Check;

pub(super) const NAME: &str = "bounces";

pub(super) async fn check(context: &CheckContext<'_>) -> Check {
    let words = context.words();
    let sender = &context.app.config().site.sender.address;
    let Some(address) = context.bounce_address.filter(|address| *address != sender) else {
        let found = words
            .say("doctor-bounces-sender")
            .with("address", sender.as_str());
        return Check::warning(NAME, found, words.say("doctor-bounces-sender-fix"));
    };
    let domain = address.domain();
    let hosts = match context.dns.mail_hosts(domain).await {
        Ok(hosts) => hosts,
        Err(failure) => return Check::unseen(NAME, words, &failure),
    };
    let refuses = hosts.iter().all(String::is_empty);
    // Without any MX the domain's own address takes the mail (RFC 5321, section 5.1).
    let reached = if hosts.is_empty() {
        match context.dns.addresses(domain).await {
            Ok(addresses) => !addresses.is_empty(),
            Err(failure) => return Check::unseen(NAME, words, &failure),
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
