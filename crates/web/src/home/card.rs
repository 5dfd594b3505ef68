//! A story as a member meets it in a list, with what they can do about it.

use crate::views::{Person, Telling};
use hearth_core::Core;
use hearth_core::ids::AccountId;
use hearth_core::stories::{Audience, Entry, Wish};

/// A story and the acts that are open to its reader.
pub(crate) struct Card {
    /// Its id here, as it stands in addresses.
    pub(crate) id: i64,
    pub(crate) story: Telling,
    /// Whoever told it, as they stand in addresses.
    pub(crate) author: i64,
    /// What its author hopes for, as a sentence; empty where they said nothing.
    pub(crate) wish: &'static str,
    /// Where it is told, if in a community.
    pub(crate) community: Option<Person>,
    pub(crate) own: bool,
    /// Told on this server, where its page is.
    pub(crate) local: bool,
    /// It waits for the yes of whoever is asked.
    pub(crate) held: bool,
    /// May be passed on by this reader.
    pub(crate) can_boost: bool,
    /// Its author takes answers other than thanks.
    pub(crate) can_answer: bool,
    pub(crate) boosted: bool,
    pub(crate) bookmarked: bool,
    pub(crate) muted: bool,
    /// Notes that the reader wants open need no fold.
    pub(crate) open: bool,
}

impl Card {
    pub(crate) fn of(core: &Core, reader: AccountId, entry: &Entry) -> Self {
        let (view, marks) = (&entry.view, &entry.marks);
        let told = view.telling.as_ref();
        let own = view.author.id == reader;
        let wish = told.map_or(Wish::Open, |told| told.wish);
        let open = matches!(view.story.audience, Audience::Public | Audience::Unlisted);
        Self {
            id: view.story.id.0,
            story: Telling::of(core, entry),
            author: view.author.id.0,
            wish: wish.words(),
            community: view.community.as_deref().map(|community| Person::of(core, community)),
            own,
            local: view.story.local,
            held: view.story.held_by.is_some(),
            can_boost: open && (own || told.is_none_or(|told| told.boosts)),
            can_answer: own || wish != Wish::NoReplies,
            boosted: marks.boosted,
            bookmarked: marks.bookmarked,
            muted: marks.muted,
            open: marks.opened,
        }
    }

    pub(crate) fn all(core: &Core, reader: AccountId, entries: &[Entry]) -> Vec<Self> {
        entries.iter().map(|entry| Self::of(core, reader, entry)).collect()
    }
}
