//! What Hearth's own API says of a story, as the document describes it. The guide's test compares it with real answers.
#![expect(dead_code, reason = "the document alone reads these; answers are written where they are made")]

use super::shapes::Id;
use super::words::{Audience, Kind, Wish};
use crate::entities::time::Stamp;
use crate::hearth::Somebody;
use utoipa::ToSchema;

/// A story with what it says about itself.
#[derive(Debug, ToSchema)]
pub(crate) struct Story {
    /// Id of the story here.
    id: Id,
    /// Its address in the fediverse.
    uri: String,
    /// Its page.
    url: String,
    /// Who tells it.
    author: Somebody,
    /// Title; empty where there is none.
    title: String,
    /// HTML: the title as a bold first line, the text, and the wish as a last line.
    content: String,
    /// Content notes in words; empty where there are none.
    summary: String,
    /// Who may read it.
    audience: Audience,
    /// Language of the text (BCP 47).
    language: Option<String>,
    /// Id of the story it answers.
    in_reply_to_id: Option<String>,
    /// It waits for the yes of whoever told what it answers.
    held: bool,
    /// What it says about itself; null for stories of apps that know no more than Mastodon.
    telling: Option<Telling>,
    /// When it was told.
    published_at: Stamp,
}

/// What a story says about itself.
#[derive(Debug, ToSchema)]
pub(crate) struct Telling {
    /// What it is.
    kind: Kind,
    /// Which answers are hoped for.
    wish: Wish,
    /// Content notes by their ids.
    notes: Vec<String>,
    /// A content note in the author's own words.
    own_words: String,
    /// Others may pass it on.
    boosts: bool,
}

/// A word for what a story may hold.
#[derive(Debug, ToSchema)]
pub(crate) struct Note {
    /// Short name; stands in drafts.
    id: String,
    /// As people read it.
    label: String,
    /// What it means, plainly.
    description: String,
    /// What it is often taken for and is not.
    is_not: String,
}

/// A word that a community adds to the vocabulary.
#[derive(Debug, ToSchema)]
pub(crate) struct CommunityNote {
    /// Short name; stands in drafts.
    id: String,
    /// As people read it.
    label: String,
    /// What it means, plainly.
    description: String,
}

/// Whom a draft would reach, and what exactly they would get.
#[derive(Debug, ToSchema)]
pub(crate) struct Preview {
    /// Title; empty where there is none.
    title: String,
    /// Content notes in words; empty where there are none.
    summary: String,
    /// HTML, as it would stand here.
    content: String,
    /// Who may read it.
    audience: Audience,
    /// The same, for people to read.
    readers: Readers,
    /// The servers it would be sent to, by host.
    servers: Vec<Reached>,
    /// The very bytes that would be sent, by who reads them.
    sent: Sent,
}

/// Who may read.
#[derive(Debug, ToSchema)]
pub(crate) struct Readers {
    /// In words.
    words: String,
    /// Those it is for by name: `name` or `name@host`.
    people: Vec<String>,
}

/// A server that would be sent it.
#[derive(Debug, ToSchema)]
pub(crate) struct Reached {
    /// The server.
    host: String,
    /// What it runs, as it says of itself; null where that is not known.
    software: Option<String>,
    /// It has not answered lately.
    silent: bool,
}

/// Documents as text; null for what stays here.
#[derive(Debug, ToSchema)]
pub(crate) struct Sent {
    /// To Mastodon and its kin.
    mastodon: Option<String>,
    /// To GoToSocial.
    gotosocial: Option<String>,
    /// To Lemmy and other forums.
    lemmy: Option<String>,
    /// To snac, which takes a titled Note for a vote.
    snac: Option<String>,
}
