//! The networks that limits are counted for: one customer's, and the wider ones around an IPv6 customer.

use std::net::{IpAddr, Ipv6Addr};

/// The network of one customer: an IPv4 address, or the /64 of an IPv6 address (RFC 6177).
pub fn customer_network(ip: IpAddr) -> IpAddr {
    match ip.to_canonical() {
        IpAddr::V6(ip) => first_bits(ip, 64).into(),
        ip @ IpAddr::V4(_) => ip,
    }
}

/// The /56 that holds an IPv6 address, which providers give to a home (RFC 6177). `None` for IPv4.
pub(super) fn home_network(ip: IpAddr) -> Option<IpAddr> {
    match ip.to_canonical() {
        IpAddr::V6(ip) => Some(first_bits(ip, 56).into()),
        IpAddr::V4(_) => None,
    }
}

/// The /48 that holds an IPv6 address: one customer may have that many /64. `None` for IPv4.
pub fn wide_network(ip: IpAddr) -> Option<IpAddr> {
    match ip.to_canonical() {
        IpAddr::V6(ip) => Some(first_bits(ip, 48).into()),
        IpAddr::V4(_) => None,
    }
}

fn first_bits(ip: Ipv6Addr, bits: u32) -> Ipv6Addr {
    (u128::from(ip) >> (128 - bits) << (128 - bits)).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ipv6_customer_is_a_64_a_56_and_a_48() {
        let ip = |text: &str| -> IpAddr { text.parse().unwrap() };
        assert_eq!(
            customer_network(ip("2001:db8:1:2:3::4")),
            ip("2001:db8:1:2::")
        );
        assert_eq!(
            home_network(ip("2001:db8:1:1234:3::4")),
            Some(ip("2001:db8:1:1200::"))
        );
        assert_eq!(home_network(ip("203.0.113.7")), None);
        assert_eq!(
            wide_network(ip("2001:db8:1:2:3::4")),
            Some(ip("2001:db8:1::"))
        );
        assert_eq!(
            customer_network(ip("::ffff:203.0.113.7")),
            ip("203.0.113.7")
        );
        assert_eq!(wide_network(ip("203.0.113.7")), None);
    }
}
