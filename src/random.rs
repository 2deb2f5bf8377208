//! The source of randomness: an argument, so that tests give a seed.

use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::rngs::StdRng;
use rand::{Rng, RngExt, SeedableRng};

/// A generator of random values: seeded by the system, or by a test.
#[derive(Clone, Debug)]
pub struct Random(Arc<Mutex<StdRng>>);

impl Random {
    /// A generator seeded by the operating system.
    pub fn system() -> Self {
        Self(Arc::new(Mutex::new(rand::make_rng())))
    }

    /// A generator that repeats itself for the same seed.
    pub fn seeded(seed: u64) -> Self {
        Self(Arc::new(Mutex::new(StdRng::seed_from_u64(seed))))
    }

    /// `N` random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.generator(|rng| rng.fill_bytes(&mut bytes));
        bytes
    }

    /// A number from 0 (included) to 1 (excluded), for jitter.
    pub fn fraction(&self) -> f64 {
        self.generator(RngExt::random)
    }

    /// 22 characters of base64url that name something uniquely, such as a lease or a message.
    pub fn name(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.bytes::<16>())
    }

    fn generator<T>(&self, draw: impl FnOnce(&mut StdRng) -> T) -> T {
        draw(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
