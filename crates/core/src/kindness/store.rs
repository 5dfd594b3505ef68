//! What a kindness is, and its row.

use crate::Result;
use crate::db::Conn;
use crate::ids::{AccountId, StoryId};
use crate::schema::kindnesses;
use crate::sql::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use diesel_async::RunQueryDsl;
use serde::{Deserialize, Serialize};

/// What somebody gives whoever told a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(i16)]
pub enum Kindness {
    /// A thank-you.
    Thank = 0,
    /// That they have been there too.
    Relate = 1,
}

impl Kindness {
    /// From the number in the database; an unknown number is a thank-you.
    #[must_use]
    pub fn from_i16(number: i16) -> Self {
        match number {
            1 => Self::Relate,
            _ => Self::Thank,
        }
    }

    /// How it is called on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Thank => "thank",
            Self::Relate => "relate",
        }
    }

    /// By that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        [Self::Thank, Self::Relate].into_iter().find(|kind| kind.name() == name)
    }

    /// The words it arrives in, if its giver adds none.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Thank => "Thank you for sharing.",
            Self::Relate => "I relate. I have been there too.",
        }
    }

    /// Whether a text says it without further words.
    #[must_use]
    pub fn is_plain(self, text: &str) -> bool {
        text.trim() == self.words()
    }
}

/// A kindness that is being given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given {
    /// What.
    pub kind: Kindness,
    /// For which story.
    pub target: StoryId,
    /// Without further words.
    pub plain: bool,
}

/// Notes that the answer `story` is a kindness; one that was taken back before makes room.
pub(crate) async fn write(tx: &mut Conn, story: StoryId, given: Given) -> Result<()> {
    sql(
        "DELETE FROM kindnesses k USING stories n, stories o WHERE n.id = $1 AND k.account_id = n.author_id \
         AND k.target_id = $2 AND o.id = k.story_id AND o.deleted_at IS NOT NULL",
    )
    .bind::<BigInt, _>(story)
    .bind::<BigInt, _>(given.target)
    .execute(tx)
    .await?;
    sql("INSERT INTO kindnesses (story_id, target_id, account_id, kind, plain) \
         SELECT s.id, $2, s.author_id, $3, $4 FROM stories s WHERE s.id = $1 ON CONFLICT DO NOTHING")
    .bind::<BigInt, _>(story)
    .bind::<BigInt, _>(given.target)
    .bind::<diesel::sql_types::SmallInt, _>(given.kind as i16)
    .bind::<diesel::sql_types::Bool, _>(given.plain)
    .execute(tx)
    .await?;
    Ok(())
}

/// The same for an answer of another server. Only what is for a story told here is worth noting, and nobody is kind to
/// themselves.
pub(crate) async fn receive(tx: &mut Conn, story: StoryId, giver: AccountId, given: Given) -> Result<()> {
    let ours = sql("SELECT 1 FROM stories WHERE id = $1 AND local AND author_id <> $2")
        .bind::<BigInt, _>(given.target)
        .bind::<BigInt, _>(giver)
        .execute(tx)
        .await?;
    if ours == 0 { Ok(()) } else { write(tx, story, given).await }
}

/// The answer with which `giver` gave this already.
pub(super) async fn before(
    tx: &mut Conn,
    giver: AccountId,
    target: StoryId,
    kind: Kindness,
) -> Result<Option<StoryId>> {
    let found = kindnesses::table
        .inner_join(crate::schema::stories::table.on(crate::schema::stories::id.eq(kindnesses::story_id)))
        .filter(kindnesses::account_id.eq(giver.0).and(kindnesses::target_id.eq(target.0)))
        .filter(kindnesses::kind.eq(kind as i16).and(crate::schema::stories::deleted_at.is_null()))
        .select(kindnesses::story_id)
        .first::<i64>(tx)
        .await
        .optional()?;
    Ok(found.map(StoryId))
}
