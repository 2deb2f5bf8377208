//! The address of the person behind a request, also through trusted proxies.

use std::future::{Ready, ready};
use std::net::{IpAddr, SocketAddr};

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};

use super::WebError;
use crate::config::{Bind, LiveConfig, ServerConfig};

/// The client's address: the peer's, or the one that a trusted proxy forwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientIp(pub IpAddr);

impl ClientIp {
    /// The address behind this request.
    pub fn of(request: &HttpRequest, server: &ServerConfig) -> Self {
        // A header that is no ASCII counts too: what a stranger wrote before the proxy's own part must not hide that.
        let forwarded: Vec<_> = request
            .headers()
            .get_all("x-forwarded-for")
            .map(|value| String::from_utf8_lossy(value.as_bytes()))
            .collect();
        let peer = request.peer_addr().map(|peer| peer.ip());
        let forwarded = forwarded.iter().map(AsRef::as_ref);
        Self(client_behind(peer, server, forwarded))
    }
}

impl FromRequest for ClientIp {
    type Error = WebError;
    type Future = Ready<Result<Self, WebError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let config = request.app_data::<Data<LiveConfig>>();
        ready(
            config
                .map(|config| Self::of(request, &config.current().server))
                .ok_or(WebError::Internal),
        )
    }
}

/// Walks the chain of `X-Forwarded-For` from the right as long as proxies are trusted. Without a peer the request came by a Unix
/// socket, which only this machine's proxy reaches.
fn client_behind<'a>(
    peer: Option<IpAddr>,
    server: &ServerConfig,
    forwarded: impl Iterator<Item = &'a str>,
) -> IpAddr {
    let hops: Vec<&str> = forwarded
        .flat_map(|header| header.split(','))
        .map(str::trim)
        .filter(|hop| !hop.is_empty())
        .collect();
    let is_socket = peer.is_none() && matches!(server.bind, Bind::Unix(_));
    // Tests call the application without a socket.
    let mut client = peer.unwrap_or(IpAddr::from([127, 0, 0, 1])).to_canonical();
    for (number, hop) in hops.into_iter().rev().enumerate() {
        let is_trusted = server.trusts(client) || (is_socket && number == 0);
        let Some(next) = address_of(hop).filter(|_| is_trusted) else {
            break;
        };
        client = next.to_canonical();
    }
    client
}

/// The address of one hop: `203.0.113.7`, `203.0.113.7:50007`, `2001:db8::1`, `[2001:db8::1]` or `[2001:db8::1]:443`, also in
/// quotes as RFC 7239 writes it.
fn address_of(hop: &str) -> Option<IpAddr> {
    let hop = hop.trim_matches('"');
    let bare = || hop.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    let with_port = || hop.parse().ok().map(|address: SocketAddr| address.ip());
    hop.parse().ok().or_else(with_port).or_else(bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn client(peer: &str, trusted: &[&str], forwarded: &str) -> IpAddr {
        let server = ServerConfig {
            trusted_proxies: trusted.iter().map(|text| text.parse().unwrap()).collect(),
            ..ServerConfig::default()
        };
        client_behind(Some(ip(peer)), &server, [forwarded].into_iter())
    }

    #[test]
    fn a_stranger_cannot_forge_an_address_by_a_header() {
        let found = client("203.0.113.9", &[], "198.51.100.1");
        assert_eq!(found, ip("203.0.113.9"));
    }

    #[test]
    fn behind_a_trusted_proxy_the_last_untrusted_hop_is_the_client() {
        let hops = "192.0.2.66, 198.51.100.1, 10.0.0.2";
        let found = client("10.0.0.1", &["10.0.0.1", "10.0.0.2"], hops);
        assert_eq!(found, ip("198.51.100.1"));
        assert_eq!(
            client("10.0.0.1", &["10.0.0.0/8"], hops),
            ip("198.51.100.1")
        );
    }

    #[test]
    fn a_hop_may_carry_a_port_brackets_or_quotes() {
        for (hop, expected) in [
            ("203.0.113.7:50007", "203.0.113.7"),
            ("[2001:db8::1]:443", "2001:db8::1"),
            ("[2001:db8::1]", "2001:db8::1"),
            ("\"[2001:db8::1]:443\"", "2001:db8::1"),
            ("\"203.0.113.7\"", "203.0.113.7"),
            ("::ffff:203.0.113.7", "203.0.113.7"),
            ("203.0.113.7,", "203.0.113.7"),
        ] {
            assert_eq!(
                client("10.0.0.1", &["10.0.0.1"], hop),
                ip(expected),
                "{hop}"
            );
        }
        for none in ["unknown", "_hidden", "203.0.113.7:99999", "203.0.113.7 1"] {
            assert_eq!(
                client("10.0.0.1", &["10.0.0.1"], none),
                ip("10.0.0.1"),
                "{none}"
            );
        }
    }

    #[test]
    fn bytes_that_are_no_text_hide_no_hop() {
        let server = ServerConfig {
            trusted_proxies: vec!["10.0.0.1".parse().unwrap()],
            ..ServerConfig::default()
        };
        for written in [&b"\xff, 203.0.113.7"[..], "손님, 203.0.113.7".as_bytes()] {
            let header = actix_web::http::header::HeaderValue::from_bytes(written).unwrap();
            let request = actix_web::test::TestRequest::default()
                .peer_addr("10.0.0.1:4000".parse().unwrap())
                .insert_header(("x-forwarded-for", header))
                .to_http_request();
            assert_eq!(ClientIp::of(&request, &server), ClientIp(ip("203.0.113.7")));
        }
    }

    #[test]
    fn behind_a_unix_socket_the_last_hop_is_the_client() {
        let server = ServerConfig {
            bind: "unix:/run/gudok.sock".parse().unwrap(),
            ..ServerConfig::default()
        };
        let hops = ["198.51.100.1, 203.0.113.7"];
        assert_eq!(
            client_behind(None, &server, hops.into_iter()),
            ip("203.0.113.7")
        );
    }
}
