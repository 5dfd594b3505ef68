//! What whoever tells a story here says to an answer, a like or a boost of another server.

use super::sending::{A_WEEK, AT_ONCE, LATER, Reach, Sending, slug_of};
use super::{account, outward};
use crate::objects::context::Context;
use crate::objects::interaction;
use crate::{Federation, Result};
use hearth_core::Error as CoreError;
use hearth_core::ids::InteractionId;
use hearth_core::interactions::{Interaction, Kind, model};
use hearth_core::stories::{Outward, queries, show};

/// `Accept` with the authorization, or `Reject`, to whoever asked. Where nobody asked, the yes goes to the author's
/// followers too, so that their servers can show what they would leave out otherwise.
pub(super) async fn said(
    federation: &Federation,
    id: InteractionId,
    accepted: bool,
) -> Result<Option<Sending>> {
    let core = &federation.core;
    let wanted = match model::by_id(core, id).await {
        Ok(wanted) => wanted,
        Err(CoreError::NotFound(_)) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let Some(story) = outward(federation, wanted.story).await? else { return Ok(None) };
    let Some(actor) = account(federation, wanted.actor).await?.filter(|actor| !actor.is_local()) else {
        return Ok(None);
    };
    let author = story.view().author.clone();
    let kind = if accepted { "accepts" } else { "rejects" };
    // Asked again, it is answered again.
    let slug = slug_of(&[&wanted.slug, wanted.request_uri.as_deref().unwrap_or_default()]);
    let uri = core.here.activity_uri(kind, &slug);
    let asked = wanted.request_uri.is_some();
    let told_all = accepted && !asked && is_open(federation, &story, &wanted).await?;
    let document = match accepted {
        true => interaction::accept(&core.here, &uri, &story, &actor, &wanted, told_all),
        false => interaction::reject(&uri, &story, &actor, &wanted),
    };
    let reach = Reach {
        people: vec![actor.id],
        close: AT_ONCE,
        followers_of: told_all.then_some(author.id),
        wide: LATER,
        ..Reach::default()
    };
    let context = if asked { Context::Interaction } else { Context::Plain };
    let sending = Sending::new(kind, author.id, document, context, reach);
    Ok(Some(sending.in_order(&wanted.object_uri, A_WEEK)))
}

/// Whether anybody may know of it: what is said to some alone is no news for followers.
async fn is_open(federation: &Federation, story: &Outward, wanted: &Interaction) -> Result<bool> {
    if !story.view().story.audience.is_open() || wanted.kind != Kind::Reply {
        return Ok(false);
    }
    let Some(reply) = queries::by_uri(&federation.core, &wanted.object_uri).await? else { return Ok(false) };
    let reply = show::load(&federation.core, reply).await?;
    Ok(reply.is_some_and(|reply| reply.story.audience.is_open()))
}
