//! Reads whole stories from their rows, many at a time.

use super::model::{Attachment, Mention, Story, StoryRow, StoryView, Tag};
use super::telling::TellingRow;
use crate::accounts::Account;
use crate::cards::load as cards;
use crate::db::Conn;
use crate::ids::{AccountId, AttachmentId, CardId, StoryId};
use crate::kindness::Kindness;
use crate::lineage::InspiredRow;
use crate::polls::PollRow;
use crate::sql::sql;
use crate::{Core, Result};
use diesel::QueryableByName;
use diesel::sql_types::{Array, BigInt, Bool, Float4, Integer, Jsonb, Nullable, SmallInt, Text};
use diesel_async::RunQueryDsl;
use futures::try_join;
use std::collections::HashMap;
use std::sync::Arc;

/// The stories with these ids, deleted ones included, in no order.
///
/// # Errors
/// When Postgres fails.
pub(super) async fn views(core: &Core, conn: &mut Conn, ids: &[StoryId]) -> Result<Vec<Arc<StoryView>>> {
    let Rows { stories, mentions, tags, attachments } = rows(conn, ids).await?;
    let people: Vec<AccountId> = stories
        .iter()
        .flat_map(|told| [Some(told.author), told.community])
        .flatten()
        .chain(mentions.iter().map(|mention| mention.account_id))
        .collect();
    let accounts = core.accounts.get(conn, &people).await?;
    let carded: Vec<_> = stories.iter().filter_map(|told| Some((told.story.id, told.card?))).collect();
    let mut views: HashMap<StoryId, StoryView> = stories
        .into_iter()
        .filter_map(|told| {
            let author = accounts.get(&told.author)?.clone();
            let community = told.community.and_then(|community| accounts.get(&community).cloned());
            Some((told.story.id, told.view(author, community)))
        })
        .collect();
    for mention in mentions {
        if let (Some(view), Some(account)) =
            (views.get_mut(&mention.story_id), accounts.get(&mention.account_id))
        {
            view.mentions.push(Mention { account: account.clone(), silent: mention.silent });
        }
    }
    for tag in tags {
        if let Some(view) = views.get_mut(&tag.story_id) {
            view.tags.push(Tag { tag: tag.tag, name: tag.name });
        }
    }
    for media in attachments {
        if let Some(view) = views.get_mut(&media.story_id) {
            view.attachments.push(media.into());
        }
    }
    for (story, card) in cards::of(conn, &carded).await? {
        if let Some(view) = views.get_mut(&story) {
            view.card = Some(card);
        }
    }
    Ok(views.into_values().map(Arc::new).collect())
}

struct Rows {
    stories: Vec<Told>,
    mentions: Vec<MentionRow>,
    tags: Vec<TagRow>,
    attachments: Vec<AttachmentRow>,
}

/// Sends the four statements at once.
async fn rows(conn: &Conn, ids: &[StoryId]) -> Result<Rows> {
    let (mut first, mut second, mut third, mut fourth) = (conn, conn, conn, conn);
    let stories = sql("SELECT s.id, s.uri, s.url, s.slug, s.author_id, s.local, s.kind, s.audience, s.title, \
                              s.content_html, s.source, s.source_type, s.summary, s.sensitive, s.language, s.emojis, \
                              s.parent_id, s.parent_uri, s.root_id, s.context_uri, s.quote_policy, s.replies_uri, \
                              s.replies_fetched_at, s.published_at, s.edited_at, s.deleted_at, s.held_by, \
                              s.author_id AS author, p.author_id AS parent_author, s.community_id AS community, \
                              t.kind AS told_as, t.wish, t.notes, t.own_words, t.boosts, k.kind AS kindness, \
                              i.source_id AS inspired_id, i.source_uri, i.source_url, i.state AS inspired_state, \
                              q.options, q.tallies, q.voters, q.multiple, q.hide_totals, q.ends_at, q.ended, \
                              q.version AS poll_version, c.card_id AS card \
                       FROM stories s LEFT JOIN stories p ON p.id = s.parent_id \
                       LEFT JOIN tellings t ON t.story_id = s.id \
                       LEFT JOIN kindnesses k ON k.story_id = s.id \
                       LEFT JOIN inspirations i ON i.story_id = s.id \
                       LEFT JOIN polls q ON q.story_id = s.id \
                       LEFT JOIN story_cards c ON c.story_id = s.id WHERE s.id = ANY($1)")
    .bind::<Array<BigInt>, _>(ids)
    .load::<Told>(&mut first);
    let mentions = sql("SELECT story_id, account_id, silent FROM mentions WHERE story_id = ANY($1) \
                        ORDER BY story_id, account_id")
    .bind::<Array<BigInt>, _>(ids)
    .load::<MentionRow>(&mut second);
    let tags =
        sql("SELECT story_id, tag, name FROM story_tags WHERE story_id = ANY($1) ORDER BY story_id, tag")
            .bind::<Array<BigInt>, _>(ids)
            .load::<TagRow>(&mut third);
    let attachments =
        sql("SELECT id, story_id, media_type, url, preview_url, description, blurhash, width, height, \
                                  focus_x, focus_y, film \
                           FROM attachments WHERE story_id = ANY($1) ORDER BY story_id, position")
        .bind::<Array<BigInt>, _>(ids)
        .load::<AttachmentRow>(&mut fourth);
    let (stories, mentions, tags, attachments) = try_join!(stories, mentions, tags, attachments)?;
    Ok(Rows { stories, mentions, tags, attachments })
}

