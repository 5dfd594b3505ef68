//! Somebody elsewhere blocks somebody here.

use super::{Said, community};
use crate::{Federation, Result};
use hearth_core::accounts::{Account, queries};
use hearth_core::restrictions::block;

pub(super) async fn receive(federation: &Federation, said: &Said, actor: &Account) -> Result<()> {
    let Some(uri) = said.object() else { return Ok(()) };
    if community::bans(federation, said, &said.activity, actor, true).await? {
        return Ok(());
    }
    let blocked = queries::by_uri(&federation.core, &uri).await?;
    let Some(blocked) = blocked.filter(Account::is_local) else { return Ok(()) };
    Ok(block::receive_block(&federation.core, actor, &blocked, &said.id).await?)
}
