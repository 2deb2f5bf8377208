//! Limits on open connections: their number for one network, and their time without a request.

use std::any::Any;
use std::collections::HashMap;
use std::net::{IpAddr, Shutdown, TcpStream as StdStream};
use std::os::fd::AsFd;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use actix_web::body::MessageBody;
use actix_web::dev::{Extensions, ServiceRequest, ServiceResponse};
use actix_web::http::header::CONTENT_TYPE;
use actix_web::middleware::Next;
use actix_web::rt::net::TcpStream;

use super::response::EVENTS;
use crate::config::Network;
use crate::rate_limits::customer_network;

/// Connections of one IPv4 address or one /64 at a time; a browser opens six.
const MOST_OF_ONE: usize = 64;
/// The time that a connection may be open without a whole request, or after its response. The framework limits the head of the
/// first request and an idle connection to 5 s. It limits no later head, and not the rest of a refused body.
const LATE: Duration = Duration::from_secs(30);
/// The interval of the search for late connections.
const LOOK: Duration = Duration::from_secs(5);
/// Open files for everything else: the database, relays, feeds.
const OTHER_FILES: u64 = 160;

/// The open connections of a server; clones share the list.
#[derive(Clone, Debug, Default)]
pub struct Connections(Arc<Mutex<ConnectionList>>);

#[derive(Debug, Default)]
struct ConnectionList {
    last: u64,
    open: HashMap<u64, OpenConnection>,
    of_one: HashMap<IpAddr, usize>,
}

#[derive(Debug)]
struct OpenConnection {
    /// A second handle of the socket, to close it from outside.
    socket: StdStream,
    /// The network that the connection counts for.
    counted: Option<IpAddr>,
    /// The time since the last request was answered; `None` while one is under way.
    waiting_since: Option<Instant>,
}

/// A place in the list, given back when it is dropped with the connection.
#[derive(Debug)]
struct ConnectionSlot {
    number: u64,
    all: Connections,
}

impl Connections {
    /// For `HttpServer::on_connect`: adds the connection, or closes it before it is read when its network has too many.
    pub fn open(&self, socket: &dyn Any, data: &mut Extensions, proxies: &[Network]) {
        let Some(stream) = socket.downcast_ref::<TcpStream>() else {
            return; // a Unix socket: this machine's proxy
        };
        let (Ok(peer), Ok(handle)) = (stream.peer_addr(), stream.as_fd().try_clone_to_owned())
        else {
            return;
        };
        let socket = StdStream::from(handle);
        let counted = counted_for(peer.ip().to_canonical(), proxies);
        match self.lock().add(socket, counted, Instant::now()) {
            Ok(number) => {
                data.insert(Arc::new(ConnectionSlot {
                    number,
                    all: self.clone(),
                }));
            }
            Err(refused) => close(&refused, Shutdown::Both),
        }
    }

