//! What members read: those they follow, what concerns them, who waits to be heard, what they kept.

pub(crate) mod bookmarks;
pub(crate) mod card;
pub(crate) mod feed;
pub(crate) mod heard;
pub(crate) mod news;
pub(crate) mod person;
pub(crate) mod search;
pub(crate) mod story;

use crate::error::PageError;
use crate::fields::Fields;
use axum::extract::FromRequestParts;
use hearth_core::page::Page;
use http::request::Parts;

/// How many entries a page holds.
const LENGTH: i64 = 20;

/// Where a list goes on: `?before=` for what is older, `?after=` for what comes next in a list that starts with the oldest.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Place {
    pub(crate) before: Option<i64>,
    after: Option<i64>,
}

impl Place {
    fn page(self) -> Page {
        Page { max: self.before, min: self.after, ..Page::first(LENGTH) }
    }

    /// The place of the next page after these entries, if there may be one.
    fn next(ids: &[i64]) -> Option<i64> {
        let full = i64::try_from(ids.len()).is_ok_and(|length| length >= LENGTH);
        ids.last().copied().filter(|_| full)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Place {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PageError> {
        let query = parts.uri.query().unwrap_or_default();
        let fields = Fields::read(query.as_bytes()).ok_or_else(PageError::unreadable)?;
        let number = |name| match fields.some(name) {
            Some(text) => text.parse().map(Some).map_err(|_| PageError::unreadable()),
            None => Ok(None),
        };
        Ok(Self { before: number("before")?, after: number("after")? })
    }
}
