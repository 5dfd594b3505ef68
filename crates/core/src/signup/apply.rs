//! A newcomer asks for an account and says why; there is nobody until those who run the server say yes.

use super::join::{Flaw, Newcomer, flaws};
use crate::apps::App;
use crate::members::Scopes;
use crate::members::model::is_language;
use crate::schema::applications;
use crate::signin::hashing;
use crate::{Core, Error, Result, secret};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// The longest reason, in characters.
const LONGEST: usize = 1_000;

/// What somebody holds who asked.
#[derive(Debug, Clone)]
pub struct Applied {
    /// The text of the token for their app, which is not kept. It opens nothing until they are let in, and nothing after
    /// that for whoever came without an app.
    pub token: String,
    /// When they asked.
    pub created_at: DateTime<Utc>,
}

/// Keeps what somebody brings until it is decided on, with a token for the app through which they ask, if they do. Answers what is
/// to be mended instead, if something is. The code of an invitation is not used: whoever has one need not ask.
///
/// # Errors
/// When Postgres fails or the password cannot be hashed.
pub async fn apply(
    core: &Core,
    newcomer: &Newcomer<'_>,
    reason: &str,
    through: Option<(&App, &Scopes)>,
) -> Result<Result<Applied, Vec<Flaw>>> {
    let mut flaws = flaws(core, newcomer).await?;
    match reason.trim().chars().count() {
        0 => flaws.push(Flaw::ReasonMissing),
        1..=LONGEST => {}
        _ => flaws.push(Flaw::ReasonLong),
    }
    if !flaws.is_empty() {
        return Ok(Err(flaws));
    }
    let hash = hashing::hash(core, newcomer.password).await?;
    let (token, now) = (secret::fresh(core), core.now());
    let written = diesel::insert_into(applications::table)
        .values((
            applications::id.eq(core.id()),
            applications::name.eq(newcomer.name),
            applications::email.eq(newcomer.email),
            applications::password.eq(hash),
            applications::reason.eq(reason.trim().replace('\0', "")),
            applications::language.eq(Some(newcomer.language).filter(|language| is_language(language))),
            applications::token_hash.eq(secret::hash(&token).to_vec()),
            applications::app_id.eq(through.map(|(app, _)| app.id.0)),
            applications::scopes.eq(through.map_or(&[][..], |(_, scopes)| scopes.as_slice())),
            applications::created_at.eq(now),
        ))
        .on_conflict_do_nothing()
        .execute(&mut *core.db.conn().await?)
        .await
        .map_err(Error::from)?;
    // Somebody was a moment earlier: with the name, or with the address.
    Ok(if written == 0 { Err(vec![Flaw::NameTaken]) } else { Ok(Applied { token, created_at: now }) })
}
