//! Limits in memory on requests under way and on posts of one client. A request refused for load never reaches the database.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{HttpMessage, HttpResponse};

use super::{ClientIp, WebError, error_page};
use crate::config::{Bind, LiveConfig};
use crate::rate_limits::{customer_network, wide_network};

/// Requests under way in all: with a page, a form and a database transaction each holds about 50 kB, so 25 MB.
const MOST: usize = 512;
/// Requests with a body among them. A body may take its time, so slow ones must leave places to readers.
const MOST_WITH_BODY: usize = 384;
/// Requests under way of one client; an office or a mobile network behind one address stays far below.
const MOST_OF_ONE: usize = 64;
/// Requests under way of a whole /48, which one customer may have. Thousands of a mobile carrier's customers in it stay below,
/// since an honest request takes milliseconds.
const MOST_OF_WIDE: usize = 2 * MOST_OF_ONE;
/// Posts that a client may make at once, and the time after which one more is allowed: 10 a second. A mail service that reports
/// the bounces of a whole campaign makes some hundreds at once.
const POSTS_AT_ONCE: u32 = 600;
const POST_COMES_BACK: Duration = Duration::from_millis(100);
/// Clients remembered at most, each 64 bytes.
const MOST_CLIENTS: usize = 16 * 1024;

/// Counts requests under way; clones share the counts.
#[derive(Clone, Debug, Default)]
pub struct RequestLimiter(Arc<Mutex<RequestCounts>>);

#[derive(Debug, Default)]
struct RequestCounts {
    under_way: usize,
    with_body: usize,
    clients: HashMap<IpAddr, ClientRequests>,
    /// Requests under way of each /48 that has any.
    wide: HashMap<IpAddr, usize>,
    /// A proxy that forwards addresses and is not among `server.trusted_proxies`.
    unnamed_proxy: Option<IpAddr>,
}

#[derive(Clone, Copy, Debug)]
struct ClientRequests {
    under_way: usize,
    /// The time at which all posts are allowed again (the generic cell rate algorithm).
    whole_again: Instant,
}

impl ClientRequests {
    fn is_quiet(&self, now: Instant) -> bool {
        self.under_way == 0 && self.whole_again <= now
    }
}

/// A request under way, counted until this is dropped, also when the client hangs up.
#[derive(Debug)]
pub struct RequestSlot {
    client: Option<IpAddr>,
    wide: Option<IpAddr>,
    has_body: bool,
    all: RequestLimiter,
}

/// The properties of a request that decide whether it is admitted.
#[derive(Clone, Copy, Debug)]
pub struct RequestKind {
    /// The method changes something.
    pub is_post: bool,
    /// The request has a body.
    pub has_body: bool,
}

impl RequestLimiter {
    /// Admits a request of this client. `None` is a trusted proxy itself, which counts towards the total alone.
    pub fn admit(
        &self,
        client: Option<IpAddr>,
        kind: RequestKind,
        now: Instant,
    ) -> Result<RequestSlot, WebError> {
        let wide = client.and_then(wide_network);
        let client = client.map(customer_network);
        let mut counts = self.lock();
        let is_full = counts.under_way >= MOST
            || kind.has_body && counts.with_body >= MOST_WITH_BODY
            || wide.is_some_and(|wide| counts.of_wide(wide) >= MOST_OF_WIDE);
        if is_full {
            return Err(WebError::Busy);
        }
        if let Some(client) = client {
            counts.admit(client, kind.is_post, now)?;
        }
        if let Some(wide) = wide {
            *counts.wide.entry(wide).or_default() += 1;
        }
        counts.under_way += 1;
        counts.with_body += usize::from(kind.has_body);
        Ok(RequestSlot {
            client,
            wide,
            has_body: kind.has_body,
            all: self.clone(),
        })
    }

    /// A proxy that forwards addresses and is not trusted. Everybody behind it counts as one client.
    pub fn unnamed_proxy(&self) -> Option<IpAddr> {
        self.lock().unnamed_proxy
    }

    fn note_proxy(&self, proxy: IpAddr) {
        if self.lock().unnamed_proxy.replace(proxy).is_none() {
            tracing::warn!(
                %proxy,
                "requests from this address forward others, and all count as one client; if a proxy of yours runs there, name it in server.trusted_proxies"
            );
        }
    }

