//! The one form of a story that may leave this server.

use super::model::{Audience, StoryView};
use std::sync::Arc;

/// A story whose audience reaches beyond this server, and which nobody holds back. The federation crate serialises nothing else, and nothing else
/// can make one: so a local-only story has no way out.
#[derive(Debug, Clone)]
pub struct Outward(Arc<StoryView>);

impl Outward {
    /// The story, if it may leave.
    #[must_use]
    pub fn of(view: Arc<StoryView>) -> Option<Self> {
        // An answer that waits for somebody's yes is between the two of them.
        if view.story.held_by.is_some() {
            return None;
        }
        match view.story.audience {
            Audience::Public
            | Audience::Unlisted
            | Audience::Followers
            | Audience::Direct
            | Audience::Circle
            | Audience::Members => Some(Self(view)),
            Audience::Local | Audience::OnlyMe => None,
        }
    }

    /// What may be said about it.
    #[must_use]
    pub fn view(&self) -> &StoryView {
        &self.0
    }
}
