//! A member takes a phone as the second proof, or gives it up.

use super::{base32, recovery, totp};
use crate::accounts::Account;
use crate::ids::AccountId;
use crate::schema::members;
use crate::{Core, Error, Result};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// What the phone is to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// For typing.
    pub text: String,
    /// For tapping: the address that apps for one-time codes open.
    pub address: String,
}

/// Whether a member has a second proof.
///
/// # Errors
/// When Postgres fails.
pub async fn is_on(core: &Core, account: AccountId) -> Result<bool> {
    let mut conn = core.db.conn().await?;
    let on = members::table.find(account).filter(members::second_since.is_not_null());
    Ok(diesel::select(diesel::dsl::exists(on)).get_result(&mut conn).await?)
}

/// Makes a key, or answers the one that waits to be confirmed. Nothing is asked for at sign-in until [`confirm`].
///
/// # Errors
/// [`Error::Conflict`] when there is a second proof already.
pub async fn begin(core: &Core, account: &Account) -> Result<Key> {
    let mut fresh = [0; 20];
    core.chance.fill(&mut fresh);
    let mut conn = core.db.conn().await?;
    let open =
        members::table.filter(members::account_id.eq(account.id)).filter(members::second_since.is_null());
    diesel::update(open.filter(members::second_secret.is_null()))
        .set(members::second_secret.eq(fresh.to_vec()))
        .execute(&mut conn)
        .await?;
    let secret =
        open.select(members::second_secret).first::<Option<Vec<u8>>>(&mut conn).await.optional()?.flatten();
    let secret = secret.ok_or_else(|| Error::Conflict("one-time codes are on already".to_owned()))?;
    let (text, host) = (base32::encode(&secret), core.here.domain());
    let name = format!("{host}:{}", account.name).replace(':', "%3A");
    let address = format!("otpauth://totp/{name}?secret={text}&issuer={}", host.replace(':', "%3A"));
    Ok(Key { text, address })
}

/// Turns it on with a code that the phone made; answers the recovery codes, which are not kept.
///
/// # Errors
/// [`Error::Invalid`] when it is not the code of this moment; [`Error::Conflict`] when nothing was begun.
pub async fn confirm(core: &Core, account: AccountId, code: &str) -> Result<Vec<String>> {
    let now = core.now();
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        let open =
            members::table.filter(members::account_id.eq(account)).filter(members::second_since.is_null());
        let secret = open
            .select(members::second_secret)
            .for_update()
            .first::<Option<Vec<u8>>>(tx)
            .await
            .optional()?
            .flatten();
        let secret =
            secret.ok_or_else(|| Error::Conflict("there is no key to confirm: begin anew".to_owned()))?;
        let digits: String = code.chars().filter(|one| !one.is_whitespace()).collect();
        let step = totp::step_of(&secret, &digits, now).ok_or_else(|| {
            Error::invalid("this is not the code of this moment: type the one that your app shows now")
        })?;
        diesel::update(members::table.find(account))
            .set((members::second_since.eq(now), members::second_step.eq(step)))
            .execute(tx)
            .await?;
        recovery::renew(core, tx, account).await
    })
    .await
}

/// Turns it off.
///
/// # Errors
/// When Postgres fails.
pub async fn end(core: &Core, account: AccountId) -> Result<()> {
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        diesel::update(members::table.find(account))
            .set((
                members::second_secret.eq(None::<Vec<u8>>),
                members::second_since.eq(None::<DateTime<Utc>>),
                members::second_step.eq(None::<i64>),
            ))
            .execute(tx)
            .await?;
        recovery::forget(tx, account).await
    })
    .await
}
