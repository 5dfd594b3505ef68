//! What Lemmy (0.19 and 1.0) makes of what it is sent: it reads what communities announce, and what is addressed to one.

use super::document::{addressed, holds_public, media, parse, same_host, words};
use super::{Seen, Shown, There};
use crate::origin::reading::{id, kind, many};
use serde_json::Value;

/// Types it takes for the start of a thread.
const THREADS: [&str; 5] = ["Page", "Article", "Note", "Video", "Event"];

/// What comes of an activity there. `allows_nsfw`: whether the site takes what says that it is not for work.
#[must_use]
pub fn read(body: &[u8], there: &There, allows_nsfw: bool) -> Seen {
    let activity = match parse(body) {
        Ok(activity) => activity,
        Err(seen) => return seen,
    };
    if kind(&activity) != "Announce" {
        return said(&activity, None, there, allows_nsfw);
    }
    let Some(group) = id(&activity, "actor") else { return Seen::Dropped("nobody says it") };
    if !there.follows.contains(&group) {
        return Seen::Dropped("nobody there is in this community");
    }
    match many(&activity, "object").into_iter().find(|one| one.is_object()) {
        Some(inner) => said(inner, Some(&group), there, allows_nsfw),
        None => match id(&activity, "object").and_then(|uri| there.documents.get(&uri)) {
            Some(story) => thread(story, Some(&group), allows_nsfw),
            None => Seen::Dropped("its object cannot be fetched"),
        },
    }
}

/// What somebody did, as they or (`by`) a community told of it.
fn said(activity: &Value, by: Option<&str>, there: &There, allows_nsfw: bool) -> Seen {
    let Some(actor) = id(activity, "actor") else { return Seen::Dropped("nobody says it") };
    let steward = |words: &str| Seen::Change(words.to_owned());
    match kind(activity) {
        "Create" | "Update" => brought(activity, &actor, by, there, allows_nsfw),
        "Delete" => match words(activity, "summary") {
            why if why.is_empty() => steward("its author deletes it"),
            why => Seen::Change(format!("a moderator removes it: {why}")),
        },
        "Undo" => match many(activity, "object").into_iter().find(|one| one.is_object()) {
            Some(inner) if kind(inner) == "Delete" && !words(inner, "summary").is_empty() => {
                steward("a moderator restores it")
            }
            Some(inner) => Seen::Change(format!("the {} is taken back", kind(inner))),
            None => Seen::Dropped("it does not say what is undone"),
        },
        "Lock" => steward("a moderator closes the thread"),
        "Block" => blocked(activity),
        "Add" | "Remove" => listed(activity),
        "Flag" => Seen::Change(format!("a report for the moderators: {}", words(activity, "content"))),
        "Like" | "Dislike" => steward("a vote"),
        "Follow" | "Accept" | "Reject" => Seen::Change(format!("a {}", kind(activity))),
        _ => Seen::Dropped("Lemmy does not know this kind of activity"),
    }
}

fn brought(activity: &Value, actor: &str, by: Option<&str>, there: &There, allows_nsfw: bool) -> Seen {
    let Some(object) = many(activity, "object").into_iter().find(|one| one.is_object()) else {
        return Seen::Dropped("its object does not stand in it");
    };
    if kind(object) == "Group" {
        return Seen::Change("the community's profile changes".to_owned());
    }
    if id(object, "attributedTo").as_deref() != Some(actor) || !same_host(&words(object, "id"), actor) {
        return Seen::Dropped("it is of another server than its author");
    }
    match id(object, "inReplyTo") {
        None => thread(object, by, allows_nsfw),
        Some(parent) if there.documents.contains_key(&parent) => comment(object, by, parent),
        Some(_) => Seen::Dropped("what it answers cannot be fetched"),
    }
}

/// A thread: of the community, and for everybody.
fn thread(page: &Value, by: Option<&str>, allows_nsfw: bool) -> Seen {
    if !THREADS.contains(&kind(page)) {
        return Seen::Dropped("Lemmy does not know this kind of object");
    }
    if let Err(why) = addressing(page, by) {
        return Seen::Dropped(why);
    }
    let nsfw = page.get("sensitive").and_then(Value::as_bool).unwrap_or_default();
    if nsfw && !allows_nsfw {
        return Seen::Dropped("the site deletes what is marked as sensitive");
    }
    let body = text(page);
    let title = match words(page, "name") {
        name if name.is_empty() => first_line(&body),
        name => name,
    };
    let media = media(page).into_iter().take(1).collect();
    Seen::Story(Box::new(Shown { title, body, media, covered: nsfw, ..open_to_all() }))
}

fn comment(note: &Value, by: Option<&str>, parent: String) -> Seen {
    match addressing(note, by) {
        Err(why) => Seen::Dropped(why),
        Ok(()) => Seen::Story(Box::new(Shown { body: text(note), answers: Some(parent), ..open_to_all() })),
    }
}

fn open_to_all() -> Shown {
    let everybody = || "anybody (Lemmy does not ask)".to_owned();
    Shown {
        visibility: "public",
        replies: "anybody, until the thread is closed".to_owned(),
        boosts: everybody(),
        quotes: everybody(),
        ..Shown::default()
    }
}

/// The community and everybody are addressed, and no other community is named.
fn addressing(object: &Value, by: Option<&str>) -> Result<(), &'static str> {
    let names: Vec<String> = ["to", "cc"].iter().flat_map(|key| addressed(object, key)).collect();
    if !holds_public(&names) {
        return Err("it is not addressed to everybody");
    }
    match (by, id(object, "audience")) {
        (Some(group), Some(audience)) if group != audience => Err("it is for another community"),
        (Some(group), _) if !names.iter().any(|name| name == group) => Err("the community is not addressed"),
        (None, None) => Err("it names no community"),
        _ => Ok(()),
    }
}

/// Markdown, where it is told as such; else the HTML.
fn text(object: &Value) -> String {
    let source = object.get("source").filter(|source| words(source, "mediaType") == "text/markdown");
    source.map_or_else(|| words(object, "content"), |source| words(source, "content"))
}

fn first_line(body: &str) -> String {
    let text = hearth_core::markup::to_text(body);
    text.lines().next().unwrap_or_default().chars().take(200).collect()
}

fn blocked(activity: &Value) -> Seen {
    let why = words(activity, "summary");
    match words(activity, "endTime") {
        until if until.is_empty() => Seen::Change(format!("a moderator bans somebody: {why}")),
        until => Seen::Change(format!("a moderator bans somebody until {until}: {why}")),
    }
}

fn listed(activity: &Value) -> Seen {
    let target = id(activity, "target").unwrap_or_default();
    let what = if target.ends_with("/moderators") {
        "the moderators change"
    } else {
        "the top of the community changes"
    };
    Seen::Change(what.to_owned())
}
