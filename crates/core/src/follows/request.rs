//! Somebody here asks to follow somebody.

use crate::accounts::Account;
use crate::{Core, Result};

/// Follows `followee`: at once when it is open and here, else as a request. Again on an existing follow changes its wishes. Refused when either blocks the other, when the followee moved, is oneself, or is not active. Records `FollowRequested`.
pub async fn request(core: &Core, follower: &Account, followee: &Account, wishes: Wishes) -> Result<()> {
    todo!()
}

/// A remote account asks to follow a local one by the Follow activity `uri`. Repeated: same row, new uri, `FollowRequested` recorded again so that it is answered again. Blocked: records `FollowRejected`. Ignored if `uri` was undone before.
pub async fn receive_request(core: &Core, follower: &Account, followee: &Account, uri: &str) -> Result<()> {
    todo!()
}

/// What a follower wants of a follow; `None` leaves what is there.
#[derive(Debug, Clone, Default)]
pub struct Wishes {
    /// See boosts (default yes).
    pub show_boosts: Option<bool>,
    /// Be told of each story (default no).
    pub notify: Option<bool>,
    /// Only these languages (default all).
    pub languages: Option<Vec<String>>,
}
