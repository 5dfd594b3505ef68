//! What the stewards of communities of ours decide, told to forums (FEP-1b12): their own words, which the community
//! announces. Microblogs know no stewards: they hear the consequences alone.

use super::apart::is_told_apart;
use super::communities::{Told, announced, open, passed_on};
use super::sending::{A_FORTNIGHT, A_WEEK, Only, Reach, Sending};
use super::stories::{creation, told_here};
use super::{account, readdressed};
use crate::objects::{Document, community as words};
use crate::routes::actors;
use crate::{Federation, Result};
use hearth_core::accounts::Account;
use hearth_core::communities::queries;
use hearth_core::event::Event;
use hearth_core::ids::{AccountId, StoryId};

/// What is said of a steward's decision. In communities that not everybody may read it stays between those concerned.
pub(super) async fn decided(federation: &Federation, event: &Event) -> Result<Vec<Sending>> {
    match *event {
        Event::StoryRemoved { community, story, by } => removed(federation, (community, by), story).await,
        Event::StoryRestored { community, story, by } => restored(federation, (community, by), story).await,
        Event::ThreadLocked { community, story, by, locked } => {
            about_story(federation, (community, by), story, |one, uri| {
                one.decided("locks", uri, locked, |id, by, of| words::lock(id, by, of, uri))
            })
            .await
        }
        Event::Pinned { account, story, by: Some(by) } => {
            pinned(federation, (account, by), story, true).await
        }
        Event::Unpinned { account, story, by: Some(by) } => {
            pinned(federation, (account, by), story, false).await
        }
        Event::MemberBanned { community, account, by, banned } => {
            barred(federation, (community, by), account, banned).await
        }
        Event::StewardNamed { community, account, by, named } => {
            appointed(federation, (community, by), account, named).await
        }
        Event::AccountUpdated { account } => updated(federation, account).await,
        _ => Ok(Vec::new()),
    }
}

/// A removal in its messages: the steward's `Delete`, with why, to forums; the author's own to whoever has the story,
/// where the author is ours; the boost is undone by an event of its own.
async fn removed(
    federation: &Federation,
    parties: (AccountId, AccountId),
    id: StoryId,
) -> Result<Vec<Sending>> {
    let why = queries::reason_of(&federation.core, id).await?;
    let mut sendings = about_story(federation, parties, id, |one, uri| {
        one.decided("deletes", uri, true, |id, by, of| words::removal(id, by, of, uri, &why))
    })
    .await?;
    sendings.extend(readdressed::asked_back(federation, id).await?);
    Ok(sendings)
}

/// A story of ours is told anew, since others deleted it as they were asked; of other stories the `Delete` is undone.
async fn restored(
    federation: &Federation,
    parties: (AccountId, AccountId),
    id: StoryId,
) -> Result<Vec<Sending>> {
    let Some(story) = told_here(federation, id).await? else {
        return about_story(federation, parties, id, |one, uri| {
            one.decided("deletes", uri, false, |id, by, of| words::removal(id, by, of, uri, ""))
        })
        .await;
    };
    if is_told_apart(&story) {
        return readdressed::told_anew(federation, &story, true, federation.core.now()).await;
    }
    let create = creation(federation, &story);
    let mut sendings = Vec::new();
    if let Some(one) = Parties::of(federation, parties).await? {
        sendings.push(passed_on(federation, &one.community, &story, &create.uri, Told::Now));
    }
    let reach = Reach { only: Only::Anew, ..create.reach };
    sendings.push(Sending { reach, ..create });
    Ok(sendings)
}

async fn pinned(
    federation: &Federation,
    parties: (AccountId, AccountId),
    id: StoryId,
    added: bool,
) -> Result<Vec<Sending>> {
    about_story(federation, parties, id, |one, uri| {
        let kind = if added { "adds" } else { "removes" };
        one.decided(kind, uri, true, |id, by, of| words::feature(id, added, by, of, uri))
    })
    .await
}

