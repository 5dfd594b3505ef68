//! Stories told, changed and deleted here.

use super::apart::is_told_apart;
use super::sending::{A_FORTNIGHT, A_WEEK, AT_ONCE, Reach, SOON, Sending};
use super::{outward, store};
use crate::objects::audience::Addressing;
use crate::objects::context::Context;
use crate::objects::note::{self, Replies};
use crate::objects::{Document, activity};
use crate::{Federation, Result};
use hearth_core::ids::{AccountId, StoryId};
use hearth_core::stories::{Audience, Outward, StoryView, show};

/// `Create`, to followers (unless it is only for those mentioned) and to everybody mentioned.
pub(super) async fn published(federation: &Federation, id: StoryId) -> Result<Option<Sending>> {
    let story = told_here(federation, id).await?.filter(|story| !is_told_apart(story));
    Ok(story.map(|story| creation(federation, &story)))
}

/// The `Create` of a story, and whom it is for.
pub(super) fn creation(federation: &Federation, story: &Outward) -> Sending {
    let uri = create_uri(federation, story);
    let document = |note| activity::create(&uri, story, note);
    let mut reach = readers(story);
    reach.close = AT_ONCE;
    sending(federation, "creates", story, Replies::NONE, document, reach)
}

/// `Update`, to the same and to those who answered it, passed it on or liked it: their servers have it.
pub(super) async fn edited(federation: &Federation, id: StoryId) -> Result<Option<Sending>> {
    let story = told_here(federation, id).await?.filter(|story| !is_told_apart(story));
    Ok(story.and_then(|story| edition(federation, &story)))
}

/// The `Update` of a story that was changed, and whom it is for: of an open story every server that has it, of a
/// narrower one those whose readers it is for now, since what is new may be read by them alone.
pub(super) fn edition(federation: &Federation, story: &Outward) -> Option<Sending> {
    let at = story.view().story.edited_at?;
    let slug = format!("{}-{}", slug(story), at.timestamp_micros());
    let uri = federation.core.here.activity_uri("updates", &slug);
    let document = |note| activity::update(&uri, story, note);
    let acted_on = answered(story);
    let reach = Reach { acted_on, holders_of: acted_on, held: HAVE, ..readers(story) };
    Some(sending(federation, "updates", story, Replies::Address, document, reach))
}

/// `Delete`, to the servers that stand in the ledger, to those it names, and to those who answered it or passed it on:
/// nobody else is told that there was something. What was said of the story before is forgotten.
pub(super) async fn deleted(federation: &Federation, id: StoryId, holders: &[AccountId]) -> Result<()> {
    let Some(view) = show::load(&federation.core, id).await?.filter(|view| view.story.local) else {
        return Ok(());
    };
    let slug = view.story.slug.as_deref().unwrap_or_default();
    let uri = federation.core.here.activity_uri("deletes", slug);
    let mut reach = Reach { holders_of: Some(id), held: MAY_HAVE, wide: SOON, ..Reach::default() };
    let document = match Outward::of(view.clone()) {
        Some(story) => {
            let Reach { people, close, .. } = readers(&story);
            reach = Reach { people, close, acted_on: answered(&story), ..reach };
            reach.people.extend(holders);
            match is_told_apart(&story) {
                // It names nobody to anybody.
                true => activity::recall(&uri, &view.author, &view.story.uri, Addressing::default()),
                false => activity::delete(&uri, &story),
            }
        }
        // Folded away or narrowed before: whoever had it was asked then; this is for those who could not be.
        None => activity::recall(&uri, &view.author, &view.story.uri, Addressing::default()),
    };
    let sending = Sending::new("deletes", view.author.id, document, Context::Plain, reach);
    let sending = sending.about(id, view.story.audience.is_open()).in_order(&view.story.uri, A_FORTNIGHT);
    store::queue_all(federation, &[sending], Some(id)).await
}

/// Servers that took it, as the ledger says.
pub(super) const HAVE: &[i16] = &[0];
/// And those that may have it, or could not be asked for it.
pub(super) const MAY_HAVE: &[i16] = &[0, 4, 5];

/// Address of the `Create` of a story.
fn create_uri(federation: &Federation, story: &Outward) -> String {
    federation.core.here.activity_uri("creates", slug(story))
}

pub(super) async fn told_here(federation: &Federation, id: StoryId) -> Result<Option<Outward>> {
    let story = outward(federation, id).await?;
    let present = |story: &Outward| {
        let view = story.view();
        view.story.local && view.story.deleted_at.is_none() && view.author.is_active()
    };
    Ok(story.filter(present))
}

pub(super) fn sending(
    federation: &Federation,
    kind: &'static str,
    story: &Outward,
    replies: Replies<'_>,
    document: impl Fn(Document) -> Document,
    reach: Reach,
) -> Sending {
    let view = story.view();
    let note = note::note(&federation.core.here, story, replies);
    let nameless =
        note.get("name").is_some().then(|| document(note.clone().without("name")).into_bytes(Context::Story));
    let sending = Sending::new(kind, view.author.id, document(note), Context::Story, reach);
    // A reply told in a community is not found by its Create: readers who fetch what a community passes on would take it
    // for a boost.
    let found = view.community.is_none() || view.story.parent_uri.is_none();
    let sending = sending.about(view.story.id, view.story.audience.is_open() && found);
    Sending { nameless, ..sending }.in_order(&view.story.uri, A_WEEK)
}

/// Who is to have a story: nobody who may not read it.
pub(super) fn readers(story: &Outward) -> Reach {
    let view = story.view();
    let direct = matches!(view.story.audience, Audience::Direct | Audience::Circle | Audience::Members);
    Reach {
        followers_of: (!direct).then_some(view.author.id),
        wide: SOON,
        people: view.mentions.iter().map(|mention| mention.account.id).chain(elsewhere(view)).collect(),
        // Edits and deletions never go before the story itself; a direct story has no slower readers.
        close: if direct { AT_ONCE } else { SOON },
        unless_blocked_by: Some(view.author.id),
        ..Reach::default()
    }
}

/// The community of another server that a story is told in: it is theirs to pass on.
fn elsewhere(view: &StoryView) -> Option<AccountId> {
    view.community.as_ref().filter(|community| !community.is_local()).map(|community| community.id)
}

/// Those who answered an open story, passed it on or liked it have it; of a narrower one they are among the mentions or
/// followers anyway.
fn answered(story: &Outward) -> Option<StoryId> {
    let story = &story.view().story;
    story.audience.is_open().then_some(story.id)
}

pub(super) fn slug(story: &Outward) -> &str {
    story.view().story.slug.as_deref().unwrap_or_default()
}
