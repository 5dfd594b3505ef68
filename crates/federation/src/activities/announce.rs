//! Somebody elsewhere passes a story on, or a community tells of what happened in it.

use super::{Said, delete, elsewhere, update};
use crate::origin::reading::{id, kind, many, time};
use crate::resolve::{Freshness, account_within, story_within};
use crate::{Federation, Result, peers};
use hearth_core::accounts::{Account, AccountKind};
use hearth_core::ids::StoryId;
use hearth_core::interactions::Kind;
use hearth_core::interactions::request::{Asked, ask};
use hearth_core::peers::model;
use hearth_core::stories::{Audience, boost, queries, relevance, show};
use serde_json::Value;

/// Software that asks before it passes something on, as NodeInfo names it.
const ASKING: &[&str] = &["gotosocial", "hearth"];

pub(super) async fn receive(federation: &Federation, said: &Said, actor: &Account) -> Result<()> {
    if let Some(activity) = said.embedded().filter(|object| is_activity(kind(object))) {
        // A community's word on what its members did (FEP-1b12): looked at where it comes from, never believed.
        let wanted = actor.kind == AccountKind::Group
            && relevance::has_follower_here(&federation.core, actor.id).await?;
        return if wanted { told(federation, said, activity, actor).await } else { Ok(()) };
    }
    let Some(story) = story(federation, said, actor).await? else { return Ok(()) };
    let at =
        time(&said.activity, "published").unwrap_or_else(|| federation.core.now()).min(federation.core.now());
    let audience = audience(said, actor);
    if boost::receive(&federation.core, actor, story, &said.id, audience, at).await? {
        return Ok(());
    }
    refuse(federation, said, actor, story).await
}

/// Whoever tells the story asks that it is not passed on: servers that know of such wishes are told so.
async fn refuse(federation: &Federation, said: &Said, actor: &Account, story: StoryId) -> Result<()> {
    peers::meet(federation, actor.id).await;
    let host = actor.host.as_deref().unwrap_or_default();
    let software = model::by_host(&federation.core, host).await?.and_then(|peer| peer.software);
    if !software.is_some_and(|name| ASKING.contains(&name.as_str())) {
        return Ok(());
    }
    let asked = Asked { actor, kind: Kind::Boost, story, object_uri: &said.id, request_uri: None };
    Ok(ask(&federation.core, asked).await?)
}

/// What a community says that somebody did in it.
async fn told(federation: &Federation, said: &Said, activity: &Value, actor: &Account) -> Result<()> {
    let Some(uri) = id(activity, "object") else { return Ok(()) };
    match kind(activity) {
        "Update" if uri == actor.uri => {
            account_within(federation, &actor.uri, Freshness::Now, &said.budget).await.map(drop)
        }
        "Create" | "Update" => brought(federation, said, kind(activity), &uri, actor).await,
        "Delete" => {
            let inner = Said { activity: activity.clone(), direct: false, ..said.clone() };
            delete::look(federation, &inner).await?;
            elsewhere::decided(federation, said, activity, actor, true).await
        }
        "Undo" => {
            let undone = many(activity, "object").into_iter().find(|object| object.is_object());
            match undone {
                Some(undone) => elsewhere::decided(federation, said, undone, actor, false).await,
                None => Ok(()),
            }
        }
        "Remove" => elsewhere::decided(federation, said, activity, actor, false).await,
        _ => elsewhere::decided(federation, said, activity, actor, true).await,
    }
}

/// What a member of the community told or changed. A story that starts a thread is passed on by it.
async fn brought(federation: &Federation, said: &Said, kind: &str, uri: &str, actor: &Account) -> Result<()> {
    let core = &federation.core;
    if kind == "Update" && queries::by_uri(core, uri).await?.is_some() {
        return update::again(federation, uri, &said.budget).await;
    }
    let Some(story) = story_within(federation, uri, &said.budget).await? else { return Ok(()) };
    let Some(view) = show::load(core, story).await? else { return Ok(()) };
    if view.story.parent_uri.is_some() {
        return Ok(());
    }
    let at = time(&said.activity, "published").unwrap_or_else(|| core.now()).min(core.now());
    boost::receive(core, actor, story, &said.id, audience(said, actor), at).await?;
    Ok(())
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
