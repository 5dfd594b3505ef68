//! Blocks of accounts elsewhere: their server hides what it should from both sides.

use super::across;
use super::sending::{A_FORTNIGHT, Sending, slug_of};
use crate::objects::activity;
use crate::objects::audience::Addressing;
use crate::{Federation, Result};
use hearth_core::ids::AccountId;
use hearth_core::restrictions::block;

/// `Block`, to whoever is blocked.
pub(super) async fn blocked(
    federation: &Federation,
    blocker: AccountId,
    blocked: AccountId,
) -> Result<Option<Sending>> {
    let Some((blocker, blocked)) = across(federation, blocker, blocked).await? else { return Ok(None) };
    let uri = block::uri_of(&federation.core, blocker.id, blocked.id).await?;
    let Some(uri) = uri else { return Ok(None) };
    let document = activity::block(&uri, &blocker, &blocked);
    Ok(Some(Sending::to_one("blocks", blocker.id, blocked.id, document).in_order(&uri, A_FORTNIGHT)))
}

/// `Undo` of a `Block`.
pub(super) async fn unblocked(
    federation: &Federation,
    blocker: AccountId,
    blocked: AccountId,
    uri: &str,
) -> Result<Option<Sending>> {
    let Some((blocker, blocked)) = across(federation, blocker, blocked).await? else { return Ok(None) };
    let undo = federation.core.here.activity_uri("undos", &slug_of(&[uri]));
    let block = activity::block(uri, &blocker, &blocked);
    let document = activity::undo(&undo, &blocker, Addressing::default(), block);
    Ok(Some(Sending::to_one("undos", blocker.id, blocked.id, document).in_order(uri, A_FORTNIGHT)))
}
