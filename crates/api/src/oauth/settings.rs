//! The `[oauth]` section: how apps are let in.

use serde::{Deserialize, Serialize};

/// How apps are let in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Let apps exchange a member's name and password for a token, as old command-line clients do. Members with one-time
    /// codes cannot be let in this way.
    pub allow_password_grant: bool,
    /// Apps that one address may register within ten minutes; 0: as many as it likes.
    pub app_registrations: i32,
}

impl Default for Settings {
    fn default() -> Self {
        Self { allow_password_grant: false, app_registrations: 30 }
    }
}
