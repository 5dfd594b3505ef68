//! Questions whether a story may say that one of another Hearth gave it courage, and answers to such questions.

use super::sending::{A_FORTNIGHT, A_WEEK, Sending, slug_of};
use super::{across, stories};
use crate::objects::audience::Addressing;
use crate::objects::{Document, activity, lineage as objects};
use crate::{Federation, Result};
use hearth_core::event::Event;
use hearth_core::ids::{AccountId, StoryId};
use hearth_core::lineage::{State, list};
use hearth_core::stories::show;

/// What is said of which story gave which one courage.
pub(super) async fn said(federation: &Federation, event: &Event) -> Result<Option<Sending>> {
    match *event {
        Event::InspirationOffered { story } => offered(federation, story).await,
        Event::InspirationAnswered { story, accepted } => answered(federation, story, accepted).await,
        Event::InspirationEnded { by, to, story, ref source_uri, ref offer_uri, ref accept_uri } => {
            let accept_uri = accept_uri.as_deref();
            ended(federation, Ended { by, to, story, source_uri, offer_uri, accept_uri }).await
        }
        _ => Ok(None),
    }
}

/// `Offer`, to whoever told the story that is named. Their server fetches the one that names it, so it stands in the
/// ledger.
async fn offered(federation: &Federation, story: StoryId) -> Result<Option<Sending>> {
    let link = list::link(&federation.core, story).await?.filter(|link| link.state() == State::Asked);
    let Some((link, other)) = link.and_then(|link| link.source_author.map(|other| (link, other))) else {
        return Ok(None);
    };
    if stories::told_here(federation, story).await?.is_none() {
        return Ok(None);
    }
    let Some((author, other)) = across(federation, link.author, other).await? else { return Ok(None) };
    let document = objects::offer(&link.offer_uri, &author, &other, &link.story_uri, &link.source_uri);
    let sending = Sending::to_one("offers", author.id, other.id, document).about(story, false);
    Ok(Some(sending.in_order(&link.offer_uri, A_WEEK)))
}

/// `Accept` or `Reject` of an Offer, to whoever made it.
async fn answered(federation: &Federation, story: StoryId, accepted: bool) -> Result<Option<Sending>> {
    let Some(link) = list::link(&federation.core, story).await? else { return Ok(None) };
    let (Some(member), Some(uri)) = (link.source_author, link.answer_uri.as_deref()) else { return Ok(None) };
    if link.state() != if accepted { State::Accepted } else { State::Declined } {
        return Ok(None);
    }
    let Some((member, author)) = across(federation, member, link.author).await? else { return Ok(None) };
    let offer = objects::offer(&link.offer_uri, &author, &member, &link.story_uri, &link.source_uri);
    let (kind, document) = match accepted {
        true => ("accepts", activity::accept(uri, &member, offer)),
        false => ("rejects", activity::reject(uri, &member, offer)),
    };
    let document = Addressing::one(&author).write(document);
    Ok(Some(Sending::to_one(kind, member.id, author.id, document).in_order(&link.offer_uri, A_FORTNIGHT)))
}

/// What was taken back, and by whom.
struct Ended<'a> {
    by: AccountId,
    to: AccountId,
    story: StoryId,
    source_uri: &'a str,
    offer_uri: &'a str,
    accept_uri: Option<&'a str>,
}

/// `Undo` of the Offer or of the Accept, to the other.
async fn ended(federation: &Federation, ended: Ended<'_>) -> Result<Option<Sending>> {
    let Some((by, to)) = across(federation, ended.by, ended.to).await? else { return Ok(None) };
    let Some(view) = show::load(&federation.core, ended.story).await? else { return Ok(None) };
    let (asks, asked) = if ended.accept_uri.is_some() { (&to, &by) } else { (&by, &to) };
    let offer = objects::offer(ended.offer_uri, asks, asked, &view.story.uri, ended.source_uri);
    let undone: Document = match ended.accept_uri {
        Some(uri) => activity::accept(uri, &by, offer),
        None => offer,
    };
    let undo = federation.core.here.activity_uri("undos", &slug_of(&[undone.get("id").unwrap_or_default()]));
    let document = activity::undo(&undo, &by, Addressing::one(&to), undone);
    Ok(Some(Sending::to_one("undos", by.id, to.id, document).in_order(ended.offer_uri, A_FORTNIGHT)))
}
