//! The undo window closes, or a planned time comes: what waited is told.

use super::list::{Kept, show};
use crate::accounts::{Account, queries};
use crate::ids::{AccountId, DraftId, StoryId};
use crate::schema::drafts;
use crate::stories::publish::{self, Ready};
use crate::{Core, Error, Result};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// How many are told in one round.
const BATCH: i64 = 100;

/// Tells what is due; clock-driven. What can no longer be told becomes a draft again that says why. Answers how many
/// were worked off.
///
/// # Errors
/// When Postgres fails; what is left is told in the next round.
pub async fn due(core: &Core) -> Result<u64> {
    let mut conn = core.db.conn().await?;
    let due = drafts::table
        .filter(drafts::release_at.le(core.now()))
        .order(drafts::release_at)
        .limit(BATCH)
        .select((drafts::id, drafts::account_id))
        .load::<(DraftId, AccountId)>(&mut conn)
        .await?;
    drop(conn);
    let mut done = 0;
    for (draft, account) in due {
        match release(core, account, draft).await {
            Ok(_) => {}
            Err(error) if error.passes() => return Err(error),
            Err(error) => give_back(core, draft, &error).await?,
        }
        done += 1;
    }
    Ok(done)
}

async fn release(core: &Core, account: AccountId, draft: DraftId) -> Result<Option<StoryId>> {
    let kept = match show(core, account, draft).await {
        // Taken back, thrown away or told by another process meanwhile.
        Err(Error::NotFound(_)) => return Ok(None),
        kept => kept?,
    };
    if kept.release_at.is_none_or(|at| at > core.now()) {
        return Ok(None);
    }
    let author = queries::by_id(core, account).await?;
    let ready = publish::ready(core, &author, kept.draft.clone()).await?.under(kept.slug.clone());
    match tell(core, &author, &kept, &ready).await {
        Ok(story) => Ok(Some(story)),
        Err(Error::Conflict(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Tells a kept draft, exactly as it was when it was read: the draft is gone if and only if the story is there. A second
/// one that tries waits here, and finds nothing to tell.
///
/// # Errors
/// Those of [`publish::publish`]; [`Error::Conflict`] when the draft is not there any more as it was.
pub(super) async fn tell(core: &Core, author: &Account, kept: &Kept, ready: &Ready) -> Result<StoryId> {
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        let gone = diesel::delete(drafts::table.find(kept.id.0))
            .filter(drafts::updated_at.eq(kept.updated_at))
            .filter(drafts::release_at.is_not_distinct_from(kept.release_at))
            .execute(tx)
            .await?;
        if gone == 0 {
            return Err(super::wait::changed());
        }
        publish::tell(core, tx, author, ready).await
    })
    .await
}

async fn give_back(core: &Core, draft: DraftId, error: &Error) -> Result<()> {
    tracing::info!(%draft, %error, "what waited cannot be told; it is a draft again");
    let mut conn = core.db.conn().await?;
    diesel::update(drafts::table.find(draft.0))
        .filter(drafts::release_at.le(core.now()))
        .set((
            drafts::release_at.eq(None::<DateTime<Utc>>),
            drafts::scheduled_at.eq(None::<DateTime<Utc>>),
            drafts::problem.eq(error.to_string()),
        ))
        .execute(&mut conn)
        .await?;
    Ok(())
}
