//! The home timeline.

use crate::ids::AccountId;
use crate::{Core, Result};
use crate::page::Page;
use crate::stories::Entry;

/// What those the member follows told and passed on, from the feed table. One keyset query with the visibility predicate, then `hydrate`.
pub async fn home(core: &Core, member: AccountId, page: Page) -> Result<Vec<Entry>> {
    todo!()
}
