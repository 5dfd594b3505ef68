//! Somebody elsewhere rejects a follow, or removes a follower.

use super::{Said, accept, offer};
use crate::{Federation, Result};
use hearth_core::accounts::Account;
use hearth_core::follows::reject;

pub(super) async fn receive(federation: &Federation, said: &Said, actor: &Account) -> Result<()> {
    if offer::answered(federation, said, actor, false).await? {
        return Ok(());
    }
    match accept::follower(federation, said, actor).await? {
        Some(follower) => Ok(reject::receive_reject(&federation.core, actor, &follower).await?),
        None => Ok(()),
    }
}
