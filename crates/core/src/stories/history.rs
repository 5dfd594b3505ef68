//! Earlier versions of a story.

use super::show::readable;
use crate::accounts::Emoji;
use crate::ids::{AccountId, StoryId};
use crate::sql::sql;
use crate::{Core, Result};
use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Bool, Jsonb, Text, Timestamptz};
use diesel_async::RunQueryDsl;

/// All versions, oldest first, the present one last. The viewer must be allowed to read the story.
///
/// # Errors
/// [`crate::Error::NotFound`], whether it is missing or hidden.
pub async fn history(core: &Core, viewer: AccountId, story: StoryId) -> Result<Vec<Version>> {
    let mut conn = core.db.conn().await?;
    readable(&mut conn, viewer, story).await?;
    let rows = sql("SELECT v.title, v.content_html, v.summary, v.sensitive, v.emojis, v.at FROM ( \
                      SELECT id, title, content_html, summary, sensitive, emojis, at FROM story_edits WHERE story_id = $1 \
                      UNION ALL \
                      SELECT 9223372036854775807, title, content_html, summary, sensitive, emojis, \
                             coalesce(edited_at, published_at) \
                      FROM stories WHERE id = $1 AND deleted_at IS NULL) v \
                    ORDER BY v.id")
    .bind::<BigInt, _>(story)
    .load::<Row>(&mut conn)
    .await?;
    Ok(rows.into_iter().map(Version::from).collect())
}

/// A version of a story.
#[derive(Debug, Clone)]
pub struct Version {
    /// Title.
    pub title: String,
    /// Sanitised HTML, without the title.
    pub content_html: String,
    /// Content notes.
    pub summary: String,
    /// Media covered.
    pub sensitive: bool,
    /// Custom emoji.
    pub emojis: Vec<Emoji>,
    /// When this version was published.
    pub at: DateTime<Utc>,
}

impl Version {
    /// The text as apps get it: as [`StoryView::html`](super::StoryView::html).
    #[must_use]
    pub fn html(&self) -> String {
        format!("{}{}", super::resolve::title_line(&self.title), self.content_html)
    }
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    title: String,
    #[diesel(sql_type = Text)]
    content_html: String,
    #[diesel(sql_type = Text)]
    summary: String,
    #[diesel(sql_type = Bool)]
    sensitive: bool,
    #[diesel(sql_type = Jsonb)]
    emojis: serde_json::Value,
    #[diesel(sql_type = Timestamptz)]
    at: DateTime<Utc>,
}

impl From<Row> for Version {
    fn from(row: Row) -> Self {
        Self {
            title: row.title,
            content_html: row.content_html,
            summary: row.summary,
            sensitive: row.sensitive,
            // Written only by us.
            emojis: serde_json::from_value(row.emojis).unwrap_or_default(),
            at: row.at,
        }
    }
}
