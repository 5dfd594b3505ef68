//! Stories for some by name, who are not to learn of each other: those of a circle, and those of members of a community.
//! Each server is told of its own people alone; Mastodon shows such a story to those among them who follow.

use super::sending::{Only, Reach, Sending, slug_of};
use super::stories::{creation, edition, told_here};
use crate::{Federation, Result};
use hearth_core::accounts::Account;
use hearth_core::communities::queries;
use hearth_core::event::Event;
use hearth_core::stories::{Audience, Mention, Outward, StoryView};
use std::sync::Arc;

/// A story as one server is told of it.
pub(crate) struct Copy {
    /// The server.
    pub(crate) host: String,
    /// The story, addressed to those of its people whom it is for.
    pub(crate) story: Outward,
}

/// Whether a story is told to each server apart.
pub(crate) fn is_told_apart(story: &Outward) -> bool {
    let view = story.view();
    match view.story.audience {
        Audience::Circle => true,
        Audience::Members => view.community.as_ref().is_some_and(|community| community.is_local()),
        _ => false,
    }
}

/// What is said of an event in a story that is told to each server apart.
pub(super) async fn said(federation: &Federation, event: &Event) -> Result<Vec<Sending>> {
    let (story, say): (_, fn(&Federation, &Outward) -> Option<Sending>) = match *event {
        Event::StoryPublished { story } => (story, |federation, story| Some(creation(federation, story))),
        Event::StoryEdited { story } => (story, edition),
        _ => return Ok(Vec::new()),
    };
    let Some(story) = told_here(federation, story).await?.filter(is_told_apart) else {
        return Ok(Vec::new());
    };
    let copies = copies(federation, &story).await?;
    Ok(copies.iter().filter_map(|copy| Some(copy.sent(say(federation, &copy.story)?))).collect())
}

/// The copies of a story that is told to each server apart, by server.
pub(crate) async fn copies(federation: &Federation, story: &Outward) -> Result<Vec<Copy>> {
    let mut readers = silent(federation, story).await?;
    readers.sort_by(|one, other| (&one.host, one.id.0).cmp(&(&other.host, other.id.0)));
    let copies = readers.chunk_by(|one, other| one.host == other.host).filter_map(|of_host| {
        let host = of_host.first()?.host.clone()?;
        Some(Copy { story: addressed(story, of_host)?, host })
    });
    Ok(copies.collect())
}

/// The story as the server of `reader`, who may read it, is told of it; others as they are.
pub(crate) async fn as_told_to(
    federation: &Federation,
    story: Outward,
    reader: &Account,
) -> Result<Option<Outward>> {
    if !is_told_apart(&story) {
        return Ok(Some(story));
    }
    let mut readers = silent(federation, &story).await?;
    readers.retain(|one| one.host == reader.host);
    Ok(addressed(&story, &readers))
}

/// Those elsewhere whom a story is for.
async fn silent(federation: &Federation, story: &Outward) -> Result<Vec<Arc<Account>>> {
    let view = story.view();
    if let (Audience::Members, Some(community)) = (view.story.audience, &view.community) {
        let members = queries::members_elsewhere(&federation.core, community.id).await?;
        return Ok(members.into_iter().map(Arc::new).collect());
    }
    let all = view.mentions.iter().map(|mention| mention.account.clone());
    Ok(all.filter(|account| !account.is_local()).collect())
}

/// The story, addressed to these and to whom its text names.
fn addressed(story: &Outward, readers: &[Arc<Account>]) -> Option<Outward> {
    let named = story.view().mentions.iter().filter(|mention| !mention.silent).cloned();
    let mut mentions: Vec<Mention> = named.collect();
    for account in readers {
        if !mentions.iter().any(|mention| mention.account.id == account.id) {
            mentions.push(Mention { account: account.clone(), silent: true });
        }
    }
    Outward::of(Arc::new(StoryView { mentions, ..story.view().clone() }))
}

impl Copy {
    /// `sending` of this copy, for its own server alone.
    pub(super) fn sent(&self, sending: Sending) -> Sending {
        let mentions = self.story.view().mentions.iter();
        let people = mentions.filter(|mention| mention.account.host.as_ref() == Some(&self.host));
        let reach = Reach {
            people: people.map(|mention| mention.account.id).collect(),
            // Those it is for now: whoever is not any more is told nothing new.
            holders_of: None,
            acted_on: None,
            ..sending.reach
        };
        // The activity is the same everywhere; its row is each server's own.
        let uri = format!("{}#{}", sending.uri, slug_of(&[&self.host]));
        Sending { uri, reach, ..sending }
    }

    /// The same, for those of its people whose server has the story already, or has not.
    pub(super) fn only(&self, sending: Sending, only: Only) -> Sending {
        let sending = self.sent(sending);
        Sending { reach: Reach { only, ..sending.reach }, ..sending }
    }
}
