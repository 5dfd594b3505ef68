//! `Tag`, as search answers it. How often it was used is not counted.

use hearth_core::here::Here;
use hearth_core::stories;
use serde::Serialize;

/// A hashtag.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Tag<'a> {
    id: &'a str,
    name: &'a str,
    url: String,
    history: [(); 0],
    #[serde(skip_serializing_if = "Option::is_none")]
    following: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    featuring: Option<bool>,
}

impl<'a> Tag<'a> {
    /// A hashtag, for a member or for somebody unknown.
    pub(crate) fn of(here: &Here, tag: &'a stories::Tag, member: bool) -> Self {
        let no = member.then_some(false);
        let url = here.tag_url(&tag.tag);
        Self { id: &tag.tag, name: &tag.tag, url, history: [], following: no, featuring: no }
    }
}