    fn lock(&self) -> MutexGuard<'_, RequestCounts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl RequestCounts {
    fn of_wide(&self, wide: IpAddr) -> usize {
        self.wide.get(&wide).copied().unwrap_or_default()
    }

    fn admit(&mut self, client: IpAddr, is_post: bool, now: Instant) -> Result<(), WebError> {
        if self.clients.len() >= MOST_CLIENTS && !self.clients.contains_key(&client) {
            self.clients.retain(|_, client| !client.is_quiet(now));
            if self.clients.len() >= MOST_CLIENTS {
                // More networks than that at once is an attack: their posts are forgotten, their requests are not.
                self.clients.retain(|_, client| client.under_way > 0);
            }
        }
        let client = self.clients.entry(client).or_insert(ClientRequests {
            under_way: 0,
            whole_again: now,
        });
        if client.under_way >= MOST_OF_ONE {
            return Err(WebError::Busy);
        }
        if is_post {
            let whole_again = client.whole_again.max(now) + POST_COMES_BACK;
            let over = (whole_again - now).saturating_sub(POST_COMES_BACK * POSTS_AT_ONCE);
            if !over.is_zero() {
                return Err(WebError::TooMany { retry_after: 1 });
            }
            client.whole_again = whole_again;
        }
        client.under_way += 1;
        Ok(())
    }
}

impl Drop for RequestSlot {
    fn drop(&mut self) {
        let mut counts = self.all.lock();
        counts.under_way -= 1;
        counts.with_body -= usize::from(self.has_body);
        if let Some(wide) = self.wide {
            match counts.of_wide(wide) {
                ..=1 => counts.wide.remove(&wide),
                count => counts.wide.insert(wide, count - 1),
            };
        }
        if let Some(client) = self.client
            && let Some(found) = counts.clients.get_mut(&client)
        {
            found.under_way -= 1;
            if found.is_quiet(Instant::now()) {
                counts.clients.remove(&client);
            }
        }
    }
}

/// The path of the liveness check. It is never refused, or a supervisor would end a busy process.
pub const ALIVE: &str = "/healthz";

/// Middleware: admits the request, or answers 503 or 429 at once.
pub async fn bound<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    if is_gone(&request) {
        let answer = HttpResponse::ServiceUnavailable().finish();
        return Ok(request.into_response(answer));
    }
    if request.path() == ALIVE {
        return Ok(next.call(request).await?.map_into_boxed_body());
    }
    match admit(&mut request) {
        Ok(_place) => Ok(next.call(request).await?.map_into_boxed_body()),
        Err(refusal) => Ok(error_page::refuse(request, &refusal)),
    }
}

/// Whether the client hung up before its connection was accepted. The system no longer knows its address, and nobody reads the
/// response.
fn is_gone(request: &ServiceRequest) -> bool {
    let config = request.app_data::<Data<LiveConfig>>();
    let is_port =
        config.is_some_and(|config| matches!(config.current().server.bind, Bind::Tcp { .. }));
    is_port && request.peer_addr().is_none()
}

fn admit(request: &mut ServiceRequest) -> Result<RequestSlot, WebError> {
    let payload = request.take_payload();
    let kind = RequestKind {
        is_post: !matches!(*request.method(), Method::GET | Method::HEAD),
        has_body: !matches!(payload, Payload::None),
    };
    request.set_payload(payload);
    let (Some(limiter), Some(config)) = (
        request.app_data::<Data<RequestLimiter>>(),
        request.app_data::<Data<LiveConfig>>(),
    ) else {
        tracing::error!("the server was built without its bounds");
        return Err(WebError::Internal);
    };
    let config = config.current();
    if let Some(peer) = request.peer_addr().map(|peer| peer.ip().to_canonical())
        && request.headers().contains_key("x-forwarded-for")
        && is_near(peer)
        && !config.server.trusts(peer)
    {
        limiter.note_proxy(peer);
    }
    let ClientIp(ip) = ClientIp::of(request.request(), &config.server);
    let client = (!config.server.trusts(ip)).then_some(ip);
    limiter.admit(client, kind, Instant::now())
}

