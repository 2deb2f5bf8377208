//! Networks of an option: `10.0.0.0/8`, or one address.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use ipnet::IpNet;
use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A network in CIDR notation (RFC 4632); one address is a network of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network(IpNet);

impl Network {
    /// Whether the address is in it; an IPv4 address may come mapped into IPv6.
    pub fn contains(&self, address: IpAddr) -> bool {
        self.0.contains(&address.to_canonical())
    }

    /// True for a network of IPv4.
    pub fn is_ipv4(&self) -> bool {
        self.0.addr().is_ipv4()
    }

    /// The number of bits that its addresses share.
    pub fn prefix_length(&self) -> u8 {
        self.0.prefix_len()
    }
}

impl From<IpAddr> for Network {
    fn from(address: IpAddr) -> Self {
        Self(address.to_canonical().into())
    }
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        if let Ok(address) = text.parse::<IpAddr>() {
            return Ok(address.into());
        }
        text.parse().map(Self).map_err(|_| {
            format!("`{text}` is no network; write 10.0.0.0/8, 2001:db8::/32 or one address")
        })
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.prefix_len() == self.0.max_prefix_len() {
            write!(f, "{}", self.0.addr())
        } else {
            write!(f, "{}", self.0)
        }
    }
}

impl Serialize for Network {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Network {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(Error::custom)
    }
}

/// Reads a list of an option: a real list, or a text with commas, as an environment variable holds it.
pub(super) fn list<'de, D, T>(from: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err: fmt::Display>,
{
    from.deserialize_any(List(std::marker::PhantomData))
}

struct List<T>(std::marker::PhantomData<T>);

impl<T: FromStr<Err: fmt::Display>> List<T> {
    fn read<E: Error>(text: &str) -> Result<Vec<T>, E> {
        let items = text
            .split(',')
            .map(str::trim)
            .filter(|item| !item.is_empty());
        items.map(|item| item.parse().map_err(E::custom)).collect()
    }
}

impl<'de, T: FromStr<Err: fmt::Display>> Visitor<'de> for List<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list such as [\"a\", \"b\"], or a text such as \"a, b\"")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Self::read(text)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut read = Vec::new();
        while let Some(item) = items.next_element::<String>()? {
            read.extend(Self::read::<A::Error>(&item)?);
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_holds_its_addresses_however_they_are_written() {
        let holds = |network: &str, address: &str| {
            network
                .parse::<Network>()
                .unwrap()
                .contains(address.parse().unwrap())
        };
        assert!(holds("172.16.0.0/12", "172.31.255.255"));
        assert!(holds("172.16.0.0/12", "::ffff:172.20.0.3"));
        assert!(!holds("172.16.0.0/12", "172.32.0.0"));
        assert!(holds("127.0.0.1", "127.0.0.1"));
        assert!(holds("::ffff:10.0.0.1", "10.0.0.1"));
        assert!(holds("2001:db8::/32", "2001:db8:1::1"));
        assert!(!holds("2001:db8::/32", "2001:db9::1"));
        for wrong in ["", "10.0.0.0/33", "docker", "10.0.0"] {
            let error = wrong.parse::<Network>().unwrap_err();
            assert!(error.contains("10.0.0.0/8"), "{error}");
        }
    }
}
