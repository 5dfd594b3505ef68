//! The timeline of a hashtag.

use crate::ids::AccountId;
use crate::markup::fold_tag;
use crate::page::Page;
use crate::restrictions::standing::standing;
use crate::sql::sql;
use crate::stories::hydrate::hydrate;
use crate::stories::queries::Place;
use crate::stories::{Entry, Tag};
use crate::{Core, Result, listed, visible, wanted};
use diesel::QueryableByName;
use diesel::sql_types::{Array, BigInt, Bool, Text};
use diesel_async::RunQueryDsl;

macro_rules! tagged {
    ($order:literal) => {
        concat!(
            "SELECT DISTINCT c.story, NULL::bigint AS boost FROM unnest($5) AS w (tag) CROSS JOIN LATERAL ( \
               SELECT s.id AS story FROM story_tags t JOIN stories s ON s.id = t.story_id \
               WHERE t.tag = w.tag AND t.story_id < $2 AND t.story_id > $3 AND s.audience IN (0, 4) \
                 AND ($8 = false OR s.local) \
                 AND ($9 = false OR EXISTS (SELECT 1 FROM attachments a WHERE a.story_id = s.id)) \
                 AND NOT EXISTS (SELECT 1 FROM unnest($6) AS n (tag) WHERE NOT EXISTS ( \
                       SELECT 1 FROM story_tags x WHERE x.story_id = s.id AND x.tag = n.tag)) \
                 AND NOT EXISTS (SELECT 1 FROM story_tags y WHERE y.story_id = s.id AND y.tag = ANY($7)) \
                 AND ",
            visible!(),
            " AND ",
            wanted!(),
            " AND ",
            listed!("$1", "$10"),
            "  ORDER BY t.story_id ",
            $order,
            "  LIMIT $4) c ORDER BY c.story ",
            $order,
            " LIMIT $4"
        )
    };
}

/// Public stories with the tag `all`-of/any/none as Mastodon's parameters say.
///
/// # Errors
/// When Postgres fails.
pub async fn tagged(
    core: &Core,
    viewer: AccountId,
    tags: &Wanted,
    local: bool,
    only_media: bool,
    page: Page,
) -> Result<Vec<Entry>> {
    let fold = |names: &[String]| names.iter().map(|name| fold_tag(name)).collect::<Vec<String>>();
    let mut conn = core.db.conn().await?;
    let standing = standing(core, &mut conn, viewer).await?;
    let places = sql(if page.upwards() { tagged!("ASC") } else { tagged!("DESC") })
        .bind::<BigInt, _>(viewer)
        .bind::<BigInt, _>(page.below())
        .bind::<BigInt, _>(page.above())
        .bind::<BigInt, _>(page.limit)
        .bind::<Array<Text>, _>(fold(&tags.any))
        .bind::<Array<Text>, _>(fold(&tags.all))
        .bind::<Array<Text>, _>(fold(&tags.none))
        .bind::<Bool, _>(local)
        .bind::<Bool, _>(only_media)
        .bind::<Array<Text>, _>(&standing.hidden)
        .load::<Place>(&mut conn)
        .await?;
    hydrate(core, &mut conn, viewer, &super::newest_first(page, places)).await
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    tag: String,
    #[diesel(sql_type = Text)]
    name: String,
}

/// Hashtags of public stories that start with `text`, most recently used first.
///
/// # Errors
/// When Postgres fails.
pub async fn matching(core: &Core, text: &str, limit: i64) -> Result<Vec<Tag>> {
    let start = fold_tag(text.trim());
    // No character sorts after this one, and the column sorts by code points.
    let end = format!("{start}{}", char::MAX);
    let rows = sql("SELECT u.tag, (SELECT x.name FROM story_tags x WHERE x.tag = u.tag AND x.story_id = u.last) AS name \
                    FROM (SELECT t.tag, max(t.story_id) AS last FROM story_tags t JOIN stories s ON s.id = t.story_id \
                          WHERE t.tag >= $1 AND t.tag < $2 AND s.audience = 0 AND s.deleted_at IS NULL \
                          GROUP BY t.tag ORDER BY max(t.story_id) DESC LIMIT $3) u ORDER BY u.last DESC")
    .bind::<Text, _>(start)
    .bind::<Text, _>(end)
    .bind::<BigInt, _>(limit)
    .load::<Row>(&mut *core.db.conn().await?)
    .await?;
    Ok(rows.into_iter().map(|row| Tag { tag: row.tag, name: row.name }).collect())
}

/// Which tags: the first one or `any` of the others, `all` of these, `none` of those.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Any of these (the tag of the path is the first).
    pub any: Vec<String>,
    /// And all of these.
    pub all: Vec<String>,
    /// And none of these.
    pub none: Vec<String>,
}
