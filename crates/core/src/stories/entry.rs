//! A story as one reader meets it in a list.

use super::model::{Audience, StoryView};
use crate::accounts::Account;
use crate::filters::Caught;
use crate::ids::{BoostId, StoryId};
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// What differs by reader or changes often.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Marks {
    /// The reader likes it.
    pub favourited: bool,
    /// The reader passed it on.
    pub boosted: bool,
    /// The reader's own profile features it.
    pub pinned: bool,
    /// The reader keeps it for themselves.
    pub bookmarked: bool,
    /// The reader mutes its author or its thread.
    pub muted: bool,
    /// The reader wants to see stories with all of its content notes open.
    pub opened: bool,
    /// Replies that everyone may read; replies are words, so they are counted.
    pub replies: i64,
    /// What the reader chose in its poll: one bit for each option.
    pub chosen: i64,
    /// Its poll is over.
    pub ended: bool,
}

/// Somebody's passing a story on.
#[derive(Debug, Clone)]
pub struct Boost {
    /// Id here.
    pub id: BoostId,
    /// Who passed it on.
    pub booster: Arc<Account>,
    /// ActivityPub id of the Announce.
    pub uri: String,
    /// Who is told.
    pub audience: Audience,
    /// When.
    pub published_at: DateTime<Utc>,
}

/// A story as one reader sees it in a list: told, or passed on.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The story.
    pub view: Arc<StoryView>,
    /// The boost that brought it, if one did.
    pub boost: Option<Boost>,
    /// The reader's marks.
    pub marks: Marks,
    /// The reader's filters that hold for it.
    pub filtered: Vec<Caught>,
}

impl Entry {
    /// The id it has in lists: the boost's, or the story's.
    #[must_use]
    pub fn id(&self) -> i64 {
        self.boost.as_ref().map_or(self.view.story.id.0, |boost| boost.id.0)
    }
}

/// A place in a timeline, before the story is looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntryKey {
    /// The story.
    pub story: StoryId,
    /// The boost that brought it.
    pub boost: Option<BoostId>,
}
