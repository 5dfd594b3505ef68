//! Looks accounts up.

use super::handle::is_name;
use super::model::AccountRow;
use crate::accounts::{Account, AccountKind, Handle};
use crate::ids::AccountId;
use crate::schema::accounts;
use crate::sql::sql;
use crate::{Core, Error, Result};
use diesel::dsl::sql as raw;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, Text};
use diesel_async::RunQueryDsl;
use std::collections::HashMap;

/// The account with this id.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn by_id(core: &Core, id: AccountId) -> Result<Account> {
    let mut conn = core.db.conn().await?;
    let row = accounts::table.find(id).select(AccountRow::as_select()).first(&mut conn).await.optional()?;
    row.map(Account::from).ok_or(Error::NotFound("account"))
}

/// The accounts with these ids, in the given order; unknown ids are left out.
///
/// # Errors
/// When Postgres fails.
pub async fn by_ids(core: &Core, ids: &[AccountId]) -> Result<Vec<Account>> {
    let mut conn = core.db.conn().await?;
    let rows = accounts::table
        .filter(accounts::id.eq_any(ids))
        .select(AccountRow::as_select())
        .load(&mut conn)
        .await?;
    let mut found: HashMap<_, _> =
        rows.into_iter().map(Account::from).map(|account| (account.id, account)).collect();
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

/// The account with this ActivityPub id.
///
/// # Errors
/// When Postgres fails.
pub async fn by_uri(core: &Core, uri: &str) -> Result<Option<Account>> {
    if uri.contains('\0') {
        return Ok(None);
    }
    let mut conn = core.db.conn().await?;
    let row = accounts::table
        .filter(accounts::uri.eq(uri))
        .select(AccountRow::as_select())
        .first(&mut conn)
        .await
        .optional()?;
    Ok(row.map(Account::from))
}

/// Those of the accounts with these ActivityPub ids that are known here, as (uri, id).
///
/// # Errors
/// When Postgres fails.
pub async fn ids_by_uris(core: &Core, uris: &[String]) -> Result<Vec<(String, AccountId)>> {
    let mut conn = core.db.conn().await?;
    let rows: Vec<(String, i64)> = accounts::table
        .filter(accounts::uri.eq_any(uris))
        .select((accounts::uri, accounts::id))
        .load(&mut conn)
        .await?;
    Ok(rows.into_iter().map(|(uri, id)| (uri, AccountId(id))).collect())
}

/// The account with this handle; `host` is `None` for local ones. Case does not matter. Where a person and a community
/// of another server share the handle, it is the person.
///
/// # Errors
/// When Postgres fails.
pub async fn by_handle(core: &Core, handle: &Handle) -> Result<Option<Account>> {
    let host = handle.host.as_deref().filter(|host| *host != core.here.domain()).unwrap_or_default();
    let mut conn = core.db.conn().await?;
    let row = sql("SELECT * FROM accounts WHERE lower(name) = lower($1) AND coalesce(host, '') = lower($2) \
         ORDER BY kind = 2 LIMIT 1")
    .bind::<Text, _>(&handle.name)
    .bind::<Text, _>(host)
    .get_result::<AccountRow>(&mut conn)
    .await
    .optional()?;
    Ok(row.map(Account::from))
}

/// The local account with this name, suspended ones included.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Gone`] when it was deleted here.
pub async fn local(core: &Core, name: &str) -> Result<Account> {
    // Names come out of addresses, which can hold what no column can.
    if !is_name(name) {
        return Err(Error::NotFound("account"));
    }
    let handle = Handle { name: name.to_owned(), host: None };
    let account = by_handle(core, &handle).await?.ok_or(Error::NotFound("account"))?;
    if account.gone_at.is_some() { Err(Error::Gone("account")) } else { Ok(account) }
}

/// Accounts whose handle or display name starts with `text`, for search and completion: those the viewer follows
/// first. Remote and local, active ones only. `text` may be a handle, with or without `@` and host.
///
/// Being found by the start of a name is opt-in (`discoverable`); the whole name finds anybody, and those who follow
/// one another find each other. Accounts that block the viewer or that the viewer blocks are left out.
///
/// # Errors
/// When Postgres fails.
pub async fn matching(
    core: &Core,
    viewer: AccountId,
    text: &str,
    following: bool,
    limit: i64,
    offset: i64,
) -> Result<Vec<Account>> {
    let text = text.trim().trim_start_matches(['@', '!']).to_lowercase();
    if text.is_empty() || text.contains('\0') {
        return Ok(Vec::new());
    }
    let (name, host) = match text.split_once('@') {
        Some((name, host)) => (name, Some(if host == core.here.domain() { "" } else { host })),
        None => (text.as_str(), None),
    };
    let mut conn = core.db.conn().await?;
    let rows = sql(MATCHING)
        .bind::<BigInt, _>(viewer)
        .bind::<Text, _>(name)
        .bind::<Text, _>(format!("{name}\u{10ffff}"))
        .bind::<Nullable<Text>, _>(host)
        .bind::<Nullable<Text>, _>(host.map(|host| format!("{host}\u{10ffff}")))
        .bind::<Bool, _>(following)
        .bind::<BigInt, _>(limit)
        .bind::<BigInt, _>(offset)
        .load::<AccountRow>(&mut conn)
        .await?;
    Ok(rows.into_iter().map(Account::from).collect())
}

/// `~>=~` and `~<~` compare bytes, as the indexes for prefixes do; unlike LIKE they need no escaping.
const MATCHING: &str = "SELECT a.* FROM accounts a \
    LEFT JOIN follows f ON f.follower_id = $1 AND f.followee_id = a.id AND f.accepted_at IS NOT NULL \
    LEFT JOIN follows b ON b.follower_id = a.id AND b.followee_id = $1 AND b.accepted_at IS NOT NULL \
    WHERE ((lower(a.name) ~>=~ $2 AND lower(a.name) ~<~ $3) \
        OR ($4 IS NULL AND lower(a.display_name) ~>=~ $2 AND lower(a.display_name) ~<~ $3)) \
    AND ($4 IS NULL OR (lower(a.name) = $2 AND coalesce(a.host, '') ~>=~ $4 AND coalesce(a.host, '') ~<~ $5)) \
    AND (NOT $6 OR f.id IS NOT NULL) \
    AND (a.discoverable OR f.id IS NOT NULL OR b.id IS NOT NULL OR lower(a.name) = $2) \
    AND a.suspended_at IS NULL AND a.gone_at IS NULL AND a.barred_at IS NULL AND NOT (a.kind = 4 AND a.host IS NULL) \
    AND NOT EXISTS (SELECT 1 FROM blocks x WHERE (x.blocker_id = $1 AND x.blocked_id = a.id) \
        OR (x.blocker_id = a.id AND x.blocked_id = $1)) \
    ORDER BY f.id IS NULL, lower(a.name) <> $2, a.host IS NOT NULL, lower(a.name), a.id LIMIT $7 OFFSET $8";

/// Local accounts by name, for the command line: not the server's own, nor deleted ones.
///
/// # Errors
/// When Postgres fails.
pub async fn all_local(core: &Core) -> Result<Vec<Account>> {
    let mut conn = core.db.conn().await?;
    let rows = accounts::table
        .filter(accounts::host.is_null())
        .filter(accounts::gone_at.is_null())
        .filter(accounts::kind.ne(AccountKind::Application as i16))
        .order(raw::<Text>("lower(name)"))
        .select(AccountRow::as_select())
        .load(&mut conn)
        .await?;
    Ok(rows.into_iter().map(Account::from).collect())
}
