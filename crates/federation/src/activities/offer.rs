//! Somebody elsewhere asks whether a story of theirs may say that one of ours gave it courage.

use super::Said;
use crate::objects::lineage::INSPIRED_BY;
use crate::origin::reading::{id, kind, text};
use crate::origin::url::same_origin;
use crate::resolve::story_within;
use crate::{Federation, Result};
use hearth_core::accounts::Account;
use hearth_core::lineage::{answer, offer};
use hearth_core::stories::queries;
use serde_json::Value;
use url::Url;

pub(super) async fn receive(federation: &Federation, said: &Said, actor: &Account) -> Result<()> {
    let core = &federation.core;
    let Some(relationship) = said.embedded().filter(|object| is_inspiration(object)) else { return Ok(()) };
    let (Some(subject), Some(source)) = (id(relationship, "subject"), id(relationship, "object")) else {
        return Ok(());
    };
    // One asks for a story of one's own, about one of ours; nothing else is worth a fetch.
    let own = Url::parse(&subject)
        .is_ok_and(|url| Url::parse(&actor.uri).is_ok_and(|actor| same_origin(&url, &actor)));
    if !own || !core.here.owns(&source) || queries::by_uri(core, &source).await?.is_none() {
        return Ok(());
    }
    match story_within(federation, &subject, &said.budget).await? {
        Some(story) => Ok(offer::receive(core, actor, story, &source, &said.id).await?),
        None => Ok(()),
    }
}

fn is_inspiration(object: &Value) -> bool {
    kind(object) == "Relationship" && text(object, "relationship") == Some(INSPIRED_BY)
}

/// `Accept` or `Reject` of an Offer of ours; answers whether it was one.
pub(super) async fn answered(
    federation: &Federation,
    said: &Said,
    actor: &Account,
    accepted: bool,
) -> Result<bool> {
    let core = &federation.core;
    let Some(uri) = said.object().filter(|uri| core.here.owns(uri)) else { return Ok(false) };
    let is_offer = match said.embedded() {
        Some(object) => kind(object) == "Offer",
        None => uri.contains("/activities/offers/"),
    };
    if is_offer {
        answer::receive(core, actor, &uri, &said.id, accepted).await?;
    }
    Ok(is_offer)
}
