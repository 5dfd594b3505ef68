//! A member leaves for good.

use super::erase;
use crate::accounts::{Account, AccountKind};
use crate::event::{self, Event};
use crate::journeys::queries as journeys;
use crate::schema::accounts;
use crate::{Core, Error, Result};
use diesel::prelude::*;
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// Deletes a local account: stories become tombstones, follows end, tokens are revoked, `AccountDeleted` is recorded;
/// name stays taken, actor answers 410. Nothing more happens when it was deleted before.
///
/// # Errors
/// [`Error::Forbidden`] for accounts of other servers and for the server's own.
pub async fn delete(core: &Core, account: &Account) -> Result<()> {
    if !account.is_local() || account.kind == AccountKind::Application {
        return Err(Error::Forbidden("only accounts of members can be deleted here"));
    }
    // Nobody goes on with them.
    for journey in journeys::of_author(core, account.id).await? {
        end(core, &journey.account).await?;
    }
    end(core, account).await
}

async fn end(core: &Core, account: &Account) -> Result<()> {
    let mut conn = core.db.conn().await?;
    let stories = conn
        .transaction(async |tx| {
            let standing = accounts::table
                .find(account.id)
                .filter(accounts::gone_at.is_null())
                .select(accounts::id)
                .for_update()
                .first::<i64>(tx)
                .await
                .optional()?;
            if standing.is_none() {
                return Ok(Vec::new());
            }
            let stories = erase::erase(core, tx, account.id).await?;
            event::record(core, tx, &Event::AccountDeleted { account: account.id }).await?;
            Ok::<_, Error>(stories)
        })
        .await?;
    erase::forget(core, account.id, &stories);
    Ok(())
}
