//! Looks accounts up.

use crate::accounts::Account;
use crate::ids::AccountId;
use crate::{Core, Result};

/// The account with this id.
/// 
/// # Errors
/// [`crate::Error::NotFound`].
pub async fn by_id(core: &Core, id: AccountId) -> Result<Account> {
    todo!()
}

/// The accounts with these ids, in the given order; unknown ids are left out.
pub async fn by_ids(core: &Core, ids: &[AccountId]) -> Result<Vec<Account>> {
    todo!()
}

/// The account with this ActivityPub id.
pub async fn by_uri(core: &Core, uri: &str) -> Result<Option<Account>> {
    todo!()
}

/// The account with this handle; `host` is `None` for local ones. Case does not matter.
pub async fn by_handle(core: &Core, handle: &crate::accounts::Handle) -> Result<Option<Account>> {
    todo!()
}

/// The local account with this name.
/// 
/// # Errors
/// [`crate::Error::NotFound`]; [`crate::Error::Gone`] when it was deleted here.
pub async fn local(core: &Core, name: &str) -> Result<Account> {
    todo!()
}

/// Accounts whose handle or display name starts with `text`, for search and completion: those the viewer follows first. Remote and local, active ones only.
pub async fn matching(core: &Core, viewer: AccountId, text: &str, following: bool, limit: i64, offset: i64) -> Result<Vec<Account>> {
    todo!()
}

/// Local accounts by name, for the command line.
pub async fn all_local(core: &Core) -> Result<Vec<Account>> {
    todo!()
}
