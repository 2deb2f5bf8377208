//! The check of SPF (RFC 7208): one record, few look-ups, and the relay in it.

use super::walk::{SpfError, SpfWalk};
use crate::address::EmailAddress;
use crate::doctor::context::CheckContext;
use crate::doctor::model::Check;

/// The name of the check.
pub(in crate::doctor) const NAME: &str = "spf";
/// Look-ups that a receiver makes before it gives up (section 4.6.4).
const MOST_LOOKUPS: usize = 10;
/// Of these, the ones that may find nothing (section 4.6.4).
const MOST_VOID: usize = 2;

/// Checks the SPF record of the envelope sender's domain.
pub(in crate::doctor) async fn check(context: &CheckContext<'_>) -> Check {
    let words = context.words();
    if let Some(check) = context.without_domain(NAME) {
        return check;
    }
    let own = context.domain();
    let domain = context.bounce_address.map_or(&*own, EmailAddress::domain);
    let mut walk = SpfWalk::new(context.dns);
    let hosts = context.relay_hosts();
    if let Err(failure) = walk.learn_relays(hosts, context.own_address).await {
        return Check::unseen(NAME, words, &failure);
    }
    match walk.record(domain.to_owned()).await {
        Ok(()) => {}
        Err(SpfError::Unseen(failure)) => return Check::unseen(NAME, words, &failure),
        Err(SpfError::Missing(at)) if at == domain => {
            return Check::fail(
                NAME,
                words.say("doctor-spf-missing").with("domain", domain),
                words.say("doctor-spf-missing-fix").with("domain", domain),
            );
        }
        Err(SpfError::Missing(at)) => {
            let found = words.say("doctor-spf-include-empty").with("domain", at);
            return Check::fail(NAME, found, words.say("doctor-spf-include-empty-fix"));
        }
        Err(SpfError::Several(at)) => {
            let found = words.say("doctor-spf-several").with("domain", at);
            return Check::fail(NAME, found, words.say("doctor-spf-several-fix"));
        }
        Err(SpfError::Loop(at)) => {
            let found = words.say("doctor-spf-loop").with("domain", at);
            return Check::fail(NAME, found, words.say("doctor-spf-loop-fix"));
        }
        Err(SpfError::Unreadable { domain, term }) => {
            let found = words
                .say("doctor-spf-unreadable")
                .with("domain", domain)
                .with("term", term);
            return Check::fail(NAME, found, words.say("doctor-spf-unreadable-fix"));
        }
    }
    verdict(&walk, context, domain)
}

fn verdict(walk: &SpfWalk<'_>, context: &CheckContext<'_>, domain: &str) -> Check {
    let words = context.words();
    if walk.lookups > MOST_LOOKUPS {
        let found = words
            .say("doctor-spf-lookups")
            .with("domain", domain)
            .with("count", walk.lookups);
        return Check::fail(NAME, found, words.say("doctor-spf-lookups-fix"));
    }
    if walk.void > MOST_VOID {
        let found = words
            .say("doctor-spf-void")
            .with("domain", domain)
            .with("count", walk.void);
        return Check::fail(NAME, found, words.say("doctor-spf-void-fix"));
    }
    if walk.lets_everybody {
        let found = words.say("doctor-spf-everybody").with("domain", domain);
        return Check::fail(NAME, found, words.say("doctor-spf-everybody-fix"));
    }
    let strangers = walk.unknown_relays();
    if !strangers.is_empty() {
        let found = words
            .say("doctor-spf-relay")
            .with("domain", domain)
            .with("relay", strangers.join(", "));
        return Check::warning(NAME, found, words.say("doctor-spf-relay-fix"));
    }
    if walk.ends_open {
        let found = words.say("doctor-spf-open").with("domain", domain);
        return Check::warning(NAME, found, words.say("doctor-spf-open-fix"));
    }
    let good = words
        .say("doctor-spf-good")
        .with("domain", domain)
        .with("count", walk.lookups);
    Check::ok(NAME, good)
}
