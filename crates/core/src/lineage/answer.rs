//! Whoever told the first story agrees, declines, and takes their yes back.

use super::model::State;
use crate::accounts::Account;
use crate::db::Conn;
use crate::event::{self, Event};
use crate::ids::{AccountId, StoryId};
use crate::sql::sql;
use crate::{Core, Error, Result, undone, visible};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Nullable, SmallInt, Text};
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// The member whose story `story` names agrees: the link shows under theirs. Again changes nothing. They may change
/// their mind after a no.
///
/// # Errors
/// [`Error::NotFound`] when nobody asks them about that story, or they may not read it.
pub async fn accept(core: &Core, member: AccountId, story: StoryId) -> Result<()> {
    answer(core, member, story, State::Accepted).await
}

/// They decline: it stays the words of whoever names their story. They are not asked again as long as it is named.
///
/// # Errors
/// [`Error::NotFound`] when nobody waits for their answer about that story.
pub async fn decline(core: &Core, member: AccountId, story: StoryId) -> Result<()> {
    answer(core, member, story, State::Declined).await
}

async fn answer(core: &Core, member: AccountId, story: StoryId, state: State) -> Result<()> {
    let accepted = state == State::Accepted;
    let (kind, from): (_, &[State]) = match state {
        State::Accepted => ("accepts", &[State::Asked, State::Declined, State::Revoked]),
        _ => ("rejects", &[State::Asked]),
    };
    let uri = core.here.activity_uri(kind, &core.chance.slug());
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        match standing(tx, member, story).await? {
            same if same == state => return Ok(()),
            before if !from.contains(&before) => return Err(Error::NotFound("request")),
            _ => {}
        }
        sql("UPDATE inspirations SET state = $2, answer_uri = $3 WHERE story_id = $1")
            .bind::<BigInt, _>(story)
            .bind::<SmallInt, _>(state as i16)
            .bind::<Text, _>(&uri)
            .execute(tx)
            .await?;
        event::record(core, tx, &Event::InspirationAnswered { story, accepted }).await
    })
    .await?;
    core.stories.forget(story);
    Ok(())
}

#[derive(QueryableByName)]
struct Standing {
    #[diesel(sql_type = SmallInt)]
    state: i16,
}

/// How the member stands to a story that names theirs and that they may read; locked.
async fn standing(tx: &mut Conn, member: AccountId, story: StoryId) -> Result<State> {
    let found = sql(concat!(
        "SELECT i.state FROM inspirations i JOIN stories s ON s.id = i.story_id \
         WHERE i.story_id = $2 AND i.source_author = $1 AND i.source_id IS NOT NULL AND s.author_id <> $1 AND ",
        visible!(),
        " FOR UPDATE OF i"
    ))
    .bind::<BigInt, _>(member)
    .bind::<BigInt, _>(story)
    .get_result::<Standing>(tx)
    .await
    .optional()?
    .ok_or(Error::NotFound("request"))?;
    Ok(State::from_i16(found.state))
}

#[derive(QueryableByName)]
struct Taken {
    #[diesel(sql_type = BigInt)]
    author_id: AccountId,
    #[diesel(sql_type = Text)]
    source_uri: String,
    #[diesel(sql_type = Text)]
    offer_uri: String,
    #[diesel(sql_type = Nullable<Text>)]
    answer_uri: Option<String>,
}

/// They take their yes back: the link no longer shows under their story. A story that they cannot read any more can
/// still be let go of.
///
/// # Errors
/// [`Error::NotFound`] when they agreed to no such story.
pub async fn revoke(core: &Core, member: AccountId, story: StoryId) -> Result<()> {
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        let taken = sql("UPDATE inspirations i SET state = 4 FROM stories s WHERE s.id = i.story_id \
                         AND i.story_id = $2 AND i.source_author = $1 AND i.state = 2 AND s.author_id <> $1 \
                         RETURNING s.author_id, i.source_uri, i.offer_uri, i.answer_uri")
        .bind::<BigInt, _>(member)
        .bind::<BigInt, _>(story)
        .get_result::<Taken>(tx)
        .await
        .optional()?
        .ok_or(Error::NotFound("link"))?;
        let Taken { author_id: to, source_uri, offer_uri, answer_uri: accept_uri } = taken;
        let ended = Event::InspirationEnded { by: member, to, story, source_uri, offer_uri, accept_uri };
        event::record(core, tx, &ended).await
    })
    .await?;
    core.stories.forget(story);
    Ok(())
}

#[derive(QueryableByName)]
struct Changed {
    #[diesel(sql_type = BigInt)]
    story_id: StoryId,
}

/// `actor` of another server answered an Offer of ours, by its id. Anybody else's answer has no effect.
///
/// # Errors
/// When Postgres fails.
pub async fn receive(
    core: &Core,
    actor: &Account,
    offer_uri: &str,
    answer_uri: &str,
    accepted: bool,
) -> Result<()> {
    let state = if accepted { State::Accepted } else { State::Declined };
    let mut conn = core.db.conn().await?;
    let changed = conn
        .transaction(async |tx| {
            if undone::forbids(core, tx, answer_uri, &actor.uri).await? {
                return Ok::<_, Error>(Vec::new());
            }
            let rows = sql("UPDATE inspirations i SET state = $3, answer_uri = $4 FROM stories s \
                            WHERE i.offer_uri = $1 AND i.source_author = $2 AND i.state <> 0 \
                              AND s.id = i.story_id AND s.local RETURNING i.story_id")
            .bind::<Text, _>(offer_uri)
            .bind::<BigInt, _>(actor.id)
            .bind::<SmallInt, _>(state as i16)
            .bind::<Text, _>(answer_uri)
            .load::<Changed>(tx)
            .await?;
            Ok(rows)
        })
        .await?;
    forget(core, &changed);
    Ok(())
}

/// `actor` of another server took back the answer `answer_uri`, or whatever they said to the Offer `offer_uri`.
///
/// # Errors
/// When Postgres fails.
pub async fn receive_undo(
    core: &Core,
    actor: &Account,
    answer_uri: Option<&str>,
    offer_uri: Option<&str>,
) -> Result<()> {
    let names: Vec<&str> = [answer_uri, offer_uri].into_iter().flatten().collect();
    let mut conn = core.db.conn().await?;
    let changed = conn
        .transaction(async |tx| {
            let rows = sql("UPDATE inspirations i SET state = 4 FROM stories s \
                            WHERE (i.offer_uri = ANY($2) OR i.source_author = $1 AND i.answer_uri = ANY($2)) \
                              AND i.source_author = $1 AND i.state = 2 AND s.id = i.story_id AND s.local \
                            RETURNING i.story_id")
            .bind::<BigInt, _>(actor.id)
            .bind::<Array<Text>, _>(&names)
            .load::<Changed>(tx)
            .await?;
            if let Some(uri) = answer_uri {
                undone::remember(core, tx, uri, &actor.uri, !rows.is_empty()).await?;
            }
            Ok::<_, Error>(rows)
        })
        .await?;
    forget(core, &changed);
    Ok(())
}

fn forget(core: &Core, changed: &[Changed]) {
    for row in changed {
        core.stories.forget(row.story_id);
    }
}
