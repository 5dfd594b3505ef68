//! Randomness as a value that is passed in, so that tests can repeat themselves.

use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use std::sync::{Mutex, PoisonError};

/// A source of random numbers, fit for secrets unless it was seeded.
pub struct Chance(Mutex<StdRng>);

impl Chance {
    /// Seeded by the operating system.
    #[must_use]
    pub fn new() -> Self {
        Self(Mutex::new(StdRng::from_rng(&mut rand::rng())))
    }

    /// The same numbers for the same seed; for tests.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self(Mutex::new(StdRng::seed_from_u64(seed)))
    }

    /// The next random number.
    pub fn next(&self) -> u64 {
        // A panic elsewhere while drawing leaves the generator usable.
        self.0.lock().unwrap_or_else(PoisonError::into_inner).next_u64()
    }

    /// Fills `bytes` with random bytes.
    pub fn fill(&self, bytes: &mut [u8]) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(bytes);
    }

    /// 128 random bits as 32 hexadecimal digits: an address nobody can guess.
    pub fn slug(&self) -> String {
        format!("{:016x}{:016x}", self.next(), self.next())
    }
}

impl Default for Chance {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for Chance {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Chance")
    }
}
