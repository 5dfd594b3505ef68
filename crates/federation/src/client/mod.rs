//! The one way out to the network: every request to another server goes through [`Client`].
//!
//! What it holds, for all callers alike: addresses are checked when the socket is opened ([`address`]), redirects are
//! followed here and re-checked and re-signed hop by hop ([`get`]), bodies are cut at a size after decompression,
//! and one clock runs over the whole exchange.

pub mod address;
mod body;
mod doors;
mod error;
mod get;
mod post;
mod resolver;
mod settings;
mod target;

use std::sync::Arc;
use std::time::Duration;

pub use address::AllowedAddress;
pub use error::{ClientError, Refusal};
pub use get::{Fetched, Sign};
pub use post::{Answer, RetryAfter};
pub use resolver::{Lookup, SystemLookup};
pub use settings::Settings;

use doors::Doors;

/// A pooled HTTP client for talking to strangers. Cheap to clone; make one per process.
#[derive(Debug, Clone)]
pub struct Client {
    doors: Arc<Doors>,
    policy: Arc<address::Policy>,
    allow_http: bool,
    timeout: Duration,
    max_body: usize,
    cut: bool,
}

/// How much one kind of answer may cost.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// The most of a body, in bytes after decompression.
    pub body: usize,
    /// From the first look-up to the last byte.
    pub timeout: Duration,
    /// Of a longer body its beginning is taken, where otherwise nothing would be.
    pub cut: bool,
}

impl Client {
    /// Builds the client on the system's name service.
    ///
    /// # Errors
    /// `Setup` when the user agent cannot be a header or TLS cannot be set up.
    pub fn new(settings: Settings) -> Result<Self, ClientError> {
        Self::with_lookup(settings, Arc::new(SystemLookup::default()))
    }

    /// Builds the client on a name service of the caller's; what it answers is checked like any other answer.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn with_lookup(settings: Settings, lookup: Arc<dyn Lookup>) -> Result<Self, ClientError> {
        let policy = Arc::new(address::Policy::new(settings.allowed_addresses.clone()));
        Ok(Self {
            doors: Arc::new(Doors::open(&settings, &policy, &lookup)?),
            policy,
            allow_http: settings.allow_http,
            timeout: settings.timeout,
            max_body: settings.max_body,
            cut: false,
        })
    }

    /// The same way out, with other bounds.
    #[must_use]
    pub fn within(&self, bounds: Bounds) -> Self {
        Self { timeout: bounds.timeout, max_body: bounds.body, cut: bounds.cut, ..self.clone() }
    }
}

#[cfg(test)]
mod tests;
