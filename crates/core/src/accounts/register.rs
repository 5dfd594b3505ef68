//! Makes a local account, with its keys.

use crate::accounts::Account;
use crate::{Core, Result};
use crate::members::Role;
use crate::accounts::AccountKind;

/// Makes the account `name` with a login. Checks the name (ASCII, not reserved, not taken, case-insensitive; one namespace with communities), takes a spare key pair or makes one off the async threads.
pub async fn register(core: &Core, name: &str, display_name: &str, role: Role) -> Result<Account> {
    todo!()
}

/// Makes (or finds) the `Application` account under which the server itself signs ([`crate::here::INSTANCE_ACTOR`]).
pub async fn instance_actor(core: &Core) -> Result<Account> {
    todo!()
}
