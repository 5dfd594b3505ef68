//! What arrives, worked off: one file per activity type.

mod accept;
mod add;
mod announce;
mod block;
mod community;
mod create;
mod delete;
mod elsewhere;
mod flag;
mod follow;
mod interaction_request;
mod like;
mod move_account;
mod offer;
mod quote_request;
mod reject;
mod said;
mod undo;
mod update;

use crate::origin::reading::kind;
use crate::resolve::{Freshness, account_within};
use crate::{Federation, Result};
use hearth_core::accounts::{Account, queries};
use hearth_core::interactions::Kind;
use hearth_core::stories::relevance;

pub use said::Said;

/// Does what an activity says, as far as whoever says it may. Kinds we do not know have no effect and are no error.
///
/// # Errors
/// Errors that pass mean: try again later.
pub async fn handle(federation: &Federation, said: Said) -> Result<()> {
    if !said.direct {
        return forwarded(federation, &said).await;
    }
    let Some(actor) = actor(federation, &said).await?.filter(|actor| actor.is_active() && !actor.is_local())
    else {
        return Ok(());
    };
    match kind(&said.activity) {
        "Follow" => follow::receive(federation, &said, &actor).await,
        "Accept" => accept::receive(federation, &said, &actor).await,
        "Reject" => reject::receive(federation, &said, &actor).await,
        "Undo" => undo::receive(federation, &said, &actor).await,
        "Create" => create::receive(federation, &said, &actor).await,
        "Update" => update::receive(federation, &said, &actor).await,
        "Delete" => delete::receive(federation, &said, &actor).await,
        "Announce" => announce::receive(federation, &said, &actor).await,
        "Like" | "EmojiReact" => like::receive(federation, &said, &actor).await,
        "Block" => block::receive(federation, &said, &actor).await,
        "Lock" => community::lock(federation, &said, &actor).await,
        "Move" => move_account::receive(federation, &said, &actor).await,
        "Flag" => flag::receive(federation, &said, &actor).await,
        "Add" => add::receive(federation, &said, &actor, true).await,
        "Remove" => add::receive(federation, &said, &actor, false).await,
        "ReplyRequest" => interaction_request::reply(federation, &said, &actor).await,
        "LikeRequest" => interaction_request::act(federation, &said, &actor, Kind::Like).await,
        "AnnounceRequest" => interaction_request::act(federation, &said, &actor, Kind::Boost).await,
        "Offer" => offer::receive(federation, &said, &actor).await,
        "QuoteRequest" => quote_request::receive(federation, &said, &actor).await,
        // A dislike is heard and not counted; likes are not either.
        "Dislike" => Ok(()),
        other => {
            tracing::debug!(kind = other, id = said.id, "dropped: not a kind that is known here");
            Ok(())
        }
    }
}

/// Who did it. Somebody who is not known here gets a row only if what they did is about something or somebody here:
/// strangers must not fill the tables by talking.
async fn actor(federation: &Federation, said: &Said) -> Result<Option<Account>> {
    let known = queries::by_uri(&federation.core, &said.actor).await?;
    if known.is_some() || !relevance::knows_any(&federation.core, &said.names()).await? {
        return Ok(known);
    }
    account_within(federation, &said.actor, Freshness::Known, &said.budget).await
}

/// Somebody else sent it: what they say is a hint to look at the origin, and no more.
async fn forwarded(federation: &Federation, said: &Said) -> Result<()> {
    match kind(&said.activity) {
        "Create" => create::look(federation, said).await,
        "Update" => update::look(federation, said).await,
        "Delete" => delete::look(federation, said).await,
        _ => Ok(()),
    }
}
