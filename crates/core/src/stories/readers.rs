//! Whom a story names or addresses: with its audience, that says who may read it.

use super::insert::Parent;
use super::model::Audience;
use crate::accounts::Account;
use crate::db::Conn;
use crate::ids::{AccountId, CircleId, StoryId};
use crate::schema::mentions;
use crate::{Error, Result, circles};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// What a story says of its readers.
pub(super) struct Said<'a> {
    pub(super) audience: Audience,
    pub(super) circle: Option<CircleId>,
    /// Whom its text names.
    pub(super) named: &'a [AccountId],
    pub(super) parent: Option<&'a Parent>,
}

/// The mentions to store, each with whether it is silent. A story for a circle addresses those who are in it now, and
/// names nobody else; one for its author alone names nobody.
///
/// # Errors
/// [`Error::Invalid`] for a circle that is not the author's.
pub(super) async fn addressed(
    tx: &mut Conn,
    author: &Account,
    said: &Said<'_>,
) -> Result<Vec<(AccountId, bool)>> {
    let answered = said.parent.map(|parent| parent.author_id).filter(|answered| *answered != author.id);
    let named = said.named.iter().copied().chain(answered);
    match said.audience {
        Audience::OnlyMe => Ok(Vec::new()),
        Audience::Circle => {
            let members = members(tx, author, said).await?;
            let named = named.filter(|account| members.contains(account)).map(|account| (account, false));
            Ok(named.chain(members.iter().map(|account| (*account, true))).collect())
        }
        _ => Ok(named.map(|account| (account, false)).collect()),
    }
}

/// Who is in the circle now, or who could read the story that is gone on with.
async fn members(tx: &mut Conn, author: &Account, said: &Said<'_>) -> Result<Vec<AccountId>> {
    match said.parent.filter(|parent| parent.audience() == Audience::Circle) {
        Some(parent) => of_story(tx, parent.id).await,
        None => {
            let circle = said.circle.ok_or_else(|| Error::invalid("Validation failed: Circle is missing"))?;
            circles::members::of(tx, author.id, circle).await
        }
    }
}

async fn of_story(tx: &mut Conn, story: StoryId) -> Result<Vec<AccountId>> {
    let ids = mentions::table
        .filter(mentions::story_id.eq(story.0))
        .select(mentions::account_id)
        .load::<i64>(tx)
        .await?;
    Ok(ids.into_iter().map(AccountId).collect())
}
