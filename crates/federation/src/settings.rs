//! Settings of federation, with their defaults and what tests use.

use serde::{Deserialize, Serialize};

/// With whom this server deals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// With everybody who is not blocked.
    #[default]
    Open,
    /// With hosts that have an `allowed` rule alone.
    AllowList,
    /// With nobody: nothing is fetched, sent or taken.
    Off,
}

/// The `[federation]` section.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// With whom this server deals.
    pub mode: Mode,
    /// Speak plain http with other servers. For closed networks and tests; refused for a public host name.
    pub allow_http: bool,
    /// Addresses or networks that the address check lets through, such as `127.0.0.0/8`. Refused for a public host name.
    pub allowed_addresses: Vec<String>,
    /// How far clocks may differ beyond the usual hour, in seconds. Refused for a public host name.
    pub clock_skew: i64,
    /// Deliveries to other servers under way at once. Those that have waited for an answer for two seconds count
    /// apart, up to the same number.
    pub max_in_flight: usize,
    /// Ask the pages that stories link to what they say of themselves, to show it below the stories.
    pub cards: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            mode: Mode::Open,
            allow_http: false,
            allowed_addresses: Vec::new(),
            clock_skew: 0,
            max_in_flight: 256,
            cards: true,
        }
    }
}

impl Settings {
    /// What tests use: plain http on loopback, and no pages of the wide world.
    #[must_use]
    pub fn for_testing() -> Self {
        let allowed_addresses = vec!["127.0.0.0/8".to_owned()];
        Self { allow_http: true, allowed_addresses, cards: false, ..Self::default() }
    }
}
