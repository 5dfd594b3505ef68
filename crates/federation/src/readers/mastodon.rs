//! What stock Mastodon (4.5 to 4.7) makes of what it is sent.

use super::document::{
    addressed, approved, holds_public, media, mentioned, object, parse, same_host, who, words,
};
use super::{Seen, Shown, There, html};
use crate::origin::reading::{id, kind, many};
use serde_json::Value;

/// Tags its sanitiser keeps.
const TAGS: &[&str] = &[
    "p",
    "br",
    "span",
    "a",
    "abbr",
    "del",
    "s",
    "pre",
    "blockquote",
    "code",
    "b",
    "strong",
    "u",
    "sub",
    "sup",
    "i",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "ul",
    "ol",
    "li",
    "ruby",
    "rp",
    "rt",
];
/// As many attachments as it keeps.
const MOST_MEDIA: usize = 4;
/// Types of which it shows a title and a link, and nothing else.
const CONVERTED: [&str; 6] = ["Image", "Audio", "Video", "Article", "Page", "Event"];

/// What comes of an activity there.
#[must_use]
pub fn read(body: &[u8], there: &There) -> Seen {
    let activity = match parse(body) {
        Ok(activity) => activity,
        Err(seen) => return seen,
    };
    let Some(actor) = id(&activity, "actor") else { return Seen::Dropped("nobody says it") };
    match kind(&activity) {
        "Create" => created(&activity, &actor, there),
        "Update" => updated(&activity, &actor, there),
        "Announce" => announced(&activity, &actor, there),
        "Delete" => deleted(&activity, &actor, there),
        "Undo" => undone(&activity, &actor),
        "Add" | "Remove" => pinned(&activity, &actor, there),
        "Flag" => Seen::Change("a report for those who run the server".to_owned()),
        "Block" => blocked(&activity, there),
        "Follow" | "Accept" | "Reject" | "Like" | "Move" => Seen::Change(format!("a {}", kind(&activity))),
        _ => Seen::Dropped("Mastodon does not know this kind of activity"),
    }
}

/// A story as it is shown, wherever it came from: `None` for what is no story to it.
fn shown(note: &Value, there: &There) -> Option<Shown> {
    let author = id(note, "attributedTo")?;
    let shown = match kind(note) {
        "Note" | "Question" => Shown {
            warning: words(note, "summary"),
            body: html::only(&words(note, "content"), TAGS),
            covered: note.get("sensitive").and_then(Value::as_bool).unwrap_or_default(),
            ..Shown::default()
        },
        kind if CONVERTED.contains(&kind) => {
            let link = words(note, "url");
            let body = format!("<h2>{}</h2>{}<p>{link}</p>", words(note, "name"), words(note, "summary"));
            Shown { body: html::only(&body, TAGS), ..Shown::default() }
        }
        _ => return None,
    };
    let mut media = media(note);
    media.truncate(MOST_MEDIA);
    let quotes = approved(note, "canQuote").filter(|names| !names.is_empty());
    Some(Shown {
        visibility: visibility(note, &author, there),
        replies:
            "anybody who reads it (Mastodon does not ask; what is against the wish waits at its author's)"
                .to_owned(),
        boosts: if is_open(note) { "anybody".to_owned() } else { "the author alone".to_owned() },
        // Silence means nobody.
        quotes: quotes.map_or_else(|| "nobody".to_owned(), |names| who(&names, &author)),
        media,
        answers: id(note, "inReplyTo"),
        ..shown
    })
}

fn is_open(note: &Value) -> bool {
    holds_public(&addressed(note, "to")) || holds_public(&addressed(note, "cc"))
}

/// Public in `to`: public; in `cc`: unlisted; the followers in `to`: followers. Else those named; with somebody there who
/// is addressed and not named it is a limited post, which stands in the home of those of them who follow.
fn visibility(note: &Value, author: &str, there: &There) -> &'static str {
    let (to, cc) = (addressed(note, "to"), addressed(note, "cc"));
    if holds_public(&to) {
        return "public";
    }
    if holds_public(&cc) {
        return "unlisted";
    }
    if to.iter().any(|name| name.strip_prefix(author) == Some("/followers")) {
        return "followers";
    }
    let named = mentioned(note);
    let silent = to.iter().chain(&cc).any(|name| there.people.contains(name) && !named.contains(name));
    let direct = note.get("directMessage").and_then(Value::as_bool);
    if direct == Some(false) || (silent && direct != Some(true)) { "limited" } else { "direct" }
}

fn created(activity: &Value, actor: &str, there: &There) -> Seen {
    let Some(note) = object(activity, there) else { return Seen::Dropped("its object cannot be fetched") };
    let Some(note_id) = id(activity, "object") else { return Seen::Dropped("its object has no id") };
    if !same_host(&note_id, actor) || id(note, "attributedTo").as_deref() != Some(actor) {
        return Seen::Dropped("it is of another server than its author");
    }
    if there.deleted.contains(&note_id) {
        return Seen::Dropped("it was deleted there before, and no id comes back");
    }
    if !concerns(note, actor, there) {
        return Seen::Dropped("nobody there follows its author, is addressed, or is answered");
    }
    match shown(note, there) {
        Some(shown) => Seen::Story(Box::new(shown)),
        None => Seen::Dropped("Mastodon does not know this kind of object"),
    }
}

