//! Another server asks whether somebody there may answer, like or pass on a story of ours (GoToSocial's interaction
//! requests).

use super::model::Kind;
use super::settle::Settled;
use crate::accounts::Account;
use crate::db::Conn;
use crate::event::{self, Event};
use crate::ids::StoryId;
use crate::schema::stories;
use crate::sql::sql;
use crate::stories::Audience;
use crate::stories::show::may;
use crate::{Core, Result};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, SmallInt, Text, Timestamptz};
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// Who asks, for themselves.
    pub actor: &'a Account,
    /// What they want to do.
    pub kind: Kind,
    /// To which story, told here.
    pub story: StoryId,
    /// Id of the answer, the Like or the Announce.
    pub object_uri: &'a str,
    /// Id of the request; `None` where it was done without asking.
    pub request_uri: Option<&'a str>,
}

/// Decides what can be decided without its author, and records `Answered`: likes are welcome from whoever may read the
/// story, boosts as its author said, an answer (stored by now) unless it is held; then the request waits for the word of
/// the author. What the asker may not read is answered as if it were not there: not at all.
///
/// # Errors
/// When Postgres fails.
pub async fn ask(core: &Core, asked: Asked<'_>) -> Result<()> {
    if !asked.actor.is_active() {
        return Ok(());
    }
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        let Some(told) = may(tx, asked.actor, asked.story).await? else { return Ok(()) };
        if !told.local {
            return Ok(());
        }
        let said = match asked.kind {
            Kind::Like => Some(true),
            Kind::Boost => Some(told.passed_on && Audience::from_i16(told.audience).is_open()),
            Kind::Reply => answer(tx, &asked).await?,
        };
        note(core, tx, &asked, said).await
    })
    .await
}

/// What there is to say of an answer at once: nothing, if it waits or is not there.
async fn answer(tx: &mut Conn, asked: &Asked<'_>) -> Result<Option<bool>> {
    let found = stories::table
        .filter(stories::uri.eq(asked.object_uri).and(stories::author_id.eq(asked.actor.id.0)))
        .filter(stories::parent_id.eq(asked.story.0).and(stories::deleted_at.is_null()))
        .select((stories::held_by, stories::declined_at.is_not_null()))
        .first::<(Option<i64>, bool)>(tx)
        .await
        .optional()?;
    Ok(match found {
        Some((None, _)) => Some(true),
        Some((Some(_), declined)) => declined.then_some(false),
        None => None,
    })
}

async fn note(core: &Core, tx: &mut Conn, asked: &Asked<'_>, said: Option<bool>) -> Result<()> {
    let row = sql(
        "INSERT INTO interactions (id, slug, kind, story_id, actor_id, object_uri, request_uri, accepted, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (story_id, object_uri, kind) DO UPDATE \
         SET request_uri = coalesce(excluded.request_uri, interactions.request_uri), accepted = excluded.accepted \
         WHERE interactions.actor_id = excluded.actor_id RETURNING id",
    )
    .bind::<BigInt, _>(core.id())
    .bind::<Text, _>(core.chance.slug())
    .bind::<SmallInt, _>(asked.kind as i16)
    .bind::<BigInt, _>(asked.story)
    .bind::<BigInt, _>(asked.actor.id)
    .bind::<Text, _>(asked.object_uri)
    .bind::<Nullable<Text>, _>(asked.request_uri)
    .bind::<Nullable<Bool>, _>(said)
    .bind::<Timestamptz, _>(core.now())
    .get_result::<Settled>(tx)
    .await
    .optional()?;
    match row.zip(said) {
        Some((Settled { id }, accepted)) => {
            event::record(core, tx, &Event::Answered { interaction: id, accepted }).await
        }
        None => Ok(()),
    }
}
