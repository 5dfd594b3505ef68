//! `StatusEdit`: a version of a story.

use super::time::Stamp;
use super::{Account, CustomEmoji};
use hearth_core::here::Here;
use hearth_core::stories::history::Version;
use serde::Serialize;

/// A version of a story. Media of versions are not kept.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct StatusEdit<'a> {
    content: String,
    spoiler_text: &'a str,
    sensitive: bool,
    created_at: Stamp,
    account: &'a Account<'a>,
    media_attachments: [(); 0],
    emojis: Vec<CustomEmoji<'a>>,
}

impl<'a> StatusEdit<'a> {
    /// A version of a story of `author`.
    pub(crate) fn of(here: &'a Here, version: &'a Version, author: &'a Account<'a>) -> Self {
        Self {
            content: version.html(),
            spoiler_text: &version.summary,
            sensitive: version.sensitive || !version.summary.is_empty(),
            created_at: Stamp(version.at),
            account: author,
            media_attachments: [],
            emojis: version.emojis.iter().map(|emoji| CustomEmoji::of(here, emoji)).collect(),
        }
    }
}
