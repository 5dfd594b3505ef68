//! Follows across servers: asked for, answered and ended.

use super::across;
use super::sending::{A_FORTNIGHT, A_WEEK, Sending, slug_of};
use crate::objects::activity;
use crate::objects::audience::Addressing;
use crate::{Federation, Result};
use hearth_core::accounts::Account;
use hearth_core::follows::{Follow, queries};
use hearth_core::ids::AccountId;

/// `Follow`, if somebody here asks; `Accept`, if somebody elsewhere asks and the door is open.
pub(super) async fn requested(
    federation: &Federation,
    follower: AccountId,
    followee: AccountId,
    accepted: bool,
) -> Result<Option<Sending>> {
    if let Some((follower, followee)) = across(federation, follower, followee).await? {
        let Some(follow) = queries::between(&federation.core, follower.id, followee.id).await? else {
            return Ok(None);
        };
        let document = activity::follow(&follow.uri, &follower, &followee);
        let sending = Sending::to_one("follows", follower.id, followee.id, document);
        return Ok(Some(sending.in_order(&pair(&follower, &followee), A_WEEK)));
    }
    if accepted { self::accepted(federation, follower, followee).await } else { Ok(None) }
}

/// `Accept`, if it was somebody elsewhere who asked.
pub(super) async fn accepted(
    federation: &Federation,
    follower: AccountId,
    followee: AccountId,
) -> Result<Option<Sending>> {
    let Some((followee, follower)) = across(federation, followee, follower).await? else { return Ok(None) };
    let follow = queries::between(&federation.core, follower.id, followee.id).await?;
    let Some(follow) = follow.filter(|follow| follow.accepted) else { return Ok(None) };
    let id = answer_uri(federation, "accepts", &follow);
    let document = activity::accept(&id, &followee, activity::follow(&follow.uri, &follower, &followee));
    let sending = Sending::to_one("accepts", followee.id, follower.id, document);
    Ok(Some(sending.in_order(&pair(&follower, &followee), A_WEEK)))
}

/// `Reject`, if it was somebody elsewhere who asked or followed.
pub(super) async fn rejected(
    federation: &Federation,
    follower: AccountId,
    followee: AccountId,
    uri: &str,
) -> Result<Option<Sending>> {
    let Some((followee, follower)) = across(federation, followee, follower).await? else { return Ok(None) };
    // Never the same twice: who asks again under the same id is to be answered again.
    let id = federation.core.here.activity_uri("rejects", &federation.core.chance.slug());
    let document = activity::reject(&id, &followee, activity::follow(uri, &follower, &followee));
    let sending = Sending::to_one("rejects", followee.id, follower.id, document);
    Ok(Some(sending.in_order(&pair(&follower, &followee), A_FORTNIGHT)))
}

/// `Undo` of a `Follow`, if somebody here leaves.
pub(super) async fn undone(
    federation: &Federation,
    follower: AccountId,
    followee: AccountId,
    uri: &str,
) -> Result<Option<Sending>> {
    let Some((follower, followee)) = across(federation, follower, followee).await? else { return Ok(None) };
    let undo = federation.core.here.activity_uri("undos", &slug_of(&[uri]));
    let follow = activity::follow(uri, &follower, &followee);
    let document = activity::undo(&undo, &follower, Addressing::default(), follow);
    let sending = Sending::to_one("undos", follower.id, followee.id, document);
    Ok(Some(sending.in_order(&pair(&follower, &followee), A_FORTNIGHT)))
}

/// Follows from the row, its Follow and when that was said last: who asks again is answered anew, even under the id
/// it had before, because the first answer may have been lost.
fn answer_uri(federation: &Federation, kind: &str, follow: &Follow) -> String {
    let asked = follow.asked_at.timestamp_micros().to_string();
    federation.core.here.activity_uri(kind, &slug_of(&[&follow.uri, &follow.id.to_string(), &asked]))
}

fn pair(follower: &Account, followee: &Account) -> String {
    format!("{}\n{}", follower.uri, followee.uri)
}
