//! Stores a story from another server.

use super::insert::{self, NewStory, Parent};
use super::model::{Audience, QuotePolicy};
use super::resolve::without_title;
use super::{adopt, edit};
use crate::accounts::Emoji;
use crate::communities::place;
use crate::db::Conn;
use crate::event::{self, Event};
use crate::heard::{answer, ask};
use crate::ids::{AccountId, StoryId};
use crate::kindness::{Given, Kindness};
use crate::polls::RemotePoll;
use crate::replies::hold;
use crate::schema::{attachments, stories};
use crate::sql::sql;
use crate::{Core, Error, Result, interactions, markup, polls};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, Text};
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// Most media, hashtags and emoji of one story that are kept, so that one document cannot fill the tables.
const MOST_ATTACHMENTS: usize = 32;
const MOST_TAGS: usize = 128;
const MOST_EMOJIS: usize = 256;
/// Longest title kept, in characters.
const LONGEST_TITLE: usize = 500;

/// Stores it once (by uri), sanitised and cut; finds the parent, adopts orphans that waited for it (`parent_id` and
/// `root_id` of their threads). Records `StoryReceived` the first time it is pushed. One that is known already is
/// brought up to date where this one is newer, as by [`edit::receive_edit`].
///
/// `None` when a tombstone forbids it, it is ours or somebody else's, or the author is not active.
///
/// # Errors
/// When Postgres fails.
pub async fn receive(core: &Core, remote: RemoteStory) -> Result<Option<StoryId>> {
    if core.here.owns(&remote.uri) {
        return Ok(None);
    }
    let remote = remote.cleaned(core);
    let mut conn = core.db.conn().await?;
    let received = conn.transaction(async |tx| receive_in(core, tx, &remote).await).await?;
    for changed in &received.changed {
        core.stories.forget(*changed);
    }
    Ok(received.id)
}

#[derive(Default)]
struct Received {
    id: Option<StoryId>,
    /// Stories in memory that are no longer true.
    changed: Vec<StoryId>,
}

async fn receive_in(core: &Core, tx: &mut Conn, remote: &RemoteStory) -> Result<Received> {
    lock(tx, &remote.uri).await?;
    let found = known(tx, remote).await?;
    if found.buried || !found.author_active {
        return Ok(Received::default());
    }
    if let Some(id) = found.id {
        if found.author_id != Some(remote.author) {
            return Ok(Received::default());
        }
        let changed = edit::apply(core, tx, id, remote).await?;
        if remote.pushed && found.pushed == Some(false) {
            push(core, tx, id).await?;
        }
        return Ok(Received { id: Some(id), changed: changed.then_some(id).into_iter().collect() });
    }
    let parent = match &remote.parent_uri {
        Some(uri) => parent_by_uri(tx, uri).await?,
        None => None,
    };
    let parent_id = parent.as_ref().map(|parent| parent.id);
    let (id, root) = insert_new(core, tx, remote, parent).await?;
    insert::mentions(tx, id, &remote.mentions).await?;
    insert::tags(tx, id, &remote.tags).await?;
    write_attachments(core, tx, id, &remote.attachments).await?;
    polls::receive::write(tx, id, remote.poll.as_ref()).await?;
    insert::note_told(core, tx, remote.author, remote.published_at).await?;
    let adopted = adopt::adopt(tx, id, &remote.uri, root).await?;
    if let Some(parent) = parent_id {
        if let Some(given) = remote.given(parent) {
            crate::kindness::receive(tx, id, remote.author, given).await?;
        }
        if !hold::against(tx, id).await? {
            interactions::welcome(core, tx, id).await?;
        }
        for orphan in &adopted.touched {
            hold::late(tx, *orphan).await?;
        }
    }
    adopt::feed_in(core, tx, &adopted).await?;
    if remote.pushed {
        event::record(core, tx, &Event::StoryReceived { story: id }).await?;
    }
    let arrived = place::Arrived {
        story: id,
        author: remote.author,
        community: remote.community,
        parent: parent_id,
        root,
        audience: remote.audience,
        published_at: remote.published_at,
    };
    place::received(core, tx, arrived).await?;
    hear(tx, id, remote, &adopted.touched).await?;
    Ok(Received { id: Some(id), changed: adopted.touched })
}

