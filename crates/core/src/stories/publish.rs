//! A member tells a story or replies.

use super::draft::Draft;
use super::expire;
use super::insert::{self, NewStory, Parent};
use super::model::{Audience, QuotePolicy};
use super::readers::{self, Said};
use super::resolve::{self, Words};
use super::telling::{self, Kind};
use crate::accounts::{Account, Handle};
use crate::communities::{greet, notes, place};
use crate::db::Conn;
use crate::event::{self, Event};
use crate::heard::{answer, ask};
use crate::ids::StoryId;
use crate::kindness::Given;
use crate::lineage::name::{self, Source};
use crate::media::attach;
use crate::members::model::by_account;
use crate::polls;
use crate::replies::hold;
use crate::sql::sql;
use crate::{Core, Error, Result, visible};
use chrono::TimeDelta;
use diesel::OptionalExtension as _;
use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Text, Timestamptz};
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// Publishes `draft` as `author` and records `StoryPublished`. Mentions are those of [`mentioned`] that are known by
/// now (the caller has unknown remote handles looked up first: no network here); whoever is answered is mentioned
/// too. A reply is never wider than what it answers. The same idempotency key within an hour answers the same story.
///
/// # Errors
/// [`Error::Invalid`] for a draft that fails [`Draft::check`], [`Error::NotFound`] for a parent the author may not
/// read, [`Error::Forbidden`] for an account that may not speak.
pub async fn publish(core: &Core, author: &Account, draft: Draft) -> Result<StoryId> {
    let ready = ready(core, author, draft).await?;
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| tell(core, tx, author, &ready).await).await
}

/// A checked draft with all that is looked up before the transaction that tells it.
pub(crate) struct Ready {
    draft: Draft,
    words: Words,
    asked: Option<Audience>,
    language: Option<String>,
    source: Option<Source>,
    slug: Option<String>,
    kindness: Option<Given>,
}

impl Ready {
    /// To be told under an address that was drawn before.
    pub(crate) fn under(self, slug: Option<String>) -> Self {
        Self { slug, ..self }
    }

    /// It is a thank-you or the like, for the author of what it answers alone, whomever its words name.
    pub(crate) fn kindly(mut self, given: Given) -> Self {
        self.words.mentions.clear();
        Self { kindness: Some(given), ..self }
    }
}

/// Checks a draft and looks up what it names. Takes connections of its own, so it stands outside any transaction.
///
/// # Errors
/// As [`publish`], but for what concerns the story it answers.
pub(crate) async fn ready(core: &Core, author: &Account, mut draft: Draft) -> Result<Ready> {
    notes::look_up(core, &mut draft, None).await?;
    draft.check()?;
    if !author.is_local() || !author.is_active() {
        return Err(Error::Forbidden("this account cannot tell stories"));
    }
    let member = by_account(core, author.id).await?;
    let words = resolve::words(core, author, &draft).await?;
    let asked = draft.audience.or(member.as_ref().and_then(|member| member.default_audience));
    let language = draft.language.clone().or(member.and_then(|member| member.default_language));
    let source = name::find(core, author, &draft.inspired_by).await?;
    Ok(Ready { draft, words, asked, language, source, slug: None, kindness: None })
}

/// Tells what is ready, in the caller's transaction: it is told if and only if that commits.
///
/// # Errors
/// As [`publish`].
pub(crate) async fn tell(core: &Core, tx: &mut Conn, author: &Account, ready: &Ready) -> Result<StoryId> {
    let Ready { draft, words, asked, language, source, slug, kindness } = ready;
    let id = StoryId(core.id());
    if let Some(before) = claim_key(core, tx, author, draft, id).await? {
        return Ok(before);
    }
    let (parent, place) = permit(core, tx, author, ready).await?;
    let asked = place.map(|place| place.audience).or(*asked);
    let told = Told { id, draft, words, asked, language: language.clone(), parent, slug: slug.clone() };
    write(core, tx, author, told).await?;
    attach::attach(core, tx, author.id, id, &draft.media_ids).await?;
    if let Some(asked) = draft.asks() {
        polls::ask::write(core, tx, id, asked).await?;
    }
    if let Some(place) = place {
        place.take(tx, id).await?;
    }
    let telling = draft.telling();
    if let Some(telling) = &telling {
        telling::write(tx, id, telling).await?;
    }
    if let Some(given) = kindness {
        crate::kindness::write(tx, id, *given).await?;
    }
    if let Some(source) = source {
        name::write(core, tx, author, id, source, draft.tell).await?;
    }
    if draft.parent.is_some() {
        hold::against(tx, id).await?;
        greeted(core, tx, place, id).await?;
        answer::answered(tx, &[id]).await?;
    } else if telling.is_some() || place.is_some() {
        ask::ask(tx, id).await?;
    }
    if let Some(at) = draft.expires_at {
        expire::set(tx, id, at).await?;
    }
    event::record(core, tx, &Event::StoryPublished { story: id }).await?;
    if let Some(place) = place.filter(|_| draft.parent.is_none()) {
        place.announce(core, tx, id).await?;
    }
    Ok(id)
}

/// What it answers and where it is to stand, if its author may answer that and speak there as things are now.
///
/// # Errors
/// [`Error::NotFound`] for a parent the author may not read; those of [`place::permit`].
pub(crate) async fn permit(
    core: &Core,
    conn: &mut Conn,
    author: &Account,
    ready: &Ready,
) -> Result<(Option<Parent>, Option<place::Place>)> {
    let Ready { draft, words, .. } = ready;
    let parent = match draft.parent {
        Some(parent) => Some(readable_parent(conn, author, parent).await?),
        None => None,
    };
    let wish = place::Wish {
        community: draft.community,
        named: &words.mentions,
        audience: draft.audience,
        parent: parent.as_ref().map(|parent| (parent.id, parent.audience())),
    };
    let place = place::permit(core, conn, author, wish).await?;
    Ok((parent, place))
}

