//! What Hearth's own API says of a story, as the document describes it. The guide's test compares it with real answers.
#![expect(dead_code, reason = "the document alone reads these; answers are written where they are made")]

use super::shapes::Id;
use super::words::{Audience, Choice, Format, Kind, Kindness, QuotePolicy, Wish};
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
    /// As typed, for whoever told it; null for others.
    text: Option<String>,
    /// How it was typed, for whoever told it; null for others.
    format: Option<Format>,
    /// Content notes in words; empty where there are none.
    summary: String,
    /// How it meets you: `open`, or `fold` where its notes stand in front.
    shown: String,
    /// Pictures are covered.
    sensitive: bool,
    /// Id of the community it is told in.
    community: Option<String>,
    /// What kindness it is, if it is one.
    kindness: Option<Kindness>,
    /// The story that gave it courage; null for none.
    inspired_by: Option<InspiredBy>,
    /// Who may quote it.
    quotes: QuotePolicy,
    /// How many words answer it: replies, never people.
    replies: i64,
    /// When it was changed last; null for never.
    edited_at: Option<Stamp>,
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

/// A story that waits for the end of its window.
#[derive(Debug, ToSchema)]
pub(crate) struct Waits {
    /// Id of the draft.
    waiting: Id,
    /// When it is told, unless it is taken back.
    release_at: Stamp,
}

/// What somebody gave for a story.
#[derive(Debug, ToSchema)]
pub(crate) struct Received {
    /// Who.
    from: Giver,
    /// `thank`, `relate` or `favourite`.
    what: String,
    /// Their words, as plain text; null for a favourite.
    words: Option<String>,
    /// When.
    at: Stamp,
}

/// Who gave it, from here or elsewhere.
#[derive(Debug, ToSchema)]
pub(crate) struct Giver {
    /// Id of the account here.
    id: Id,
    /// Name, with the server for those who live elsewhere.
    acct: String,
    /// Name as they wish to be called.
    display_name: String,
    /// Their page.
    url: String,
}

/// The story that gave another courage.
#[derive(Debug, ToSchema)]
pub(crate) struct InspiredBy {
    /// Its id here, if it is known here.
    id: Option<String>,
    /// Its page.
    url: String,
    /// Its address in the fediverse.
    uri: String,
    /// Its author agreed.
    accepted: bool,
}

/// A story that names one of yours.
#[derive(Debug, ToSchema)]
pub(crate) struct InspiredAsk {
    /// The story that names it.
    story: Story,
    /// Id of yours.
    source_id: Id,
}

/// A story that another gave courage, and what it set going itself.
#[derive(Debug, ToSchema)]
pub(crate) struct Ripple {
    /// The story.
    story: Story,
    /// What that one gave courage.
    #[schema(no_recursion)]
    onward: Vec<Ripple>,
}

/// A series of stories that can be followed.
#[derive(Debug, ToSchema)]
pub(crate) struct Journey {
    /// Id of its account here.
    id: Id,
    /// The name in its handle.
    name: String,
    /// As people read it.
    title: String,
    /// What it is about, in Markdown.
    description: String,
    /// Words it ended with; empty while it goes on.
    closing: String,
    /// When it ended; null while it goes on.
    ended_at: Option<Stamp>,
    /// Id of whoever tells it.
    author_id: Id,
    /// Its page.
    url: String,
    /// Its address in the fediverse.
    uri: String,
    /// The account that people follow.
    account: super::shapes::Account,
    /// When it began.
    created_at: Stamp,
}

/// How you want to meet a content note.
#[derive(Debug, ToSchema)]
pub(crate) struct NoteChoice {
    /// Its id.
    note: String,
    /// As people read it.
    label: String,
    /// What you chose.
    choice: Choice,
}

/// What you choose, by the ids of content notes.
#[derive(Debug, ToSchema)]
pub(crate) struct NoteChoices(std::collections::BTreeMap<String, Choice>);

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
    /// What people would see there; null for what stays here.
    shown: Option<ShownThere>,
}

/// What people would see, by what their server runs.
#[derive(Debug, ToSchema)]
pub(crate) struct ShownThere {
    /// Mastodon, by those who follow you, are named, or belong to the circle or community.
    mastodon: OnMastodon,
    /// GoToSocial, by the same.
    gotosocial: Seen,
    /// Lemmy, by members of the community.
    lemmy: Seen,
}

/// What Mastodon shows.
#[derive(Debug, ToSchema)]
pub(crate) struct OnMastodon {
    /// What stands for the story while its content note folds it; null where it is not shown.
    folded: Option<String>,
    /// The whole of it.
    whole: Seen,
}

/// What comes of a document there: one of these.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "snake_case")]
pub(crate) enum Seen {
    /// A story that people read.
    Story(Shown),
    /// A story that is passed on.
    Boost(Boosted),
    /// Something that is there changes or goes, in words.
    Change(String),
    /// Nothing: it is dropped, for this reason.
    Dropped(String),
}

/// A story that is passed on.
#[derive(Debug, ToSchema)]
pub(crate) struct Boosted {
    /// Address of whoever passes it on.
    by: String,
    /// Address of the story.
    of: String,
}

/// A story as it is shown there.
#[derive(Debug, ToSchema)]
pub(crate) struct Shown {
    /// Title that stands above it; empty where there is none.
    title: String,
    /// Words that stand for it while it is folded; empty where it is not.
    warning: String,
    /// The text as HTML (Lemmy: as Markdown), as it is left there.
    body: String,
    /// Who may read it there.
    visibility: String,
    /// Who may answer there.
    replies: String,
    /// Who may pass it on there.
    boosts: String,
    /// Who may quote it there.
    quotes: String,
    /// Addresses of pictures, sounds and films that are shown.
    media: Vec<String>,
    /// They are covered.
    covered: bool,
    /// Address of what it answers.
    answers: Option<String>,
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
    /// It reads communities as forums do.
    forum: bool,
    /// What it alone would be sent, of a story for some by name.
    sent: Option<String>,
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
