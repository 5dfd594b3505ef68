//! Boosts made and taken back here.

use super::sending::{A_DAY, A_FORTNIGHT, Dialect, LATER, Reach, Sending, slug_of};
use super::{account, outward, store};
use crate::objects::activity;
use crate::objects::audience::Addressing;
use crate::objects::context::Context;
use crate::{Federation, Result};
use hearth_core::Error as CoreError;
use hearth_core::accounts::{Account, AccountKind};
use hearth_core::ids::{AccountId, BoostId, StoryId};
use hearth_core::stories::{Audience, Outward, boost};

/// `Announce`, to the booster's followers and the author.
pub(super) async fn boosted(federation: &Federation, id: BoostId) -> Result<Option<Sending>> {
    let (boost, story) = match boost::by_id(&federation.core, id).await {
        Ok(found) => found,
        Err(CoreError::NotFound(_) | CoreError::Gone(_)) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let Some(story) = outward(federation, story).await?.filter(may_be_passed_on) else { return Ok(None) };
    if !boost.booster.is_local() || story.view().story.deleted_at.is_some() {
        return Ok(None);
    }
    let document = activity::announce(&boost, &story);
    let booster = boost.booster.id;
    let reach = reach(&boost.booster, &story);
    let sending = Sending::new("announces", booster, document, Context::Plain, reach);
    let public = boost.audience.is_open() && story.view().story.audience.is_open();
    // Whoever is told of one of ours fetches it, so it stands in the ledger.
    let told = Some(story.view().story.id).filter(|_| story.view().story.local);
    Ok(Some(Sending { public, story: told, ..sending }.in_order(&boost.uri, A_DAY)))
}

/// `Undo` of an `Announce`, to the same.
pub(super) async fn unboosted(
    federation: &Federation,
    id: AccountId,
    story: StoryId,
    uri: &str,
) -> Result<Option<Sending>> {
    let Some(booster) = account(federation, id).await?.filter(|account| account.is_local()) else {
        return Ok(None);
    };
    store::withdraw(&federation.core, uri).await?;
    let Some(story) = outward(federation, story).await? else { return Ok(None) };
    let announce = activity::announce_undone(uri, &booster, &story);
    let undo = federation.core.here.activity_uri("undos", &slug_of(&[uri]));
    // Whom it was addressed to is gone with it; this names no more than those who get it.
    let addressing = Addressing::of_boost(&booster, &story.view().author, Audience::Followers);
    let document = activity::undo(&undo, &booster, addressing, announce);
    let sending = Sending::new("undos", id, document, Context::Plain, reach(&booster, &story));
    Ok(Some(sending.in_order(uri, A_FORTNIGHT)))
}

/// Open stories, and own ones that followers may read: core refuses the rest, and so does this.
fn may_be_passed_on(story: &Outward) -> bool {
    let story = &story.view().story;
    story.audience.is_open() || (story.local && story.audience == Audience::Followers)
}

/// What a community passes on goes to its followers alone, and where forums are read it is told otherwise
/// ([`super::communities`]).
fn reach(booster: &Account, story: &Outward) -> Reach {
    let community = booster.kind == AccountKind::Group;
    Reach {
        followers_of: Some(booster.id),
        wide: LATER,
        people: if community { Vec::new() } else { vec![story.view().author.id] },
        close: LATER,
        dialect: if community { Dialect::Others } else { Dialect::Any },
        ..Reach::default()
    }
}
