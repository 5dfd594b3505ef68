//! What every page is given.

use hearth_core::Core;
use hearth_federation::Federation;

/// The context of pages; cheap to clone.
#[derive(Debug, Clone)]
pub struct State {
    /// The domain.
    pub core: Core,
    /// Other servers.
    pub federation: Federation,
    /// What this server calls itself.
    pub title: String,
    /// What it is for, in a sentence or two.
    pub purpose: String,
}

impl State {
    /// Puts the parts together.
    #[must_use]
    pub fn new(core: Core, federation: Federation, title: String, purpose: String) -> Self {
        Self { core, federation, title, purpose }
    }
}
