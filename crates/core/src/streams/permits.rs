//! Which tokens still hold: a stream ends with the token it was opened with.

use crate::ids::TokenId;
use crate::members::Scopes;
use crate::sql::sql;
use crate::{Core, Result};
use diesel::QueryableByName;
use diesel::sql_types::{Array, BigInt, Text};
use diesel_async::RunQueryDsl;
use std::collections::HashMap;

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    id: TokenId,
    #[diesel(sql_type = Array<Text>)]
    scopes: Vec<String>,
}

/// Those of `tokens` that stand for a member who may come in, with what they allow now. Read from the table, not from
/// memory.
///
/// # Errors
/// When Postgres fails.
pub async fn valid(core: &Core, tokens: &[TokenId]) -> Result<HashMap<TokenId, Scopes>> {
    let rows = sql("SELECT t.id, t.scopes FROM unnest($1) AS w (id) JOIN tokens t ON t.id = w.id \
                    JOIN accounts a ON a.id = t.account_id \
                    WHERE t.revoked_at IS NULL AND a.suspended_at IS NULL AND a.gone_at IS NULL")
    .bind::<Array<BigInt>, _>(tokens)
    .load::<Row>(&mut *core.db.conn().await?)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, Scopes::stored(row.scopes))).collect())
}
