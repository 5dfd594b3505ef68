//! Stories an account features on its profile.

use crate::accounts::Account;
use crate::ids::StoryId;
use crate::ids::AccountId;
use crate::{Core, Result};

/// A member features an own open story. Records `Pinned`.
pub async fn pin(core: &Core, account: &Account, story: StoryId) -> Result<()> {
    todo!()
}

/// A member takes it off. Records `Unpinned`.
pub async fn unpin(core: &Core, account: &Account, story: StoryId) -> Result<()> {
    todo!()
}

/// A remote account featured or unfeatured an own story that is known here.
pub async fn receive(core: &Core, account: &Account, story: StoryId, pinned: bool) -> Result<()> {
    todo!()
}

/// Featured stories that anyone may read, newest pin first.
pub async fn featured(core: &Core, account: AccountId) -> Result<Vec<StoryId>> {
    todo!()
}
