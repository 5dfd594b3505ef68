//! Somebody elsewhere passes a story on, or a community tells of what happened in it.

use super::{Said, update};
use crate::origin::reading::{id, kind, many, time};
use crate::resolve::story_within;
use crate::{Federation, Result};
use hearth_core::accounts::{Account, AccountKind};
use hearth_core::ids::StoryId;
use hearth_core::stories::{Audience, boost, queries, relevance};

pub(super) async fn receive(federation: &Federation, said: &Said, actor: &Account) -> Result<()> {
    if let Some(activity) = said.embedded().filter(|object| is_activity(kind(object))) {
        // A community's word on what its members did (FEP-1b12): looked at where it comes from, never believed.
        let wanted = actor.kind == AccountKind::Group && matches!(kind(activity), "Create" | "Update");
        return match id(activity, "object").filter(|_| wanted) {
            Some(uri) if relevance::has_follower_here(&federation.core, actor.id).await? => {
                brought(federation, said, kind(activity), &uri).await
            }
            _ => Ok(()),
        };
    }
    let Some(story) = story(federation, said, actor).await? else { return Ok(()) };
    let at =
        time(&said.activity, "published").unwrap_or_else(|| federation.core.now()).min(federation.core.now());
    let audience = audience(said, actor);
    Ok(boost::receive(&federation.core, actor, story, &said.id, audience, at).await?)
}

/// What a member of the community told or changed.
async fn brought(federation: &Federation, said: &Said, kind: &str, uri: &str) -> Result<()> {
    if kind == "Update" && queries::by_uri(&federation.core, uri).await?.is_some() {
        return update::again(federation, uri, &said.budget).await;
    }
    story_within(federation, uri, &said.budget).await.map(drop)
}

fn is_activity(kind: &str) -> bool {
    matches!(
        kind,
        "Create"
            | "Update"
            | "Delete"
            | "Undo"
            | "Like"
            | "Dislike"
            | "Add"
            | "Remove"
            | "Block"
            | "Flag"
            | "Lock"
            | "Announce"
    )
}

/// The story, if the boost concerns anybody here: it is ours, or somebody here follows whoever passes it on.
async fn story(federation: &Federation, said: &Said, actor: &Account) -> Result<Option<StoryId>> {
    let Some(uri) = said.object() else { return Ok(None) };
    if federation.core.here.owns(&uri) {
        return Ok(queries::by_uri(&federation.core, &uri).await?);
    }
    if !relevance::has_follower_here(&federation.core, actor.id).await? {
        return Ok(None);
    }
    story_within(federation, &uri, &said.budget).await
}

fn audience(said: &Said, actor: &Account) -> Audience {
    let names = |key: &str| {
        many(&said.activity, key)
            .into_iter()
            .filter_map(|one| one.as_str())
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let public = |list: &[String]| list.iter().any(|name| crate::origin::reading::is_public(name));
    let (to, cc) = (names("to"), names("cc"));
    if public(&to) {
        Audience::Public
    } else if public(&cc) || actor.kind == AccountKind::Group {
        Audience::Unlisted
    } else {
        Audience::Followers
    }
}
