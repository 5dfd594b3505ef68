//! People as Hearth's own API names them: enough to know who is meant.

use hearth_core::accounts::Account;
use hearth_core::ids::AccountId;
use serde::Serialize;
use utoipa::ToSchema;

/// Somebody.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Somebody {
    /// Id of the account here.
    #[schema(value_type = crate::openapi::shapes::Id)]
    id: AccountId,
    /// `name`, or `name@host` for somebody from elsewhere.
    acct: String,
    /// What they call themselves; may be empty.
    display_name: String,
}

impl From<&Account> for Somebody {
    fn from(account: &Account) -> Self {
        Self { id: account.id, acct: account.acct(), display_name: account.display_name.clone() }
    }
}
