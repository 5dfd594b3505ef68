//! What communities of ours say: to forums, all that their members say.

use super::sending::{A_DAY, A_FORTNIGHT, A_WEEK, Dialect, LATER, Reach, Sending, slug_of};
use super::stories::{self, creation, edition, told_here};
use super::{outward, stewards, store};
use crate::objects::context::Context;
use crate::objects::note::{self, Replies};
use crate::objects::{activity, community as words};
use crate::{Federation, Result};
use hearth_core::accounts::Account;
use hearth_core::communities::queries;
use hearth_core::event::Event;
use hearth_core::ids::StoryId;
use hearth_core::stories::Outward;
use serde_json::Value;

/// What is said of an event beside what its author says.
pub(super) async fn said(federation: &Federation, event: &Event) -> Result<Vec<Sending>> {
    match *event {
        Event::StoryPublished { story } => told(federation, story, Told::Now).await,
        Event::StoryEdited { story } => told(federation, story, Told::Again).await,
        Event::StoryDeleted { story, .. } => deleted(federation, story).await,
        _ => stewards::decided(federation, event).await,
    }
}

/// Passes on, to forums, what somebody elsewhere said in a community of ours, as they said it.
///
/// # Errors
/// When Postgres fails.
pub(crate) async fn relay(
    federation: &Federation,
    story: StoryId,
    said: &str,
    activity: &Value,
) -> Result<()> {
    let Some(found) = outward(federation, story).await? else { return Ok(()) };
    let view = found.view();
    let Some(community) = view.community.as_deref().filter(|community| community.is_local()) else {
        return Ok(());
    };
    if !view.story.audience.is_open() || queries::is_removed(&federation.core, story).await? {
        return Ok(());
    }
    let mut activity = activity.clone();
    if let Some(object) = activity.as_object_mut() {
        object.remove("@context");
    }
    let sending = announced(federation, community, said, activity).in_order(&view.story.uri, A_WEEK);
    store::queue(federation, &sending).await
}

/// Passes on, to forums, what a steward of another server decided in a community of ours, as they said it.
///
/// # Errors
/// When Postgres fails.
pub(crate) async fn relay_decision(
    federation: &Federation,
    community: &Account,
    said: &str,
    activity: &Value,
) -> Result<()> {
    let known = queries::by_id(&federation.core, community.id).await?;
    if known.is_none_or(|known| !known.visibility.is_open()) {
        return Ok(());
    }
    let mut activity = activity.clone();
    if let Some(object) = activity.as_object_mut() {
        object.remove("@context");
    }
    let sending = announced(federation, community, said, activity).in_order(&community.uri, A_FORTNIGHT);
    store::queue(federation, &sending).await
}

/// Whether something is told or told anew.
#[derive(Clone, Copy)]
pub(super) enum Told {
    /// For the first time.
    Now,
    /// After a change.
    Again,
}

/// A story told or changed here, in a community of ours.
async fn told(federation: &Federation, id: StoryId, when: Told) -> Result<Vec<Sending>> {
    let Some(story) = told_here(federation, id).await? else { return Ok(Vec::new()) };
    let view = story.view();
    let Some(community) = view.community.clone().filter(|community| community.is_local()) else {
        return Ok(Vec::new());
    };
    if !view.story.audience.is_open() {
        return Ok(Vec::new());
    }
    let said = match when {
        Told::Now => Some(creation(federation, &story).uri),
        Told::Again => edition(federation, &story).map(|sending| sending.uri),
    };
    Ok(said.map(|said| passed_on(federation, &community, &story, &said, when)).into_iter().collect())
}

/// What a community of ours tells forums of a story that is told in it.
pub(super) fn passed_on(
    federation: &Federation,
    community: &Account,
    story: &Outward,
    said: &str,
    when: Told,
) -> Sending {
    let note = note::note(&federation.core.here, story, Replies::Address);
    let inner = match when {
        Told::Now => activity::create(said, story, note),
        Told::Again => activity::update(said, story, note),
    };
    announced(federation, community, said, inner).in_order(&story.view().story.uri, A_WEEK)
}

/// `Delete` by the author, passed on.
async fn deleted(federation: &Federation, id: StoryId) -> Result<Vec<Sending>> {
    let Some(story) = open(federation, id).await? else { return Ok(Vec::new()) };
    let view = story.view();
    let community = view.community.as_deref().filter(|community| community.is_local());
    let Some(community) = community.filter(|_| view.story.local) else { return Ok(Vec::new()) };
    let said = federation.core.here.activity_uri("deletes", stories::slug(&story));
    let inner = activity::delete(&said, &story);
    Ok(vec![announced(federation, community, &said, inner).in_order(&view.story.uri, A_FORTNIGHT)])
}

/// The community's word on what somebody `said`, for forums that follow it.
pub(super) fn announced(
    federation: &Federation,
    community: &Account,
    said: &str,
    inner: impl Into<Value>,
) -> Sending {
    let id = federation.core.here.activity_uri("announces", &slug_of(&[&community.uri, said]));
    let document = words::announce(&id, community, inner);
    let reach =
        Reach { followers_of: Some(community.id), wide: LATER, dialect: Dialect::Forums, ..Reach::default() };
    Sending { lifetime: A_DAY, ..Sending::new("announces", community.id, document, Context::Story, reach) }
}

/// A story that anyone may read; deleted ones too.
pub(super) async fn open(federation: &Federation, id: StoryId) -> Result<Option<Outward>> {
    Ok(outward(federation, id).await?.filter(|story| story.view().story.audience.is_open()))
}
