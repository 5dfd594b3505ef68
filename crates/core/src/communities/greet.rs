//! Newcomers are greeted by somebody with a name.

use super::model::{Community, Role, State};
use super::queries;
use crate::accounts::Account;
use crate::db::Conn;
use crate::ids::{AccountId, StoryId};
use crate::schema::community_members;
use crate::sql::sql;
use crate::stories::{Audience, Draft, publish};
use crate::{Core, Error, Result};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Timestamptz};
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// Greets a newcomer with words, which reach them alone, and stops their clock. Answers the story that says them.
///
/// # Errors
/// [`Error::Forbidden`] for those who are no greeters, [`Error::NotFound`] for somebody who is no member,
/// [`Error::Conflict`] when somebody else greeted them, [`Error::Invalid`] without words.
pub async fn greet(
    core: &Core,
    greeter: &Account,
    community: &Community,
    newcomer: &Account,
    words: &str,
) -> Result<StoryId> {
    if words.trim().is_empty() {
        return Err(Error::invalid("a greeting has words"));
    }
    let id = community.account.id;
    let text = format!("@{} {}", newcomer.acct(), words.trim());
    let draft = Draft { audience: Some(Audience::Direct), ..Draft::plain(&text) };
    let ready = publish::ready(core, greeter, draft).await?;
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        queries::require(tx, id, greeter.id, Role::Greeter).await?;
        let standing = queries::standing(tx, id, newcomer.id).await?;
        let standing = standing.filter(|member| member.state == State::Member);
        let standing = standing.ok_or(Error::NotFound("member"))?;
        if standing.greeted_at.is_some() {
            return Err(Error::Conflict("somebody greeted them already".to_owned()));
        }
        note(core, tx, id, newcomer.id, greeter.id).await?;
        publish::tell(core, tx, greeter, &ready).await
    })
    .await
}

async fn note(
    core: &Core,
    tx: &mut Conn,
    community: AccountId,
    newcomer: AccountId,
    greeter: AccountId,
) -> Result<()> {
    diesel::update(community_members::table.find((community.0, newcomer.0)))
        .set((community_members::greeted_by.eq(greeter.0), community_members::greeted_at.eq(core.now())))
        .execute(tx)
        .await?;
    Ok(())
}

/// A member's answer to a newcomer's story in the community greets them too.
pub(crate) async fn answered(core: &Core, tx: &mut Conn, reply: StoryId) -> Result<()> {
    sql("UPDATE community_members m SET greeted_by = r.author_id, greeted_at = $2 \
         FROM stories r JOIN stories p ON p.id = r.parent_id \
         WHERE r.id = $1 AND r.community_id IS NOT NULL AND r.held_by IS NULL AND p.author_id <> r.author_id \
         AND m.community_id = r.community_id AND m.account_id = p.author_id AND m.state = 1 AND m.greeted_at IS NULL \
         AND EXISTS (SELECT 1 FROM community_members g WHERE g.community_id = m.community_id \
                     AND g.account_id = r.author_id AND g.state = 1)")
    .bind::<BigInt, _>(reply)
    .bind::<Timestamptz, _>(core.now())
    .execute(tx)
    .await?;
    Ok(())
}
