//! A member who has given the right password brings a one-time code or a recovery code.

use super::{recovery, totp};
use crate::ids::AccountId;
use crate::schema::members;
use crate::signin::prove::Counted;
use crate::signin::{Attempt, Proof};
use crate::{Core, Result};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// Checks a code, which stands in `attempt.password`. Tries are counted as those at passwords are. A one-time code is
/// taken once, even if two come at the same moment.
///
/// # Errors
/// When Postgres fails.
pub async fn check(core: &Core, account: AccountId, attempt: &Attempt<'_>) -> Result<Proof<()>> {
    let counted = Counted::of(core, "code", &account.to_string(), Some(account), attempt).await?;
    if let Some(wait) = counted.take(core).await? {
        return Ok(Proof::Wait(wait));
    }
    if !is_right(core, account, attempt.password).await? {
        return Ok(Proof::Wrong);
    }
    counted.was_right(core).await?;
    Ok(Proof::Right(()))
}

async fn is_right(core: &Core, account: AccountId, code: &str) -> Result<bool> {
    let mut conn = core.db.conn().await?;
    let kept = members::table
        .find(account)
        .filter(members::second_since.is_not_null())
        .select(members::second_secret)
        .first::<Option<Vec<u8>>>(&mut conn)
        .await
        .optional()?;
    let Some(secret) = kept.flatten() else { return Ok(false) };
    let digits: String = code.chars().filter(|one| !one.is_whitespace()).collect();
    match totp::step_of(&secret, &digits, core.now()) {
        None => recovery::spend(&mut conn, account, code).await,
        Some(step) => {
            let unused = members::second_step.is_null().or(members::second_step.lt(step));
            let used = diesel::update(members::table.filter(members::account_id.eq(account)).filter(unused))
                .set(members::second_step.eq(step))
                .execute(&mut conn)
                .await?;
            Ok(used == 1)
        }
    }
}