/// An answer in a community of ours greets whom it answers, unless it is held.
async fn greeted(core: &Core, tx: &mut Conn, place: Option<place::Place>, reply: StoryId) -> Result<()> {
    match place {
        Some(_) => greet::answered(core, tx, reply).await,
        None => Ok(()),
    }
}

/// The handles a draft names, so that the caller can have unknown ones looked up before publishing.
#[must_use]
pub fn mentioned(core: &Core, draft: &Draft) -> Vec<Handle> {
    resolve::scan(draft).mentions.into_iter().map(|handle| handle.here(core.here.domain())).collect()
}

struct Told<'a> {
    id: StoryId,
    draft: &'a Draft,
    words: &'a Words,
    asked: Option<Audience>,
    language: Option<String>,
    parent: Option<Parent>,
    slug: Option<String>,
}

async fn write(core: &Core, tx: &mut Conn, author: &Account, told: Told<'_>) -> Result<()> {
    let Told { id, draft, words, asked, language, parent, slug } = told;
    let slug = slug.unwrap_or_else(|| core.chance.slug());
    let (uri, url) = (core.here.story_uri(&author.name, &slug), core.here.story_url(&author.name, &slug));
    // Not asked yet means followers.
    let asked = asked.unwrap_or(Audience::Followers);
    let audience = parent.as_ref().map_or(asked, |parent| parent.narrow(asked, author));
    let context = match &parent {
        None => Some(core.here.context_uri(&slug)),
        Some(parent) => parent.context_uri.clone(),
    };
    let new = NewStory {
        id,
        uri: &uri,
        url: &url,
        slug: Some(&slug),
        author_id: author.id,
        local: true,
        kind: if draft.asks().is_some() { "Question" } else { "Note" },
        audience: audience as i16,
        title: &words.title,
        content_html: &words.html,
        source: &words.source,
        source_type: draft.format.media_type(),
        summary: &words.summary,
        sensitive: draft.sensitive,
        language: language.as_deref(),
        emojis: insert::emojis_json(&words.emojis)?,
        parent_id: parent.as_ref().map(|parent| parent.id),
        parent_uri: parent.as_ref().map(|parent| parent.uri.as_str()),
        root_id: parent.as_ref().map_or(id, |parent| parent.root_id),
        context_uri: context.as_deref(),
        quote_policy: quote_policy(draft, audience) as i16,
        pushed: true,
        replies_uri: None,
        published_at: core.now(),
        edited_at: None,
        created_at: core.now(),
    };
    if !insert::story(tx, &new).await? {
        // Another process drew the same id in this millisecond; the next attempt draws another.
        return Err(Error::unavailable("the id of a story was taken"));
    }
    let said = Said { audience, circle: draft.circle, named: &words.mentions, parent: parent.as_ref() };
    let named = readers::addressed(tx, author, &said).await?;
    insert::mentions(tx, id, &named).await?;
    insert::tags(tx, id, &words.tags).await?;
    insert::note_told(core, tx, author.id, core.now()).await
}

fn quote_policy(draft: &Draft, audience: Audience) -> QuotePolicy {
    let own = draft.kind.is_some_and(Kind::is_own_experience);
    match draft.quote_policy {
        _ if !audience.is_open() => QuotePolicy::Nobody,
        Some(policy) => policy,
        None if own => QuotePolicy::Nobody,
        None => QuotePolicy::Public,
    }
}

#[derive(QueryableByName)]
struct Claimed {
    #[diesel(sql_type = BigInt)]
    story_id: StoryId,
}

/// Puts `id` under the draft's key, or answers what was published under it within the hour. A second request with
/// the same key waits here until the first has ended.
async fn claim_key(
    core: &Core,
    tx: &mut Conn,
    author: &Account,
    draft: &Draft,
    id: StoryId,
) -> Result<Option<StoryId>> {
    let Some(key) = &draft.idempotency_key else {
        return Ok(None);
    };
    sql("DELETE FROM idempotency_keys WHERE account_id = $1 AND created_at < $2")
        .bind::<BigInt, _>(author.id)
        .bind::<Timestamptz, _>(core.now() - TimeDelta::hours(1))
        .execute(tx)
        .await?;
    let claimed = sql(
        "INSERT INTO idempotency_keys AS k (account_id, key, story_id, created_at) VALUES ($1, $2, $3, $4) \
                       ON CONFLICT (account_id, key) DO UPDATE SET story_id = k.story_id \
                       RETURNING story_id",
    )
    .bind::<BigInt, _>(author.id)
    .bind::<Text, _>(key)
    .bind::<BigInt, _>(id)
    .bind::<Timestamptz, _>(core.now())
    .get_result::<Claimed>(tx)
    .await?;
    Ok(Some(claimed.story_id).filter(|claimed| *claimed != id))
}

/// The story to be answered, if the author may read it; locked, so that its thread is not moved meanwhile.
async fn readable_parent(tx: &mut Conn, author: &Account, parent: StoryId) -> Result<Parent> {
    sql(concat!(
        "SELECT s.id, s.uri, s.author_id, s.audience, s.root_id, s.context_uri FROM stories s WHERE s.id = $2 AND ",
        visible!(),
        " FOR SHARE OF s"
    ))
    .bind::<BigInt, _>(author.id)
    .bind::<BigInt, _>(parent)
    .get_result::<Parent>(tx)
    .await
    .optional()?
    .ok_or(Error::NotFound("story"))
}