fn concerns(note: &Value, actor: &str, there: &There) -> bool {
    let followed = |who: &str| there.follows.iter().any(|one| one == who);
    let reply = id(note, "inReplyTo").and_then(|uri| there.documents.get(&uri));
    let answered = reply.and_then(|parent| id(parent, "attributedTo"));
    let addressed = ["to", "cc"].iter().flat_map(|key| addressed(note, key));
    followed(actor)
        || answered.is_some_and(|author| followed(&author) || there.people.contains(&author))
        || addressed.into_iter().any(|name| there.people.contains(&name))
}

/// An edit counts if it is newer than what is there.
fn updated(activity: &Value, actor: &str, there: &There) -> Seen {
    let Some(new) = object(activity, there) else { return Seen::Dropped("its object cannot be fetched") };
    let Some(uri) = id(activity, "object") else { return Seen::Dropped("its object has no id") };
    if uri == actor {
        return Seen::Change("the profile changes".to_owned());
    }
    let Some(old) = there.documents.get(&uri).filter(|old| id(old, "attributedTo").as_deref() == Some(actor))
    else {
        return Seen::Dropped("the story is not known there");
    };
    let at = |note: &Value| words(note, "updated");
    if at(new).is_empty() || (at(new) <= at(old) && !at(old).is_empty()) {
        return Seen::Dropped("it says nothing of being newer");
    }
    match shown(new, there) {
        Some(shown) => Seen::Story(Box::new(shown)),
        None => Seen::Dropped("Mastodon does not know this kind of object"),
    }
}

/// It never believes what is embedded: it fetches the id, and takes a Create that it finds there for the story in it.
fn announced(activity: &Value, actor: &str, there: &There) -> Seen {
    let Some(uri) = id(activity, "object") else { return Seen::Dropped("its object has no id") };
    let Some(found) = there.documents.get(&uri) else { return Seen::Dropped("its object cannot be fetched") };
    let story = match kind(found) {
        "Create" | "Announce" => object(found, there),
        _ => Some(found),
    };
    let Some(story) = story.filter(|story| shown(story, there).is_some()) else {
        return Seen::Dropped("its object is no story");
    };
    let author = id(story, "attributedTo").unwrap_or_default();
    if !is_open(story) && author != actor {
        return Seen::Dropped("not everybody may read what is passed on");
    }
    if !there.follows.iter().any(|one| one == actor) && !there.people.contains(&author) {
        return Seen::Dropped("nobody there follows whoever passes it on");
    }
    Seen::Boost { by: actor.to_owned(), of: id_of(story) }
}

fn deleted(activity: &Value, actor: &str, there: &There) -> Seen {
    let Some(uri) = id(activity, "object") else { return Seen::Dropped("its object has no id") };
    if uri == actor {
        return Seen::Change("the account goes with all its stories".to_owned());
    }
    match there.documents.get(&uri) {
        None => Seen::Dropped("the story is not known there"),
        // Stewards have no say there: only its author deletes a story.
        Some(story) if id(story, "attributedTo").as_deref() != Some(actor) => {
            Seen::Dropped("only its author can delete a story")
        }
        Some(_) => Seen::Change("the story goes".to_owned()),
    }
}

fn undone(activity: &Value, actor: &str) -> Seen {
    let Some(inner) = many(activity, "object").into_iter().find(|one| one.is_object()) else {
        return Seen::Dropped("it does not say what is undone");
    };
    match kind(inner) {
        _ if id(inner, "actor").as_deref() != Some(actor) => Seen::Dropped("only who did it can undo it"),
        "Announce" => Seen::Change("the boost goes".to_owned()),
        "Follow" | "Like" | "Block" | "Accept" => Seen::Change(format!("the {} is taken back", kind(inner))),
        _ => Seen::Dropped("Mastodon does not know this kind of activity"),
    }
}

/// Own stories alone are shown at the top of a profile.
fn pinned(activity: &Value, actor: &str, there: &There) -> Seen {
    let own =
        object(activity, there).is_some_and(|story| id(story, "attributedTo").as_deref() == Some(actor));
    if own {
        Seen::Change("the top of the profile changes".to_owned())
    } else {
        Seen::Dropped("only own stories are pinned")
    }
}

fn blocked(activity: &Value, there: &There) -> Seen {
    match id(activity, "object").filter(|whom| there.people.contains(whom)) {
        Some(_) => Seen::Change("somebody is blocked".to_owned()),
        None => Seen::Dropped("whoever is blocked does not live there"),
    }
}

fn id_of(story: &Value) -> String {
    words(story, "id")
}
