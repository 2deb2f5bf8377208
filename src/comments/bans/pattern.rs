//! The patterns of bans: an address, a domain, a network, or a name in which `*` stands for any letters. Names are compared as they
//! look, so other widths, marks and look-alike letters make no difference.

use std::fmt;
use std::net::IpAddr;

use crate::address::EmailAddress;
use crate::comments::model::Author;
use crate::comments::spam::official_names::folded;
use crate::config::Network;

/// Bytes of the longest pattern.
const LONGEST: usize = 254;
/// Bits of the widest networks, of IPv4 and of IPv6.
const WIDEST: (u8, u8) = (8, 16);

/// What a ban looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BanKind {
    /// The author's address, or its domain.
    Address,
    /// The network address.
    Network,
    /// The author's name.
    Name,
}

crate::text_enum!(BanKind { Address => "address", Network => "network", Name => "name" });

impl BanKind {
    /// The phrase that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Address => "bans-kind-address",
            Self::Network => "bans-kind-network",
            Self::Name => "bans-kind-name",
        }
    }
}

/// Whom a ban bans.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BanPattern {
    /// The key of an address.
    Address(String),
    /// A domain.
    Domain(String),
    /// A network.
    Network(Network),
    /// A name, as it was typed.
    Name(String),
}

/// A text that is no pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// Neither an address nor a domain.
    #[error("write an address such as kim@example.org, or a domain such as @example.org")]
    Address,
    /// No network, or one that is nearly everybody's.
    #[error("write an address such as 203.0.113.7, or a network such as 203.0.113.0/24")]
    Network,
    /// A name without a letter, or a long one.
    #[error("write a name, with * for any letters")]
    Name,
}

impl PatternError {
    /// The key of the phrase that explains the error.
    pub fn phrase(self) -> &'static str {
        match self {
            Self::Address => "bans-address-malformed",
            Self::Network => "bans-network-malformed",
            Self::Name => "bans-name-malformed",
        }
    }
}

impl BanPattern {
    /// Reads what was typed.
    pub fn parse(kind: BanKind, text: &str) -> Result<Self, PatternError> {
        let text = text.trim();
        match kind {
            BanKind::Address => address(text).ok_or(PatternError::Address),
            BanKind::Network => network(text).ok_or(PatternError::Network),
            BanKind::Name => {
                let has_letters = text.split('*').any(|part| !folded(part).is_empty());
                let is_good = has_letters && text.len() <= LONGEST;
                is_good
                    .then(|| Self::Name(text.to_owned()))
                    .ok_or(PatternError::Name)
            }
        }
    }

    /// What it looks at.
    pub fn kind(&self) -> BanKind {
        match self {
            Self::Address(_) | Self::Domain(_) => BanKind::Address,
            Self::Network(_) => BanKind::Network,
            Self::Name(_) => BanKind::Name,
        }
    }

    /// Whether it bans this author.
    pub(super) fn bans(&self, author: &Author, ip: IpAddr) -> bool {
        match self {
            Self::Address(key) => author.email_key() == *key,
            Self::Domain(domain) => author
                .email
                .as_ref()
                .is_some_and(|email| email.domain() == domain),
            Self::Network(network) => network.contains(ip),
            Self::Name(pattern) => is_like(&folded(author.name.as_str()), pattern),
        }
    }

    /// Whether it is about a person of this name or network address alone: a whole name, or the network of one customer.
    pub(super) fn is_of_person(&self, name: &str, ip: Option<IpAddr>) -> bool {
        match self {
            Self::Address(_) | Self::Domain(_) => false,
            Self::Network(network) => {
                let of_customer = if network.is_ipv4() { 32 } else { 64 };
                network.prefix_length() >= of_customer && ip.is_some_and(|ip| network.contains(ip))
            }
            Self::Name(pattern) => !pattern.contains('*') && is_like(&folded(name), pattern),
        }
    }
}

/// The pattern as it is kept and shown.
impl fmt::Display for BanPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(key) => f.write_str(key),
            Self::Domain(domain) => write!(f, "@{domain}"),
            Self::Network(network) => write!(f, "{network}"),
            Self::Name(pattern) => f.write_str(pattern),
        }
    }
}

