//! Yes and no to what others want to do to a story (GoToSocial's interaction controls), and the authorization that shows
//! the yes.

use super::Document;
use super::audience::{Addressing, followers_of};
use super::context::PUBLIC;
use hearth_core::accounts::Account;
use hearth_core::here::Here;
use hearth_core::interactions::{Interaction, Kind};
use hearth_core::stories::Outward;

/// Address of an authorization.
#[must_use]
pub fn authorization_uri(here: &Here, slug: &str) -> String {
    format!("{}/authorizations/{slug}", here.base())
}

/// The authorization: third parties fetch it and compare its three properties.
#[must_use]
pub fn authorization(here: &Here, story: &Outward, wanted: &Interaction) -> Document {
    let kind = match wanted.kind {
        Kind::Reply => "ReplyAuthorization",
        Kind::Like => "LikeAuthorization",
        Kind::Boost => "AnnounceAuthorization",
    };
    Document::named(&authorization_uri(here, &wanted.slug), kind)
        .set("attributedTo", story.view().author.uri.as_str())
        .set("interactingObject", wanted.object_uri.as_str())
        .set("interactionTarget", story.view().story.uri.as_str())
}

/// `Accept`, with the authorization as its result: of the request, or of what was done without one. `told_all`: the
/// author's followers are to know.
#[must_use]
pub fn accept(
    here: &Here,
    id: &str,
    story: &Outward,
    actor: &Account,
    wanted: &Interaction,
    told_all: bool,
) -> Document {
    let addressing = if told_all {
        let cc = vec![PUBLIC.to_owned(), followers_of(&story.view().author)];
        Addressing { to: vec![actor.uri.clone()], cc }
    } else {
        Addressing::one(actor)
    };
    let document = Document::named(id, "Accept").set("actor", story.view().author.uri.as_str());
    about(addressing.write(document), story, actor, wanted)
        .set("result", authorization_uri(here, &wanted.slug))
}

/// `Reject` of the request, or of what was done without one.
#[must_use]
pub fn reject(id: &str, story: &Outward, actor: &Account, wanted: &Interaction) -> Document {
    let document = Document::named(id, "Reject").set("actor", story.view().author.uri.as_str());
    about(Addressing::one(actor).write(document), story, actor, wanted)
}

fn about(document: Document, story: &Outward, actor: &Account, wanted: &Interaction) -> Document {
    let target = story.view().story.uri.as_str();
    let Some(request) = &wanted.request_uri else {
        return document.set("object", wanted.object_uri.as_str()).set("target", target);
    };
    let kind = match wanted.kind {
        Kind::Reply => "ReplyRequest",
        Kind::Like => "LikeRequest",
        Kind::Boost => "AnnounceRequest",
    };
    let request = Document::named(request, kind)
        .set("actor", actor.uri.as_str())
        .set("object", target)
        .set("instrument", wanted.object_uri.as_str());
    document.set("object", request)
}