async fn barred(
    federation: &Federation,
    parties: (AccountId, AccountId),
    whom: AccountId,
    banned: bool,
) -> Result<Vec<Sending>> {
    let Some(one) = Parties::of(federation, parties).await? else { return Ok(Vec::new()) };
    let standing = queries::member(&federation.core, parties.0, whom).await?;
    let (why, until) = standing.map(|one| (one.reason, one.banned_until)).unwrap_or_default();
    let Some(whom) = account(federation, whom).await? else { return Ok(Vec::new()) };
    Ok(one.decided("blocks", &whom.uri, banned, |id, by, of| words::block(id, (by, of), &whom, &why, until)))
}

async fn appointed(
    federation: &Federation,
    parties: (AccountId, AccountId),
    who: AccountId,
    named: bool,
) -> Result<Vec<Sending>> {
    let Some(one) = Parties::of(federation, parties).await? else { return Ok(Vec::new()) };
    let Some(who) = account(federation, who).await? else { return Ok(Vec::new()) };
    let kind = if named { "adds" } else { "removes" };
    Ok(one.decided(kind, &who.uri, true, |id, by, of| words::moderator(id, named, by, of, &who)))
}

/// Forums take news of a community from those who look after it: they hear it in the name of the one
/// who does so longest.
async fn updated(federation: &Federation, id: AccountId) -> Result<Vec<Sending>> {
    let stewards = queries::stewards(&federation.core, id).await?;
    let Some(steward) = stewards.into_iter().find(Account::is_local) else { return Ok(Vec::new()) };
    let Some(one) = Parties::of(federation, (id, steward.id)).await? else { return Ok(Vec::new()) };
    let group = actors::document(&federation.core, &one.community).await?;
    let mut sendings = one
        .decided("updates", &one.community.uri, true, |id, by, of| words::update(id, by, of, group.clone()));
    for sending in &mut sendings {
        sending.lifetime = A_WEEK;
    }
    Ok(sendings)
}

/// Says something of a story that anyone may read, in a community of ours.
async fn about_story(
    federation: &Federation,
    parties: (AccountId, AccountId),
    id: StoryId,
    say: impl FnOnce(&Parties<'_>, &str) -> Vec<Sending>,
) -> Result<Vec<Sending>> {
    let Some(one) = Parties::of(federation, parties).await? else { return Ok(Vec::new()) };
    let Some(story) = open(federation, id).await? else { return Ok(Vec::new()) };
    Ok(say(&one, &story.view().story.uri))
}

/// A community of ours that anyone may read, and one of its stewards.
struct Parties<'a> {
    federation: &'a Federation,
    community: Account,
    steward: Account,
}

impl<'a> Parties<'a> {
    async fn of(
        federation: &'a Federation,
        (community, steward): (AccountId, AccountId),
    ) -> Result<Option<Self>> {
        let found = queries::by_id(&federation.core, community).await?;
        let Some(community) = found.filter(|found| found.visibility.is_open()) else { return Ok(None) };
        // What stewards elsewhere said is passed on as they said it, where it arrives.
        let steward = account(federation, steward).await?.filter(Account::is_local);
        Ok(steward.map(|steward| Self { federation, community: community.account, steward }))
    }

    /// The decision, or its `Undo`, as the community announces it.
    fn decided(
        &self,
        kind: &str,
        about: &str,
        holds: bool,
        document: impl Fn(&str, &Account, &Account) -> Document,
    ) -> Vec<Sending> {
        let here = &self.federation.core.here;
        // The same may be decided again, so the ids cannot follow from what it is about.
        let name = |kind: &str| here.activity_uri(kind, &self.federation.core.chance.slug());
        let id = name(kind);
        let inner = document(&id, &self.steward, &self.community);
        let inner = match holds {
            true => inner,
            false => words::undo(&name("undos"), &self.steward, &self.community, inner),
        };
        vec![announced(self.federation, &self.community, &id, inner).in_order(about, A_FORTNIGHT)]
    }
}
