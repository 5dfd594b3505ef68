//! What every job is given.

use hearth_core::Core;
use hearth_federation::Federation;
use hearth_media::Settings;
use hearth_media::film::Tools;
use hearth_media::store::Store;
use std::sync::Arc;

/// The context of jobs; cheap to clone.
#[derive(Debug, Clone)]
pub struct Context {
    /// The domain.
    pub core: Core,
    /// Other servers.
    pub federation: Federation,
    /// Where files of members are kept.
    pub files: Arc<dyn Store>,
    /// Where pictures of other servers are kept.
    pub others: Arc<dyn Store>,
    /// How much of them.
    pub media: Settings,
    /// What makes film and sound fit to show, where this machine has it.
    pub tools: Option<Tools>,
}
