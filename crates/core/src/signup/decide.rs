//! Those who run the server let somebody in who asked, or do not.

use super::join::{Joining, Newcomer};
use super::waiting::{self, Application};
use crate::accounts::{Account, register};
use crate::ids::AccountId;
use crate::members::Role;
use crate::members::model::by_account;
use crate::schema::applications;
use crate::{Core, Error, Result};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// Lets somebody in: makes their account, with the password and the address that they gave, and lets the token hold that
/// their app has. `by` is `None` on the command line.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not run the server, [`Error::NotFound`] when nobody asked, or it is decided.
pub async fn approve(core: &Core, by: Option<AccountId>, application: AccountId) -> Result<Account> {
    may(core, by).await?;
    let asked = waiting::one(core, application).await?;
    let newcomer = Newcomer {
        name: &asked.name,
        email: &asked.email,
        password: "",
        agrees: true,
        language: asked.language.as_deref().unwrap_or_default(),
        code: None,
    };
    let joining = Joining::approved(&newcomer, &asked.password, application);
    let account = register::newcomer(core, &asked.name, &joining).await?;
    core.sessions.forget_all();
    Ok(account)
}

/// Turns somebody away: what they gave is forgotten, and the name is free again. Answers what it was.
///
/// # Errors
/// As [`approve`].
pub async fn reject(core: &Core, by: Option<AccountId>, application: AccountId) -> Result<Application> {
    may(core, by).await?;
    let gone = diesel::delete(applications::table.find(application.0))
        .returning(Application::as_returning())
        .get_result(&mut *core.db.conn().await?)
        .await
        .optional()?;
    gone.ok_or(Error::NotFound("application"))
}

/// Whether somebody may read what newcomers wrote, and decide.
///
/// # Errors
/// [`Error::Forbidden`].
pub(super) async fn may(core: &Core, by: Option<AccountId>) -> Result<()> {
    let Some(by) = by else { return Ok(()) };
    match by_account(core, by).await? {
        Some(member) if member.role >= Role::Moderator => Ok(()),
        _ => Err(Error::Forbidden("This action is not allowed")),
    }
}