#[derive(QueryableByName)]
struct Told {
    #[diesel(embed)]
    story: StoryRow,
    #[diesel(sql_type = BigInt)]
    author: AccountId,
    #[diesel(sql_type = Nullable<BigInt>)]
    parent_author: Option<AccountId>,
    #[diesel(sql_type = Nullable<BigInt>)]
    community: Option<AccountId>,
    #[diesel(embed)]
    telling: TellingRow,
    #[diesel(sql_type = Nullable<SmallInt>)]
    kindness: Option<i16>,
    #[diesel(embed)]
    inspired: InspiredRow,
    #[diesel(embed)]
    poll: PollRow,
    #[diesel(sql_type = Nullable<BigInt>)]
    card: Option<CardId>,
}

impl Told {
    fn view(self, author: Arc<Account>, community: Option<Arc<Account>>) -> StoryView {
        StoryView {
            story: Story::from(self.story),
            author,
            mentions: Vec::new(),
            tags: Vec::new(),
            attachments: Vec::new(),
            parent_author: self.parent_author,
            community,
            telling: self.telling.into(),
            kindness: self.kindness.map(Kindness::from_i16),
            inspired: self.inspired.into(),
            poll: self.poll.into(),
            card: None,
        }
    }
}

#[derive(QueryableByName)]
struct MentionRow {
    #[diesel(sql_type = BigInt)]
    story_id: StoryId,
    #[diesel(sql_type = BigInt)]
    account_id: AccountId,
    #[diesel(sql_type = Bool)]
    silent: bool,
}

#[derive(QueryableByName)]
struct TagRow {
    #[diesel(sql_type = BigInt)]
    story_id: StoryId,
    #[diesel(sql_type = Text)]
    tag: String,
    #[diesel(sql_type = Text)]
    name: String,
}

#[derive(QueryableByName)]
struct AttachmentRow {
    #[diesel(sql_type = BigInt)]
    id: AttachmentId,
    #[diesel(sql_type = BigInt)]
    story_id: StoryId,
    #[diesel(sql_type = Text)]
    media_type: String,
    #[diesel(sql_type = Text)]
    url: String,
    #[diesel(sql_type = Nullable<Text>)]
    preview_url: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    description: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    blurhash: Option<String>,
    #[diesel(sql_type = Nullable<Integer>)]
    width: Option<i32>,
    #[diesel(sql_type = Nullable<Integer>)]
    height: Option<i32>,
    #[diesel(sql_type = Nullable<Float4>)]
    focus_x: Option<f32>,
    #[diesel(sql_type = Nullable<Float4>)]
    focus_y: Option<f32>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    film: Option<serde_json::Value>,
}

impl From<AttachmentRow> for Attachment {
    fn from(row: AttachmentRow) -> Self {
        Self {
            id: row.id,
            media_type: row.media_type,
            url: row.url,
            preview_url: row.preview_url,
            description: row.description,
            blurhash: row.blurhash,
            width: row.width,
            height: row.height,
            focus: row.focus_x.zip(row.focus_y),
            film: row.film.and_then(|film| serde_json::from_value(film).ok()),
        }
    }
}
