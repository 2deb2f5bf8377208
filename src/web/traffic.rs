//! Requests under way, bounded in all and for each client, and posts of a client at a first rate: both in memory, so that what is
//! refused for load is refused before the database.

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

use super::client::{ClientIp, network, wide_network};
use super::{WebError, error};
use crate::config::{Bind, Config};

/// Requests under way in all: with a page, a form and a database transaction each holds about 50 kB, so 25 MB.
const MOST: usize = 512;
/// Requests with a body among them: a body may take its time, so a crowd of slow ones must leave places to whoever only reads.
const MOST_WITH_BODY: usize = 384;
/// Requests under way of one client; an office or a mobile network behind one address stays far below.
const MOST_OF_ONE: usize = 64;
/// Requests under way of a whole /48, which one customer may have: its 65,536 networks must not take all places. A mobile carrier's
/// thousands of customers in it stay below, since an honest request takes milliseconds.
const MOST_OF_WIDE: usize = 2 * MOST_OF_ONE;
/// Posts that a client may make at once, and the time in which one of them comes back: 10 a second. A person makes none of
/// either; a mail service that reports a whole campaign's bounces at once makes some hundreds.
const POSTS_AT_ONCE: u32 = 600;
const POST_COMES_BACK: Duration = Duration::from_millis(100);
/// Clients remembered at most, each 64 octets.
const MOST_CLIENTS: usize = 16 * 1024;

/// What is under way; clones share it.
#[derive(Clone, Debug, Default)]
pub struct Traffic(Arc<Mutex<Counts>>);

#[derive(Debug, Default)]
struct Counts {
    under_way: usize,
    with_body: usize,
    clients: HashMap<IpAddr, Client>,
    /// Requests under way of each /48 that has any.
    wide: HashMap<IpAddr, usize>,
    /// A proxy that forwards addresses and is not among `server.trusted_proxies`.
    unnamed_proxy: Option<IpAddr>,
}

#[derive(Clone, Copy, Debug)]
struct Client {
    under_way: usize,
    /// When all its posts will have come back (the generic cell rate algorithm).
    whole_again: Instant,
}

impl Client {
    fn is_quiet(&self, now: Instant) -> bool {
        self.under_way == 0 && self.whole_again <= now
    }
}

/// One request under way; it is counted until this is dropped, also when the client hangs up.
#[derive(Debug)]
pub struct Place {
    client: Option<IpAddr>,
    wide: Option<IpAddr>,
    has_body: bool,
    all: Traffic,
}

/// What of a request decides whether it is taken up.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// Its method changes something.
    pub is_post: bool,
    /// A body comes with it.
    pub has_body: bool,
}

impl Traffic {
    /// Takes a request of this client up. `None` is a trusted proxy itself, which is only counted with all.
    pub fn admit(
        &self,
        client: Option<IpAddr>,
        kind: Kind,
        now: Instant,
    ) -> Result<Place, WebError> {
        let wide = client.and_then(wide_network);
        let client = client.map(network);
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
        Ok(Place {
            client,
            wide,
            has_body: kind.has_body,
            all: self.clone(),
        })
    }

    /// A proxy in this network that forwards addresses and is not trusted: everybody behind it counts as one client.
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