/// A story for a community starts its clock; an answer, and those that waited for it, stop one.
async fn hear(tx: &mut Conn, id: StoryId, remote: &RemoteStory, adopted: &[StoryId]) -> Result<()> {
    if remote.parent_uri.is_some() {
        let answers: Vec<StoryId> = std::iter::once(id).chain(adopted.iter().copied()).collect();
        return answer::answered(tx, &answers).await;
    }
    if remote.community.is_some() { ask::arrived(tx, id, adopted).await } else { Ok(()) }
}

/// Holds back everybody else who stores, deletes or answers `uri` until the transaction ends.
pub(super) async fn lock(tx: &mut Conn, uri: &str) -> Result<()> {
    sql("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))").bind::<Text, _>(uri).execute(tx).await?;
    Ok(())
}

/// A story that was only fetched before is sent to us: now people are told of it.
async fn push(core: &Core, tx: &mut Conn, id: StoryId) -> Result<()> {
    diesel::update(stories::table.find(id.0)).set(stories::pushed.eq(true)).execute(tx).await?;
    event::record(core, tx, &Event::StoryReceived { story: id }).await
}

#[derive(QueryableByName)]
struct Known {
    #[diesel(sql_type = Bool)]
    buried: bool,
    #[diesel(sql_type = Bool)]
    author_active: bool,
    #[diesel(sql_type = Nullable<BigInt>)]
    id: Option<StoryId>,
    #[diesel(sql_type = Nullable<BigInt>)]
    author_id: Option<AccountId>,
    #[diesel(sql_type = Nullable<Bool>)]
    pushed: Option<bool>,
}

async fn known(tx: &mut Conn, remote: &RemoteStory) -> Result<Known> {
    // Deleted by its author before it was known here, or known and deleted.
    let known = sql("SELECT EXISTS (SELECT 1 FROM tombstones t WHERE t.uri IN ($1, $1 || ' by ' || \
                         (SELECT a.uri FROM accounts a WHERE a.id = $2))) OR s.deleted_at IS NOT NULL AS buried, \
                       EXISTS (SELECT 1 FROM accounts a WHERE a.id = $2 AND a.suspended_at IS NULL AND a.gone_at IS NULL \
                               AND a.barred_at IS NULL) \
                         AS author_active, \
                       s.id, s.author_id, s.pushed \
                     FROM (SELECT 1) one LEFT JOIN stories s ON s.uri = $1")
    .bind::<Text, _>(&remote.uri)
    .bind::<BigInt, _>(remote.author)
    .get_result::<Known>(tx)
    .await?;
    Ok(known)
}

/// The parent, locked so that its thread is not moved meanwhile. Where it is missing, whoever stores it next waits
/// until this transaction has ended, and then finds the orphan.
async fn parent_by_uri(tx: &mut Conn, uri: &str) -> Result<Option<Parent>> {
    if let Some(parent) = look_for(tx, uri).await? {
        return Ok(Some(parent));
    }
    lock(tx, uri).await?;
    look_for(tx, uri).await
}

async fn look_for(tx: &mut Conn, uri: &str) -> Result<Option<Parent>> {
    let parent = sql("SELECT id, uri, author_id, audience, root_id, context_uri FROM stories s \
         WHERE id = coalesce((SELECT n.id FROM stories n WHERE n.uri = $1), \
                             (SELECT f.story_id FROM former_ids f WHERE f.uri = $1)) FOR SHARE OF s")
    .bind::<Text, _>(uri)
    .get_result::<Parent>(tx)
    .await
    .optional()?;
    Ok(parent)
}

