//! Somebody elsewhere asks whether they may answer, like or pass on a story of ours (GoToSocial's interaction requests).

use super::{Said, create};
use crate::origin::gate;
use crate::origin::reading::{id, many};
use crate::origin::url::same_origin;
use crate::{Error, Federation, Result};
use hearth_core::accounts::Account;
use hearth_core::ids::StoryId;
use hearth_core::interactions::Kind;
use hearth_core::interactions::request::{Asked, ask};
use hearth_core::stories::queries;
use serde_json::Value;
use url::Url;

/// `LikeRequest` and `AnnounceRequest`: answered at once. What is allowed is done when it comes.
pub(super) async fn act(federation: &Federation, said: &Said, actor: &Account, kind: Kind) -> Result<()> {
    let Some((story, object)) = asked(federation, said, actor).await? else { return Ok(()) };
    answer(federation, said, actor, kind, story, &object).await
}

/// `ReplyRequest`: the answer comes inside, and is stored like any other. It is held where the wish of the story is
/// against it, and the request waits with it.
pub(super) async fn reply(federation: &Federation, said: &Said, actor: &Account) -> Result<()> {
    let Some((story, object)) = asked(federation, said, actor).await? else { return Ok(()) };
    let signer = Url::parse(&actor.uri).map_err(|_| Error::Untrusted("the actor's id is not an address"))?;
    let embedded = many(&said.activity, "instrument").into_iter().find(|one| one.is_object());
    let trusted = embedded.and_then(|note| gate::spoken(&federation.core.here, &signer, note));
    // An answer is asked for where it answers: what it says elsewhere was not asked here.
    match trusted.filter(|note| id(note.value(), "inReplyTo") == said.object()) {
        Some(note) => create::store(federation, &note, actor).await?,
        None if queries::by_uri(&federation.core, &object).await?.is_none() => return Ok(()),
        None => {}
    }
    answer(federation, said, actor, Kind::Reply, story, &object).await
}

async fn answer(
    federation: &Federation,
    said: &Said,
    actor: &Account,
    kind: Kind,
    story: StoryId,
    object: &str,
) -> Result<()> {
    let request_uri = Some(said.id.as_str());
    Ok(ask(&federation.core, Asked { actor, kind, story, object_uri: object, request_uri }).await?)
}

/// The story of ours, and the id of what is asked for: one asks for something of one's own.
async fn asked(federation: &Federation, said: &Said, actor: &Account) -> Result<Option<(StoryId, String)>> {
    let core = &federation.core;
    let (Some(uri), Some(object)) = (said.object(), instrument(&said.activity)) else { return Ok(None) };
    let own = |object: &String| {
        Url::parse(object)
            .is_ok_and(|url| Url::parse(&actor.uri).is_ok_and(|actor| same_origin(&url, &actor)))
    };
    if !core.here.owns(&uri) || !own(&object) {
        return Ok(None);
    }
    Ok(queries::by_uri(core, &uri).await?.map(|story| (story, object)))
}

fn instrument(activity: &Value) -> Option<String> {
    id(activity, "instrument")
}
