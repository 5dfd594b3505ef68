//! Stories told, changed and deleted here.

use super::sending::{A_FORTNIGHT, A_WEEK, AT_ONCE, Reach, SOON, Sending};
use super::{outward, store};
use crate::objects::context::Context;
use crate::objects::note::{self, Replies};
use crate::objects::{Document, activity};
use crate::{Federation, Result};
use hearth_core::ids::{AccountId, StoryId};
use hearth_core::stories::{Audience, Outward};

/// `Create`, to followers (unless it is only for those mentioned) and to everybody mentioned.
pub(super) async fn published(federation: &Federation, id: StoryId) -> Result<Option<Sending>> {
    let Some(story) = told_here(federation, id).await? else { return Ok(None) };
    let uri = create_uri(federation, &story);
    let document = |note| activity::create(&uri, &story, note);
    let mut reach = readers(&story);
    reach.close = AT_ONCE;
    Ok(Some(sending(federation, "creates", &story, Replies::NONE, document, reach)))
}

/// `Update`, to the same and to those who answered or passed it on.
pub(super) async fn edited(federation: &Federation, id: StoryId) -> Result<Option<Sending>> {
    let Some(story) = told_here(federation, id).await? else { return Ok(None) };
    let Some(at) = story.view().story.edited_at else { return Ok(None) };
    let slug = format!("{}-{}", slug(&story), at.timestamp_micros());
    let uri = federation.core.here.activity_uri("updates", &slug);
    let document = |note| activity::update(&uri, &story, note);
    let reach = Reach { acted_on: answered(&story), ..readers(&story) };
    Ok(Some(sending(federation, "updates", &story, Replies::Address, document, reach)))
}

/// `Delete`, to everybody who may have it. What was said of the story before is forgotten.
pub(super) async fn deleted(
    federation: &Federation,
    id: StoryId,
    holders: &[AccountId],
) -> Result<Option<Sending>> {
    store::forget_story(&federation.core, id).await?;
    let Some(story) = outward(federation, id).await?.filter(|story| story.view().story.local) else {
        return Ok(None);
    };
    let uri = federation.core.here.activity_uri("deletes", slug(&story));
    let mut reach = Reach { acted_on: answered(&story), unless_blocked_by: None, ..readers(&story) };
    reach.people.extend(holders);
    let view = story.view();
    let document = activity::delete(&uri, &story);
    let sending = Sending::new("deletes", view.author.id, document, Context::Plain, reach);
    let open = view.story.audience.is_open();
    Ok(Some(sending.about(id, open).in_order(&view.story.uri, A_FORTNIGHT)))
}

/// Address of the `Create` of a story.
fn create_uri(federation: &Federation, story: &Outward) -> String {
    federation.core.here.activity_uri("creates", slug(story))
}

async fn told_here(federation: &Federation, id: StoryId) -> Result<Option<Outward>> {
    let story = outward(federation, id).await?;
    let present = |story: &Outward| {
        let view = story.view();
        view.story.local && view.story.deleted_at.is_none() && view.author.is_active()
    };
    Ok(story.filter(present))
}

fn sending(
    federation: &Federation,
    kind: &'static str,
    story: &Outward,
    replies: Replies<'_>,
    document: impl Fn(Document) -> Document,
    reach: Reach,
) -> Sending {
    let view = story.view();
    let note = note::note(&federation.core.here, story, replies);
    let nameless = (!view.story.title.is_empty())
        .then(|| document(note.clone().without("name")).into_bytes(Context::Story));
    let sending = Sending::new(kind, view.author.id, document(note), Context::Story, reach);
    let sending = sending.about(view.story.id, view.story.audience.is_open());
    Sending { nameless, ..sending }.in_order(&view.story.uri, A_WEEK)
}

/// Who is to have a story: nobody who may not read it.
fn readers(story: &Outward) -> Reach {
    let view = story.view();
    let direct = matches!(view.story.audience, Audience::Direct | Audience::Circle);
    Reach {
        followers_of: (!direct).then_some(view.author.id),
        wide: SOON,
        people: view.mentions.iter().map(|mention| mention.account.id).collect(),
        // Edits and deletions never go before the story itself; a direct story has no slower readers.
        close: if direct { AT_ONCE } else { SOON },
        unless_blocked_by: Some(view.author.id),
        ..Reach::default()
    }
}

/// Those who answered an open story or passed it on have it; of a narrower one they are among the mentions or
/// followers anyway.
fn answered(story: &Outward) -> Option<StoryId> {
    let story = &story.view().story;
    story.audience.is_open().then_some(story.id)
}

fn slug(story: &Outward) -> &str {
    story.view().story.slug.as_deref().unwrap_or_default()
}
