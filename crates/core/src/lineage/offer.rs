//! Somebody elsewhere asks whether a story of theirs may say that one of ours gave it courage.

use super::model::State;
use crate::accounts::Account;
use crate::db::Conn;
use crate::ids::{AccountId, StoryId};
use crate::sql::sql;
use crate::{Core, Error, Result, undone, visible};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, SmallInt, Text, Timestamptz};
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// Keeps the question for whoever told `source_uri`, if `story` is `actor`'s own, the source is a story of ours that
/// everybody may read, its author may read what names them and wants to be asked, and did not say no before. Whatever
/// else has no effect.
///
/// # Errors
/// When Postgres fails.
pub async fn receive(
    core: &Core,
    actor: &Account,
    story: StoryId,
    source_uri: &str,
    offer_uri: &str,
) -> Result<()> {
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        let Some(source) = source(tx, actor, source_uri).await? else { return Ok(()) };
        if undone::forbids(core, tx, offer_uri, &actor.uri).await?
            || !may_ask(tx, actor, source.author_id, story).await?
        {
            return Ok(());
        }
        // Another question about the same two stories is the same question; about another source it is a new one.
        sql("INSERT INTO inspirations AS i \
               (story_id, source_id, source_author, source_uri, source_url, state, offer_uri, created_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (story_id) DO UPDATE \
             SET source_id = excluded.source_id, source_author = excluded.source_author, \
                 source_uri = excluded.source_uri, source_url = excluded.source_url, state = excluded.state, \
                 offer_uri = excluded.offer_uri, answer_uri = NULL, created_at = excluded.created_at \
             WHERE i.source_id IS DISTINCT FROM excluded.source_id OR i.state = 0")
        .bind::<BigInt, _>(story)
        .bind::<BigInt, _>(source.id)
        .bind::<BigInt, _>(source.author_id)
        .bind::<Text, _>(&source.uri)
        .bind::<Text, _>(&source.url)
        .bind::<SmallInt, _>(State::Asked as i16)
        .bind::<Text, _>(offer_uri)
        .bind::<Timestamptz, _>(core.now())
        .execute(tx)
        .await?;
        Ok::<_, Error>(())
    })
    .await?;
    core.stories.forget(story);
    Ok(())
}

#[derive(QueryableByName)]
struct Source {
    #[diesel(sql_type = BigInt)]
    id: StoryId,
    #[diesel(sql_type = BigInt)]
    author_id: AccountId,
    #[diesel(sql_type = Text)]
    uri: String,
    #[diesel(sql_type = Text)]
    url: String,
}

/// The story of ours with this id, if everybody may read it and nobody keeps it from `actor`.
async fn source(tx: &mut Conn, actor: &Account, uri: &str) -> Result<Option<Source>> {
    let found = sql(concat!(
        "SELECT s.id, s.author_id, s.uri, s.url FROM stories s \
         WHERE s.uri = $2 AND s.local AND s.audience IN (0, 1) AND s.held_by IS NULL AND ",
        visible!(),
        " FOR SHARE OF s"
    ))
    .bind::<BigInt, _>(actor.id)
    .bind::<Text, _>(uri)
    .get_result::<Source>(tx)
    .await
    .optional()?;
    Ok(found)
}

/// Whether the story is the asker's own, its reader is to be, and wants to be, asked.
async fn may_ask(tx: &mut Conn, actor: &Account, member: AccountId, story: StoryId) -> Result<bool> {
    let found = sql(concat!(
        "SELECT 1 FROM stories s WHERE s.id = $2 AND s.author_id = $3 AND NOT s.local AND ",
        visible!("$1"),
        " AND NOT EXISTS (SELECT 1 FROM unasked u WHERE u.account_id = $1)"
    ))
    .bind::<BigInt, _>(member)
    .bind::<BigInt, _>(story)
    .bind::<BigInt, _>(actor.id)
    .execute(tx)
    .await?;
    Ok(found > 0)
}

/// The asker took the question back, and with it whatever was answered.
///
/// # Errors
/// When Postgres fails.
pub async fn receive_undo(core: &Core, actor: &Account, offer_uri: &str) -> Result<()> {
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        let gone =
            sql("DELETE FROM inspirations i USING stories s WHERE i.offer_uri = $1 AND s.id = i.story_id \
                        AND s.author_id = $2 AND NOT s.local")
            .bind::<Text, _>(offer_uri)
            .bind::<BigInt, _>(actor.id)
            .execute(tx)
            .await?;
        undone::remember(core, tx, offer_uri, &actor.uri, gone > 0).await
    })
    .await
}
