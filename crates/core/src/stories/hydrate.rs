//! Turns places in a timeline into entries, with four batched queries at most.

use crate::ids::AccountId;
use crate::{Core, Result};
use super::model::{Entry, EntryKey};
use crate::db::Conn;

/// The entries, in order; keys whose story is gone are left out. Does not decide who may read: the caller's query did.
pub async fn hydrate(core: &Core, conn: &mut Conn, viewer: AccountId, keys: &[EntryKey]) -> Result<Vec<Entry>> {
    todo!()
}
