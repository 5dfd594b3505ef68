//! What a member is.

use crate::ids::AccountId;
use crate::schema::members;
use crate::stories::Audience;
use crate::{Core, Error, Result};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// The member behind a local account.
///
/// # Errors
/// When Postgres fails.
pub async fn by_account(core: &Core, account: AccountId) -> Result<Option<Member>> {
    let mut conn = core.db.conn().await?;
    let row = members::table
        .find(account)
        .select((
            members::role,
            members::default_audience,
            members::default_language,
            members::default_sensitive,
        ))
        .first::<(i16, Option<i16>, Option<String>, bool)>(&mut conn)
        .await
        .optional()?;
    Ok(row.map(|(role, audience, default_language, default_sensitive)| Member {
        account_id: account,
        role: Role::from_i16(role),
        default_audience: audience.map(Audience::from_i16),
        default_language,
        default_sensitive,
    }))
}

/// Remembers the audience a member chose.
///
/// # Errors
/// [`Error::NotFound`] when the account has no login here.
pub async fn remember_audience(core: &Core, account: AccountId, audience: Audience) -> Result<()> {
    let mut conn = core.db.conn().await?;
    let changed = diesel::update(members::table.find(account))
        .set(members::default_audience.eq(audience as i16))
        .execute(&mut conn)
        .await?;
    if changed == 0 { Err(Error::NotFound("member")) } else { Ok(()) }
}

/// Remembers what a member chose for the stories that say nothing of it. Nothing chosen changes nothing.
///
/// # Errors
/// [`Error::Invalid`] for a language that is none; [`Error::NotFound`] when the account has no login here.
pub async fn remember(core: &Core, account: AccountId, chosen: &Defaults) -> Result<()> {
    if chosen == &Defaults::default() {
        return Ok(());
    }
    if let Some(Some(language)) = &chosen.language
        && !is_language(language)
    {
        return Err(Error::invalid("Validation failed: Language is not one"));
    }
    let mut conn = core.db.conn().await?;
    let changed = diesel::update(members::table.find(account))
        .set((
            chosen.audience.map(|audience| members::default_audience.eq(audience as i16)),
            chosen.sensitive.map(|sensitive| members::default_sensitive.eq(sensitive)),
            chosen.language.as_ref().map(|language| members::default_language.eq(language)),
        ))
        .execute(&mut conn)
        .await?;
    if changed == 0 { Err(Error::NotFound("member")) } else { Ok(()) }
}

/// Whether this looks like a BCP 47 tag.
pub(crate) fn is_language(tag: &str) -> bool {
    let part =
        |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    !tag.is_empty() && tag.len() <= 35 && tag.split('-').all(part)
}

/// What a member chose for their stories; `None` leaves it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Defaults {
    /// Who may read.
    pub audience: Option<Audience>,
    /// Cover media.
    pub sensitive: Option<bool>,
    /// BCP 47 tag; `Some(None)` forgets it.
    pub language: Option<Option<String>>,
}

/// What a member may do here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(i16)]
pub enum Role {
    /// Tells and reads stories.
    Member = 0,
    /// Also looks after reports and accounts.
    Moderator = 1,
    /// Runs the server.
    Owner = 2,
}

impl Role {
    /// From the number in the database; an unknown number is the least.
    #[must_use]
    pub fn from_i16(number: i16) -> Self {
        match number {
            1 => Self::Moderator,
            2 => Self::Owner,
            _ => Self::Member,
        }
    }
}

/// A member.
#[derive(Debug, Clone)]
pub struct Member {
    /// The account.
    pub account_id: AccountId,
    /// What they may do.
    pub role: Role,
    /// Audience of a story that names none. `None`: not asked yet, which means followers.
    pub default_audience: Option<Audience>,
    /// BCP 47 tag.
    pub default_language: Option<String>,
    /// Cover media by default.
    pub default_sensitive: bool,
}
