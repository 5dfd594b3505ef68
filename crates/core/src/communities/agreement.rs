//! What members agree on before they speak; every version is kept.

use super::model::{Community, Role};
use super::queries;
use crate::accounts::Account;
use crate::db::Conn;
use crate::ids::AccountId;
use crate::schema::{communities, community_agreements, community_members};
use crate::{Core, Error, Result, markup};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// Longest agreement, in characters.
pub const MAX_AGREEMENT: usize = 10_000;

/// A version of an agreement.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = community_agreements)]
pub struct Agreement {
    /// Counted from 1.
    pub version: i32,
    /// As it was written.
    pub text: String,
    /// When.
    pub written_at: DateTime<Utc>,
}

/// Writes the next version. Whoever writes it accepts it; everybody else is asked before they speak again.
///
/// # Errors
/// [`Error::Forbidden`] for those who are no stewards, [`Error::Invalid`] for an empty one and one that is too long.
pub async fn write(core: &Core, steward: &Account, community: &Community, text: &str) -> Result<Agreement> {
    check(text)?;
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        queries::require(tx, community.account.id, steward.id, Role::Steward).await?;
        put(core, tx, community.account.id, steward.id, text.trim()).await
    })
    .await
}

/// All versions, newest first.
///
/// # Errors
/// When Postgres fails.
pub async fn versions(core: &Core, community: AccountId) -> Result<Vec<Agreement>> {
    let versions = community_agreements::table
        .filter(community_agreements::community_id.eq(community.0))
        .order(community_agreements::version.desc())
        .select(Agreement::as_select())
        .load(&mut *core.db.conn().await?)
        .await?;
    Ok(versions)
}

/// Accepts the version that holds.
///
/// # Errors
/// [`Error::NotFound`] for those who are neither in nor asked to be, [`Error::Conflict`] when another version holds by
/// now.
pub async fn accept(core: &Core, account: &Account, community: &Community, version: i32) -> Result<()> {
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| accept_in(tx, community.account.id, account.id, version).await).await
}

pub(super) async fn accept_in(
    tx: &mut Conn,
    community: AccountId,
    account: AccountId,
    version: i32,
) -> Result<()> {
    let holds = communities::table.find(community.0).select(communities::agreement).first::<i32>(tx).await?;
    if holds != version {
        return Err(Error::Conflict(format!("version {holds} of the agreement holds: read that one")));
    }
    let accepted = diesel::update(community_members::table.find((community.0, account.0)))
        .set(community_members::agreement.eq(version))
        .execute(tx)
        .await?;
    if accepted == 0 { Err(Error::NotFound("member")) } else { Ok(()) }
}

pub(super) fn check(text: &str) -> Result<()> {
    let length = markup::count(text.trim());
    if length == 0 || length > MAX_AGREEMENT || text.contains('\0') {
        return Err(Error::invalid(format!("an agreement has words, up to {MAX_AGREEMENT} characters")));
    }
    Ok(())
}

/// Writes the next version in the caller's transaction.
pub(super) async fn put(
    core: &Core,
    tx: &mut Conn,
    community: AccountId,
    writer: AccountId,
    text: &str,
) -> Result<Agreement> {
    let version = diesel::update(communities::table.find(community.0))
        .set(communities::agreement.eq(communities::agreement + 1))
        .returning(communities::agreement)
        .get_result::<i32>(tx)
        .await?;
    let agreement = diesel::insert_into(community_agreements::table)
        .values((
            community_agreements::community_id.eq(community.0),
            community_agreements::version.eq(version),
            community_agreements::text.eq(text),
            community_agreements::written_by.eq(writer.0),
            community_agreements::written_at.eq(core.now()),
        ))
        .returning(Agreement::as_returning())
        .get_result(tx)
        .await?;
    accept_in(tx, community, writer, version).await?;
    Ok(agreement)
}
