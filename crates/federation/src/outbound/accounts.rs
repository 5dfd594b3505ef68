//! Profiles changed, accounts deleted and moved.

use super::account;
use super::sending::{A_FORTNIGHT, A_WEEK, LAST, Reach, Sending};
use crate::objects::activity;
use crate::objects::context::Context;
use crate::routes::actors;
use crate::{Federation, Result};
use hearth_core::ids::AccountId;

/// `Update` of the actor, to followers.
pub(super) async fn updated(federation: &Federation, id: AccountId) -> Result<Option<Sending>> {
    let Some(account) =
        account(federation, id).await?.filter(|account| account.is_local() && account.is_active())
    else {
        return Ok(None);
    };
    let slug = format!("{}-{}", account.name, account.updated_at.timestamp_micros());
    let uri = federation.core.here.activity_uri("updates", &slug);
    let actor = actors::document(&federation.core, &account).await?;
    let document = activity::update_actor(&uri, &account, actor);
    let reach = Reach { followers_of: Some(id), wide: LAST, ..Reach::default() };
    let sending = Sending::new("updates", id, document, Context::Actor, reach);
    Ok(Some(sending.in_order(&account.uri, A_WEEK)))
}

/// `Delete` of the actor, to every server we know: follows ended with the account, so nobody can say any more who
/// holds something of it.
pub(super) async fn deleted(federation: &Federation, id: AccountId) -> Result<Option<Sending>> {
    let Some(account) = account(federation, id).await?.filter(|account| account.is_local()) else {
        return Ok(None);
    };
    let uri = federation.core.here.activity_uri("deletes", &account.name);
    let document = activity::delete_actor(&uri, &account);
    let reach = Reach { everybody: true, wide: LAST, ..Reach::default() };
    let sending = Sending::new("deletes", id, document, Context::Plain, reach);
    Ok(Some(Sending { public: true, ..sending }.in_order(&account.uri, A_FORTNIGHT)))
}

/// `Move`, to followers.
pub(super) async fn moved(
    federation: &Federation,
    id: AccountId,
    target: AccountId,
) -> Result<Option<Sending>> {
    let found = (account(federation, id).await?, account(federation, target).await?);
    let (Some(account), Some(target)) = found else { return Ok(None) };
    if !account.is_local() {
        return Ok(None);
    }
    let at = account.moved_at.map_or(0, |at| at.timestamp_micros());
    let uri = federation.core.here.activity_uri("moves", &format!("{}-{at}", account.name));
    let document = activity::relocate(&uri, &account, &target);
    let reach = Reach { followers_of: Some(id), wide: LAST, ..Reach::default() };
    let sending = Sending::new("moves", id, document, Context::Plain, reach);
    Ok(Some(Sending { public: true, ..sending }.in_order(&account.uri, A_FORTNIGHT)))
}
