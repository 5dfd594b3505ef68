//! What communities of ours say: to forums all that happens in them, to members elsewhere what is theirs alone.

use super::sending::{A_DAY, A_FORTNIGHT, A_WEEK, Dialect, LATER, Reach, SOON, Sending, slug_of};
use super::stories::{self, creation, edition, is_for_members, told_here};
use super::{account, outward, store};
use crate::objects::context::Context;
use crate::objects::note::{self, Replies};
use crate::objects::{Document, activity, community as words};
use crate::{Federation, Result};
use hearth_core::accounts::Account;
use hearth_core::communities::queries;
use hearth_core::event::Event;
use hearth_core::ids::{AccountId, StoryId};
use hearth_core::stories::{Mention, Outward, StoryView};
use serde_json::Value;
use std::sync::Arc;

/// What is said of an event beside what its author says.
pub(super) async fn said(federation: &Federation, event: &Event) -> Result<Vec<Sending>> {
    match *event {
        Event::StoryPublished { story } => told(federation, story, Told::Now).await,
        Event::StoryEdited { story } => told(federation, story, Told::Again).await,
        Event::StoryDeleted { story, .. } => deleted(federation, story).await,
        Event::StoryRemoved { community, story, by } => {
            removed(federation, (community, by), story, true).await
        }
        Event::StoryRestored { community, story, by } => {
            removed(federation, (community, by), story, false).await
        }
        Event::ThreadLocked { community, story, by, locked } => {
            let Some(found) = parties(federation, community, by).await? else { return Ok(Vec::new()) };
            let Some(story) = open(federation, story).await? else { return Ok(Vec::new()) };
            let uri = &story.view().story.uri;
            Ok(found.decided(federation, "locks", uri, locked, |id, by, of| words::lock(id, by, of, uri)))
        }
        Event::MemberBanned { community, account: whom, by, banned } => {
            let Some(found) = parties(federation, community, by).await? else { return Ok(Vec::new()) };
            let Some(whom) = account(federation, whom).await? else { return Ok(Vec::new()) };
            let block = |id: &str, by: &Account, of: &Account| words::block(id, by, of, &whom);
            Ok(found.decided(federation, "blocks", &whom.uri, banned, block))
        }
        _ => Ok(Vec::new()),
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

#[derive(Clone, Copy)]
enum Told {
    Now,
    Again,
}

/// A story told or changed here, in a community of ours.
async fn told(federation: &Federation, id: StoryId, when: Told) -> Result<Vec<Sending>> {
    let Some(story) = told_here(federation, id).await? else { return Ok(Vec::new()) };
    let view = story.view();
    let Some(community) = view.community.clone().filter(|community| community.is_local()) else {
        return Ok(Vec::new());
    };
    if is_for_members(&story) {
        return for_members(federation, &story, &community, when).await;
    }
    if !view.story.audience.is_open() {
        return Ok(Vec::new());
    }
    let here = &federation.core.here;
    let said = match when {
        Told::Now => Some(creation(federation, &story).uri),
        Told::Again => edition(federation, &story).map(|sending| sending.uri),
    };
    let Some(said) = said else { return Ok(Vec::new()) };
    let note = note::note(here, &story, Replies::Address);
    let inner = match when {
        Told::Now => activity::create(&said, &story, note),
        Told::Again => activity::update(&said, &story, note),
    };
    Ok(vec![announced(federation, &community, &said, inner).in_order(&view.story.uri, A_WEEK)])
}

/// To each server of members the same story, addressed to its own members by name and to nobody else's: Mastodon shows
/// it to those, and no server learns who else is in.
async fn for_members(
    federation: &Federation,
    story: &Outward,
    community: &Account,
    when: Told,
) -> Result<Vec<Sending>> {
    let members = queries::members_elsewhere(&federation.core, community.id).await?;
    let mut sendings = Vec::new();
    for of_host in members.chunk_by(|one, other| one.host == other.host) {
        let mentions =
            of_host.iter().map(|member| Mention { account: Arc::new(member.clone()), silent: true });
        let view = StoryView { mentions: mentions.collect(), ..story.view().clone() };
        let Some(copy) = Outward::of(Arc::new(view)) else { continue };
        let sending = match when {
            Told::Now => Some(creation(federation, &copy)),
            Told::Again => edition(federation, &copy),
        };
        let host = of_host.first().and_then(|member| member.host.as_deref()).unwrap_or_default();
        if let Some(mut sending) = sending {
            // The activity is the same; its row is each server's own.
            sending.uri = format!("{}#{}", sending.uri, slug_of(&[host]));
            // Only members of now: whoever left is told nothing more.
            sending.reach.holders_of = None;
            sendings.push(sending);
        }
    }
    Ok(sendings)
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

/// A removal in its messages: the steward's `Delete` to forums, the author's own where the author is ours; the boost is
/// undone by an event of its own. Or all of it taken back.
async fn removed(
    federation: &Federation,
    (community, by): (AccountId, AccountId),
    id: StoryId,
    gone: bool,
) -> Result<Vec<Sending>> {
    let Some(found) = parties(federation, community, by).await? else { return Ok(Vec::new()) };
    let Some(story) = open(federation, id).await? else { return Ok(Vec::new()) };
    let uri = story.view().story.uri.clone();
    let delete = |id: &str, by: &Account, of: &Account| words::removal(id, by, of, &uri, "");
    let mut sendings = found.decided(federation, "deletes", &uri, gone, delete);
    if story.view().story.local && gone {
        let slug = federation.core.chance.slug();
        let own = federation.core.here.activity_uri("deletes", &slug);
        let document = activity::delete(&own, &story);
        let reach = Reach {
            holders_of: Some(id),
            held: stories::MAY_HAVE,
            wide: SOON,
            people: story.view().mentions.iter().map(|mention| mention.account.id).collect(),
            close: SOON,
            ..Reach::default()
        };
        let sending = Sending::new("deletes", story.view().author.id, document, Context::Plain, reach);
        sendings.push(sending.about(id, true).in_order(&uri, A_FORTNIGHT));
    }
    Ok(sendings)
}

/// A community of ours and one of its stewards.
struct Parties {
    community: Account,
    steward: Account,
}

async fn parties(
    federation: &Federation,
    community: AccountId,
    steward: AccountId,
) -> Result<Option<Parties>> {
    let found = (account(federation, community).await?, account(federation, steward).await?);
    Ok(match found {
        (Some(community), Some(steward)) if community.is_local() => Some(Parties { community, steward }),
        _ => None,
    })
}

impl Parties {
    /// A steward's decision, or its `Undo`, told to forums.
    fn decided(
        &self,
        federation: &Federation,
        kind: &str,
        about: &str,
        holds: bool,
        document: impl Fn(&str, &Account, &Account) -> Document,
    ) -> Vec<Sending> {
        let here = &federation.core.here;
        // The same may be decided again, so the ids cannot follow from what it is about.
        let id = here.activity_uri(kind, &federation.core.chance.slug());
        let inner = document(&id, &self.steward, &self.community);
        let inner = match holds {
            true => inner,
            false => words::undo(
                &here.activity_uri("undos", &federation.core.chance.slug()),
                &self.steward,
                &self.community,
                inner,
            ),
        };
        vec![announced(federation, &self.community, &id, inner).in_order(about, A_FORTNIGHT)]
    }
}

/// The community's word on what somebody `said`, for forums that follow it.
fn announced(federation: &Federation, community: &Account, said: &str, inner: impl Into<Value>) -> Sending {
    let id = federation.core.here.activity_uri("announces", &slug_of(&[&community.uri, said]));
    let document = words::announce(&id, community, inner);
    let reach =
        Reach { followers_of: Some(community.id), wide: LATER, dialect: Dialect::Forums, ..Reach::default() };
    Sending { lifetime: A_DAY, ..Sending::new("announces", community.id, document, Context::Story, reach) }
}

/// A story that anyone may read; deleted ones too.
async fn open(federation: &Federation, id: StoryId) -> Result<Option<Outward>> {
    Ok(outward(federation, id).await?.filter(|story| story.view().story.audience.is_open()))
}
