//! Whether a story that a stranger sends concerns anybody here.

use crate::db::Conn;
use crate::ids::AccountId;
use crate::sql::sql;
use crate::{Core, Result};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Nullable, Text};
use diesel_async::RunQueryDsl;

#[derive(QueryableByName)]
struct Answer {
    #[diesel(sql_type = Bool)]
    concerns: bool,
}

/// Whether somebody here follows the author, the story answers one that is known here, or it names or addresses
/// somebody here. What concerns nobody is not stored.
///
/// # Errors
/// When Postgres fails.
pub async fn concerns_us(
    core: &Core,
    author: AccountId,
    parent_uri: Option<&str>,
    named: &[AccountId],
) -> Result<bool> {
    let mut conn = core.db.conn().await?;
    Ok(is_followed(&mut conn, author).await? || is_tied(&mut conn, parent_uri, named).await?)
}

/// Whether somebody here follows an account.
///
/// # Errors
/// When Postgres fails.
pub async fn has_follower_here(core: &Core, account: AccountId) -> Result<bool> {
    is_followed(&mut *core.db.conn().await?, account).await
}

/// Whether any of these ids is a story that is known here or an account of ours: what a stranger says of nothing we
/// know is not worth knowing the stranger for.
///
/// # Errors
/// When Postgres fails.
pub async fn knows_any(core: &Core, uris: &[String]) -> Result<bool> {
    let answer: Answer = sql("SELECT EXISTS (SELECT 1 FROM stories WHERE uri = ANY ($1)) \
         OR EXISTS (SELECT 1 FROM former_ids WHERE uri = ANY ($1)) \
         OR EXISTS (SELECT 1 FROM accounts WHERE uri = ANY ($1) AND host IS NULL) AS concerns")
    .bind::<Array<Text>, _>(uris)
    .get_result(&mut *core.db.conn().await?)
    .await?;
    Ok(answer.concerns)
}

async fn is_followed(conn: &mut Conn, account: AccountId) -> Result<bool> {
    let answer: Answer =
        sql("SELECT EXISTS (SELECT 1 FROM follows f JOIN accounts a ON a.id = f.follower_id \
         WHERE f.followee_id = $1 AND f.accepted_at IS NOT NULL AND a.host IS NULL) AS concerns")
        .bind::<BigInt, _>(account)
        .get_result(conn)
        .await?;
    Ok(answer.concerns)
}

async fn is_tied(conn: &mut Conn, parent_uri: Option<&str>, named: &[AccountId]) -> Result<bool> {
    let named: Vec<i64> = named.iter().map(|id| id.0).collect();
    let answer: Answer = sql("SELECT EXISTS (SELECT 1 FROM stories WHERE uri = $1) \
         OR EXISTS (SELECT 1 FROM former_ids WHERE uri = $1) \
         OR EXISTS (SELECT 1 FROM accounts WHERE id = ANY ($2) AND host IS NULL) AS concerns")
    .bind::<Nullable<Text>, _>(parent_uri)
    .bind::<Array<BigInt>, _>(named)
    .get_result(conn)
    .await?;
    Ok(answer.concerns)
}
