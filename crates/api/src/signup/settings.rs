//! The `[registrations]` section: who may make an account for themselves.

use serde::{Deserialize, Serialize};

/// Who may make an account for themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Nobody, those with an invitation, those whom whoever runs the server lets in, or anybody.
    pub mode: Mode,
    /// What is shown to those who may not; may be empty.
    pub message: String,
    /// Accounts that one address may make within half an hour; 0: as many as it likes.
    pub per_address: i32,
}

impl Default for Settings {
    fn default() -> Self {
        Self { mode: Mode::Closed, message: String::new(), per_address: 5 }
    }
}

/// How somebody comes to an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Whoever runs the server makes it for them.
    Closed,
    /// With a code of `hearth invite`.
    Invite,
    /// By asking with a reason; whoever runs the server says yes or no.
    Application,
    /// By asking.
    Open,
}

impl Mode {
    /// Whether an app may offer to sign up.
    pub(crate) fn lets_ask(self) -> bool {
        matches!(self, Self::Open | Self::Application)
    }
}
