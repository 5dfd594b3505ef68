//! Consent to being quoted (FEP-044f): the answer to a request, and the stamp that shows it.

use super::Document;
use hearth_core::accounts::Account;
use hearth_core::here::Here;
use hearth_core::stories::quotes::Stamp;

/// Address of a stamp.
#[must_use]
pub fn stamp_uri(here: &Here, slug: &str) -> String {
    format!("{}/stamps/{slug}", here.base())
}

/// The stamp: third parties fetch it and compare all four properties.
#[must_use]
pub fn stamp(here: &Here, author: &Account, stamp: &Stamp, story_uri: &str) -> Document {
    Document::named(&stamp_uri(here, &stamp.slug), "QuoteAuthorization")
        .set("attributedTo", author.uri.as_str())
        .set("interactingObject", stamp.quote_uri.as_str())
        .set("interactionTarget", story_uri)
}

/// The QuoteRequest that is answered, as its answer names it.
#[must_use]
pub fn request(uri: &str, quoter: &Account, story_uri: &str, quote_uri: &str) -> Document {
    Document::named(uri, "QuoteRequest")
        .set("actor", quoter.uri.as_str())
        .set("object", story_uri)
        .set("instrument", quote_uri)
}
