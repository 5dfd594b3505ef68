//! Notes that a member is here, so that their home feed is kept.

use crate::ids::AccountId;
use crate::{Core, Result};

/// Called on use, cheap: writes at most once an hour per member (in-memory guard), and rebuilds the feed at once if the member was away longer than 14 days (`timelines::feed::rebuild`).
pub async fn seen(core: &Core, account: AccountId) -> Result<()> {
    todo!()
}
