//! Who thanked for a story, related or liked it: names for its author alone.

use super::store::Kindness;
use crate::accounts::{Account, queries};
use crate::ids::{AccountId, StoryId};
use crate::sql::sql;
use crate::stories::show;
use crate::{Core, Error, Result, markup};
use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Nullable, SmallInt, Text, Timestamptz};
use diesel_async::RunQueryDsl;
use std::collections::HashMap;

/// What reached the author.
#[derive(Debug, Clone)]
pub struct Received {
    /// Who.
    pub from: Account,
    /// What they gave; `None`: they like it.
    pub kindness: Option<Kindness>,
    /// Its words.
    pub words: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    account_id: AccountId,
    #[diesel(sql_type = Nullable<SmallInt>)]
    kind: Option<i16>,
    #[diesel(sql_type = Nullable<Text>)]
    html: Option<String>,
    #[diesel(sql_type = Timestamptz)]
    at: DateTime<Utc>,
}

/// Newest first.
///
/// # Errors
/// [`Error::NotFound`] for a story that is missing or hidden, [`Error::Forbidden`] for anybody but its author.
pub async fn list(core: &Core, author: AccountId, story: StoryId) -> Result<Vec<Received>> {
    if show::show(core, author, story).await?.view.story.author_id != author {
        return Err(Error::Forbidden("Who thanked is told to whoever tells the story alone"));
    }
    let rows =
        sql("SELECT k.account_id, k.kind, s.content_html AS html, s.published_at AS at FROM kindnesses k \
                      JOIN stories s ON s.id = k.story_id \
                      WHERE k.target_id = $1 AND s.deleted_at IS NULL AND s.held_by IS NULL \
                    UNION ALL \
                    SELECT f.account_id, NULL, NULL, f.created_at FROM favourites f WHERE f.story_id = $1 \
                    ORDER BY at DESC, account_id")
        .bind::<BigInt, _>(story)
        .load::<Row>(&mut *core.db.conn().await?)
        .await?;
    let mut ids: Vec<AccountId> = rows.iter().map(|row| row.account_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let people = queries::by_ids(core, &ids).await?;
    let people: HashMap<AccountId, Account> =
        people.into_iter().filter(Account::is_active).map(|account| (account.id, account)).collect();
    let received = |row: Row| {
        Some(Received {
            from: people.get(&row.account_id)?.clone(),
            kindness: row.kind.map(Kindness::from_i16),
            words: row.html.as_deref().map(markup::to_text),
            at: row.at,
        })
    };
    Ok(rows.into_iter().filter_map(received).collect())
}
