//! How the client behaves towards strangers, with the values that hold in production.

use std::time::Duration;

use super::AllowedAddress;

/// Settings of [`super::Client`].
#[derive(Debug, Clone)]
pub struct Settings {
    /// Lets `http:` URLs and `https:` → `http:` redirects through. For tests and closed networks only.
    pub allow_http: bool,
    /// Addresses let through although they are not global, and the only ones reachable on unusual ports.
    pub allowed_addresses: Vec<AllowedAddress>,
    /// The `User-Agent` of every request.
    pub user_agent: String,
    /// From the first look-up to the last byte, redirects included.
    pub timeout: Duration,
    /// For opening one connection, TLS included.
    pub connect_timeout: Duration,
    /// The most a body may be after decompression, in bytes.
    pub max_body: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            allow_http: false,
            allowed_addresses: Vec::new(),
            user_agent: concat!("Hearth/", env!("CARGO_PKG_VERSION")).to_owned(),
            timeout: Duration::from_secs(10),
            connect_timeout: Duration::from_secs(5),
            max_body: 1024 * 1024,
        }
    }
}
