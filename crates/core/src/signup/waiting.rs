//! Those who asked for an account and wait for an answer.

use super::decide::may;
use crate::db::Conn;
use crate::ids::AccountId;
use crate::page::Page;
use crate::schema::{applications, apps, tokens};
use crate::{Core, Error, Result};
use chrono::{DateTime, Utc};
use diesel::dsl::{exists, select, sql};
use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel_async::RunQueryDsl;

/// Somebody who asked.
#[derive(Clone, Queryable, Selectable)]
#[diesel(table_name = applications)]
#[diesel(check_for_backend(diesel::pg::Pg))]
pub struct Application {
    /// Becomes the id of the account.
    pub id: AccountId,
    /// The name they wish for.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Its hash.
    pub(super) password: String,
    /// Why they come.
    pub reason: String,
    /// The language in which they came.
    pub language: Option<String>,
    /// Since when.
    pub created_at: DateTime<Utc>,
}

impl std::fmt::Debug for Application {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Application").field("id", &self.id).field("name", &self.name).finish_non_exhaustive()
    }
}

/// Who waits, for those who run the server (`by` is `None` on the command line); the newest first.
///
/// # Errors
/// [`Error::Forbidden`] for anybody else.
pub async fn waiting(core: &Core, by: Option<AccountId>, page: Page) -> Result<Vec<Application>> {
    may(core, by).await?;
    let between = applications::id.lt(page.below()).and(applications::id.gt(page.above()));
    Ok(applications::table
        .filter(between)
        .order(applications::id.desc())
        .limit(page.limit)
        .select(Application::as_select())
        .load(&mut *core.db.conn().await?)
        .await?)
}

/// One of them.
///
/// # Errors
/// As [`waiting`]; [`Error::NotFound`].
pub async fn find(core: &Core, by: Option<AccountId>, id: AccountId) -> Result<Application> {
    may(core, by).await?;
    one(core, id).await
}

pub(super) async fn one(core: &Core, id: AccountId) -> Result<Application> {
    let mut conn = core.db.conn().await?;
    let found = applications::table.find(id.0).select(Application::as_select()).first(&mut conn).await;
    found.optional()?.ok_or(Error::NotFound("application"))
}

/// Whether somebody who waits wishes for this name.
pub(super) async fn has_name(core: &Core, name: &str) -> Result<bool> {
    let same = applications::table.filter(sql::<Text>("lower(name)").eq(name.to_lowercase()));
    Ok(select(exists(same)).get_result(&mut *core.db.conn().await?).await?)
}

/// Whether somebody who waits has this address.
pub(super) async fn has_email(core: &Core, email: &str) -> Result<bool> {
    let same = applications::table.filter(sql::<Text>("lower(email)").eq(email.to_lowercase()));
    Ok(select(exists(same)).get_result(&mut *core.db.conn().await?).await?)
}

/// Says so if this is the hash of the token of somebody who waits.
pub(crate) async fn refuse(conn: &mut Conn, hash: &[u8; 32]) -> Result<()> {
    let same = applications::table.filter(applications::token_hash.eq(hash.to_vec()));
    if select(exists(same)).get_result(conn).await? {
        return Err(Error::Forbidden("Your login is currently pending approval"));
    }
    Ok(())
}

/// Nobody waits any more: the token holds from now on, unless its app is gone. In the transaction that makes the account.
pub(super) async fn close(core: &Core, tx: &mut Conn, id: AccountId) -> Result<()> {
    let asked = diesel::delete(applications::table.find(id.0))
        .returning((applications::token_hash, applications::app_id, applications::scopes))
        .get_result::<(Vec<u8>, Option<i64>, Vec<String>)>(tx)
        .await
        .optional()?;
    let (hash, app, scopes) = asked.ok_or(Error::NotFound("application"))?;
    let Some(app) = app else { return Ok(()) };
    let label: String = apps::table.find(app).select(apps::name).first(tx).await?;
    diesel::insert_into(tokens::table)
        .values((
            tokens::hash.eq(hash),
            tokens::account_id.eq(Some(id.0)),
            tokens::app_id.eq(Some(app)),
            tokens::scopes.eq(scopes),
            tokens::label.eq(label),
            tokens::created_at.eq(core.now()),
        ))
        .execute(tx)
        .await?;
    Ok(())
}
