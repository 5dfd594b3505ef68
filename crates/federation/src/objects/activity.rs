//! Activities: what somebody did, around the thing it was done to.

use super::audience::Addressing;
use super::tombstone::tombstone;
use super::{Document, quote};
use hearth_core::accounts::Account;
use hearth_core::here::Here;
use hearth_core::stories::{Boost, Outward};
use serde_json::Value;

/// `Create` of a story; `note` is the whole of it.
#[must_use]
pub fn create(id: &str, story: &Outward, note: Document) -> Document {
    let document =
        by(id, "Create", &story.view().author).moment("published", story.view().story.published_at);
    Addressing::of_story(story.view()).write(document).set("object", note)
}

/// `Create` of a vote, for whoever asked alone.
#[must_use]
pub fn vote(id: &str, voter: &Account, author: &Account, note: Document) -> Document {
    by(id, "Create", voter).set("to", author.uri.as_str()).set("object", note)
}

/// `Update` of a story; `note` carries `updated`.
#[must_use]
pub fn update(id: &str, story: &Outward, note: Document) -> Document {
    Addressing::of_story(story.view()).write(by(id, "Update", &story.view().author)).set("object", note)
}

/// `Update` of an actor; `actor` is the whole of it.
#[must_use]
pub fn update_actor(id: &str, account: &Account, actor: Document) -> Document {
    Addressing::public().write(by(id, "Update", account)).set("object", actor)
}

/// `Delete` of a story.
#[must_use]
pub fn delete(id: &str, story: &Outward) -> Document {
    let addressing = Addressing::of_story(story.view());
    addressing
        .write(by(id, "Delete", &story.view().author))
        .set("object", tombstone(&story.view().story.uri, None, None))
}

/// `Delete` of a story that is not for other servers any more: it says nothing of it but its id.
#[must_use]
pub fn recall(id: &str, author: &Account, story_uri: &str, addressing: Addressing) -> Document {
    addressing.write(by(id, "Delete", author)).set("object", tombstone(story_uri, None, None))
}

/// `Delete` of the actor itself.
#[must_use]
pub fn delete_actor(id: &str, account: &Account) -> Document {
    Addressing::public().write(by(id, "Delete", account)).set("object", account.uri.as_str())
}

/// `Announce` of a story: a boost.
#[must_use]
pub fn announce(boost: &Boost, story: &Outward) -> Document {
    let document = by(&boost.uri, "Announce", &boost.booster).moment("published", boost.published_at);
    Addressing::of_boost(&boost.booster, &story.view().author, boost.audience)
        .write(document)
        .set("object", story.view().story.uri.as_str())
}

/// An `Announce` that is taken back, named as far as an Undo needs it.
#[must_use]
pub fn announce_undone(uri: &str, booster: &Account, story: &Outward) -> Document {
    by(uri, "Announce", booster).set("object", story.view().story.uri.as_str())
}

/// `Like` of a story.
#[must_use]
pub fn like(uri: &str, account: &Account, story: &Outward) -> Document {
    by(uri, "Like", account).set("object", story.view().story.uri.as_str())
}

/// `Follow` of an account.
#[must_use]
pub fn follow(uri: &str, follower: &Account, followee: &Account) -> Document {
    by(uri, "Follow", follower).set("object", followee.uri.as_str())
}

/// `Block` of an account.
#[must_use]
pub fn block(uri: &str, blocker: &Account, blocked: &Account) -> Document {
    by(uri, "Block", blocker).set("object", blocked.uri.as_str())
}

/// `Accept` of a Follow, which is embedded whole: peers find it by its id or by its actor.
#[must_use]
pub fn accept(id: &str, followee: &Account, follow: Document) -> Document {
    by(id, "Accept", followee).set("object", follow)
}

/// `Reject` of a Follow, now or later.
#[must_use]
pub fn reject(id: &str, followee: &Account, follow: Document) -> Document {
    by(id, "Reject", followee).set("object", follow)
}

/// `Undo` of an activity, which is embedded: a bare id is not understood everywhere.
#[must_use]
pub fn undo(id: &str, account: &Account, addressing: Addressing, undone: Document) -> Document {
    addressing.write(by(id, "Undo", account)).set("object", undone)
}

/// `Move` of an account to another server (FEP-7628).
#[must_use]
pub fn relocate(id: &str, account: &Account, target: &Account) -> Document {
    Addressing::followers(account)
        .write(by(id, "Move", account))
        .set("object", account.uri.as_str())
        .set("target", target.uri.as_str())
}

/// `Add` of a story to the author's featured ones.
#[must_use]
pub fn feature(id: &str, account: &Account, story_uri: &str) -> Document {
    pin(id, "Add", account, story_uri)
}

/// `Remove` of a story from them.
#[must_use]
pub fn unfeature(id: &str, account: &Account, story_uri: &str) -> Document {
    pin(id, "Remove", account, story_uri)
}

/// `Flag`: a report, for the server of whoever is reported or for a community. It comes from the server, so that nobody
/// learns who reported.
#[must_use]
pub fn flag(
    uri: &str,
    server: &Account,
    to: &Account,
    target: &Account,
    story_uris: &[String],
    comment: &str,
) -> Document {
    let objects = std::iter::once(&target.uri).chain(story_uris).map(String::as_str);
    Addressing::one(to).write(by(uri, "Flag", server)).list("object", objects).text("content", comment)
}

/// `Accept` of a QuoteRequest, with the stamp as its result (FEP-044f).
#[must_use]
pub fn accept_quote(
    id: &str,
    author: &Account,
    quoter: &Account,
    request: Document,
    stamp: &str,
) -> Document {
    Addressing::one(quoter).write(by(id, "Accept", author)).set("object", request).set("result", stamp)
}

/// `Reject` of a QuoteRequest.
#[must_use]
pub fn reject_quote(id: &str, author: &Account, quoter: &Account, request: Document) -> Document {
    Addressing::one(quoter).write(by(id, "Reject", author)).set("object", request)
}

/// A `Delete` of a stamp: the quote is no longer consented to.
#[must_use]
pub fn delete_stamp(here: &Here, id: &str, author: &Account, slug: &str) -> Document {
    Addressing::public().write(by(id, "Delete", author)).set("object", quote::stamp_uri(here, slug))
}

fn pin(id: &str, kind: &str, account: &Account, story_uri: &str) -> Document {
    Addressing::public()
        .write(by(id, kind, account))
        .set("object", story_uri)
        .set("target", format!("{}/collections/featured", account.uri))
}

fn by(id: &str, kind: &str, account: &Account) -> Document {
    Document::named(id, kind).set("actor", Value::from(account.uri.as_str()))
}
