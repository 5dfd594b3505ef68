//! Stores a story from another server.

use super::insert::{self, NewStory, Parent};
use super::remote::{RemoteAttachment, RemoteStory};
use super::{adopt, edit};
use crate::communities::place;
use crate::db::Conn;
use crate::event::{self, Event};
use crate::heard::{answer, ask};
use crate::ids::{AccountId, StoryId};
use crate::replies::hold;
use crate::schema::{attachments, stories};
use crate::sql::sql;
use crate::{Core, Error, Result, interactions, polls};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, Text};
use diesel_async::{AsyncConnection as _, RunQueryDsl};

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