/// Writes the row and answers its id and its root's.
async fn insert_new(
    core: &Core,
    tx: &mut Conn,
    remote: &RemoteStory,
    parent: Option<Parent>,
) -> Result<(StoryId, StoryId)> {
    let context =
        remote.context_uri.as_deref().or(parent.as_ref().and_then(|parent| parent.context_uri.as_deref()));
    let emojis = insert::emojis_json(&remote.emojis)?;
    // Times on the wire have whole seconds: ids of one second may clash. A clash takes the next one.
    for _ in 0..64 {
        let id = StoryId(core.mint.at(remote.published_at, core.now()));
        let root = parent.as_ref().map_or(id, |parent| parent.root_id);
        let new = NewStory {
            id,
            uri: &remote.uri,
            url: &remote.url,
            slug: None,
            author_id: remote.author,
            local: false,
            kind: &remote.kind,
            audience: remote.audience as i16,
            title: &remote.title,
            content_html: &remote.content_html,
            source: &remote.source,
            source_type: &remote.source_type,
            summary: &remote.summary,
            sensitive: remote.sensitive,
            language: remote.language.as_deref(),
            emojis: emojis.clone(),
            parent_id: parent.as_ref().map(|parent| parent.id),
            parent_uri: remote.parent_uri.as_deref(),
            root_id: root,
            context_uri: context,
            quote_policy: remote.quote_policy as i16,
            pushed: remote.pushed,
            replies_uri: remote.replies_uri.as_deref(),
            published_at: remote.published_at,
            edited_at: remote.edited_at,
            created_at: core.now(),
        };
        if insert::story(tx, &new).await? {
            return Ok((id, root));
        }
    }
    Err(Error::unavailable("no free id for a story in its second"))
}

/// Replaces nothing: adds the media of a story, in order.
pub(super) async fn write_attachments(
    core: &Core,
    tx: &mut Conn,
    story: StoryId,
    media: &[RemoteAttachment],
) -> Result<()> {
    if media.is_empty() {
        return Ok(());
    }
    let rows: Vec<_> = (0_i16..)
        .zip(media)
        .map(|(position, media)| {
            (
                attachments::id.eq(core.id()),
                attachments::story_id.eq(story.0),
                attachments::position.eq(position),
                attachments::media_type.eq(&media.media_type),
                attachments::url.eq(&media.url),
                attachments::preview_url.eq(&media.preview_url),
                attachments::description.eq(&media.description),
                attachments::blurhash.eq(&media.blurhash),
                attachments::width.eq(media.width),
                attachments::height.eq(media.height),
                attachments::focus_x.eq(media.focus.map(|(x, _)| x)),
                attachments::focus_y.eq(media.focus.map(|(_, y)| y)),
            )
        })
        .collect();
    diesel::insert_into(attachments::table).values(rows).execute(tx).await?;
    Ok(())
}

impl RemoteStory {
    /// Safe to show and of bounded size.
    pub(super) fn cleaned(mut self, core: &Core) -> Self {
        self.title = markup::clean_name(&self.title).chars().take(LONGEST_TITLE).collect();
        self.content_html = without_title(&markup::sanitise(&self.content_html), &self.title);
        self.summary = markup::clean_summary(&self.summary);
        self.language = self.language.filter(|tag| {
            tag.len() <= 35
                && !tag.is_empty()
                && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        });
        if !markup::is_web_address(&self.url) {
            self.url.clone_from(&self.uri);
        }
        self.parent_uri = self.parent_uri.filter(|parent| *parent != self.uri);
        self.published_at = self.published_at.min(core.now());
        self.edited_at = self.edited_at.filter(|edited| *edited > self.published_at);
        self.attachments.retain(|media| markup::is_web_address(&media.url));
        self.attachments.truncate(MOST_ATTACHMENTS);
        for media in &mut self.attachments {
            media.preview_url = media.preview_url.take().filter(|url| markup::is_web_address(url));
        }
        self.emojis.retain(|emoji| markup::is_web_address(&emoji.url));
        self.emojis.truncate(MOST_EMOJIS);
        self.tags.truncate(MOST_TAGS);
        self.poll = self.poll.and_then(RemotePoll::cleaned);
        self.without_nul()
    }

