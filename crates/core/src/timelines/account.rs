//! What one account told and passed on.

use crate::db::Conn;
use crate::ids::AccountId;
use crate::markup::fold_tag;
use crate::page::Page;
use crate::restrictions::standing::standing;
use crate::sql::sql;
use crate::stories::hydrate::hydrate;
use crate::stories::queries::Place;
use crate::stories::{Entry, EntryKey, Kind};
use crate::timelines::Row;
use crate::{Core, Result, apart, boost_shown, facts, listed, shown, unblocked, visible};
use diesel::sql_types::{Array, BigInt, Bool, Nullable, SmallInt, Text};
use diesel_async::RunQueryDsl;

/// Whose stories these are is one account (`$2`): whether it blocks the reader is asked once, and no more of each story
/// than [`shown!`](crate::shown). A reader here may still look at whom they block or mute themselves.
macro_rules! told {
    ($order:literal) => {
        concat!(
            "SELECT o.story, o.boost, ",
            facts!(),
            " FROM ( \
               (SELECT s.id AS entry, s.id AS story, NULL::bigint AS boost FROM stories s \
                WHERE s.author_id = $2 AND s.deleted_at IS NULL AND s.id < $3 AND s.id > $4 \
                  AND ($6 = false OR s.parent_uri IS NULL \
                       OR EXISTS (SELECT 1 FROM stories p WHERE p.id = s.parent_id AND p.author_id = s.author_id)) \
                  AND ($8 = false OR EXISTS (SELECT 1 FROM attachments a WHERE a.story_id = s.id)) \
                  AND ($9::text IS NULL OR EXISTS (SELECT 1 FROM story_tags t WHERE t.story_id = s.id AND t.tag = $9)) \
                  AND ($11::smallint IS NULL OR EXISTS ( \
                         SELECT 1 FROM tellings k WHERE k.story_id = s.id AND k.kind = $11)) \
                  AND ",
            shown!("$1"),
            " AND ",
            listed!("$1", "$10"),
            "   ORDER BY s.id ",
            $order,
            "   LIMIT $5) \
               UNION ALL \
               (SELECT b.id, s.id, b.id FROM boosts b JOIN stories s ON s.id = b.story_id \
                WHERE $7 AND b.account_id = $2 AND b.id < $3 AND b.id > $4 AND ",
            shown!("$1"),
            " AND (s.author_id = $1 OR ",
            apart!("s.author_id", "$12", "$13"),
            ") AND ",
            boost_shown!(),
            " AND ",
            listed!("$1", "$10"),
            "   ORDER BY b.id ",
            $order,
            "   LIMIT $5)) o JOIN stories s ON s.id = o.story \
             WHERE ",
            unblocked!("$2", "$1"),
            " ORDER BY o.entry ",
            $order,
            " LIMIT $5"
        )
    };
}

/// Newest first, for this viewer. Boosts are left out where media, a hashtag or a kind is asked for, as are stories of people
/// the viewer blocks or mutes where this account passed them on.
///
/// # Errors
/// When Postgres fails.
pub async fn account(
    core: &Core,
    viewer: AccountId,
    account: AccountId,
    wanted: Wanted,
    page: Page,
) -> Result<Vec<Entry>> {
    let mut conn = core.db.conn().await?;
    let standing = standing(core, &mut conn, viewer).await?;
    if wanted.pinned {
        let keys = pinned(&mut conn, viewer, account, &standing.hidden, page).await?;
        return hydrate(core, &mut conn, viewer, &keys).await;
    }
    let narrowed = wanted.only_media || wanted.tag.is_some() || wanted.kind.is_some();
    let boosts = !(wanted.exclude_boosts || narrowed);
    let rows = sql(if page.upwards() { told!("ASC") } else { told!("DESC") })
        .bind::<BigInt, _>(viewer)
        .bind::<BigInt, _>(account)
        .bind::<BigInt, _>(page.below())
        .bind::<BigInt, _>(page.above())
        .bind::<BigInt, _>(page.limit)
        .bind::<Bool, _>(wanted.exclude_replies)
        .bind::<Bool, _>(boosts)
        .bind::<Bool, _>(wanted.only_media)
        .bind::<Nullable<Text>, _>(wanted.tag.as_deref().map(fold_tag))
        .bind::<Array<Text>, _>(&standing.hidden)
        .bind::<Nullable<SmallInt>, _>(wanted.kind.map(|kind| kind as i16))
        .bind::<Array<BigInt>, _>(&standing.accounts)
        .bind::<Array<Text>, _>(&standing.hosts)
        .load::<Row>(&mut conn)
        .await?;
    super::entries(core, &mut conn, &standing, page.newest_first(rows)).await
}

/// Featured stories, newest pin first.
async fn pinned(
    conn: &mut Conn,
    viewer: AccountId,
    account: AccountId,
    hidden: &[String],
    page: Page,
) -> Result<Vec<EntryKey>> {
    let places = sql(concat!(
        "SELECT s.id AS story, NULL::bigint AS boost FROM pins p JOIN stories s ON s.id = p.story_id \
         WHERE p.account_id = $2 AND s.id < $3 AND s.id > $4 AND ",
        visible!(),
        " AND ",
        listed!("$1", "$6"),
        " ORDER BY p.id DESC LIMIT $5"
    ))
    .bind::<BigInt, _>(viewer)
    .bind::<BigInt, _>(account)
    .bind::<BigInt, _>(page.below())
    .bind::<BigInt, _>(page.above())
    .bind::<BigInt, _>(page.limit)
    .bind::<Array<Text>, _>(hidden)
    .load::<Place>(conn)
    .await?;
    Ok(places.into_iter().map(EntryKey::from).collect())
}

/// Which stories of an account.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Without replies to others.
    pub exclude_replies: bool,
    /// Without boosts.
    pub exclude_boosts: bool,
    /// With media only.
    pub only_media: bool,
    /// Featured ones only.
    pub pinned: bool,
    /// With this hashtag only.
    pub tag: Option<String>,
    /// Told as this only.
    pub kind: Option<Kind>,
}
