//! The timeline of a hashtag.

use crate::ids::AccountId;
use crate::{Core, Result};
use crate::page::Page;
use crate::stories::Entry;

/// Public stories with the tag `all`-of/any/none as Mastodon's parameters say.
pub async fn tagged(core: &Core, viewer: AccountId, tags: &Wanted, local: bool, only_media: bool, page: Page) -> Result<Vec<Entry>> {
    todo!()
}

/// Hashtags that start with `text`, most recently used first.
pub async fn matching(core: &Core, text: &str, limit: i64) -> Result<Vec<crate::stories::Tag>> {
    todo!()
}

/// Which tags: the first one or `any` of the others, `all` of these, `none` of those.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Any of these (the tag of the path is the first).
    pub any: Vec<String>,
    /// And all of these.
    pub all: Vec<String>,
    /// And none of these.
    pub none: Vec<String>,
}
