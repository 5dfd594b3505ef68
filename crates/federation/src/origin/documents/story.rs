//! Reads a story document: a Note, or what can be read as one.

use super::{actor, attachment, poll, strange, words};
use crate::objects::forum;
use crate::origin::reading::{flag, id, ids, is_public, kind, many, normal, page, text, time};
use crate::origin::{Trusted, url::same_origin};
use crate::{Error, Result};
use chrono::{DateTime, Utc};
use hearth_core::accounts::Account;
use hearth_core::kindness::Kindness;
use hearth_core::stories::{Audience, QuotePolicy, RemoteStory};
use serde_json::Value;
use url::Url;

/// Whether an object can be read as a story.
pub fn is_story(document: &Value) -> bool {
    matches!(kind(document), "Note" | "Article" | "Page" | "Question" | "Event" | "Video" | "Audio" | "Image")
}

/// Whether a Note is a vote in a poll rather than words.
pub fn is_vote(document: &Value) -> bool {
    kind(document) == "Note"
        && text(document, "name").is_some()
        && text(document, "content").is_none_or(str::is_empty)
        && id(document, "inReplyTo").is_some()
}

/// Whom a story names and addresses, by id.
#[derive(Debug, Clone, Default)]
pub struct Named {
    /// Named in a tag *and* addressed: to be notified.
    pub named: Vec<String>,
    /// Addressed alone: may read.
    pub addressed: Vec<String>,
}

/// Whom a story names.
pub fn people(document: &Value) -> Named {
    let addressed: Vec<String> = ids(document, "to").into_iter().chain(ids(document, "cc")).collect();
    let tagged: Vec<String> = many(document, "tag")
        .into_iter()
        .filter(|tag| kind(tag) == "Mention")
        .filter_map(|tag| text(tag, "href").and_then(normal))
        .collect();
    let (named, addressed) = addressed.into_iter().partition(|uri| tagged.contains(uri));
    Named { named, addressed }
}

/// The author of a story document: an actor on the same server.
///
/// # Errors
/// [`Error::Untrusted`] when there is none.
pub fn author(trusted: &Trusted) -> Result<String> {
    let own = |uri: &String| Url::parse(uri).is_ok_and(|url| same_origin(trusted.id(), &url));
    ids(trusted.value(), "attributedTo")
        .into_iter()
        .find(own)
        .ok_or(Error::Untrusted("the story's author lives on another server"))
}

/// Reads a story told by `author`. Mentions are filled in by the caller, who knows the accounts.
///
/// # Errors
/// [`Error::Untrusted`] when it is no story.
pub fn read(trusted: &Trusted, author: &Account, now: DateTime<Utc>) -> Result<RemoteStory> {
    let document = trusted.value();
    if !is_story(document) || is_vote(document) {
        return Err(Error::Untrusted("the document is no story"));
    }
    let published = time(document, "published").unwrap_or(now).min(now);
    let (language, content) = words::of(document);
    Ok(RemoteStory {
        uri: trusted.id().as_str().to_owned(),
        // A page on another server would let a story lead its readers astray under its author's name.
        url: page(document)
            .filter(|url| is_own(trusted, url))
            .unwrap_or_else(|| trusted.id().as_str().to_owned()),
        author: author.id,
        kind: kind(document).to_owned(),
        audience: audience(document, author),
        // Servers that repeat the title as a bold first line of the content (ours too) have it taken off there.
        title: forum::title(text(document, "name").unwrap_or_default().trim(), &notes(document)).to_owned(),
        content_html: format!("{content}{}", strange::addition(document, &content)),
        source: document
            .get("source")
            .and_then(|source| text(source, "content"))
            .unwrap_or_default()
            .to_owned(),
        source_type: source_type(document),
        summary: notes(document),
        sensitive: flag(document, "sensitive"),
        language,
        emojis: actor::emojis(document),
        parent_uri: id(document, "inReplyTo"),
        context_uri: id(document, "context").or_else(|| text(document, "conversation").map(str::to_owned)),
        quote_policy: quote_policy(document, author),
        replies_uri: id(document, "replies").filter(|uri| is_own(trusted, uri)),
        published_at: published,
        edited_at: time(document, "updated").filter(|at| *at > published).map(|at| at.min(now)),
        attachments: attachment::attachments(document),
        mentions: Vec::new(),
        tags: hashtags(document),
        community: None,
        kindness: text(document, "kindness").and_then(Kindness::named),
        poll: poll::read(document),
        pushed: false,
    })
}

fn is_own(trusted: &Trusted, uri: &str) -> bool {
    Url::parse(uri).is_ok_and(|url| same_origin(trusted.id(), &url))
}

fn audience(document: &Value, author: &Account) -> Audience {
    let names = |key: &str| {
        many(document, key).into_iter().filter_map(Value::as_str).map(str::to_owned).collect::<Vec<String>>()
    };
    let (to, cc) = (names("to"), names("cc"));
    if to.iter().any(|name| is_public(name)) {
        Audience::Public
    } else if cc.iter().any(|name| is_public(name)) {
        Audience::Unlisted
    } else if to.iter().chain(&cc).any(|name| is_followers(name, author)) {
        Audience::Followers
    } else {
        Audience::Direct
    }
}

/// Whether a name is the collection of the author's followers; of actors that do not tell theirs, by its usual form.
fn is_followers(name: &str, author: &Account) -> bool {
    match author.endpoints.followers.as_deref() {
        Some(followers) => normal(name).as_deref() == Some(followers),
        None => name.strip_prefix(author.uri.as_str()) == Some("/followers"),
    }
}

fn source_type(document: &Value) -> String {
    match document.get("source").and_then(|source| text(source, "mediaType")) {
        Some("text/markdown") => "text/markdown",
        _ => "text/plain",
    }
    .to_owned()
}

/// The summary of a Note is a warning; that of an article or an event is a teaser, which is no reason to fold it.
fn notes(document: &Value) -> String {
    match kind(document) {
        "Note" | "Question" => text(document, "summary").unwrap_or_default().to_owned(),
        _ => String::new(),
    }
}

fn quote_policy(document: &Value, author: &Account) -> QuotePolicy {
    let Some(rule) = document.get("interactionPolicy").and_then(|policy| policy.get("canQuote")) else {
        return QuotePolicy::Nobody;
    };
    let allowed: Vec<&str> = many(rule, "automaticApproval").into_iter().filter_map(Value::as_str).collect();
    if allowed.iter().any(|name| is_public(name)) {
        QuotePolicy::Public
    } else if allowed.iter().any(|name| is_followers(name, author)) {
        QuotePolicy::Followers
    } else {
        QuotePolicy::Nobody
    }
}

fn hashtags(document: &Value) -> Vec<String> {
    many(document, "tag")
        .into_iter()
        .filter(|tag| kind(tag) == "Hashtag")
        .filter_map(|tag| text(tag, "name"))
        .map(|name| name.trim_start_matches('#').chars().take(200).collect::<String>())
        .filter(|name| !name.is_empty())
        .take(100)
        .collect()
}