    fn lock(&self) -> MutexGuard<'_, Counts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Counts {
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
        let client = self.clients.entry(client).or_insert(Client {
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

impl Drop for Place {
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

/// The address that says whether the process is alive. It costs nothing and is never refused: whoever asks would end a process for
/// being busy.
pub const ALIVE: &str = "/healthz";

/// Middleware: takes the request up, or answers 503 or 429 at once.
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
        Err(refusal) => Ok(error::refuse(request, &refusal)),
    }
}

/// Whether the client hung up before its connection was taken: the system does not name it any more, so that nobody can be
/// counted for it, and nobody reads the answer.
fn is_gone(request: &ServiceRequest) -> bool {
    let config = request.app_data::<Data<Config>>();
    let is_port = config.is_some_and(|config| matches!(config.server.bind, Bind::Tcp { .. }));
    is_port && request.peer_addr().is_none()
}

fn admit(request: &mut ServiceRequest) -> Result<Place, WebError> {
    let payload = request.take_payload();
    let kind = Kind {
        is_post: !matches!(*request.method(), Method::GET | Method::HEAD),
        has_body: !matches!(payload, Payload::None),
    };
    request.set_payload(payload);
    let (Some(traffic), Some(config)) = (
        request.app_data::<Data<Traffic>>(),
        request.app_data::<Data<Config>>(),
    ) else {
        tracing::error!("the server was built without its bounds");
        return Err(WebError::Internal);
    };
    if let Some(peer) = request.peer_addr().map(|peer| peer.ip().to_canonical())
        && request.headers().contains_key("x-forwarded-for")
        && is_near(peer)
        && !config.server.trusts(peer)
    {
        traffic.note_proxy(peer);
    }
    let ClientIp(ip) = ClientIp::of(request.request(), &config.server);
    let client = (!config.server.trusts(ip)).then_some(ip);
    traffic.admit(client, kind, Instant::now())
}

/// An address of this machine or of a private network: a stranger's header is no sign of a proxy.
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
    const GET: Kind = Kind {
        is_post: false,
        has_body: false,
    };
    const POST: Kind = Kind {
        is_post: true,
        has_body: true,
    };

    #[test]
    fn a_customer_with_many_ipv6_networks_leaves_places_to_others() {
        let traffic = Traffic::default();
        let now = Instant::now();
        let admit = |ip: &str, kind| traffic.admit(Some(ip.parse().unwrap()), kind, now);
        let places: Vec<Place> = (0..512)
            .filter_map(|number| admit(&format!("2001:db8:7:{}::1", number % 8), POST).ok())
            .collect();
        assert_eq!(places.len(), 128);
        assert!(admit("2001:db8:8::1", POST).is_ok());
        drop(places);
        assert!(admit("2001:db8:7::1", POST).is_ok());
        assert!(traffic.lock().wide.is_empty(), "who is quiet is forgotten");
    }

    #[test]
    fn slow_bodies_leave_places_to_readers() {
        let traffic = Traffic::default();
        let now = Instant::now();
        let places: Vec<Place> = (0..MOST)
            .filter_map(|_| traffic.admit(None, POST, now).ok())
            .collect();
        assert_eq!(places.len(), 384);
        assert!(traffic.admit(READER, GET, now).is_ok());
        assert_eq!(
            traffic.admit(READER, POST, now).unwrap_err(),
            WebError::Busy
        );
        drop(places);
        assert!(traffic.admit(READER, POST, now).is_ok());
    }

    #[test]
    fn a_client_with_many_requests_under_way_is_busy_and_others_are_served() {
        let traffic = Traffic::default();
        let now = Instant::now();
        let mut places: Vec<Place> = (0..MOST_OF_ONE)
            .map(|_| traffic.admit(STRANGER, GET, now).unwrap())
            .collect();
        assert_eq!(
            traffic.admit(STRANGER, GET, now).unwrap_err(),
            WebError::Busy
        );
        assert!(traffic.admit(READER, GET, now).is_ok());
        places.pop();
        assert!(traffic.admit(STRANGER, GET, now).is_ok());
    }

    #[test]
    fn all_requests_under_way_are_bounded_also_a_proxys_own() {
        let traffic = Traffic::default();
        let now = Instant::now();
        let places: Vec<Place> = (0..MOST)
            .map(|_| traffic.admit(None, GET, now).unwrap())
            .collect();
        assert_eq!(traffic.admit(READER, GET, now).unwrap_err(), WebError::Busy);
        drop(places);
        assert!(traffic.admit(READER, GET, now).is_ok());
        assert!(
            traffic.lock().clients.is_empty(),
            "who is quiet is forgotten"
        );
    }

    #[test]
    fn posts_of_a_client_come_back_ten_a_second() {
        let traffic = Traffic::default();
        let now = Instant::now();
        let admitted = |now| {
            (0..1000)
                .take_while(|_| traffic.admit(STRANGER, POST, now).is_ok())
                .count()
        };
        assert_eq!(admitted(now), 600);
        assert_eq!(admitted(now + Duration::from_secs(1)), 10);
        assert!(traffic.admit(STRANGER, GET, now).is_ok(), "reading goes on");
        assert!(traffic.admit(READER, POST, now).is_ok());
        assert_eq!(admitted(now + Duration::from_hours(1)), 600);
    }

    #[test]
    fn a_crowd_of_networks_takes_no_memory() {
        let traffic = Traffic::default();
        let now = Instant::now();
        for number in 0..100_000_u32 {
            let ip = std::net::Ipv4Addr::from(0x0a00_0000 + number);
            let _ = traffic.admit(Some(ip.into()), POST, now);
        }
        assert!(traffic.lock().clients.len() <= MOST_CLIENTS);
    }
}
