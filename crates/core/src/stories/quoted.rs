//! Who quotes a story, as far as they asked; and its author takes the consent back.

use super::audience::own;
use super::entry::{Entry, EntryKey};
use super::hydrate::hydrate;
use super::show::readable;
use crate::accounts::Account;
use crate::event::{self, Event};
use crate::ids::{AccountId, StoryId};
use crate::page::Page;
use crate::restrictions::standing::standing;
use crate::sql::sql;
use crate::{Core, Error, Result, apart, listed, paged, visible};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Text};
use diesel_async::{AsyncConnection as _, RunQueryDsl};
use std::collections::HashMap;

/// The stories that quote one with its author's consent, last given first, each with its cursor; those the reader may
/// not read are left out.
///
/// # Errors
/// [`Error::NotFound`] when the reader may not read the quoted story itself.
pub async fn list(core: &Core, viewer: AccountId, story: StoryId, page: Page) -> Result<Vec<(i64, Entry)>> {
    let texts = paged!(
        concat!(
            "SELECT q.id AS cursor, s.id AS story FROM quote_stamps q JOIN stories s ON s.uri = q.quote_uri \
             WHERE q.story_id = $6 AND q.id < $2 AND q.id > $3 AND ",
            visible!(),
            " AND ",
            apart!("s.author_id", "$7", "$8"),
            " AND ",
            listed!("$1", "$5")
        ),
        "q.id",
        "$4"
    );
    let mut conn = core.db.conn().await?;
    readable(&mut conn, viewer, story).await?;
    let standing = standing(core, &mut conn, viewer).await?;
    let rows = sql(page.pick(texts))
        .bind::<BigInt, _>(viewer)
        .bind::<BigInt, _>(page.below())
        .bind::<BigInt, _>(page.above())
        .bind::<BigInt, _>(page.limit)
        .bind::<Array<Text>, _>(&standing.hidden)
        .bind::<BigInt, _>(story)
        .bind::<Array<BigInt>, _>(&standing.accounts)
        .bind::<Array<Text>, _>(&standing.hosts)
        .load::<Quoting>(&mut conn)
        .await?;
    let rows = page.newest_first(rows);
    let keys: Vec<EntryKey> = rows.iter().map(|row| EntryKey { story: row.story, boost: None }).collect();
    let entries = hydrate(core, &mut conn, viewer, &keys).await?;
    let cursors: HashMap<StoryId, i64> = rows.into_iter().map(|row| (row.story, row.cursor)).collect();
    let with_cursor = |entry: Entry| Some((*cursors.get(&entry.view.story.id)?, entry));
    Ok(entries.into_iter().filter_map(with_cursor).collect())
}

#[derive(QueryableByName)]
struct Quoting {
    #[diesel(sql_type = BigInt)]
    cursor: i64,
    #[diesel(sql_type = BigInt)]
    story: StoryId,
}

/// The author takes their consent to a quote back: its stamp is gone, and those who may show the quote are told.
///
/// # Errors
/// [`Error::NotFound`] when there is no such story of theirs, or no such quote of it.
pub async fn revoke(core: &Core, author: &Account, story: StoryId, quoting: StoryId) -> Result<()> {
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        own(tx, author.id, story).await?;
        let gone = sql("DELETE FROM quote_stamps q USING stories s WHERE q.story_id = $1 AND s.id = $2 \
                        AND s.uri = q.quote_uri RETURNING q.slug, s.author_id")
        .bind::<BigInt, _>(story)
        .bind::<BigInt, _>(quoting)
        .get_result::<Gone>(tx)
        .await
        .optional()?
        .ok_or(Error::NotFound("quote"))?;
        let Gone { slug, author_id: by } = gone;
        event::record(core, tx, &Event::QuoteRevoked { story, by, slug }).await
    })
    .await
}

#[derive(QueryableByName)]
struct Gone {
    #[diesel(sql_type = Text)]
    slug: String,
    #[diesel(sql_type = BigInt)]
    author_id: AccountId,
}
