//! Finds the page that a story links to, and says whether it is still to be asked.

use super::Wanted;
use crate::db::Conn;
use crate::ids::{CardId, StoryId};
use crate::markup::first_link;
use crate::sql::sql;
use crate::stories::Audience;
use crate::{Core, Result};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Nullable, SmallInt, Text, Timestamptz};
use diesel_async::{AsyncConnection as _, RunQueryDsl};
use url::Url;

/// Longest address of a page, in bytes.
const LONGEST: usize = 2_048;
/// After so long a page is asked again when a new story links to it.
const FRESH: TimeDelta = TimeDelta::days(14);

/// Hangs the card of its first link on a story, or takes off the one it had. Answers the card if its page is to be
/// asked. Nothing is asked about stories for people by name: whoever runs the page would hear of them.
///
/// # Errors
/// When Postgres fails.
pub async fn find(core: &Core, story: StoryId) -> Result<Option<Wanted>> {
    let mut conn = core.db.conn().await?;
    let found = conn
        .transaction(async |tx| {
            let Some(told) = told(tx, story).await? else { return Ok(None) };
            let Some(url) = told.link(core) else {
                sql("DELETE FROM story_cards WHERE story_id = $1")
                    .bind::<BigInt, _>(story)
                    .execute(tx)
                    .await?;
                return Ok(None);
            };
            let (card, fetched_at) = card(core, tx, &url).await?;
            hang(tx, story, card).await?;
            let wanted = fetched_at.is_none_or(|at| core.now() - at > FRESH);
            Ok::<_, crate::Error>(wanted.then_some(Wanted { card, first_hand: told.local }))
        })
        .await?;
    core.stories.forget(story);
    Ok(found)
}

#[derive(QueryableByName)]
struct Told {
    #[diesel(sql_type = Text)]
    content_html: String,
    #[diesel(sql_type = SmallInt)]
    audience: i16,
    #[diesel(sql_type = Bool)]
    local: bool,
    #[diesel(sql_type = Bool)]
    pictured: bool,
    #[diesel(sql_type = Array<Text>)]
    named: Vec<String>,
}

async fn told(tx: &mut Conn, story: StoryId) -> Result<Option<Told>> {
    let told = sql("SELECT s.content_html, s.audience, s.local, \
                           EXISTS (SELECT 1 FROM attachments a WHERE a.story_id = s.id) AS pictured, \
                           ARRAY(SELECT unnest(ARRAY[a.url, a.uri]) FROM mentions m JOIN accounts a ON a.id = m.account_id \
                                 WHERE m.story_id = s.id) AS named \
                    FROM stories s WHERE s.id = $1 AND s.deleted_at IS NULL FOR UPDATE OF s")
    .bind::<BigInt, _>(story)
    .get_result::<Told>(tx)
    .await
    .optional()?;
    Ok(told)
}

impl Told {
    /// The page it links to first. A story with pictures has no need of another one.
    fn link(&self, core: &Core) -> Option<String> {
        let open = !matches!(
            Audience::from_i16(self.audience),
            Audience::Direct | Audience::Circle | Audience::OnlyMe
        );
        if !open || self.pictured {
            return None;
        }
        let link = first_link(&self.content_html, |url| self.named.iter().any(|named| named == url))?;
        let mut url = Url::parse(&link).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
        url.set_fragment(None);
        Some(String::from(url)).filter(|url| url.len() <= LONGEST && !core.here.owns(url))
    }
}

#[derive(QueryableByName)]
struct Known {
    #[diesel(sql_type = BigInt)]
    id: CardId,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    fetched_at: Option<DateTime<Utc>>,
}

/// The card of a page, with when it was last asked.
async fn card(core: &Core, tx: &mut Conn, url: &str) -> Result<(CardId, Option<DateTime<Utc>>)> {
    sql("INSERT INTO cards (id, url, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING")
        .bind::<BigInt, _>(core.id())
        .bind::<Text, _>(url)
        .bind::<Timestamptz, _>(core.now())
        .execute(tx)
        .await?;
    let known = sql("SELECT id, fetched_at FROM cards WHERE url = $1")
        .bind::<Text, _>(url)
        .get_result::<Known>(tx)
        .await?;
    Ok((known.id, known.fetched_at))
}

async fn hang(tx: &mut Conn, story: StoryId, card: CardId) -> Result<()> {
    sql("INSERT INTO story_cards (story_id, card_id) VALUES ($1, $2) \
         ON CONFLICT (story_id) DO UPDATE SET card_id = excluded.card_id")
    .bind::<BigInt, _>(story)
    .bind::<BigInt, _>(card)
    .execute(tx)
    .await?;
    Ok(())
}
