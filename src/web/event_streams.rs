//! Streams of server-sent events: their number in all and of one client, their heartbeat, and their end. Streams of equal events share
//! the bytes, and a slow reader gets the newest event alone.

use std::collections::HashMap;
use std::convert::Infallible;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, HeaderName};
use actix_web::web::Bytes;
use futures_util::stream;
use tokio::sync::watch;
use tokio::time::{Instant, sleep, sleep_until};
use tokio_util::sync::CancellationToken;

use super::WebError;
use super::connections;
use super::response::EVENTS;
use crate::rate_limits::{customer_network, wide_network};

/// Streams at most, each of about 25 kB; fewer where the process may open few files.
const MOST: usize = 4096;
/// Streams of one IPv4 address or one /64. A browser has one, and of the 64 connections of a client most stay free.
const MOST_OF_ONE: usize = 24;
/// Streams of a whole /48, which one customer may have.
const MOST_OF_WIDE: usize = 4 * MOST_OF_ONE;
/// The time between two signs of life: proxies close a connection that is silent for a minute.
const HEARTBEAT: Duration = Duration::from_secs(20);
/// The time after which a stream ends and its browser comes back, so that a forgotten page holds no place for ever.
const LONGEST: Duration = Duration::from_hours(1);

/// The streams of this process; clones share their number.
#[derive(Clone, Debug)]
pub struct EventStreams(Arc<SharedStreams>);

#[derive(Debug)]
struct SharedStreams {
    most: usize,
    counts: Mutex<StreamCounts>,
    end: CancellationToken,
}

#[derive(Debug, Default)]
struct StreamCounts {
    all: usize,
    of_one: HashMap<IpAddr, usize>,
    of_wide: HashMap<IpAddr, usize>,
}

/// The place of one stream, given back when it is dropped with the stream.
#[derive(Debug)]
pub struct StreamSlot {
    client: Option<IpAddr>,
    wide: Option<IpAddr>,
    streams: EventStreams,
}

impl Default for EventStreams {
    fn default() -> Self {
        Self::of_at_most(connections::most_streams().min(MOST))
    }
}

impl EventStreams {
    fn of_at_most(most: usize) -> Self {
        Self(Arc::new(SharedStreams {
            most,
            counts: Mutex::default(),
            end: CancellationToken::new(),
        }))
    }

    /// A place for a stream of this client. `None` is a trusted proxy itself, which counts towards the total alone.
    pub fn open(&self, client: Option<IpAddr>) -> Result<StreamSlot, WebError> {
        let wide = client.and_then(wide_network);
        let client = client.map(customer_network);
        let mut counts = self.lock();
        let has = |of: &HashMap<IpAddr, usize>, ip: Option<IpAddr>| {
            ip.and_then(|ip| of.get(&ip)).copied().unwrap_or_default()
        };
        if self.has_ended()
            || counts.all >= self.0.most
            || has(&counts.of_one, client) >= MOST_OF_ONE
            || has(&counts.of_wide, wide) >= MOST_OF_WIDE
        {
            return Err(WebError::Busy);
        }
        counts.all += 1;
        if let Some(client) = client {
            *counts.of_one.entry(client).or_default() += 1;
        }
        if let Some(wide) = wide {
            *counts.of_wide.entry(wide).or_default() += 1;
        }
        Ok(StreamSlot {
            client,
            wide,
            streams: self.clone(),
        })
    }

    /// Ends every stream, for a server that stops.
    pub fn end(&self) {
        self.0.end.cancel();
    }

    /// True when the server stops.
    pub fn has_ended(&self) -> bool {
        self.0.end.is_cancelled()
    }

    fn lock(&self) -> MutexGuard<'_, StreamCounts> {
        self.0.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl StreamSlot {
    /// The response: the present event at once, and each later one. An event is whole, with its empty line.
    pub fn answer(self, events: watch::Receiver<Bytes>) -> HttpResponse {
        let last = Instant::now() + LONGEST;
        let next = move |(slot, mut events, is_first): (Self, watch::Receiver<Bytes>, bool)| async move {
            if !is_first {
                let is_silent = tokio::select! {
                    () = slot.streams.0.end.cancelled() => return None,
                    () = sleep_until(last) => return None,
                    () = sleep(HEARTBEAT) => true,
                    changed = events.changed() => {
                        changed.ok()?;
                        false
                    }
                };
                if is_silent {
                    let comment = Bytes::from_static(b":\n\n");
                    return Some((Ok::<_, Infallible>(comment), (slot, events, false)));
                }
            }
            let event = events.borrow_and_update().clone();
            Some((Ok(event), (slot, events, false)))
        };
        HttpResponse::Ok()
            .content_type(EVENTS)
            .insert_header((CACHE_CONTROL, "no-store"))
            // nginx would hold events back.
            .insert_header((HeaderName::from_static("x-accel-buffering"), "no"))
            .force_close()
            .streaming(stream::unfold((self, events, true), next))
    }
}

impl Drop for StreamSlot {
    fn drop(&mut self) {
        let mut counts = self.streams.lock();
        counts.all -= 1;
        if let Some(client) = self.client {
            take_one(&mut counts.of_one, client);
        }
        if let Some(wide) = self.wide {
            take_one(&mut counts.of_wide, wide);
        }
    }
}

fn take_one(counts: &mut HashMap<IpAddr, usize>, ip: IpAddr) {
    if let Some(count) = counts.get_mut(&ip) {
        *count -= 1;
        if *count == 0 {
            counts.remove(&ip);
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
    fn the_25th_stream_of_a_client_is_refused_until_another_ends() {
        let streams = EventStreams::of_at_most(1000);
        let mut open: Vec<_> = (0..MOST_OF_ONE)
            .map(|_| streams.open(Some(ip("203.0.113.9"))).unwrap())
            .collect();
        assert!(streams.open(Some(ip("203.0.113.9"))).is_err());
        assert!(streams.open(Some(ip("203.0.113.10"))).is_ok());
        open.pop();
        assert!(streams.open(Some(ip("203.0.113.9"))).is_ok());
        drop(open);
        let counts = streams.lock();
        assert!(counts.all == 0 && counts.of_one.is_empty() && counts.of_wide.is_empty());
    }

    #[test]
    fn a_customer_with_many_networks_leaves_places_to_others() {
        let streams = EventStreams::of_at_most(1000);
        let open: Vec<_> = (0..MOST_OF_WIDE)
            .map(|number| streams.open(Some(ip(&format!("2001:db8:1:{number:x}::1")))))
            .collect();
        assert!(open.iter().all(Result::is_ok));
        assert!(streams.open(Some(ip("2001:db8:1:ffff::1"))).is_err());
        assert!(streams.open(Some(ip("2001:db8:2::1"))).is_ok());
    }

    #[test]
    fn all_streams_have_a_bound_and_a_stopping_server_opens_none() {
        let streams = EventStreams::of_at_most(2);
        let open = [streams.open(None).unwrap(), streams.open(None).unwrap()];
        assert!(streams.open(None).is_err());
        drop(open);
        streams.end();
        assert!(streams.open(None).is_err());
    }
}
