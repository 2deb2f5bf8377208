//! The check of forward-confirmed reverse DNS: the name of this machine's address, which receivers look up.

use std::net::IpAddr;

use super::context::CheckContext;
use super::model::Check;

pub(super) const NAME: &str = "reverse-dns";

pub(super) async fn check(context: &CheckContext<'_>) -> Check {
    let words = context.words();
    let relays = context.relay_hosts();
    if relays.is_empty() {
        return Check::ok(NAME, words.say("doctor-reverse-no-relay"));
    }
    let is_here = |host: &String| {
        host == "localhost" || host.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
    };
    // One relay on this machine is enough to deliver from its address.
    if !relays.iter().any(is_here) {
        let found = words
            .say("doctor-reverse-relay")
            .with("relay", relays.join(", "));
        return Check::ok(NAME, found);
    }
    let Some(address) = context.own_address.filter(|address| is_public(*address)) else {
        let found = words.say("doctor-reverse-private");
        return Check::warning(NAME, found, words.say("doctor-reverse-private-fix"));
    };
    let names = match context.dns.names_of(address).await {
        Ok(names) => names,
        Err(failure) => return Check::unseen(NAME, words, &failure),
    };
    let shown = address.to_string();
    if names.is_empty() {
        let found = words.say("doctor-reverse-missing").with("address", &shown);
        return Check::fail(
            NAME,
            found,
            words.say("doctor-reverse-fix").with("address", &shown),
        );
    }
    for name in &names {
        match context.dns.addresses(name).await {
            Ok(back) if back.contains(&address) => {
                let good = words
                    .say("doctor-reverse-good")
                    .with("address", &shown)
                    .with("name", name);
                return Check::ok(NAME, good);
            }
            Ok(_) => {}
            Err(failure) => return Check::unseen(NAME, words, &failure),
        }
    }
    let found = words
        .say("doctor-reverse-one-way")
        .with("address", &shown)
        .with("name", names.join(", "));
    Check::fail(
        NAME,
        found,
        words.say("doctor-reverse-fix").with("address", &shown),
    )
}

/// Whether the address is public: not of a private network, a carrier's inner one, this link or this machine.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(ip) => {
            let is_carriers = ip.octets()[0] == 100 && (64..128).contains(&ip.octets()[1]);
            !(ip.is_private()
                || ip.is_loopback()
                || ip.is_link_local()
                || ip.is_unspecified()
                || is_carriers)
        }
        IpAddr::V6(ip) => {
            !(ip.is_loopback()
                || ip.is_unspecified()
                || ip.is_unique_local()
                || ip.is_unicast_link_local())
        }
    }
}
