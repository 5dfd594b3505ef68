//! `Poll`. Its votes are what the author asked for, so they are told; who gave them is not.

use super::emoji::CustomEmoji;
use super::time::Stamp;
use hearth_core::here::Here;
use hearth_core::ids::AccountId;
use hearth_core::stories::{Marks, StoryView};
use serde::Serialize;

/// What a story asks, as one reader sees it. It goes by the id of its story.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Poll<'a> {
    id: String,
    expires_at: Option<Stamp>,
    expired: bool,
    multiple: bool,
    votes_count: i64,
    voters_count: Option<i64>,
    options: Vec<Choice<'a>>,
    emojis: Vec<CustomEmoji<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    voted: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    own_votes: Option<Vec<usize>>,
}

#[derive(Debug, Clone, Serialize)]
struct Choice<'a> {
    title: &'a str,
    votes_count: Option<i64>,
}

impl<'a> Poll<'a> {
    /// The poll of a story, if it has one.
    pub(crate) fn of(here: &'a Here, view: &'a StoryView, marks: Marks, viewer: AccountId) -> Option<Self> {
        let poll = view.poll.as_ref()?;
        let shown = marks.ended || !poll.hide_totals;
        let own: Vec<usize> =
            (0..poll.choices.len()).filter(|place| marks.chosen >> place & 1 == 1).collect();
        let known = viewer != AccountId(0);
        let choice = |one: &'a hearth_core::polls::Choice| Choice {
            title: &one.title,
            votes_count: shown.then_some(one.votes),
        };
        Some(Self {
            id: view.story.id.to_string(),
            expires_at: poll.ends_at.map(Stamp),
            expired: marks.ended,
            multiple: poll.multiple,
            votes_count: poll.votes(),
            voters_count: poll.voters,
            options: poll.choices.iter().map(choice).collect(),
            emojis: view.story.emojis.iter().map(|emoji| CustomEmoji::of(here, emoji)).collect(),
            voted: known.then_some(!own.is_empty() || view.story.author_id == viewer),
            own_votes: known.then_some(own),
        })
    }
}
