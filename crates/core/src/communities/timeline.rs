//! The stories of a community.

use crate::db::Conn;
use crate::ids::{AccountId, StoryId};
use crate::page::Page;
use crate::restrictions::standing::standing;
use crate::sql::sql;
use crate::stories::hydrate::hydrate;
use crate::stories::queries::Place;
use crate::stories::{Entry, EntryKey, Kind};
use crate::timelines::{self, Row};
use crate::{Core, Error, Result, apart, facts, listed, shown, visible};
use diesel::OptionalExtension as _;
use diesel::QueryableByName;
use diesel::sql_types::{Array, BigInt, Nullable, SmallInt, Text};
use diesel_async::RunQueryDsl;

/// A keyset statement over the stories that `$and` names: `$5` is the community, or what they answer in it.
macro_rules! told {
    ($and:literal, $order:literal) => {
        concat!(
            "SELECT s.id AS story, NULL::bigint AS boost, ",
            facts!(),
            " FROM stories s WHERE s.deleted_at IS NULL AND s.id < $2 AND s.id > $3 AND ",
            $and,
            " AND ",
            shown!("$1"),
            " AND ",
            apart!("s.author_id", "$6", "$7"),
            " AND ",
            listed!("$1", "$8"),
            " AND ($9::smallint IS NULL OR EXISTS (SELECT 1 FROM tellings k WHERE k.story_id = s.id AND k.kind = $9)) \
             ORDER BY s.id ",
            $order,
            " LIMIT $4"
        )
    };
}

macro_rules! both {
    ($and:literal) => {
        (told!($and, "DESC"), told!($and, "ASC"))
    };
}

/// Top-level stories told in a community, of this server or another, as far as the reader may read them. Of a community
/// elsewhere only what it passed on: that a story names it is its author's word alone.
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
    const TEXT: (&str, &str) = both!(
        "s.community_id = $5 AND s.parent_uri IS NULL \
         AND (EXISTS (SELECT 1 FROM communities c WHERE c.account_id = $5) \
              OR EXISTS (SELECT 1 FROM boosts o WHERE o.account_id = $5 AND o.story_id = s.id))"
    );
    list(core, viewer, community.0, kind, page, TEXT).await
}

/// Those of them that are prompts.
///
/// # Errors
/// When Postgres fails.
pub async fn prompts(core: &Core, viewer: AccountId, community: AccountId, page: Page) -> Result<Vec<Entry>> {
    const TEXT: (&str, &str) = both!(
        "s.community_id = $5 AND s.parent_uri IS NULL AND s.id IN ( \
           SELECT w.story_id FROM community_stories w WHERE w.community_id = $5 AND w.prompt)"
    );
    list(core, viewer, community.0, None, page, TEXT).await
}

/// What answers a prompt, from any server.
///
/// # Errors
/// [`Error::NotFound`] for what is no prompt of this community that the reader may read.
pub async fn answers(
    core: &Core,
    viewer: AccountId,
    community: AccountId,
    prompt: StoryId,
    page: Page,
) -> Result<Vec<Entry>> {
    const TEXT: (&str, &str) = both!("s.parent_id = $5");
    asked(&mut *core.db.conn().await?, viewer, community, prompt).await?;
    list(core, viewer, prompt.0, None, page, TEXT).await
}

async fn asked(conn: &mut Conn, viewer: AccountId, community: AccountId, prompt: StoryId) -> Result<()> {
    #[derive(QueryableByName)]
    struct One {
        #[diesel(sql_type = BigInt)]
        #[expect(dead_code, reason = "that there is a row is the answer")]
        id: i64,
    }
    const TEXT: &str = concat!(
        "SELECT s.id FROM community_stories w JOIN stories s ON s.id = w.story_id \
         WHERE w.story_id = $2 AND w.community_id = $3 AND w.prompt AND ",
        visible!()
    );
    let found = sql(TEXT)
        .bind::<BigInt, _>(viewer)
        .bind::<BigInt, _>(prompt)
        .bind::<BigInt, _>(community)
        .get_result::<One>(conn)
        .await
        .optional()?;
    found.map(drop).ok_or(Error::NotFound("prompt"))
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

async fn list(
    core: &Core,
    viewer: AccountId,
    of: i64,
    kind: Option<Kind>,
    page: Page,
    text: (&'static str, &'static str),
) -> Result<Vec<Entry>> {
    let mut conn = core.db.conn().await?;
    let standing = standing(core, &mut conn, viewer).await?;
    let rows = sql(page.pick(text))
        .bind::<BigInt, _>(viewer)
        .bind::<BigInt, _>(page.below())
        .bind::<BigInt, _>(page.above())
        .bind::<BigInt, _>(page.limit)
        .bind::<BigInt, _>(of)
        .bind::<Array<BigInt>, _>(&standing.accounts)
        .bind::<Array<Text>, _>(&standing.hosts)
        .bind::<Array<Text>, _>(&standing.hidden)
        .bind::<Nullable<SmallInt>, _>(kind.map(|kind| kind as i16))
        .load::<Row>(&mut conn)
        .await?;
    timelines::entries(core, &mut conn, &standing, page.newest_first(rows)).await
}
