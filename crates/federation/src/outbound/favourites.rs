//! Likes of stories told elsewhere: only their author's server hears of them.

use super::sending::{A_DAY, A_FORTNIGHT, LATER, Reach, Sending, slug_of};
use super::{account, outward};
use crate::objects::activity;
use crate::objects::audience::Addressing;
use crate::objects::context::Context;
use crate::{Federation, Result};
use hearth_core::accounts::Account;
use hearth_core::ids::{AccountId, StoryId};
use hearth_core::stories::{Outward, favourite};

/// `Like`.
pub(super) async fn liked(federation: &Federation, id: AccountId, story: StoryId) -> Result<Option<Sending>> {
    let Some((account, story)) = of_another_server(federation, id, story).await? else { return Ok(None) };
    let Some(uri) = favourite::uri_of(&federation.core, id, story.view().story.id).await? else {
        return Ok(None);
    };
    let document = activity::like(&uri, &account, &story);
    let sending = Sending::new("likes", id, document, Context::Plain, to_author(&story));
    Ok(Some(sending.in_order(&uri, A_DAY)))
}

/// `Undo` of a `Like`.
pub(super) async fn unliked(
    federation: &Federation,
    id: AccountId,
    story: StoryId,
    uri: &str,
) -> Result<Option<Sending>> {
    let Some((account, story)) = of_another_server(federation, id, story).await? else { return Ok(None) };
    let like = activity::like(uri, &account, &story);
    let undo = federation.core.here.activity_uri("undos", &slug_of(&[uri]));
    let document = activity::undo(&undo, &account, Addressing::default(), like);
    let sending = Sending::new("undos", id, document, Context::Plain, to_author(&story));
    Ok(Some(sending.in_order(uri, A_FORTNIGHT)))
}

async fn of_another_server(
    federation: &Federation,
    id: AccountId,
    story: StoryId,
) -> Result<Option<(Account, Outward)>> {
    let found = (account(federation, id).await?, outward(federation, story).await?);
    Ok(match found {
        (Some(account), Some(story)) if account.is_local() && !story.view().story.local => {
            Some((account, story))
        }
        _ => None,
    })
}

fn to_author(story: &Outward) -> Reach {
    Reach { people: vec![story.view().author.id], close: LATER, ..Reach::default() }
}
