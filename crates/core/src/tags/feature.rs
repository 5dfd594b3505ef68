//! A member shows a hashtag on their profile.

use super::model::{Featured, Tagged, named};
use crate::ids::AccountId;
use crate::markup::fold_tag;
use crate::schema::featured_tags;
use crate::sql::sql;
use crate::{Core, Error, Result};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// How many hashtags a profile shows.
pub const MOST: i64 = 10;

/// Shows a hashtag. One that is there already is answered as it is.
///
/// # Errors
/// [`Error::Invalid`] for what can be no hashtag, and where there are [`MOST`] already.
pub async fn feature(core: &Core, member: AccountId, name: &str) -> Result<Featured> {
    let name = named(name).ok_or_else(|| Error::invalid("Validation failed: Tag is invalid"))?;
    let tag = fold_tag(&name);
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        // Two requests at a time take turns, so that neither passes the limit.
        sql("SELECT 1 FROM accounts WHERE id = $1 FOR UPDATE").bind::<BigInt, _>(member).execute(tx).await?;
        let of = featured_tags::table.filter(featured_tags::account_id.eq(member.0));
        let others = of.filter(featured_tags::tag.ne(&tag)).count().get_result::<i64>(tx).await?;
        if others >= MOST {
            return Err(Error::invalid(
                "Validation failed: You have already featured the maximum number of hashtags",
            ));
        }
        diesel::insert_into(featured_tags::table)
            .values((
                featured_tags::account_id.eq(member.0),
                featured_tags::tag.eq(&tag),
                featured_tags::name.eq(&name),
                featured_tags::id.eq(core.id()),
            ))
            .on_conflict((featured_tags::account_id, featured_tags::tag))
            .do_nothing()
            .execute(tx)
            .await?;
        Ok(())
    })
    .await?;
    let shown = featured(core, member).await?;
    shown.into_iter().find(|one| one.tag == tag).ok_or(Error::NotFound("tag"))
}

/// Shows it no longer.
///
/// # Errors
/// [`Error::NotFound`] for an id that is none of the member's.
pub async fn unfeature(core: &Core, member: AccountId, id: i64) -> Result<()> {
    let mut conn = core.db.conn().await?;
    let own =
        featured_tags::table.filter(featured_tags::account_id.eq(member.0).and(featured_tags::id.eq(id)));
    match diesel::delete(own).execute(&mut conn).await? {
        0 => Err(Error::NotFound("tag")),
        _ => Ok(()),
    }
}

/// The same, by its name; one that is not shown is none to take away.
///
/// # Errors
/// When Postgres fails.
pub async fn unfeature_named(core: &Core, member: AccountId, name: &str) -> Result<()> {
    let tag = fold_tag(name.trim().trim_start_matches('#'));
    let mut conn = core.db.conn().await?;
    diesel::delete(featured_tags::table.find((member.0, tag))).execute(&mut conn).await?;
    Ok(())
}

/// The hashtags on an account's profile, newest first.
///
/// # Errors
/// When Postgres fails.
pub async fn featured(core: &Core, account: AccountId) -> Result<Vec<Featured>> {
    let rows = sql("SELECT k.id, k.tag, k.name, ( \
                      SELECT s.published_at FROM story_tags t JOIN stories s ON s.id = t.story_id \
                      WHERE t.tag = k.tag AND s.author_id = $1 AND s.audience = 0 AND s.deleted_at IS NULL \
                      ORDER BY t.story_id DESC LIMIT 1) AS last \
                    FROM featured_tags k WHERE k.account_id = $1 ORDER BY k.id DESC")
    .bind::<BigInt, _>(account)
    .load::<Featured>(&mut *core.db.conn().await?)
    .await?;
    Ok(rows)
}

/// Hashtags that the member used lately and does not show yet.
///
/// # Errors
/// When Postgres fails.
pub async fn suggested(core: &Core, member: AccountId) -> Result<Vec<Tagged>> {
    let rows = sql("SELECT u.tag, \
                      EXISTS (SELECT 1 FROM followed_tags k WHERE k.account_id = $1 AND k.tag = u.tag) AS followed, \
                      false AS featured \
                    FROM (SELECT t.tag, max(s.id) AS last FROM ( \
                            SELECT id FROM stories WHERE author_id = $1 AND audience IN (0, 1) AND deleted_at IS NULL \
                            ORDER BY id DESC LIMIT 200) s JOIN story_tags t ON t.story_id = s.id \
                          GROUP BY t.tag) u \
                    WHERE NOT EXISTS (SELECT 1 FROM featured_tags f WHERE f.account_id = $1 AND f.tag = u.tag) \
                    ORDER BY u.last DESC LIMIT $2")
    .bind::<BigInt, _>(member)
    .bind::<BigInt, _>(MOST)
    .load::<Tagged>(&mut *core.db.conn().await?)
    .await?;
    Ok(rows)
}
