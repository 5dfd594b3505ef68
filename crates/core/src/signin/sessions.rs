//! Browsers in which a member is signed in.

use crate::accounts::Account;
use crate::ids::AccountId;
use crate::schema::web_sessions;
use crate::sql::sql;
use crate::{Core, Error, Result, secret};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary, Bool, Text, Timestamptz};
use diesel_async::RunQueryDsl;
use std::sync::Arc;

/// For how long a browser stays signed in after it was last used.
const LIFE: TimeDelta = TimeDelta::days(30);
/// For how long a one-time code is waited for.
const PATIENCE: TimeDelta = TimeDelta::minutes(10);

/// A browser that is signed in, or half so.
#[derive(Debug, Clone)]
pub struct WebSession {
    /// Its id.
    pub id: i64,
    /// Whose.
    pub account: Arc<Account>,
    /// False while a one-time code is still to come: nothing is open until then.
    pub whole: bool,
}

/// Signs a browser in; answers what it is to keep. Always a fresh one, whatever the browser brought (session fixation).
///
/// # Errors
/// When Postgres fails.
pub async fn begin(core: &Core, account: AccountId, whole: bool, agent: &str) -> Result<String> {
    let (text, now) = (secret::fresh(core), core.now());
    let agent: String = agent.chars().filter(|one| !one.is_control()).take(200).collect();
    let mut conn = core.db.conn().await?;
    diesel::insert_into(web_sessions::table)
        .values((
            web_sessions::id.eq(core.id()),
            web_sessions::hash.eq(secret::hash(&text).to_vec()),
            web_sessions::account_id.eq(account.0),
            web_sessions::whole.eq(whole),
            web_sessions::agent.eq(agent),
            web_sessions::seen_at.eq(now),
            web_sessions::created_at.eq(now),
        ))
        .execute(&mut conn)
        .await?;
    Ok(text)
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = BigInt)]
    account_id: AccountId,
    #[diesel(sql_type = Bool)]
    whole: bool,
    #[diesel(sql_type = Timestamptz)]
    seen_at: DateTime<Utc>,
}

/// The session behind what a browser kept; `None` when it was ended, ran out, or its member may not come in.
///
/// # Errors
/// When Postgres fails.
pub async fn of(core: &Core, text: &str) -> Result<Option<WebSession>> {
    let now = core.now();
    let mut conn = core.db.conn().await?;
    let row = sql("SELECT s.id, s.account_id, s.whole, s.seen_at FROM web_sessions s \
         JOIN accounts a ON a.id = s.account_id AND a.suspended_at IS NULL AND a.gone_at IS NULL \
         WHERE s.hash = $1 AND s.seen_at > CASE WHEN s.whole THEN $2 ELSE $3 END")
    .bind::<Binary, _>(secret::hash(text).to_vec())
    .bind::<Timestamptz, _>(now - LIFE)
    .bind::<Timestamptz, _>(now - PATIENCE)
    .get_result::<Row>(&mut conn)
    .await
    .optional()?;
    let Some(row) = row else { return Ok(None) };
    if row.whole && now - row.seen_at > TimeDelta::hours(1) {
        diesel::update(web_sessions::table.find(row.id))
            .set(web_sessions::seen_at.eq(now))
            .execute(&mut conn)
            .await?;
    }
    let account = core.accounts.get(&mut conn, &[row.account_id]).await?.remove(&row.account_id);
    Ok(account.map(|account| WebSession { id: row.id, account, whole: row.whole }))
}

/// Signs a browser out, at once.
///
/// # Errors
/// When Postgres fails.
pub async fn end(core: &Core, text: &str) -> Result<()> {
    let mut conn = core.db.conn().await?;
    let own = web_sessions::table.filter(web_sessions::hash.eq(secret::hash(text).to_vec()));
    diesel::delete(own).execute(&mut conn).await?;
    Ok(())
}

/// Signs one browser of a member out, from another.
///
/// # Errors
/// [`Error::NotFound`] when this member has no such browser.
pub async fn end_one(core: &Core, account: AccountId, id: i64) -> Result<()> {
    let mut conn = core.db.conn().await?;
    let own = web_sessions::table.find(id).filter(web_sessions::account_id.eq(account.0));
    let ended = diesel::delete(own).execute(&mut conn).await?;
    if ended == 0 { Err(Error::NotFound("browser")) } else { Ok(()) }
}

/// A browser as its member sees it.
#[derive(Debug, Clone, QueryableByName)]
pub struct Browser {
    /// Its id.
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    /// What it calls itself.
    #[diesel(sql_type = Text)]
    pub agent: String,
    /// When it was used last, to the hour.
    #[diesel(sql_type = Timestamptz)]
    pub seen_at: DateTime<Utc>,
    /// Since when.
    #[diesel(sql_type = Timestamptz)]
    pub created_at: DateTime<Utc>,
}

/// The browsers in which a member is signed in, the one used last first.
///
/// # Errors
/// When Postgres fails.
pub async fn of_account(core: &Core, account: AccountId) -> Result<Vec<Browser>> {
    let mut conn = core.db.conn().await?;
    Ok(sql("SELECT id, agent, seen_at, created_at FROM web_sessions \
         WHERE account_id = $1 AND whole AND seen_at > $2 ORDER BY seen_at DESC, id DESC")
    .bind::<BigInt, _>(account)
    .bind::<Timestamptz, _>(core.now() - LIFE)
    .load::<Browser>(&mut conn)
    .await?)
}

/// Forgets browsers whose time has run out.
///
/// # Errors
/// When Postgres fails.
pub async fn prune(core: &Core) -> Result<()> {
    let (now, mut conn) = (core.now(), core.db.conn().await?);
    let late = web_sessions::seen_at
        .lt(now - LIFE)
        .or(web_sessions::whole.eq(false).and(web_sessions::seen_at.lt(now - PATIENCE)));
    diesel::delete(web_sessions::table.filter(late)).execute(&mut conn).await?;
    Ok(())
}
