//! The tokens that a member gave away, to look through and to take back.

use crate::ids::{AccountId, TokenId};
use crate::schema::tokens;
use crate::sql::sql;
use crate::{Core, Error, Result, secret};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Nullable, Text, Timestamptz};
use diesel_async::RunQueryDsl;

/// A token that holds, as its member sees it.
#[derive(Debug, Clone, QueryableByName)]
pub struct Held {
    /// Its id.
    #[diesel(sql_type = BigInt)]
    pub id: TokenId,
    /// The app's name, or what was said on the command line.
    #[diesel(sql_type = Text)]
    pub label: String,
    /// Where the app is described.
    #[diesel(sql_type = Nullable<Text>)]
    pub website: Option<String>,
    /// What it allows.
    #[diesel(sql_type = Array<Text>)]
    pub scopes: Vec<String>,
    /// Since when.
    #[diesel(sql_type = Timestamptz)]
    pub created_at: DateTime<Utc>,
    /// When it was used last, to the hour.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub last_used_at: Option<DateTime<Utc>>,
}

/// All tokens of an account that hold, the newest first.
///
/// # Errors
/// When Postgres fails.
pub async fn of_account(core: &Core, account: AccountId) -> Result<Vec<Held>> {
    let mut conn = core.db.conn().await?;
    Ok(sql("SELECT t.id, t.label, a.website, t.scopes, t.created_at, t.last_used_at \
         FROM tokens t LEFT JOIN apps a ON a.id = t.app_id \
         WHERE t.account_id = $1 AND t.revoked_at IS NULL ORDER BY t.id DESC")
    .bind::<BigInt, _>(account)
    .load::<Held>(&mut conn)
    .await?)
}

/// Takes one token back, at once.
///
/// # Errors
/// [`Error::NotFound`] when this account has no such token that holds.
pub async fn take_back(core: &Core, account: AccountId, token: TokenId) -> Result<()> {
    let mut conn = core.db.conn().await?;
    let own = tokens::table
        .find(token.0)
        .filter(tokens::account_id.eq(account))
        .filter(tokens::revoked_at.is_null());
    let taken = diesel::update(own).set(tokens::revoked_at.eq(core.now())).execute(&mut conn).await?;
    core.sessions.forget_all();
    if taken == 0 { Err(Error::NotFound("token")) } else { Ok(()) }
}

/// What came of an app giving a token back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GivenBack {
    /// It no longer holds, or never was.
    Done,
    /// It was made for another app.
    Foreign,
}

/// An app gives a token back (RFC 7009). What is no token is as good as given back.
///
/// # Errors
/// When Postgres fails.
pub async fn give_back(core: &Core, app: crate::ids::AppId, text: &str) -> Result<GivenBack> {
    let mut conn = core.db.conn().await?;
    let hash = secret::hash(text).to_vec();
    let owner = tokens::table
        .filter(tokens::hash.eq(&hash))
        .select(tokens::app_id)
        .first::<Option<i64>>(&mut conn)
        .await
        .optional()?;
    match owner {
        None => return Ok(GivenBack::Done),
        Some(owner) if owner != Some(app.0) => return Ok(GivenBack::Foreign),
        Some(_) => {}
    }
    diesel::update(tokens::table.filter(tokens::hash.eq(&hash)).filter(tokens::revoked_at.is_null()))
        .set(tokens::revoked_at.eq(core.now()))
        .execute(&mut conn)
        .await?;
    core.sessions.forget_all();
    Ok(GivenBack::Done)
}
