//! Browsers in which a member signed in before: their tries count apart, so that strangers who guess at an account do not
//! keep its owner out.

use crate::ids::AccountId;
use crate::schema::devices;
use crate::{Core, Result, secret};
use chrono::TimeDelta;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// For how long a browser is known after its last sign-in.
const LIFE: TimeDelta = TimeDelta::days(400);

/// Remembers a browser; answers the text that it is to keep.
///
/// # Errors
/// When Postgres fails.
pub async fn remember(core: &Core, account: AccountId) -> Result<String> {
    let text = secret::fresh(core);
    let mut conn = core.db.conn().await?;
    diesel::insert_into(devices::table)
        .values((
            devices::hash.eq(secret::hash(&text).to_vec()),
            devices::account_id.eq(account.0),
            devices::seen_at.eq(core.now()),
        ))
        .execute(&mut conn)
        .await?;
    Ok(text)
}

/// Whether this member signed in with this browser before.
///
/// # Errors
/// When Postgres fails.
pub async fn knows(core: &Core, account: AccountId, text: &str) -> Result<bool> {
    let mut conn = core.db.conn().await?;
    let known = devices::table
        .find(secret::hash(text).to_vec())
        .filter(devices::account_id.eq(account.0))
        .filter(devices::seen_at.gt(core.now() - LIFE));
    Ok(diesel::select(diesel::dsl::exists(known)).get_result(&mut conn).await?)
}

/// Forgets browsers that did not sign in for long.
///
/// # Errors
/// When Postgres fails.
pub async fn prune(core: &Core) -> Result<()> {
    let mut conn = core.db.conn().await?;
    diesel::delete(devices::table.filter(devices::seen_at.lt(core.now() - LIFE))).execute(&mut conn).await?;
    Ok(())
}
