//! What a member does with a story of somebody: thanks, passing on, keeping, letting in, reporting.

pub(crate) mod act;
pub(crate) mod report;

use crate::error::PageError;
use hearth_core::Error;
use http::StatusCode;

/// A refusal of the domain in its own words, for somebody who just asked for something.
pub(crate) fn refused(error: Error) -> PageError {
    let status = match &error {
        Error::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Error::Forbidden(_) => StatusCode::FORBIDDEN,
        Error::Conflict(_) => StatusCode::CONFLICT,
        _ => return error.into(),
    };
    let words = plain(&error.to_string());
    PageError::Told { status, title: "That does not go", words }
}

/// The words without the beginning that apps for Mastodon look for.
pub(crate) fn plain(text: &str) -> String {
    let text = text.strip_prefix("Validation failed: ").unwrap_or(text);
    if text.ends_with('.') { text.to_owned() } else { format!("{text}.") }
}