/// An address of this machine or of a private network. A header from elsewhere proves no proxy.
fn is_near(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => ip.is_loopback() || ip.is_private(),
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unique_local(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STRANGER: Option<IpAddr> = Some(IpAddr::V4(std::net::Ipv4Addr::new(203, 0, 113, 9)));
    const READER: Option<IpAddr> = Some(IpAddr::V4(std::net::Ipv4Addr::new(203, 0, 113, 10)));
    const GET: RequestKind = RequestKind {
        is_post: false,
        has_body: false,
    };
    const POST: RequestKind = RequestKind {
        is_post: true,
        has_body: true,
    };

    #[test]
    fn a_customer_with_many_ipv6_networks_leaves_places_to_others() {
        let limiter = RequestLimiter::default();
        let now = Instant::now();
        let admit = |ip: &str, kind| limiter.admit(Some(ip.parse().unwrap()), kind, now);
        let places: Vec<RequestSlot> = (0..512)
            .filter_map(|number| admit(&format!("2001:db8:7:{}::1", number % 8), POST).ok())
            .collect();
        assert_eq!(places.len(), 128);
        assert!(admit("2001:db8:8::1", POST).is_ok());
        drop(places);
        assert!(admit("2001:db8:7::1", POST).is_ok());
        assert!(limiter.lock().wide.is_empty(), "who is quiet is forgotten");
    }

    #[test]
    fn slow_bodies_leave_places_to_readers() {
        let limiter = RequestLimiter::default();
        let now = Instant::now();
        let places: Vec<RequestSlot> = (0..MOST)
            .filter_map(|_| limiter.admit(None, POST, now).ok())
            .collect();
        assert_eq!(places.len(), 384);
        assert!(limiter.admit(READER, GET, now).is_ok());
        assert_eq!(
            limiter.admit(READER, POST, now).unwrap_err(),
            WebError::Busy
        );
        drop(places);
        assert!(limiter.admit(READER, POST, now).is_ok());
    }

    #[test]
    fn a_client_with_many_requests_under_way_is_busy_and_others_are_served() {
        let limiter = RequestLimiter::default();
        let now = Instant::now();
        let mut places: Vec<RequestSlot> = (0..MOST_OF_ONE)
            .map(|_| limiter.admit(STRANGER, GET, now).unwrap())
            .collect();
        assert_eq!(
            limiter.admit(STRANGER, GET, now).unwrap_err(),
            WebError::Busy
        );
        assert!(limiter.admit(READER, GET, now).is_ok());
        places.pop();
        assert!(limiter.admit(STRANGER, GET, now).is_ok());
    }

    #[test]
    fn all_requests_under_way_are_bounded_also_a_proxys_own() {
        let limiter = RequestLimiter::default();
        let now = Instant::now();
        let places: Vec<RequestSlot> = (0..MOST)
            .map(|_| limiter.admit(None, GET, now).unwrap())
            .collect();
        assert_eq!(limiter.admit(READER, GET, now).unwrap_err(), WebError::Busy);
        drop(places);
        assert!(limiter.admit(READER, GET, now).is_ok());
        assert!(
            limiter.lock().clients.is_empty(),
            "who is quiet is forgotten"
        );
    }

    #[test]
    fn posts_of_a_client_come_back_ten_a_second() {
        let limiter = RequestLimiter::default();
        let now = Instant::now();
        let admitted = |now| {
            (0..1000)
                .take_while(|_| limiter.admit(STRANGER, POST, now).is_ok())
                .count()
        };
        assert_eq!(admitted(now), 600);
        assert_eq!(admitted(now + Duration::from_secs(1)), 10);
        assert!(limiter.admit(STRANGER, GET, now).is_ok(), "reading goes on");
        assert!(limiter.admit(READER, POST, now).is_ok());
        assert_eq!(admitted(now + Duration::from_hours(1)), 600);
    }

    #[test]
    fn a_crowd_of_networks_takes_no_memory() {
        let limiter = RequestLimiter::default();
        let now = Instant::now();
        for number in 0..100_000_u32 {
            let ip = std::net::Ipv4Addr::from(0x0a00_0000 + number);
            let _ = limiter.admit(Some(ip.into()), POST, now);
        }
        assert!(limiter.lock().clients.len() <= MOST_CLIENTS);
    }
}
