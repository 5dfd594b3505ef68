//! The stories of a community.

use crate::ids::AccountId;
use crate::page::Page;
use crate::restrictions::standing::standing;
use crate::sql::sql;
use crate::stories::hydrate::hydrate;
use crate::stories::queries::Place;
use crate::stories::{Entry, EntryKey, Kind};
use crate::{Core, Result, listed, visible, wanted};
use diesel::sql_types::{Array, BigInt, Nullable, SmallInt, Text};
use diesel_async::RunQueryDsl;

/// Of a community elsewhere only what it passed on: that a story names it is its author's word alone.
macro_rules! told {
    ($and:literal, $order:literal) => {
        concat!(
            "SELECT s.id AS story, NULL::bigint AS boost FROM stories s \
             WHERE s.community_id = $5 AND s.parent_uri IS NULL AND s.deleted_at IS NULL AND s.id < $2 AND s.id > $3 ",
            $and,
            " AND (EXISTS (SELECT 1 FROM communities c WHERE c.account_id = $5) \
                   OR EXISTS (SELECT 1 FROM boosts b WHERE b.account_id = $5 AND b.story_id = s.id)) AND ",
            visible!(),
            " AND ",
            wanted!(),
            " AND ",
            listed!("$1", "$6"),
            " AND ($7::smallint IS NULL OR EXISTS (SELECT 1 FROM tellings k WHERE k.story_id = s.id AND k.kind = $7)) \
             ORDER BY s.id ",
            $order,
            " LIMIT $4"
        )
    };
}

/// Top-level stories told in a community, of this server or another, as far as the reader may read them.
///
/// # Errors
/// When Postgres fails.
pub async fn stories(core: &Core, viewer: AccountId, community: AccountId, page: Page) -> Result<Vec<Entry>> {
    told_as(core, viewer, community, None, page).await
}

/// Those of them that are told as `kind`, if that is given.
///
/// # Errors
/// When Postgres fails.
pub async fn told_as(
    core: &Core,
    viewer: AccountId,
    community: AccountId,
    kind: Option<Kind>,
    page: Page,
) -> Result<Vec<Entry>> {
    let text = if page.upwards() { told!("", "ASC") } else { told!("", "DESC") };
    of(core, viewer, community, kind, page, text).await
}

/// Those of them that are prompts.
///
/// # Errors
/// When Postgres fails.
pub async fn prompts(core: &Core, viewer: AccountId, community: AccountId, page: Page) -> Result<Vec<Entry>> {
    let text = if page.upwards() {
        told!("AND EXISTS (SELECT 1 FROM community_stories w WHERE w.story_id = s.id AND w.prompt)", "ASC")
    } else {
        told!("AND EXISTS (SELECT 1 FROM community_stories w WHERE w.story_id = s.id AND w.prompt)", "DESC")
    };
    of(core, viewer, community, None, page, text).await
}

/// Those of them that stewards put at its top, newest pin first.
///
/// # Errors
/// When Postgres fails.
pub async fn pinned(core: &Core, viewer: AccountId, community: AccountId) -> Result<Vec<Entry>> {
    const TEXT: &str = concat!(
        "SELECT s.id AS story, NULL::bigint AS boost FROM pins n JOIN stories s ON s.id = n.story_id \
         WHERE n.account_id = $2 AND s.community_id = $2 AND ",
        visible!(),
        " AND ",
        listed!("$1", "$3"),
        " ORDER BY n.id DESC"
    );
    let mut conn = core.db.conn().await?;
    let standing = standing(core, &mut conn, viewer).await?;
    let places = sql(TEXT)
        .bind::<BigInt, _>(viewer)
        .bind::<BigInt, _>(community)
        .bind::<Array<Text>, _>(&standing.hidden)
        .load::<Place>(&mut conn)
        .await?;
    let keys: Vec<EntryKey> = places.into_iter().map(EntryKey::from).collect();
    hydrate(core, &mut conn, viewer, &keys).await
}

async fn of(
    core: &Core,
    viewer: AccountId,
    community: AccountId,
    kind: Option<Kind>,
    page: Page,
    text: &'static str,
) -> Result<Vec<Entry>> {
    let mut conn = core.db.conn().await?;
    let standing = standing(core, &mut conn, viewer).await?;
    let places = sql(text)
        .bind::<BigInt, _>(viewer)
        .bind::<BigInt, _>(page.below())
        .bind::<BigInt, _>(page.above())
        .bind::<BigInt, _>(page.limit)
        .bind::<BigInt, _>(community)
        .bind::<Array<Text>, _>(&standing.hidden)
        .bind::<Nullable<SmallInt>, _>(kind.map(|kind| kind as i16))
        .load::<Place>(&mut conn)
        .await?;
    let keys: Vec<EntryKey> = page.newest_first(places).into_iter().map(EntryKey::from).collect();
    hydrate(core, &mut conn, viewer, &keys).await
}
