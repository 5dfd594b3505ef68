//! A member wants a hashtag's public stories in their home timeline.

use super::model::{Tagged, named};
use crate::ids::AccountId;
use crate::markup::fold_tag;
use crate::page::Page;
use crate::schema::followed_tags;
use crate::sql::sql;
use crate::{Core, Error, Result, paged};
use diesel::QueryableByName;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// From now on what is told with it comes along. Again: nothing.
///
/// # Errors
/// [`Error::NotFound`] for what can be no hashtag.
pub async fn follow(core: &Core, member: AccountId, name: &str) -> Result<()> {
    let name = named(name).ok_or(Error::NotFound("tag"))?;
    let mut conn = core.db.conn().await?;
    diesel::insert_into(followed_tags::table)
        .values((
            followed_tags::account_id.eq(member.0),
            followed_tags::tag.eq(fold_tag(&name)),
            followed_tags::name.eq(&name),
            followed_tags::id.eq(core.id()),
        ))
        .on_conflict((followed_tags::account_id, followed_tags::tag))
        .do_nothing()
        .execute(&mut conn)
        .await?;
    Ok(())
}

/// No longer: what came for its sake alone goes out of the home timeline.
///
/// # Errors
/// When Postgres fails.
pub async fn unfollow(core: &Core, member: AccountId, name: &str) -> Result<()> {
    let tag = fold_tag(name.trim().trim_start_matches('#'));
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        if diesel::delete(followed_tags::table.find((member.0, &tag))).execute(tx).await? == 0 {
            return Ok(());
        }
        sql("DELETE FROM feed f USING story_tags t WHERE f.account_id = $1 AND f.boost_id IS NULL \
             AND t.story_id = f.story_id AND t.tag = $2 AND f.author_id <> $1 \
             AND NOT EXISTS (SELECT 1 FROM follows w WHERE w.follower_id = $1 AND w.followee_id = f.author_id \
                             AND w.accepted_at IS NOT NULL) \
             AND NOT EXISTS (SELECT 1 FROM story_tags o JOIN followed_tags k ON k.tag = o.tag AND k.account_id = $1 \
                             WHERE o.story_id = f.story_id)")
        .bind::<BigInt, _>(member)
        .bind::<Text, _>(&tag)
        .execute(tx)
        .await?;
        Ok(())
    })
    .await
}

/// The hashtags a member follows, newest first, each with its cursor.
///
/// # Errors
/// When Postgres fails.
pub async fn followed(core: &Core, member: AccountId, page: Page) -> Result<Vec<(i64, Tagged)>> {
    let texts = paged!(
        "SELECT k.id AS cursor, k.tag, true AS followed, \
         EXISTS (SELECT 1 FROM featured_tags t WHERE t.account_id = $1 AND t.tag = k.tag) AS featured \
         FROM followed_tags k WHERE k.account_id = $1 AND k.id < $2 AND k.id > $3",
        "k.id",
        "$4"
    );
    let rows = sql(page.pick(texts))
        .bind::<BigInt, _>(member)
        .bind::<BigInt, _>(page.below())
        .bind::<BigInt, _>(page.above())
        .bind::<BigInt, _>(page.limit)
        .load::<Row>(&mut *core.db.conn().await?)
        .await?;
    Ok(page.newest_first(rows).into_iter().map(|row| (row.cursor, row.tagged)).collect())
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    cursor: i64,
    #[diesel(embed)]
    tagged: Tagged,
}