fn address(text: &str) -> Option<BanPattern> {
    let domain = text.strip_prefix("*@").or_else(|| text.strip_prefix('@'));
    match domain {
        Some(domain) => {
            let any: EmailAddress = format!("any@{domain}").parse().ok()?;
            Some(BanPattern::Domain(any.domain().to_owned()))
        }
        None => Some(BanPattern::Address(
            text.parse::<EmailAddress>().ok()?.key(),
        )),
    }
}

fn network(text: &str) -> Option<BanPattern> {
    let network: Network = text.parse().ok()?;
    let bits = |widest: u8| network.prefix_length() >= widest;
    let is_narrow = if network.is_ipv4() {
        bits(WIDEST.0)
    } else {
        bits(WIDEST.1)
    };
    is_narrow.then_some(BanPattern::Network(network))
}

/// Whether the whole folded name is like the pattern.
fn is_like(name: &str, pattern: &str) -> bool {
    let parts: Vec<String> = pattern.split('*').map(folded).collect();
    let [first, middle @ .., last] = parts.as_slice() else {
        return parts.first().is_some_and(|whole| name == whole);
    };
    let Some(mut rest) = name.strip_prefix(first.as_str()) else {
        return false;
    };
    for part in middle {
        let Some((_, after)) = rest.split_once(part.as_str()) else {
            return false;
        };
        rest = after;
    }
    rest.ends_with(last.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::DisplayName;

    fn bans(kind: BanKind, pattern: &str, name: &str, email: &str, ip: &str) -> bool {
        let author = Author {
            name: DisplayName::parse(name).unwrap().unwrap(),
            email: Some(email.parse().unwrap()),
            url: None,
        };
        let pattern = BanPattern::parse(kind, pattern).unwrap();
        pattern.bans(&author, ip.parse().unwrap())
    }

    #[test]
    fn a_name_is_compared_as_it_looks() {
        let is_banned = |pattern, name| bans(BanKind::Name, pattern, name, "a@example.org", "::1");
        for (pattern, name) in [
            ("카지노*", "카지노실장"),
            ("*실장", "★ 카 지 노 실장 ★"),
            ("카*실장", "카지노실장"),
            ("*카지노*", "온라인카지노1번지"),
            ("casino king", "ＣＡＳＩＮＯ.Ｋing"),
            ("casino king", "сasino king"),
        ] {
            assert!(is_banned(pattern, name), "{pattern}: {name}");
        }
        for (pattern, name) in [
            ("카지노", "카지노실장"),
            ("실장*", "카지노실장"),
            ("카지노*지노", "카지노"),
            ("실장", "실장님"),
        ] {
            assert!(!is_banned(pattern, name), "{pattern}: {name}");
        }
    }

    #[test]
    fn addresses_and_domains_are_compared_without_case() {
        let is_banned = |pattern, email| bans(BanKind::Address, pattern, "김", email, "::1");
        assert!(is_banned("Spam@Example.org", "spam@example.ORG"));
        assert!(is_banned("@Example.org", "other@example.org"));
        assert!(is_banned("*@example.org", "other@example.org"));
        assert!(!is_banned("@example.org", "other@sub.example.org"));
        assert!(!is_banned("spam@example.org", "spam@example.com"));
    }

    #[test]
    fn networks_are_no_wider_than_a_providers() {
        let is_banned = |pattern, ip| bans(BanKind::Network, pattern, "김", "a@example.org", ip);
        assert!(is_banned("203.0.113.0/24", "203.0.113.200"));
        assert!(is_banned("203.0.113.7", "::ffff:203.0.113.7"));
        assert!(is_banned("2001:db8::/32", "2001:db8:7::1"));
        assert!(!is_banned("203.0.113.0/24", "203.0.114.1"));
        for wrong in [
            "",
            "0.0.0.0/0",
            "203.0.0.0/7",
            "::/0",
            "2000::/3",
            "kim",
            "203.0.113",
        ] {
            assert_eq!(
                BanPattern::parse(BanKind::Network, wrong),
                Err(PatternError::Network),
                "{wrong}"
            );
        }
        for (kind, wrong) in [
            (BanKind::Address, "kim"),
            (BanKind::Address, "@"),
            (BanKind::Name, "*"),
            (BanKind::Name, " ** ★ "),
        ] {
            assert!(BanPattern::parse(kind, wrong).is_err(), "{wrong}");
        }
    }
}
