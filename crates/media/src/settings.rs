//! Settings of files, with their defaults.

use serde::{Deserialize, Serialize};

/// The `[media]` section.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Gigabytes that pictures of other servers may fill, which are shown through this one; those longest not looked at
    /// go first. 0: they are shown from where they are, and whoever looks is seen there.
    pub cache_gigabytes: f64,
    /// Take film and sound from members too, where this machine has ffmpeg.
    pub films: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { cache_gigabytes: 10.0, films: true }
    }
}

impl Settings {
    /// The room for pictures of others, in bytes.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a number of bytes; what does not fit is cut at the largest"
    )]
    pub fn room(&self) -> i64 {
        (self.cache_gigabytes.max(0.0) * 1e9) as i64
    }
}
