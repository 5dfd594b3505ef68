//! A story is changed.

use super::draft::Draft;
use super::insert;
use super::model::Audience;
use super::receive;
use super::remote::RemoteStory;
use super::resolve::{self, Words};
use super::telling;
use crate::accounts::Account;
use crate::communities::notes;
use crate::db::Conn;
use crate::event::{self, Event};
use crate::heard::{answer, ask};
use crate::ids::{AccountId, StoryId};
use crate::media::attach;
use crate::polls;
use crate::schema::{attachments, stories, story_edits, story_tags};
use crate::{Core, Error, Result};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// The author changes text, title, notes, sensitivity, language, and what it says about itself where the draft says
/// anything of that; audience and parent stay. The old version goes into
/// the history. Newly mentioned accounts are added. Records `StoryEdited`; nothing when nothing differs.
///
/// # Errors
/// [`Error::NotFound`] when there is no such story of this author, [`Error::Invalid`] for a draft that fails
/// [`Draft::check`].
pub async fn edit(core: &Core, author: &Account, story: StoryId, mut draft: Draft) -> Result<()> {
    notes::look_up(core, &mut draft, Some(story)).await?;
    draft.check()?;
    if !author.is_local() || !author.is_active() {
        return Err(Error::Forbidden("this account cannot tell stories"));
    }
    let words = resolve::words(core, author, &draft).await?;
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        let old =
            locked(tx, story, author.id).await?.filter(|old| old.local).ok_or(Error::NotFound("story"))?;
        let telling = draft.telling();
        let told = telling::of(tx, story).await?;
        let policy = draft.quote_policy.filter(|_| Audience::from_i16(old.audience).is_open());
        let new = New {
            title: &words.title,
            content_html: &words.html,
            source: &words.source,
            source_type: draft.format.media_type(),
            summary: &words.summary,
            sensitive: draft.sensitive,
            language: draft.language.as_deref().or(old.language.as_deref()),
            emojis: insert::emojis_json(&words.emojis)?,
        };
        let retold = telling.filter(|telling| told.as_ref() != Some(telling));
        let policy = policy.filter(|policy| *policy as i16 != old.quote_policy);
        let media = (&draft.media_ids[..], &draft.described[..]);
        let seen_anew = attach::replace(core, tx, author.id, story, media).await?;
        let asked_anew = ask_anew(core, tx, story, &draft).await?;
        if new.same_as(&old) && retold.is_none() && policy.is_none() && !seen_anew && !asked_anew {
            return Ok(());
        }
        // Peers apply an edit only if it is newer than what they have, to the millisecond.
        let at = core.now().max(old.last_told() + TimeDelta::milliseconds(1));
        keep_old(core, tx, story, &old).await?;
        write(tx, story, &new, at).await?;
        if let Some(telling) = &retold {
            telling::write(tx, story, telling).await?;
        }
        if let Some(policy) = policy {
            diesel::update(stories::table.find(story.0))
                .set(stories::quote_policy.eq(policy as i16))
                .execute(tx)
                .await?;
        }
        replace_names(tx, story, Audience::from_i16(old.audience), &words).await?;
        ask::changed(tx, story).await?;
        event::record(core, tx, &Event::StoryEdited { story }).await
    })
    .await?;
    core.stories.forget(story);
    Ok(())
}

/// What the story asks from now on, if the draft says so. Answers whether anything differs.
async fn ask_anew(core: &Core, tx: &mut Conn, story: StoryId, draft: &Draft) -> Result<bool> {
    let (changed, kind) = match (&draft.poll, draft.asks()) {
        (None, _) => return Ok(false),
        (Some(_), Some(asked)) => (polls::ask::change(core, tx, story, asked).await?, "Question"),
        (Some(_), None) => (polls::ask::drop(tx, story).await?, "Note"),
    };
    diesel::update(stories::table.find(story.0)).set(stories::kind.eq(kind)).execute(tx).await?;
    Ok(changed)
}

/// Another server changed a story of its own: applied only if `edited_at` is newer than what is stored; history kept.
/// Records `StoryEditReceived`. A story that is not known, deleted or somebody else's stays so.
///
/// # Errors
/// When Postgres fails.
pub async fn receive_edit(core: &Core, remote: RemoteStory) -> Result<()> {
    let remote = remote.cleaned(core);
    let mut conn = core.db.conn().await?;
    let changed = conn
        .transaction(async |tx| {
            receive::lock(tx, &remote.uri).await?;
            let id = stories::table
                .select(stories::id)
                .filter(stories::uri.eq(&remote.uri).and(stories::local.eq(false)))
                .first::<i64>(tx)
                .await
                .optional()?
                .map(StoryId);
            match id {
                Some(id) if apply(core, tx, id, &remote).await? => Ok::<_, Error>(Some(id)),
                _ => Ok(None),
            }
        })
        .await?;
    if let Some(id) = changed {
        core.stories.forget(id);
    }
    Ok(())
}

