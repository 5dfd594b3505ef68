//! Prompts: stories of stewards that ask for stories.

use super::model::{Community, Role};
use super::{moderate, queries};
use crate::accounts::Account;
use crate::heard::answer;
use crate::ids::StoryId;
use crate::schema::community_stories;
use crate::{Core, Error, Result};
use diesel::prelude::*;
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// Makes a story of somebody who looks after the community a prompt, or an ordinary story again. Its answers are the
/// stories under it.
///
/// # Errors
/// [`Error::NotFound`] for a story that is not in it, [`Error::Invalid`] for a reply and for somebody else's story,
/// [`Error::Forbidden`] for those who are no stewards.
pub async fn mark(
    core: &Core,
    steward: &Account,
    community: &Community,
    story: StoryId,
    prompt: bool,
) -> Result<()> {
    let id = community.account.id;
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        queries::require(tx, id, steward.id, Role::Steward).await?;
        let told = moderate::inside(tx, id, story).await?;
        if !told.top || told.author != steward.id {
            return Err(Error::invalid("a prompt is a story that you told yourself, not an answer"));
        }
        diesel::insert_into(community_stories::table)
            .values((
                community_stories::story_id.eq(story.0),
                community_stories::community_id.eq(id.0),
                community_stories::prompt.eq(prompt),
            ))
            .on_conflict(community_stories::story_id)
            .do_update()
            .set(community_stories::prompt.eq(prompt))
            .execute(tx)
            .await?;
        answer::again(tx, &[story]).await
    })
    .await
}
