//! Protection that every request passes: headers, the client's address, slow and encoded bodies, too many connections.

use std::any::Any;
use std::collections::HashMap;
use std::future::{Ready, ready};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{Extensions, Payload, ServiceRequest, ServiceResponse};
use actix_web::error::PayloadError;
use actix_web::http::header::{
    CONTENT_ENCODING, CONTENT_SECURITY_POLICY, HeaderMap, HeaderName, HeaderValue, REFERRER_POLICY,
    STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
};
use actix_web::middleware::Next;
use actix_web::rt::net::TcpStream;
use actix_web::web::{Bytes, Data};
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use futures_util::StreamExt;
use tokio::time::{Instant, timeout_at};

use super::{WebError, error};
use crate::config::Config;

/// Our pages: own style sheets and pictures, forms to ourselves, framed by nobody.
const PAGE_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'";
/// A mail shown inside a page of ours: its own styles and remote pictures, and nothing that runs.
pub const MAIL_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src https: data:; base-uri 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";
/// Time in which a request's body must have arrived.
const BODY_DEADLINE: Duration = Duration::from_secs(30);
/// Connections of one address at a time; a browser opens six.
const MOST_CONNECTIONS: usize = 64;

/// The policy of a page that the site's own pages may frame.
pub fn embeddable_policy(config: &Config) -> String {
    let mut ancestors = String::from("'self'");
    for origin in config.server.allowed_origins.iter().chain(&config.site.url) {
        ancestors.push(' ');
        ancestors.push_str(&origin.origin().ascii_serialization());
    }
    PAGE_POLICY.replace(
        "frame-ancestors 'none'",
        &format!("frame-ancestors {ancestors}"),
    )
}

/// Middleware: refuses what no honest client sends, and adds the headers that protect readers.
pub async fn protect<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let is_https = request
        .app_data::<Data<Config>>()
        .is_some_and(|config| config.server.is_https());
    let mut response = if let Some(error) = refusal(&request) {
        let answer = error::answer(request.request(), &error);
        request.into_response(answer)
    } else {
        let payload = request.take_payload();
        request.set_payload(with_deadline(payload, Instant::now() + BODY_DEADLINE));
        next.call(request).await?.map_into_boxed_body()
    };
    add_headers(response.headers_mut(), is_https);
    Ok(response)
}

fn refusal(request: &ServiceRequest) -> Option<WebError> {
    // Decompression bombs: nothing that Gudok takes is worth compressing.
    if request
        .headers()
        .get(CONTENT_ENCODING)
        .is_some_and(|encoding| encoding != "identity")
    {
        return Some(WebError::Compressed);
    }
    let connection = request.conn_data::<Arc<OpenConnection>>();
    connection
        .is_some_and(|connection| connection.is_too_many())
        .then_some(WebError::Busy)
}

fn add_headers(headers: &mut HeaderMap, is_https: bool) {
    let mut add = |name: HeaderName, value: &'static str| {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    };
    add(CONTENT_SECURITY_POLICY, PAGE_POLICY);
    add(X_CONTENT_TYPE_OPTIONS, "nosniff");
    // Our links carry tokens: no other site may learn them.
    add(REFERRER_POLICY, "no-referrer");
    add(
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    );
    add(
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=()",
    );
    if is_https {
        add(STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
}

/// actix-web bounds the time of a request's head, not of its body.
fn with_deadline(payload: Payload, deadline: Instant) -> Payload {
    if matches!(payload, Payload::None) {
        return payload;
    }
    let chunks = futures_util::stream::unfold(Some(payload), move |payload| async move {
        let mut payload = payload?;
        match timeout_at(deadline, payload.next()).await {
            Ok(chunk) => chunk.map(|chunk: Result<Bytes, PayloadError>| (chunk, Some(payload))),
            Err(_) => Some((
                Err(PayloadError::Incomplete(Some(
                    std::io::ErrorKind::TimedOut.into(),
                ))),
                None,
            )),
        }
    });
    Payload::Stream {
        payload: Box::pin(chunks),
    }
}

/// The address of the person behind a request: the peer's, or where the peer is a trusted proxy, what it forwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientIp(pub IpAddr);

impl FromRequest for ClientIp {
    type Error = WebError;
    type Future = Ready<Result<Self, WebError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let trusted = request
            .app_data::<Data<Config>>()
            .map(|config| config.server.trusted_proxies.clone())
            .unwrap_or_default();
        // Tests call the application without a socket.
        let peer = request
            .peer_addr()
            .map_or(IpAddr::from([127, 0, 0, 1]), |peer| peer.ip());
        let forwarded = request
            .headers()
            .get_all("x-forwarded-for")
            .filter_map(|value| value.to_str().ok());
        ready(Ok(Self(client_behind(peer, &trusted, forwarded))))
    }
}

/// Walks the chain of `X-Forwarded-For` from the right as long as proxies are trusted.
fn client_behind<'a>(
    peer: IpAddr,
    trusted: &[IpAddr],
    forwarded: impl Iterator<Item = &'a str>,
) -> IpAddr {
    let hops: Vec<&str> = forwarded
        .flat_map(|header| header.split(','))
        .map(str::trim)
        .collect();
    let mut client = peer.to_canonical();
    for hop in hops.into_iter().rev() {
        let Ok(next) = hop.parse::<IpAddr>() else {
            break;
        };
        if !trusted.iter().any(|proxy| proxy.to_canonical() == client) {
            break;
        }
        client = next.to_canonical();
    }
    client
}

/// Counts the open connections of each address.
#[derive(Clone, Debug, Default)]
pub struct Connections(Arc<Mutex<HashMap<IpAddr, usize>>>);

/// One open connection; counted until it is dropped with the connection.
#[derive(Debug)]
struct OpenConnection {
    ip: IpAddr,
    count: usize,
    all: Connections,
}

impl Connections {
    /// For `HttpServer::on_connect`: counts the connection. Proxies carry everybody's, so they are not counted.
    pub fn count(&self, socket: &dyn Any, data: &mut Extensions, proxies: &[IpAddr]) {
        let peer = socket
            .downcast_ref::<TcpStream>()
            .and_then(|stream| stream.peer_addr().ok());
        let Some(ip) = peer.map(|peer| peer.ip().to_canonical()) else {
            return;
        };
        if ip.is_loopback() || proxies.contains(&ip) {
            return;
        }
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(ip).or_insert(0);
        *count += 1;
        data.insert(Arc::new(OpenConnection {
            ip,
            count: *count,
            all: self.clone(),
        }));
    }
}

impl OpenConnection {
    fn is_too_many(&self) -> bool {
        self.count > MOST_CONNECTIONS
    }
}

impl Drop for OpenConnection {
    fn drop(&mut self) {
        let mut counts = self.all.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&self.ip) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.ip);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_stranger_cannot_forge_an_address_by_a_header() {
        let client = client_behind(ip("203.0.113.9"), &[], ["198.51.100.1"].into_iter());
        assert_eq!(client, ip("203.0.113.9"));
    }

    #[test]
    fn behind_a_trusted_proxy_the_last_untrusted_hop_is_the_client() {
        let hops = ["192.0.2.66, 198.51.100.1, 10.0.0.2"];
        let client = client_behind(
            ip("10.0.0.1"),
            &[ip("10.0.0.1"), ip("10.0.0.2")],
            hops.into_iter(),
        );
        assert_eq!(client, ip("198.51.100.1"));
    }
}
