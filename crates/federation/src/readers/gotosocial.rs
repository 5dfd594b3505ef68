//! What GoToSocial (0.20) makes of what it is sent, as far as it differs from Mastodon: it knows no limited posts, and
//! it asks the interaction policy.

use super::document::{addressed, approved, holds_public, mentioned, object, parse, who, words};
use super::{Seen, Shown, There, mastodon};
use crate::origin::reading::{id, kind};
use serde_json::Value;

/// What comes of an activity there.
#[must_use]
pub fn read(body: &[u8], there: &There) -> Seen {
    let activity = match parse(body) {
        Ok(activity) => activity,
        Err(seen) => return seen,
    };
    match (kind(&activity), object(&activity, there)) {
        ("Create" | "Update", Some(note)) if kind(note) == "Event" => {
            Seen::Dropped("GoToSocial does not know this kind of object")
        }
        ("Create" | "Update", Some(note)) => match mastodon::read(body, there) {
            Seen::Story(story) => told(note, *story, there),
            other => other,
        },
        // What stands inside an Announce is not looked at: only an id, or an object with one, is a boost.
        ("Announce", Some(inner)) if inner.get("actor").is_some() => {
            Seen::Dropped("its object is an activity, which GoToSocial does not take for a story")
        }
        _ => mastodon::read(body, there),
    }
}

fn told(note: &Value, shown: Shown, there: &There) -> Seen {
    let author = id(note, "attributedTo").unwrap_or_default();
    let visibility = visibility(note, &author);
    let named = mentioned(note);
    if visibility == "direct" && !there.people.iter().any(|one| named.contains(one)) {
        return Seen::Dropped("GoToSocial shows what is for some by name only to those whom a mention names");
    }
    let allowed = |what: &str, silence: &str| {
        approved(note, what).map_or_else(|| silence.to_owned(), |names| who(&names, &author))
    };
    Seen::Story(Box::new(Shown {
        visibility,
        body: words(note, "content"),
        replies: allowed("canReply", "anybody who may read it"),
        boosts: match visibility {
            "public" | "unlisted" => allowed("canAnnounce", "anybody"),
            _ => "the author alone".to_owned(),
        },
        // It has no quotes.
        quotes: "nobody".to_owned(),
        ..shown
    }))
}

fn visibility(note: &Value, author: &str) -> &'static str {
    let (to, cc) = (addressed(note, "to"), addressed(note, "cc"));
    if holds_public(&to) {
        "public"
    } else if holds_public(&cc) {
        "unlisted"
    } else if to.iter().chain(&cc).any(|name| name.strip_prefix(author) == Some("/followers")) {
        "followers"
    } else {
        "direct"
    }
}
