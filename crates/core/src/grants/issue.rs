//! A member allows an app what it asked for.

use crate::apps::App;
use crate::ids::AccountId;
use crate::members::Scopes;
use crate::schema::grants;
use crate::{Core, Error, Result, secret};
use chrono::TimeDelta;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// What an app asks a member for.
#[derive(Debug, Clone, Copy)]
pub struct Wish<'a> {
    /// Who asks.
    pub app: &'a App,
    /// Where the member is sent back to.
    pub redirect_uri: &'a str,
    /// What it wants to do.
    pub scopes: &'a Scopes,
    /// PKCE challenge (S256), if it sent one.
    pub challenge: Option<&'a str>,
}

/// Makes the code; only its hash is kept.
///
/// # Errors
/// [`Error::Invalid`] for an address or scopes that the app did not register, and for a challenge that is none.
pub async fn issue(core: &Core, account: AccountId, wish: &Wish<'_>) -> Result<String> {
    check(wish)?;
    let code = secret::fresh(core);
    let mut conn = core.db.conn().await?;
    diesel::insert_into(grants::table)
        .values((
            grants::hash.eq(secret::hash(&code).to_vec()),
            grants::app_id.eq(wish.app.id.0),
            grants::account_id.eq(account.0),
            grants::redirect_uri.eq(wish.redirect_uri),
            grants::scopes.eq(wish.scopes.as_slice()),
            grants::challenge.eq(wish.challenge),
            grants::created_at.eq(core.now()),
        ))
        .execute(&mut conn)
        .await?;
    Ok(code)
}

/// Whether the app may ask this at all.
///
/// # Errors
/// As [`issue`].
pub fn check(wish: &Wish<'_>) -> Result<()> {
    if !wish.app.returns_to(wish.redirect_uri) {
        return Err(Error::invalid("the app did not register this address to return to"));
    }
    if !wish.app.scopes.cover_all(wish.scopes) {
        return Err(Error::invalid("the app asks for more than it registered for"));
    }
    // A SHA-256 in base64url is 43 characters long (RFC 7636, 4.2).
    let shape = |text: &str| {
        text.len() == 43
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    if wish.challenge.is_some_and(|challenge| !shape(challenge)) {
        return Err(Error::invalid("the app's code challenge is not a SHA-256 in base64url"));
    }
    Ok(())
}

/// Forgets codes of yesterday. Until then a code that comes twice is still known, and takes its token with it.
///
/// # Errors
/// When Postgres fails.
pub async fn prune(core: &Core) -> Result<usize> {
    let mut conn = core.db.conn().await?;
    let old = grants::created_at.lt(core.now() - TimeDelta::days(1));
    Ok(diesel::delete(grants::table.filter(old)).execute(&mut conn).await?)
}