    /// Closes late connections as long as the server exists.
    pub fn watch(&self) {
        let list = Arc::downgrade(&self.0);
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(LOOK).await;
                let Some(list) = list.upgrade() else { return };
                Self(list).close_late(Instant::now());
            }
        });
    }

    fn close_late(&self, now: Instant) {
        for open in self.lock().open.values() {
            let late = open
                .waiting_since
                .map(|since| now.saturating_duration_since(since));
            match late {
                // An answer that goes out slowly may come to its end.
                Some(late) if late > LATE && late <= 2 * LATE => {
                    close(&open.socket, Shutdown::Read);
                }
                Some(late) if late > LATE => close(&open.socket, Shutdown::Both),
                _ => {}
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, ConnectionList> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ConnectionList {
    /// Returns the connection's number, or gives the socket back when its network has too many.
    fn add(
        &mut self,
        socket: StdStream,
        counted: Option<IpAddr>,
        now: Instant,
    ) -> Result<u64, StdStream> {
        if let Some(ip) = counted {
            let count = self.of_one.entry(ip).or_insert(0);
            if *count >= MOST_OF_ONE {
                return Err(socket);
            }
            *count += 1;
        }
        self.last += 1;
        let open = OpenConnection {
            socket,
            counted,
            waiting_since: Some(now),
        };
        self.open.insert(self.last, open);
        Ok(self.last)
    }

    fn remove(&mut self, number: u64) {
        let counted = self.open.remove(&number).and_then(|open| open.counted);
        if let Some(ip) = counted
            && let Some(count) = self.of_one.get_mut(&ip)
        {
            *count -= 1;
            if *count == 0 {
                self.of_one.remove(&ip);
            }
        }
    }
}

impl ConnectionSlot {
    fn set_waiting(&self, since: Option<Instant>) {
        if let Some(open) = self.all.lock().open.get_mut(&self.number) {
            open.waiting_since = since;
        }
    }
}

impl Drop for ConnectionSlot {
    fn drop(&mut self) {
        self.all.lock().remove(self.number);
    }
}

/// The network that a connection from this address counts for. Proxies and this machine carry everybody's connections and do
/// not count.
fn counted_for(ip: IpAddr, proxies: &[Network]) -> Option<IpAddr> {
    let is_everybodys = ip.is_loopback() || proxies.iter().any(|proxy| proxy.contains(ip));
    (!is_everybodys).then(|| customer_network(ip))
}

/// Closes the socket. A failure means that the other side has closed it.
fn close(socket: &StdStream, how: Shutdown) {
    let _ = socket.shutdown(how);
}

/// Middleware: a connection is not late while its request is being answered.
pub async fn note<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    let place = request.conn_data::<Arc<ConnectionSlot>>().cloned();
    let set = |since| {
        if let Some(place) = &place {
            place.set_waiting(since);
        }
    };
    set(None);
    let response = next.call(request).await;
    // A stream of events is under way as long as it lasts; it ends by itself, and closes its connection.
    let is_stream = |response: &ServiceResponse<B>| {
        let kind = response.headers().get(CONTENT_TYPE);
        kind.is_some_and(|kind| kind == EVENTS)
    };
    if !response.as_ref().is_ok_and(is_stream) {
        set(Some(Instant::now()));
    }
    response
}

/// Connections that one worker may hold, each of two files, under the process's limit of open files.
pub fn most_of_worker(workers: usize) -> usize {
    let each = most_of_process() / workers.max(1);
    each.clamp(32, 8192)
}

/// Connections that streams of events may hold: half of all, so that pages have the others.
pub fn most_streams() -> usize {
    (most_of_process() / 2).max(16)
}

fn most_of_process() -> usize {
    let limit = rustix::process::getrlimit(rustix::process::Resource::Nofile).current;
    let files = limit.unwrap_or(u64::MAX).saturating_sub(OTHER_FILES);
    usize::try_from(files / 2).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use std::io::{ErrorKind, Read, Write};
    use std::net::TcpListener;

    use super::*;

    /// Our side of a connection, and the client's.
    fn pair() -> (StdStream, StdStream) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let client = StdStream::connect(listener.local_addr().unwrap()).unwrap();
        (listener.accept().unwrap().0, client)
    }

    #[test]
    fn the_65th_connection_of_an_address_is_refused_until_another_ends() {
        let mut list = ConnectionList::default();
        let now = Instant::now();
        let ip = Some(IpAddr::from([203, 0, 113, 9]));
        for _ in 0..MOST_OF_ONE {
            list.add(pair().0, ip, now).unwrap();
        }
        assert!(list.add(pair().0, ip, now).is_err());
        assert!(
            list.add(pair().0, Some(IpAddr::from([203, 0, 113, 10])), now)
                .is_ok()
        );
        assert!(list.add(pair().0, None, now).is_ok(), "a proxy's");
        list.remove(1);
        assert!(list.add(pair().0, ip, now).is_ok());
        list.open.clear();
    }

    #[test]
    fn the_addresses_of_an_ipv6_customer_count_as_one() {
        let proxies = ["2001:db8:9::1".parse().unwrap()];
        let counted = |ip: &str| counted_for(ip.parse().unwrap(), &proxies);
        assert_eq!(counted("2001:db8:1:2::1"), counted("2001:db8:1:2:3::4"));
        assert_ne!(counted("2001:db8:1:2::1"), counted("2001:db8:1:3::1"));
        assert_ne!(counted("203.0.113.9"), counted("203.0.113.10"));
        for nobody in ["127.0.0.1", "::1", "2001:db8:9::1"] {
            assert_eq!(counted(nobody), None, "{nobody}");
        }
    }

    #[test]
    fn a_connection_without_a_whole_request_is_closed_and_one_that_is_answered_stays() {
        let all = Connections::default();
        let now = Instant::now();
        let (late, mut of_late) = pair();
        let mut ours = late.try_clone().unwrap();
        let (busy, mut of_busy) = pair();
        let late = all.lock().add(late, None, now).unwrap();
        let busy = all.lock().add(busy, None, now).unwrap();
        let place = |number| ConnectionSlot {
            number,
            all: all.clone(),
        };
        let (late, busy) = (place(late), place(busy));
        busy.set_waiting(None);
        all.close_late(now + LATE + Duration::from_secs(1));
        assert_eq!(ours.read(&mut [0]).unwrap(), 0, "nothing more is read");
        ours.write_all(b"the end").unwrap();
        all.close_late(now + 2 * LATE + Duration::from_secs(1));
        let mut rest = String::new();
        of_late.read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "the end", "it was closed after its answer");
        of_busy.set_nonblocking(true).unwrap();
        assert_eq!(
            of_busy.read(&mut [0]).unwrap_err().kind(),
            ErrorKind::WouldBlock
        );
        drop((late, busy));
        assert!(all.lock().open.is_empty());
    }
}
