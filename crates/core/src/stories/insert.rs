//! Writes the rows of a new story: shared by publish and receive.

use super::model::Audience;
use crate::accounts::{Account, Emoji};
use crate::db::Conn;
use crate::ids::{AccountId, StoryId};
use crate::markup::fold_tag;
use crate::schema::stories;
use crate::sql::sql;
use crate::{Core, Error, Result};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Text, Timestamptz};
use diesel_async::RunQueryDsl;

/// A row of `stories` about to be written.
#[derive(Debug, Insertable)]
#[diesel(table_name = stories)]
pub(super) struct NewStory<'a> {
    pub(super) id: StoryId,
    pub(super) uri: &'a str,
    pub(super) url: &'a str,
    pub(super) slug: Option<&'a str>,
    pub(super) author_id: AccountId,
    pub(super) local: bool,
    pub(super) kind: &'a str,
    pub(super) audience: i16,
    pub(super) title: &'a str,
    pub(super) content_html: &'a str,
    pub(super) source: &'a str,
    pub(super) source_type: &'a str,
    pub(super) summary: &'a str,
    pub(super) sensitive: bool,
    pub(super) language: Option<&'a str>,
    pub(super) emojis: serde_json::Value,
    pub(super) parent_id: Option<StoryId>,
    pub(super) parent_uri: Option<&'a str>,
    pub(super) root_id: StoryId,
    pub(super) context_uri: Option<&'a str>,
    pub(super) quote_policy: i16,
    pub(super) pushed: bool,
    pub(super) replies_uri: Option<&'a str>,
    pub(super) published_at: DateTime<Utc>,
    pub(super) edited_at: Option<DateTime<Utc>>,
    pub(super) created_at: DateTime<Utc>,
}

/// Writes the row; `false` when its uri or its id is taken.
pub(super) async fn story(conn: &mut Conn, new: &NewStory<'_>) -> Result<bool> {
    let written =
        diesel::insert_into(stories::table).values(new).on_conflict_do_nothing().execute(conn).await?;
    Ok(written == 1)
}

/// Adds people whom a story names or addresses; those it has stay as they are.
pub(super) async fn mentions(conn: &mut Conn, story: StoryId, named: &[(AccountId, bool)]) -> Result<()> {
    if named.is_empty() {
        return Ok(());
    }
    let (ids, silent): (Vec<AccountId>, Vec<bool>) = named.iter().copied().unzip();
    // Somebody may be named and addressed: the name counts.
    sql("INSERT INTO mentions (story_id, account_id, silent) \
         SELECT $1, m.account_id, bool_and(m.silent) FROM unnest($2, $3) AS m (account_id, silent) \
         GROUP BY m.account_id ORDER BY m.account_id ON CONFLICT DO NOTHING")
    .bind::<BigInt, _>(story)
    .bind::<Array<BigInt>, _>(ids)
    .bind::<Array<Bool>, _>(silent)
    .execute(conn)
    .await?;
    Ok(())
}

/// Gives a new story its hashtags; `names` are as written.
pub(super) async fn tags(conn: &mut Conn, story: StoryId, names: &[String]) -> Result<()> {
    let mut folded: Vec<String> = Vec::with_capacity(names.len());
    let mut written: Vec<&str> = Vec::with_capacity(names.len());
    for name in names.iter().map(|name| name.trim_start_matches('#')) {
        let tag = fold_tag(name);
        if !tag.is_empty() && !folded.contains(&tag) {
            folded.push(tag);
            written.push(name);
        }
    }
    if folded.is_empty() {
        return Ok(());
    }
    sql("INSERT INTO story_tags (story_id, tag, name) SELECT $1, t.tag, t.name FROM unnest($2, $3) AS t (tag, name) \
         ON CONFLICT DO NOTHING")
    .bind::<BigInt, _>(story)
    .bind::<Array<Text>, _>(folded)
    .bind::<Array<Text>, _>(written)
    .execute(conn)
    .await?;
    Ok(())
}

/// Notes the day of an account's newest story. A day is as fine as anybody shows it, and spares a write per story.
pub(super) async fn note_told(
    core: &Core,
    conn: &mut Conn,
    author: AccountId,
    at: DateTime<Utc>,
) -> Result<()> {
    let noted = sql("UPDATE accounts SET last_story_at = $2 WHERE id = $1 \
                     AND (last_story_at IS NULL OR last_story_at < date_trunc('day', $2 AT TIME ZONE 'UTC') AT TIME ZONE 'UTC')")
    .bind::<BigInt, _>(author)
    .bind::<Timestamptz, _>(at)
    .execute(conn)
    .await?;
    if noted > 0 {
        core.accounts.forget(author);
    }
    Ok(())
}

/// What a reply needs to know of the story it answers.
#[derive(Debug, QueryableByName)]
pub(crate) struct Parent {
    #[diesel(sql_type = BigInt)]
    pub(super) id: StoryId,
    #[diesel(sql_type = Text)]
    pub(super) uri: String,
    #[diesel(sql_type = BigInt)]
    pub(super) author_id: AccountId,
    #[diesel(sql_type = diesel::sql_types::SmallInt)]
    pub(super) audience: i16,
    #[diesel(sql_type = BigInt)]
    pub(super) root_id: StoryId,
    #[diesel(sql_type = diesel::sql_types::Nullable<Text>)]
    pub(super) context_uri: Option<String>,
}

impl Parent {
    /// Who may read it.
    pub(super) fn audience(&self) -> Audience {
        Audience::from_i16(self.audience)
    }

    /// Who may read an answer of `author` that asks for the audience `asked`. Whoever goes on with their own story for a
    /// circle speaks to the same people.
    pub(super) fn narrow(&self, asked: Audience, author: &Account) -> Audience {
        match self.audience() {
            Audience::Circle if self.author_id == author.id && asked != Audience::OnlyMe => Audience::Circle,
            outer => asked.within(outer),
        }
    }
}

/// Emoji as they are stored.
pub(super) fn emojis_json(emojis: &[Emoji]) -> Result<serde_json::Value> {
    serde_json::to_value(emojis).map_err(Error::internal)
}
