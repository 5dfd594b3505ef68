//! Somebody elsewhere moved to another account (FEP-7628): believed when both ends say so.

use super::Said;
use crate::origin::reading::id;
use crate::resolve::{Freshness, account_within};
use crate::{Federation, Result};
use hearth_core::accounts::{Account, moving};

pub(super) async fn receive(federation: &Federation, said: &Said, actor: &Account) -> Result<()> {
    let target = id(&said.activity, "target").filter(|target| *target != actor.uri);
    let Some(target) = target.filter(|_| said.object().as_deref() == Some(&actor.uri)) else { return Ok(()) };
    let target = account_within(federation, &target, Freshness::Now, &said.budget).await?;
    let Some(target) = target.filter(|target| target.also_known_as.contains(&actor.uri)) else {
        return Ok(());
    };
    Ok(moving::receive_move(&federation.core, actor, &target).await?)
}
