//! Turns an event into activities and the deliveries they need.

mod accounts;
mod answers;
pub(crate) mod apart;
mod boosts;
pub(crate) mod communities;
mod favourites;
mod follows;
mod lineage;
mod pins;
mod polls;
mod preview;
pub mod quotes;
mod reached;
mod readdressed;
mod reports;
mod restrictions;
mod sending;
mod stewards;
mod store;
mod stories;

use crate::{Federation, Mode, Result, peers};
use hearth_core::Error as CoreError;
use hearth_core::accounts::{Account, queries};
use hearth_core::event::Event;
use hearth_core::ids::{AccountId, StoryId};
use hearth_core::stories::{Outward, show};
use sending::Sending;

pub use preview::{Preview, Reached, SeenAs, preview};
pub(crate) use readdressed::recall;

/// Says to other servers what `event` means to them: builds the activity once, stores it, and queues one row per
/// inbox. The same event again adds nothing, because an activity's id follows from its event.
///
/// # Errors
/// When Postgres fails or a key cannot be read.
pub async fn federate(federation: &Federation, event: &Event) -> Result<()> {
    if federation.settings.mode == Mode::Off {
        return Ok(());
    }
    if let Event::AccountUpdated { account } | Event::AccountDeleted { account } = *event {
        federation.actors.forget(account);
    }
    if let Event::StoryAudienceChanged { story, from, at } = *event {
        return readdressed::changed(federation, story, from, at).await;
    }
    if let Event::StoryDeleted { story, ref holders } = *event {
        stories::deleted(federation, story, holders).await?;
    }
    if let Some(sending) = said(federation, event).await? {
        store::queue(federation, &sending).await?;
    }
    if let Event::Voted { account, story } = *event {
        polls::voted(federation, account, story).await?;
    }
    let mut more = apart::said(federation, event).await?;
    more.extend(communities::said(federation, event).await?);
    if let Event::Reported { report } = *event {
        more.extend(reports::reported(federation, report).await?);
    }
    if !more.is_empty() {
        store::queue_all(federation, &more, None).await?;
    }
    if let Event::FollowRequested { follower, followee, .. } = *event {
        for id in [follower, followee] {
            peers::meet(federation, id).await;
        }
    }
    Ok(())
}

/// What is said of an event; nothing where it concerns nobody elsewhere or was undone meanwhile. Only what happened
/// here is said from here.
async fn said(federation: &Federation, event: &Event) -> Result<Option<Sending>> {
    match *event {
        Event::StoryPublished { story } => stories::published(federation, story).await,
        Event::StoryEdited { story } => stories::edited(federation, story).await,
        Event::PollChanged { story, at } | Event::PollEnded { story, at } => {
            polls::tallied(federation, story, at).await
        }
        Event::Favourited { account, story } => favourites::liked(federation, account, story).await,
        Event::Unfavourited { account, story, ref uri } => {
            favourites::unliked(federation, account, story, uri).await
        }
        Event::Boosted { boost } => boosts::boosted(federation, boost).await,
        Event::Unboosted { account, story, ref uri, .. } => {
            boosts::unboosted(federation, account, story, uri).await
        }
        Event::FollowRequested { follower, followee, accepted } => {
            follows::requested(federation, follower, followee, accepted).await
        }
        Event::FollowAccepted { follower, followee } => {
            follows::accepted(federation, follower, followee).await
        }
        Event::FollowRejected { follower, followee, ref uri } => {
            follows::rejected(federation, follower, followee, uri).await
        }
        Event::FollowUndone { follower, followee, ref uri } => {
            follows::undone(federation, follower, followee, uri).await
        }
        Event::Blocked { blocker, blocked } => restrictions::blocked(federation, blocker, blocked).await,
        Event::Unblocked { blocker, blocked, ref uri } => {
            restrictions::unblocked(federation, blocker, blocked, uri).await
        }
        Event::Pinned { account, story, .. } => pins::pinned(federation, account, story).await,
        Event::Unpinned { account, story, .. } => pins::unpinned(federation, account, story).await,
        Event::AccountUpdated { account } => accounts::updated(federation, account).await,
        Event::AccountDeleted { account } => accounts::deleted(federation, account).await,
        Event::AccountMoved { account, target } => accounts::moved(federation, account, target).await,
        Event::QuoteRevoked { story, by, ref slug } => quotes::revoked(federation, story, by, slug).await,
        Event::Answered { interaction, accepted } => answers::said(federation, interaction, accepted).await,
        Event::InspirationOffered { .. }
        | Event::InspirationAnswered { .. }
        | Event::InspirationEnded { .. } => lineage::said(federation, event).await,
        // Said elsewhere; without signatures inside documents nobody could believe what we pass on of it.
        Event::FilmSent { .. }
        | Event::StoryReceived { .. }
        | Event::Rung { .. }
        | Event::StoryEditReceived { .. }
        | Event::StoryDeletionReceived { .. }
        | Event::MoveReceived { .. }
        // Several activities each, queued above.
        | Event::StoryAudienceChanged { .. }
        | Event::StoryDeleted { .. }
        | Event::Voted { .. }
        | Event::Reported { .. }
        | Event::StoryRemoved { .. }
        | Event::StoryRestored { .. }
        | Event::ThreadLocked { .. }
        | Event::MemberBanned { .. }
        | Event::StewardNamed { .. } => Ok(None),
    }
}

/// An account, if it is still there.
async fn account(federation: &Federation, id: AccountId) -> Result<Option<Account>> {
    match queries::by_id(&federation.core, id).await {
        Ok(account) => Ok(Some(account)),
        Err(CoreError::NotFound(_) | CoreError::Gone(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Two accounts, if one lives here and the other elsewhere: `(here, elsewhere)`.
async fn across(
    federation: &Federation,
    here: AccountId,
    there: AccountId,
) -> Result<Option<(Account, Account)>> {
    let found = (account(federation, here).await?, account(federation, there).await?);
    Ok(match found {
        (Some(here), Some(there)) if here.is_local() && !there.is_local() => Some((here, there)),
        _ => None,
    })
}

/// A story, if it is known and may leave this server; deleted ones too.
async fn outward(federation: &Federation, id: StoryId) -> Result<Option<Outward>> {
    Ok(show::load(&federation.core, id).await?.and_then(Outward::of))
}
