//! Private networks, which no request may reach. A name is checked when the connection is made, so that DNS cannot give
//! another address in between.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

/// The error of a look-up that found private addresses alone; the error's chain carries it.
#[derive(Debug, thiserror::Error)]
#[error("the name leads into a private network")]
pub(super) struct PrivateName;

/// A filter that returns true for addresses that may be reached.
pub type AddressFilter = fn(IpAddr) -> bool;

/// A resolver that leaves out addresses that may not be reached.
#[derive(Debug)]
pub(super) struct FilteredNames(pub AddressFilter);

impl Resolve for FilteredNames {
    fn resolve(&self, name: Name) -> Resolving {
        let may_reach = self.0;
        Box::pin(async move {
            let found: Vec<_> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            if found.is_empty() {
                return Err(io::Error::from(io::ErrorKind::NotFound).into());
            }
            let reachable: Vec<_> = found
                .into_iter()
                .filter(|address| may_reach(address.ip()))
                .collect();
            if reachable.is_empty() {
                return Err(PrivateName.into());
            }
            Ok(Box::new(reachable.into_iter()) as Addrs)
        })
    }
}

/// Checks a URL whose host is an IP address, which needs no look-up; [`FilteredNames`] checks names.
pub(super) fn may_lead_to(url: &Url, may_reach: AddressFilter) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => may_reach(ip.into()),
        Some(Host::Ipv6(ip)) => may_reach(ip.into()),
        Some(Host::Domain(_)) => true,
        None => false,
    }
}

/// Returns true for addresses of the public internet (the registries of RFC 6890, as of 2026).
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let is_special = matches!(
        (a, b, c),
        // This network, loopback, private use, link-local, multicast, reserved and broadcast.
        (0 | 10 | 127 | 224.., _, _) | (169, 254, _) | (172, 16..=31, _) | (192, 168, _)
            // Shared by carriers' customers (RFC 6598).
            | (100, 64..=127, _)
            // Protocol assignments, documentation, the old 6to4 relays, benchmarks.
            | (192, 0, 0 | 2) | (192, 88, 99) | (198, 18 | 19, _) | (198, 51, 100) | (203, 0, 113)
    );
    !is_special
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let parts = ip.segments();
    let embedded = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match parts {
        // Addresses that carry an IPv4 address: mapped, translated (NAT64), 6to4.
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            embedded(high, low)
        }
        [0x2002, high, low, ..] => embedded(high, low),
        // Teredo and other protocol assignments, documentation.
        [0x2001, 0..=0x1ff | 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => false,
        // What is global unicast at all.
        [first, ..] => first & 0xe000 == 0x2000,
    }
}
