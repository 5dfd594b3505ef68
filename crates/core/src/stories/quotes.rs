//! Consent to being quoted (FEP-044f).

use crate::accounts::Account;
use crate::ids::StoryId;
use crate::{Core, Result};

/// A remote account asks to quote a local story by its post `quote_uri`. Answers the stamp when the policy allows (same stamp for the same quote), `None` when not.
pub async fn request(core: &Core, quoter: &Account, story: StoryId, quote_uri: &str) -> Result<Option<Stamp>> {
    todo!()
}

/// A stamp by its slug.
pub async fn stamp(core: &Core, slug: &str) -> Result<Stamp> {
    todo!()
}

/// A QuoteAuthorization.
#[derive(Debug, Clone)]
pub struct Stamp {
    /// Unguessable part of its address.
    pub slug: String,
    /// The quoted story.
    pub story: StoryId,
    /// The quoting post.
    pub quote_uri: String,
}
