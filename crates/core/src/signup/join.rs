//! A newcomer signs up: everything is checked first, so that they hear of all that is to be mended at once.

use super::invite::redeem;
use super::waiting::{self, has_name};
use crate::accounts::{Account, Handle, handle, queries, register};
use crate::db::Conn;
use crate::ids::AccountId;
use crate::members::appoint::{check_email, write_email};
use crate::members::model::is_language;
use crate::schema::members;
use crate::signin::{hashing, password};
use crate::{Core, Error, Result};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// What somebody brings who wants an account.
#[derive(Debug, Clone, Copy)]
pub struct Newcomer<'a> {
    /// The name they wish for.
    pub name: &'a str,
    /// With which they may sign in instead of the name.
    pub email: &'a str,
    /// Their password.
    pub password: &'a str,
    /// Whether they agree to the rules.
    pub agrees: bool,
    /// The language in which they came; may be empty.
    pub language: &'a str,
    /// The code they were given, where one is asked for.
    pub code: Option<&'a str>,
}

/// What is to be mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// The name holds what no name may hold.
    NameInvalid,
    /// Somebody has the name, or it is kept free.
    NameTaken,
    /// The address is none.
    EmailInvalid,
    /// Another member has the address.
    EmailTaken,
    /// The password is too short.
    PasswordShort,
    /// The password is too long.
    PasswordLong,
    /// They do not agree.
    Disagrees,
    /// They do not say why they come, where that is asked.
    ReasonMissing,
    /// They say more than anybody reads.
    ReasonLong,
}

/// Makes the account, with its password and address, and uses the code up, all or nothing. Answers what is to be mended
/// instead, if something is.
///
/// # Errors
/// [`Error::Forbidden`] for a code that does not hold.
pub async fn join(core: &Core, newcomer: &Newcomer<'_>) -> Result<Result<Account, Vec<Flaw>>> {
    let flaws = flaws(core, newcomer).await?;
    if !flaws.is_empty() {
        return Ok(Err(flaws));
    }
    let hash = hashing::hash(core, newcomer.password).await?;
    let joining = Joining { newcomer, hash: &hash, application: None };
    match register::newcomer(core, newcomer.name, &joining).await {
        Ok(account) => Ok(Ok(account)),
        // Somebody was a moment earlier: with the name, or with the address.
        Err(Error::Conflict(_)) => {
            let flaws = self::flaws(core, newcomer).await?;
            Ok(Err(if flaws.is_empty() { vec![Flaw::NameTaken] } else { flaws }))
        }
        Err(error) => Err(error),
    }
}

/// What is to be mended about the name, the address and the password.
pub(super) async fn flaws(core: &Core, newcomer: &Newcomer<'_>) -> Result<Vec<Flaw>> {
    let mut flaws = Vec::new();
    let named = Handle { name: newcomer.name.to_owned(), host: None };
    match handle::check_new(newcomer.name) {
        Err(_) if handle::is_reserved(newcomer.name) => flaws.push(Flaw::NameTaken),
        Err(_) => flaws.push(Flaw::NameInvalid),
        Ok(()) if queries::by_handle(core, &named).await?.is_some() => flaws.push(Flaw::NameTaken),
        Ok(()) if has_name(core, newcomer.name).await? => flaws.push(Flaw::NameTaken),
        Ok(()) => {}
    }
    if check_email(newcomer.email).is_err() {
        flaws.push(Flaw::EmailInvalid);
    } else if has_email(core, newcomer.email).await? || waiting::has_email(core, newcomer.email).await? {
        flaws.push(Flaw::EmailTaken);
    }
    if password::check(newcomer.password).is_err() {
        let long = newcomer.password.chars().count() > 8;
        flaws.push(if long { Flaw::PasswordLong } else { Flaw::PasswordShort });
    }
    if !newcomer.agrees {
        flaws.push(Flaw::Disagrees);
    }
    Ok(flaws)
}

async fn has_email(core: &Core, email: &str) -> Result<bool> {
    let lower = diesel::dsl::sql::<diesel::sql_types::Text>("lower(email)");
    let same = members::table.filter(members::email.is_not_null()).filter(lower.eq(email.to_lowercase()));
    Ok(diesel::select(diesel::dsl::exists(same)).get_result(&mut *core.db.conn().await?).await?)
}

/// What is written with the account of a newcomer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Joining<'a> {
    newcomer: &'a Newcomer<'a>,
    hash: &'a str,
    application: Option<AccountId>,
}

impl<'a> Joining<'a> {
    /// Somebody who asked, and was told yes; `hash` is that of the password they chose then.
    pub(super) fn approved(newcomer: &'a Newcomer<'a>, hash: &'a str, application: AccountId) -> Self {
        Self { newcomer, hash, application: Some(application) }
    }

    /// The id that the account is to have, where it was asked for before.
    pub(crate) fn application(&self) -> Option<AccountId> {
        self.application
    }

    /// Uses the code and notes how they sign in, in the transaction that makes the account.
    pub(crate) async fn write(&self, core: &Core, tx: &mut Conn, account: AccountId) -> Result<()> {
        if let Some(code) = self.newcomer.code {
            redeem(core, tx, code).await?;
        }
        let language = Some(self.newcomer.language).filter(|language| is_language(language));
        diesel::update(members::table.find(account))
            .set((members::password.eq(self.hash), members::default_language.eq(language)))
            .execute(tx)
            .await?;
        write_email(tx, account, self.newcomer.email).await?;
        match self.application {
            Some(application) => waiting::close(core, tx, application).await,
            None => Ok(()),
        }
    }
}
