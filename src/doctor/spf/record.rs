//! The terms of an SPF record (RFC 7208, sections 4.6 and 5).

use std::net::IpAddr;

use ipnet::IpNet;

/// A term of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum SpfTerm {
    /// A mechanism, and whether its qualifier lets mail pass.
    Mechanism {
        /// `+`, or no sign.
        passes: bool,
        /// The sign is `?`.
        is_neutral: bool,
        /// The mechanism.
        mechanism: SpfMechanism,
    },
    /// `redirect=`: the record of this domain takes over.
    Redirect(String),
    /// A modifier without a look-up; unknown ones are ignored (section 6).
    Modifier,
}

/// A mechanism: the addresses that a term matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum SpfMechanism {
    /// Every address.
    All,
    /// The addresses that the record of this domain lets pass.
    Include(String),
    /// The addresses of this host, or of the domain itself.
    Host(HostNetworks),
    /// The addresses of the hosts that take mail for this domain.
    MailHosts(HostNetworks),
    /// These addresses.
    Network(IpNet),
    /// `ptr` and `exists` depend on the mail. Their look-up is counted and not made.
    PerMail,
}

/// A host of a mechanism, and how many bits of its addresses count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct HostNetworks {
    /// The host; empty where the domain of the record is meant.
    pub host: String,
    v4_bits: u8,
    v6_bits: u8,
}

impl HostNetworks {
    /// Whether `ip` lies in the network around one of the host's addresses.
    pub(super) fn contain(&self, addresses: &[IpAddr], ip: IpAddr) -> bool {
        addresses.iter().any(|address| {
            let bits = if address.is_ipv4() {
                self.v4_bits
            } else {
                self.v6_bits
            };
            IpNet::new(*address, bits).is_ok_and(|network| network.contains(&ip))
        })
    }
}

/// Returns the terms of a record after its version; an error holds the term that cannot be read.
pub(super) fn terms(record: &str) -> Result<Vec<SpfTerm>, String> {
    let texts = record.split_ascii_whitespace().skip(1);
    texts
        .map(|text| term(text).ok_or_else(|| text.to_ascii_lowercase()))
        .collect()
}

/// Whether the text of a TXT record is an SPF record: the version, then a space or the end (section 4.5).
pub(super) fn is_spf(text: &str) -> bool {
    let version = text.split(' ').next().unwrap_or_default();
    version.eq_ignore_ascii_case("v=spf1")
}

fn term(text: &str) -> Option<SpfTerm> {
    let text = text.to_ascii_lowercase();
    if let Some(domain) = text.strip_prefix("redirect=") {
        return Some(SpfTerm::Redirect(domain.to_owned()));
    }
    let bare = text.trim_start_matches(['+', '-', '~', '?']);
    if text.len() - bare.len() > 1 {
        return None;
    }
    let end = bare.find([':', '/', '=']).unwrap_or(bare.len());
    let (name, rest) = bare.split_at(end);
    if rest.starts_with('=') && !name.is_empty() {
        return Some(SpfTerm::Modifier);
    }
    Some(SpfTerm::Mechanism {
        passes: !text.starts_with(['-', '~', '?']),
        is_neutral: text.starts_with('?'),
        mechanism: mechanism(name, rest)?,
    })
}

fn mechanism(name: &str, rest: &str) -> Option<SpfMechanism> {
    let target = rest.strip_prefix(':');
    Some(match (name, target) {
        ("all", None) if rest.is_empty() => SpfMechanism::All,
        ("include", Some(domain)) if !domain.is_empty() => SpfMechanism::Include(domain.to_owned()),
        ("a", _) => SpfMechanism::Host(host_networks(rest)?),
        ("mx", _) => SpfMechanism::MailHosts(host_networks(rest)?),
        ("ip4", Some(text)) => {
            SpfMechanism::Network(network(text).filter(|net| net.addr().is_ipv4())?)
        }
        ("ip6", Some(text)) => {
            SpfMechanism::Network(network(text).filter(|net| net.addr().is_ipv6())?)
        }
        ("ptr", _) | ("exists", Some(_)) => SpfMechanism::PerMail,
        _ => return None,
    })
}

fn network(text: &str) -> Option<IpNet> {
    match text.parse::<IpAddr>() {
        Ok(address) => Some(address.into()),
        Err(_) => text.parse().ok(),
    }
}

/// `:host/24//64`, each part of which may be missing.
fn host_networks(rest: &str) -> Option<HostNetworks> {
    let (host, lengths) = match rest.split_once('/') {
        Some((host, lengths)) => (host, Some(lengths)),
        None => (rest, None),
    };
    let host = match host.strip_prefix(':') {
        Some("") => return None,
        Some(host) => host,
        None if host.is_empty() => "",
        None => return None,
    };
    let (v4, v6) = match lengths {
        None => (None, None),
        Some(lengths) => match lengths.split_once('/') {
            // `//64`
            Some(("", v6)) => (None, Some(v6)),
            Some((v4, v6)) => (Some(v4), Some(v6.strip_prefix('/')?)),
            None => (Some(lengths), None),
        },
    };
    let bits = |text: Option<&str>, most: u8| match text {
        None => Some(most),
        Some(text) => text.parse().ok().filter(|bits| *bits <= most),
    };
    Some(HostNetworks {
        host: host.to_owned(),
        v4_bits: bits(v4, 32)?,
        v6_bits: bits(v6, 128)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_that_receivers_refuse_are_named() {
        for text in [
            "ipv4:192.0.2.1",
            "ip4:192.0.2.0/33",
            "ip4:300.1.2.3",
            "ip4:2001:db8::1",
            "ip6:192.0.2.1",
            "include:",
            "a:",
            "a/33",
            "mx:example.org//129",
            "all:example.org",
            "--all",
            "exists",
        ] {
            let record = format!("v=spf1 {text} -all");
            assert_eq!(terms(&record), Err(text.to_owned()), "{text}");
        }
    }

    #[test]
    fn terms_of_every_kind_are_read() {
        for text in [
            "ip4:192.0.2.0/24",
            "ip6:2001:db8::/32",
            "+a",
            "a:mail.example.org/24//64",
            "mx//64",
            "?ptr",
            "exists:%{i}.example.org",
            "INCLUDE:spf.example.org",
            "redirect=example.org",
            "exp=why.example.org",
            "future=thing",
            "~all",
        ] {
            assert!(term(text).is_some(), "{text}");
        }
    }

    #[test]
    fn the_bits_of_a_host_count() {
        let Some(networks) = host_networks(":a.example/24") else {
            panic!("it can be read");
        };
        let ip = |text: &str| -> IpAddr { text.parse().unwrap() };
        assert!(networks.contain(&[ip("192.0.2.25")], ip("192.0.2.99")));
        assert!(!networks.contain(&[ip("192.0.2.25")], ip("192.0.3.25")));
        assert!(!networks.contain(&[ip("2001:db8::1")], ip("2001:db8::2")));
    }
}