/// Applies a remote version to the story `id` if it is newer, and answers whether it was.
pub(super) async fn apply(core: &Core, tx: &mut Conn, id: StoryId, remote: &RemoteStory) -> Result<bool> {
    let Some(old) = locked(tx, id, remote.author).await? else {
        return Ok(false);
    };
    // How a poll stands is told without a new version of the story.
    let polled = polls::receive::write(tx, id, remote.poll.as_ref()).await?;
    let Some(at) = remote.edited_at.filter(|edited| *edited > old.last_told()) else {
        return Ok(polled);
    };
    let new = New {
        title: &remote.title,
        content_html: &remote.content_html,
        source: &remote.source,
        source_type: &remote.source_type,
        summary: &remote.summary,
        sensitive: remote.sensitive,
        language: remote.language.as_deref(),
        emojis: insert::emojis_json(&remote.emojis)?,
    };
    if !new.same_as(&old) {
        keep_old(core, tx, id, &old).await?;
    }
    write(tx, id, &new, at).await?;
    diesel::update(stories::table.find(id.0))
        .set((
            stories::url.eq(&remote.url),
            stories::audience.eq(remote.audience as i16),
            stories::quote_policy.eq(remote.quote_policy as i16),
            stories::replies_uri.eq(remote.replies_uri.as_deref()),
        ))
        .execute(tx)
        .await?;
    diesel::delete(story_tags::table.filter(story_tags::story_id.eq(id.0))).execute(tx).await?;
    diesel::delete(attachments::table.filter(attachments::story_id.eq(id.0))).execute(tx).await?;
    insert::tags(tx, id, &remote.tags).await?;
    insert::mentions(tx, id, &remote.mentions).await?;
    receive::write_attachments(core, tx, id, &remote.attachments).await?;
    answer::again(tx, &[id]).await?;
    event::record(core, tx, &Event::StoryEditReceived { story: id }).await?;
    Ok(true)
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = stories)]
struct Old {
    local: bool,
    audience: i16,
    quote_policy: i16,
    title: String,
    content_html: String,
    source: String,
    source_type: String,
    summary: String,
    sensitive: bool,
    language: Option<String>,
    emojis: serde_json::Value,
    published_at: DateTime<Utc>,
    edited_at: Option<DateTime<Utc>>,
}

impl Old {
    fn last_told(&self) -> DateTime<Utc> {
        self.edited_at.unwrap_or(self.published_at)
    }
}

#[derive(AsChangeset)]
#[diesel(table_name = stories)]
#[diesel(treat_none_as_null = true)]
struct New<'a> {
    title: &'a str,
    content_html: &'a str,
    source: &'a str,
    source_type: &'a str,
    summary: &'a str,
    sensitive: bool,
    language: Option<&'a str>,
    emojis: serde_json::Value,
}

impl New<'_> {
    fn same_as(&self, old: &Old) -> bool {
        self.title == old.title
            && self.content_html == old.content_html
            && self.source == old.source
            && self.source_type == old.source_type
            && self.summary == old.summary
            && self.sensitive == old.sensitive
            && self.language == old.language.as_deref()
            && self.emojis == old.emojis
    }
}

async fn locked(tx: &mut Conn, story: StoryId, author: AccountId) -> Result<Option<Old>> {
    let old = stories::table
        .find(story.0)
        .filter(stories::author_id.eq(author.0).and(stories::deleted_at.is_null()))
        .select(Old::as_select())
        .for_update()
        .first(tx)
        .await
        .optional()?;
    Ok(old)
}

async fn keep_old(core: &Core, tx: &mut Conn, story: StoryId, old: &Old) -> Result<()> {
    diesel::insert_into(story_edits::table)
        .values((
            story_edits::id.eq(core.id()),
            story_edits::story_id.eq(story.0),
            story_edits::title.eq(&old.title),
            story_edits::content_html.eq(&old.content_html),
            story_edits::source.eq(&old.source),
            story_edits::summary.eq(&old.summary),
            story_edits::sensitive.eq(old.sensitive),
            story_edits::emojis.eq(&old.emojis),
            story_edits::at.eq(old.last_told()),
        ))
        .execute(tx)
        .await?;
    Ok(())
}

async fn write(tx: &mut Conn, story: StoryId, new: &New<'_>, at: DateTime<Utc>) -> Result<()> {
    diesel::update(stories::table.find(story.0)).set((new, stories::edited_at.eq(at))).execute(tx).await?;
    Ok(())
}

async fn replace_names(tx: &mut Conn, story: StoryId, audience: Audience, words: &Words) -> Result<()> {
    // Whom a story for a circle or for oneself names does not come to read it by that.
    if !matches!(audience, Audience::Circle | Audience::OnlyMe) {
        let named: Vec<_> = words.mentions.iter().map(|account| (*account, false)).collect();
        insert::mentions(tx, story, &named).await?;
    }
    diesel::delete(story_tags::table.filter(story_tags::story_id.eq(story.0))).execute(tx).await?;
    insert::tags(tx, story, &words.tags).await
}
