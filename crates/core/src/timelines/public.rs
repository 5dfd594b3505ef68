//! The public timeline.

use crate::ids::AccountId;
use crate::page::Page;
use crate::restrictions::standing::standing;
use crate::sql::sql;
use crate::stories::Entry;
use crate::timelines::Row;
use crate::{Core, Result, apart, facts, listed, open, paged, shown};
use diesel::sql_types::{Array, BigInt, Text};
use diesel_async::RunQueryDsl;

/// Both directions of one reach, with pictures or not; `$shown` is what of the predicate its audiences leave to ask.
macro_rules! public {
    ($shown:expr, $whose:literal, $and:literal) => {
        paged!(
            concat!(
                "SELECT s.id AS story, NULL::bigint AS boost, ",
                facts!(),
                " FROM stories s WHERE s.deleted_at IS NULL AND s.parent_uri IS NULL AND ",
                $whose,
                " AND s.id < $2 AND s.id > $3",
                $and,
                " AND ",
                $shown,
                " AND (s.author_id = $1 OR ",
                apart!("s.author_id", "$5", "$6"),
                ") AND ",
                listed!("$1", "$7")
            ),
            "s.id",
            "$4"
        )
    };
    ($shown:expr, $whose:literal; $only_media:expr) => {
        if $only_media {
            public!($shown, $whose, " AND EXISTS (SELECT 1 FROM attachments a WHERE a.story_id = s.id)")
        } else {
            public!($shown, $whose, "")
        }
    };
}

/// Public top-level stories of all known servers, of this one (`Reach::Here`; members also see local-only ones) or of
/// the others.
///
/// # Errors
/// When Postgres fails.
pub async fn public(
    core: &Core,
    viewer: AccountId,
    reach: Reach,
    only_media: bool,
    page: Page,
) -> Result<Vec<Entry>> {
    let texts = match reach {
        Reach::Everywhere => public!(open!("$1"), "s.audience = 0"; only_media),
        Reach::Here => public!(shown!("$1"), "s.audience IN (0, 4) AND s.local"; only_media),
        Reach::Elsewhere => public!(open!("$1"), "s.audience = 0 AND NOT s.local"; only_media),
    };
    let mut conn = core.db.conn().await?;
    let standing = standing(core, &mut conn, viewer).await?;
    let rows = sql(page.pick(texts))
        .bind::<BigInt, _>(viewer)
        .bind::<BigInt, _>(page.below())
        .bind::<BigInt, _>(page.above())
        .bind::<BigInt, _>(page.limit)
        .bind::<Array<BigInt>, _>(&standing.accounts)
        .bind::<Array<Text>, _>(&standing.hosts)
        .bind::<Array<Text>, _>(&standing.hidden)
        .load::<Row>(&mut conn)
        .await?;
    super::entries(core, &mut conn, &standing, page.newest_first(rows)).await
}

/// Whose stories a public timeline holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Everybody's.
    Everywhere,
    /// This server's.
    Here,
    /// Other servers'.
    Elsewhere,
}
