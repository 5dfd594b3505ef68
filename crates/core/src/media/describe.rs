//! A member says what is to be seen on a file of theirs, before it stands in a story.

use super::{Described, Sent, show};
use crate::accounts::Account;
use crate::db::Conn;
use crate::ids::{AccountId, StoryId};
use crate::sql::sql;
use crate::{Core, Error, Result};
use diesel::sql_types::{BigInt, Float4, Nullable, Text};
use diesel_async::RunQueryDsl;

/// Describes a file that is in no story yet; afterwards it is described by an edit of the story.
///
/// # Errors
/// [`Error::NotFound`] where they have no such file that is free; [`Error::Invalid`] for a description that is too long.
pub async fn describe(core: &Core, owner: &Account, said: &Described) -> Result<Sent> {
    let said = said.checked()?;
    let written =
        sql("UPDATE media SET description = CASE WHEN $3 IS NULL THEN description ELSE nullif($3, '') END, \
                       focus_x = coalesce($4, focus_x), focus_y = coalesce($5, focus_y) \
                       WHERE id = $1 AND account_id = $2 AND story_id IS NULL")
        .bind::<BigInt, _>(said.id)
        .bind::<BigInt, _>(owner.id)
        .bind::<Nullable<Text>, _>(&said.description)
        .bind::<Nullable<Float4>, _>(said.focus.map(|(x, _)| x))
        .bind::<Nullable<Float4>, _>(said.focus.map(|(_, y)| y))
        .execute(&mut *core.db.conn().await?)
        .await?;
    if written == 0 {
        return Err(Error::NotFound("media"));
    }
    show::show(core, owner, said.id).await
}

/// The same of a file in a story, in the transaction of its edit. Answers whether anything differs now.
pub(super) async fn in_story(
    tx: &mut Conn,
    owner: AccountId,
    story: StoryId,
    said: &Described,
) -> Result<bool> {
    let said = said.checked()?;
    let written = sql("UPDATE media SET description = n.description, focus_x = n.x, focus_y = n.y \
                       FROM (SELECT id, CASE WHEN $4 IS NULL THEN description ELSE nullif($4, '') END AS description, \
                                    coalesce($5, focus_x) AS x, coalesce($6, focus_y) AS y FROM media WHERE id = $1) n \
                       WHERE media.id = n.id AND account_id = $2 AND story_id = $3 \
                       AND (media.description, focus_x, focus_y) IS DISTINCT FROM (n.description, n.x, n.y)")
        .bind::<BigInt, _>(said.id)
        .bind::<BigInt, _>(owner)
        .bind::<BigInt, _>(story)
        .bind::<Nullable<Text>, _>(&said.description)
        .bind::<Nullable<Float4>, _>(said.focus.map(|(x, _)| x))
        .bind::<Nullable<Float4>, _>(said.focus.map(|(_, y)| y))
        .execute(tx)
        .await?;
    Ok(written > 0)
}