    /// What it gives whoever told `target`: only what is said to them alone can be a kindness.
    fn given(&self, target: StoryId) -> Option<Given> {
        let kind = self.kindness.filter(|_| self.audience == Audience::Direct)?;
        Some(Given { kind, target, plain: kind.is_plain(&markup::to_text(&self.content_html)) })
    }

    /// Postgres refuses the character NUL in text.
    fn without_nul(mut self) -> Self {
        let texts = [
            &mut self.title,
            &mut self.content_html,
            &mut self.source,
            &mut self.source_type,
            &mut self.summary,
        ];
        for text in texts.into_iter().chain([&mut self.kind, &mut self.url]).chain(&mut self.tags) {
            text.retain(|character| character != '\0');
        }
        for media in &mut self.attachments {
            let texts = [&mut media.description, &mut media.blurhash].into_iter().flatten();
            for text in texts.chain([&mut media.media_type]) {
                text.retain(|character| character != '\0');
            }
        }
        self
    }
}

/// A story as another server tells it, read and trusted by the federation crate; texts not yet sanitised.
#[derive(Debug, Clone)]
pub struct RemoteStory {
    /// `id`.
    pub uri: String,
    /// Page for people.
    pub url: String,
    /// `attributedTo`.
    pub author: AccountId,
    /// `type`.
    pub kind: String,
    /// Told by `to` and `cc`.
    pub audience: Audience,
    /// `name`, plain.
    pub title: String,
    /// `content`.
    pub content_html: String,
    /// `source.content`.
    pub source: String,
    /// `source.mediaType`.
    pub source_type: String,
    /// `summary`.
    pub summary: String,
    /// `sensitive`.
    pub sensitive: bool,
    /// Language of `content`.
    pub language: Option<String>,
    /// Emoji tags.
    pub emojis: Vec<Emoji>,
    /// `inReplyTo`.
    pub parent_uri: Option<String>,
    /// `context` or `conversation`.
    pub context_uri: Option<String>,
    /// `interactionPolicy.canQuote`.
    pub quote_policy: QuotePolicy,
    /// `replies`.
    pub replies_uri: Option<String>,
    /// `published`, not later than now.
    pub published_at: DateTime<Utc>,
    /// `updated`, if later than published.
    pub edited_at: Option<DateTime<Utc>>,
    /// Media.
    pub attachments: Vec<RemoteAttachment>,
    /// Accounts named (`silent` false) or only addressed (`silent` true).
    pub mentions: Vec<(AccountId, bool)>,
    /// Hashtags as written, without `#`.
    pub tags: Vec<String>,
    /// The community it says it is told in.
    pub community: Option<AccountId>,
    /// It says that it is a thank-you or the like.
    pub kindness: Option<Kindness>,
    /// What it asks.
    pub poll: Option<RemotePoll>,
    /// It was sent to us, so people are told of it; one that we fetched to make a thread whole is just there.
    pub pushed: bool,
}

/// A picture, sound or film of a remote story.
#[derive(Debug, Clone)]
pub struct RemoteAttachment {
    /// `mediaType`.
    pub media_type: String,
    /// `url`.
    pub url: String,
    /// `icon.url`.
    pub preview_url: Option<String>,
    /// `name`.
    pub description: Option<String>,
    /// `blurhash`.
    pub blurhash: Option<String>,
    /// Pixels.
    pub width: Option<i32>,
    /// Pixels.
    pub height: Option<i32>,
    /// `focalPoint`.
    pub focus: Option<(f32, f32)>,
}
