//! The public timeline.

use crate::ids::AccountId;
use crate::page::Page;
use crate::restrictions::standing::standing;
use crate::sql::sql;
use crate::stories::Entry;
use crate::timelines::Row;
use crate::{Core, Result, apart, facts, listed, shown};
use diesel::sql_types::{Array, BigInt, Bool, Text};
use diesel_async::RunQueryDsl;

macro_rules! public {
    ($whose:literal, $order:literal) => {
        concat!(
            "SELECT s.id AS story, NULL::bigint AS boost, ",
            facts!(),
            " FROM stories s WHERE s.deleted_at IS NULL AND s.parent_uri IS NULL AND ",
            $whose,
            " AND s.id < $2 AND s.id > $3 \
             AND ($5 = false OR EXISTS (SELECT 1 FROM attachments a WHERE a.story_id = s.id)) AND ",
            shown!("$1"),
            " AND (s.author_id = $1 OR ",
            apart!("s.author_id", "$6", "$7"),
            ") AND ",
            listed!("$1", "$8"),
            " ORDER BY s.id ",
            $order,
            " LIMIT $4"
        )
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
    let text = match (reach, page.upwards()) {
        (Reach::Everywhere, false) => public!("s.audience = 0", "DESC"),
        (Reach::Everywhere, true) => public!("s.audience = 0", "ASC"),
        (Reach::Here, false) => public!("s.audience IN (0, 4) AND s.local", "DESC"),
        (Reach::Here, true) => public!("s.audience IN (0, 4) AND s.local", "ASC"),
        (Reach::Elsewhere, false) => public!("s.audience = 0 AND NOT s.local", "DESC"),
        (Reach::Elsewhere, true) => public!("s.audience = 0 AND NOT s.local", "ASC"),
    };
    let mut conn = core.db.conn().await?;
    let standing = standing(core, &mut conn, viewer).await?;
    let rows = sql(text)
        .bind::<BigInt, _>(viewer)
        .bind::<BigInt, _>(page.below())
        .bind::<BigInt, _>(page.above())
        .bind::<BigInt, _>(page.limit)
        .bind::<Bool, _>(only_media)
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
