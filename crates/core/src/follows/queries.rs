//! Looks follows up.

use crate::accounts::Account;
use crate::ids::AccountId;
use crate::{Core, Result};
use crate::page::Page;

/// A follow or a request.
#[derive(Debug, Clone)]
pub struct Follow {
    /// Snowflake, the cursor of lists.
    pub id: i64,
    /// Who follows.
    pub follower_id: AccountId,
    /// Who is followed.
    pub followee_id: AccountId,
    /// Id of the Follow activity.
    pub uri: String,
    /// Whether it holds.
    pub accepted: bool,
}

/// The follow between these two, if there is one.
pub async fn between(core: &Core, follower: AccountId, followee: AccountId) -> Result<Option<Follow>> {
    todo!()
}

/// The follow with this activity id.
pub async fn by_uri(core: &Core, uri: &str) -> Result<Option<Follow>> {
    todo!()
}

/// Requests that wait for `followee`, newest first, each with its cursor id.
pub async fn requests(core: &Core, followee: AccountId, page: Page) -> Result<Vec<(i64, Account)>> {
    todo!()
}

/// Accepted followers, newest first, each with its cursor id.
pub async fn followers(core: &Core, followee: AccountId, page: Page) -> Result<Vec<(i64, Account)>> {
    todo!()
}

/// Accounts followed, newest first, each with its cursor id.
pub async fn following(core: &Core, follower: AccountId, page: Page) -> Result<Vec<(i64, Account)>> {
    todo!()
}
