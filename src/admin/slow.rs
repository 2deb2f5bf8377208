//! Slow tries to sign in that are under way. One place has few at a time, so that whoever guesses from there leaves the queue's
//! places to everybody else.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::rate_limits::{customer_network, wide_network};

/// Slow tries of one place at a time: an IPv4 address, or a /48.
const MOST_OF_PLACE: usize = 4;

/// Those that are under way; clones share them.
#[derive(Clone, Debug, Default)]
pub(super) struct SlowTries(Arc<Mutex<HashMap<IpAddr, usize>>>);

/// One of them, until it is dropped.
#[derive(Debug)]
pub struct SlowTry {
    place: IpAddr,
    all: SlowTries,
}

impl SlowTries {
    /// Begins one; `None` where the place of this address has its share.
    pub(super) fn begin(&self, ip: IpAddr) -> Option<SlowTry> {
        let place = wide_network(ip).unwrap_or_else(|| customer_network(ip));
        let mut places = self.lock();
        let under_way = places.get(&place).copied().unwrap_or_default();
        if under_way >= MOST_OF_PLACE {
            return None;
        }
        places.insert(place, under_way + 1);
        Some(SlowTry {
            place,
            all: self.clone(),
        })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for SlowTry {
    fn drop(&mut self) {
        let mut places = self.all.lock();
        if let Some(under_way) = places.get_mut(&self.place) {
            *under_way -= 1;
            if *under_way == 0 {
                places.remove(&self.place);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_place_has_four_slow_tries_at_a_time_and_others_have_theirs() {
        let tries = SlowTries::default();
        let begin = |ip: &str| tries.begin(ip.parse().unwrap());
        for place in ["203.0.113.9", "2001:db8:7:1::1"] {
            let held: Vec<SlowTry> = std::iter::from_fn(|| begin(place)).take(64).collect();
            assert_eq!(held.len(), 4, "{place}");
            assert!(begin("203.0.113.10").is_some());
            assert!(begin("2001:db8:8::1").is_some());
            drop(held);
            assert!(begin(place).is_some());
        }
        assert!(tries.lock().is_empty());
    }
}
