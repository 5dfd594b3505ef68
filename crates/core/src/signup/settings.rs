//! The `[registrations]` section: who may make an account for themselves.

use crate::signin::{Address, tries};
use crate::{Core, Result};
use chrono::TimeDelta;
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

impl Settings {
    /// Counts one newcomer from an address. `None` when they may come; otherwise how long they are to wait.
    ///
    /// # Errors
    /// When Postgres fails; nobody may come then.
    pub async fn wait(&self, core: &Core, address: Address) -> Result<Option<TimeDelta>> {
        if self.per_address == 0 {
            return Ok(None);
        }
        let key = format!("account from {}", address.household());
        tries::take(core, &key, self.per_address, TimeDelta::minutes(30)).await
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
    /// Whether somebody whom nobody invited may ask.
    #[must_use]
    pub fn lets_ask(self) -> bool {
        matches!(self, Self::Open | Self::Application)
    }
}
