//! What needed a yes, and how it is looked up again.

use crate::ids::{AccountId, InteractionId, StoryId};
use crate::schema::interactions;
use crate::{Core, Error, Result};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// What somebody elsewhere wants to do to a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(i16)]
pub enum Kind {
    /// Answer it.
    Reply = 0,
    /// Like it.
    Like = 1,
    /// Pass it on.
    Boost = 2,
}

impl Kind {
    /// From the number in the database; an unknown number is a reply.
    #[must_use]
    pub fn from_i16(number: i16) -> Self {
        match number {
            1 => Self::Like,
            2 => Self::Boost,
            _ => Self::Reply,
        }
    }
}

/// What needed a yes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interaction {
    /// Id here.
    pub id: InteractionId,
    /// Unguessable part of the address of its authorization.
    pub slug: String,
    /// What.
    pub kind: Kind,
    /// The story it is about, told here.
    pub story: StoryId,
    /// Who did it, elsewhere.
    pub actor: AccountId,
    /// Id of the answer, the Like or the Announce.
    pub object_uri: String,
    /// Id of the request, where the other server asked first.
    pub request_uri: Option<String>,
    /// What was said; `None` while nothing was.
    pub accepted: Option<bool>,
}

/// One of them.
///
/// # Errors
/// [`Error::NotFound`]; those about a deleted story are found, as its tombstone is.
pub async fn by_id(core: &Core, id: InteractionId) -> Result<Interaction> {
    let mut conn = core.db.conn().await?;
    let row =
        interactions::table.find(id.0).select(Row::as_select()).first::<Row>(&mut conn).await.optional()?;
    row.map(Interaction::from).ok_or(Error::NotFound("interaction"))
}

/// One that was accepted, by its slug.
///
/// # Errors
/// [`Error::NotFound`], also for what was not accepted.
pub async fn authorized(core: &Core, slug: &str) -> Result<Interaction> {
    let row = interactions::table
        .filter(interactions::slug.eq(slug).and(interactions::accepted.eq(true)))
        .select(Row::as_select())
        .first::<Row>(&mut *core.db.conn().await?)
        .await
        .optional()?;
    row.map(Interaction::from).ok_or(Error::NotFound("interaction"))
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = interactions)]
#[diesel(check_for_backend(diesel::pg::Pg))]
struct Row {
    id: InteractionId,
    slug: String,
    kind: i16,
    story_id: StoryId,
    actor_id: AccountId,
    object_uri: String,
    request_uri: Option<String>,
    accepted: Option<bool>,
}

impl From<Row> for Interaction {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            slug: row.slug,
            kind: Kind::from_i16(row.kind),
            story: row.story_id,
            actor: row.actor_id,
            object_uri: row.object_uri,
            request_uri: row.request_uri,
            accepted: row.accepted,
        }
    }
}
