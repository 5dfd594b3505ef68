//! A member changes their profile.

use crate::accounts::Account;
use crate::{Core, Result};
use crate::accounts::Field;

/// Changes what is given, records `AccountUpdated`. Note is plain text or Markdown, composed by `markup`.
pub async fn update(core: &Core, account: &Account, change: ProfileChange) -> Result<Account> {
    todo!()
}

/// What to change; `None` leaves it.
#[derive(Debug, Clone, Default)]
pub struct ProfileChange {
    /// Name to show.
    pub display_name: Option<String>,
    /// Note, as typed.
    pub note: Option<String>,
    /// Fields, as typed.
    pub fields: Option<Vec<Field>>,
    /// Follows are asked for.
    pub locked: Option<bool>,
    /// Automated.
    pub bot: Option<bool>,
    /// Wants to be found in directories.
    pub discoverable: Option<bool>,
    /// Wants public stories found by search.
    pub indexable: Option<bool>,
    /// Other ids of the same person.
    pub also_known_as: Option<Vec<String>>,
}
