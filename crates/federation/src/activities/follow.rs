//! Somebody elsewhere asks to follow somebody here.

use super::Said;
use crate::{Federation, Result, peers};
use hearth_core::accounts::{Account, queries};
use hearth_core::follows::request;

pub(super) async fn receive(federation: &Federation, said: &Said, actor: &Account) -> Result<()> {
    let Some(object) = said.object() else { return Ok(()) };
    let followee = queries::by_uri(&federation.core, &object).await?;
    let Some(followee) = followee.filter(Account::is_local) else { return Ok(()) };
    request::receive_request(&federation.core, actor, &followee, &said.id).await?;
    // Their dialect matters from now on.
    peers::meet(federation, actor.id).await;
    Ok(())
}
