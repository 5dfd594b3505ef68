//! What those who listen are told while it happens: said once where it happened, heard in every process that holds their sockets.
//!
//! Words carry ids alone. Whoever holds sockets asks [`onlookers`] who of those that listen here may see it, so a word
//! need not name anybody, however many followers a story has.

pub mod endings;
pub mod onlookers;
pub mod permits;

use crate::elsewhere::Elsewhere;
use crate::ids::{AccountId, BoostId, NotificationId, StoryId};
use std::sync::{Arc, Weak};
use tokio::sync::broadcast;

/// So many words are kept for a listener that is busy.
const KEPT: usize = 1024;

/// Something that those who listen may want to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// A story was told, and stands in the feeds it belongs into.
    Told(StoryId),
    /// A story was passed on, and that stands in the feeds it belongs into.
    Boosted(BoostId),
    /// A story changed, or is for others than before.
    Changed(StoryId),
    /// A story is in no public list any more, though it stands.
    Withdrawn(StoryId),
    /// A story was deleted.
    Deleted(StoryId),
    /// A member was notified.
    Notified(NotificationId),
    /// What was kept aside for a member is among their notifications now.
    Merged(AccountId),
    /// An announcement is published, or changed; everybody here is told.
    Announced(i64),
    /// An announcement is shown no more.
    Unannounced(i64),
    /// Somebody reacted to an announcement, or took that back.
    Reacted(i64),
    /// A member changed what they filter.
    Filtered(AccountId),
    /// This process ends.
    Ending,
}

type Word = (&'static str, fn(i64) -> Said);

const WORDS: [Word; 11] = [
    ("stream_told", |id| Said::Told(StoryId(id))),
    ("stream_boosted", |id| Said::Boosted(BoostId(id))),
    ("stream_changed", |id| Said::Changed(StoryId(id))),
    ("stream_withdrawn", |id| Said::Withdrawn(StoryId(id))),
    ("stream_deleted", |id| Said::Deleted(StoryId(id))),
    ("stream_notified", |id| Said::Notified(NotificationId(id))),
    ("stream_filtered", |id| Said::Filtered(AccountId(id))),
    ("stream_merged", |id| Said::Merged(AccountId(id))),
    ("stream_announced", Said::Announced),
    ("stream_unannounced", Said::Unannounced),
    ("stream_reacted", Said::Reacted),
];

impl Said {
    fn word(self) -> Option<(&'static str, i64)> {
        let (at, id) = match self {
            Self::Told(story) => (0, story.0),
            Self::Boosted(boost) => (1, boost.0),
            Self::Changed(story) => (2, story.0),
            Self::Withdrawn(story) => (3, story.0),
            Self::Deleted(story) => (4, story.0),
            Self::Notified(notification) => (5, notification.0),
            Self::Filtered(account) => (6, account.0),
            Self::Merged(account) => (7, account.0),
            Self::Announced(announcement) => (8, announcement),
            Self::Unannounced(announcement) => (9, announcement),
            Self::Reacted(reaction) => (10, reaction),
            Self::Ending => return None,
        };
        WORDS.get(at).map(|(word, _)| (*word, id))
    }
}

/// Carries words from those who do something to those who hold sockets, here and in other processes.
#[derive(Debug)]
pub struct Streams {
    here: broadcast::Sender<Said>,
    elsewhere: Weak<Elsewhere>,
}

impl Streams {
    /// Nobody listens yet. Words of other processes are heard as well; those that they said while they were not heard
    /// are lost, as for an app that was away: it reads its timelines when it comes back.
    #[must_use]
    pub fn new(elsewhere: &Arc<Elsewhere>) -> Arc<Self> {
        let here = broadcast::Sender::new(KEPT);
        for (word, said) in WORDS {
            let ears = here.clone();
            elsewhere.hear(word, move |id| {
                if let Some(id) = id {
                    let _ = ears.send(said(id));
                }
            });
        }
        Arc::new(Self { here, elsewhere: Arc::downgrade(elsewhere) })
    }

    /// Says it, after the commit that did it. Costs next to nothing where nobody listens.
    pub fn say(&self, said: Said) {
        let _ = self.here.send(said);
        if let (Some((word, id)), Some(elsewhere)) = (said.word(), self.elsewhere.upgrade()) {
            elsewhere.say(word, id);
        }
    }

    /// What is said from now on.
    #[must_use]
    pub fn listen(&self) -> broadcast::Receiver<Said> {
        self.here.subscribe()
    }
}
