//! `Filter`, what is in it, and what it caught.

use super::time::Stamp;
use super::words;
use hearth_core::filters::{self, Caught, Detailed, Old};
use hearth_core::ids::StoryId;
use serde::Serialize;

/// A filter; what it looks for only where filters themselves are asked for.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Filter<'a> {
    id: String,
    title: &'a str,
    context: Vec<&'static str>,
    expires_at: Option<Stamp>,
    filter_action: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    keywords: Option<Vec<FilterKeyword<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    statuses: Option<Vec<FilterStatus>>,
}

impl<'a> From<&'a filters::Filter> for Filter<'a> {
    fn from(filter: &'a filters::Filter) -> Self {
        Self {
            id: filter.id.to_string(),
            title: &filter.title,
            context: filter.contexts.each().map(words::context).collect(),
            expires_at: filter.expires_at.map(Stamp),
            filter_action: words::action(filter.action),
            keywords: None,
            statuses: None,
        }
    }
}

impl<'a> From<&'a Detailed> for Filter<'a> {
    fn from(detailed: &'a Detailed) -> Self {
        Self {
            keywords: Some(detailed.keywords.iter().map(FilterKeyword::from).collect()),
            statuses: Some(detailed.stories.iter().map(FilterStatus::from).collect()),
            ..Self::from(&detailed.filter)
        }
    }
}

/// `FilterKeyword`
#[derive(Debug, Clone, Serialize)]
pub(crate) struct FilterKeyword<'a> {
    id: String,
    keyword: &'a str,
    whole_word: bool,
}

impl<'a> From<&'a filters::Keyword> for FilterKeyword<'a> {
    fn from(one: &'a filters::Keyword) -> Self {
        Self { id: one.id.to_string(), keyword: &one.keyword, whole_word: one.whole_word }
    }
}

/// `FilterStatus`
#[derive(Debug, Clone, Serialize)]
pub(crate) struct FilterStatus {
    id: String,
    status_id: StoryId,
}

impl From<&filters::FilteredStory> for FilterStatus {
    fn from(one: &filters::FilteredStory) -> Self {
        Self { id: one.id.to_string(), status_id: one.story_id }
    }
}

/// `FilterResult`
#[derive(Debug, Clone, Serialize)]
pub(crate) struct FilterResult<'a> {
    filter: Filter<'a>,
    keyword_matches: Option<[&'a str; 1]>,
    status_matches: Option<[StoryId; 1]>,
}

impl<'a> From<&'a Caught> for FilterResult<'a> {
    fn from(caught: &'a Caught) -> Self {
        Self {
            filter: Filter::from(&*caught.filter),
            keyword_matches: caught.keyword.as_deref().map(|words| [words]),
            status_matches: caught.story.map(|story| [story]),
        }
    }
}

/// `V1::Filter`: one for each of a filter's words.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct OldFilter<'a> {
    id: String,
    phrase: &'a str,
    context: Vec<&'static str>,
    whole_word: bool,
    expires_at: Option<Stamp>,
    irreversible: bool,
}

impl<'a> From<&'a Old> for OldFilter<'a> {
    fn from(old: &'a Old) -> Self {
        Self {
            id: old.keyword.id.to_string(),
            phrase: &old.keyword.keyword,
            context: old.filter.contexts.each().map(words::context).collect(),
            whole_word: old.keyword.whole_word,
            expires_at: old.filter.expires_at.map(Stamp),
            irreversible: old.filter.action == filters::Action::Hide,
        }
    }
}
