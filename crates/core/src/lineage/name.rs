//! A member says which story gave theirs courage, and takes that back.

use super::model::State;
use super::withdraw::touch;
use crate::accounts::Account;
use crate::db::Conn;
use crate::event::{self, Event};
use crate::ids::{AccountId, StoryId};
use crate::schema::inspirations;
use crate::sql::sql;
use crate::stories::audience::own;
use crate::stories::queries;
use crate::{Core, Error, Result, markup, visible};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, SmallInt, Text};
use diesel_async::{AsyncConnection as _, RunQueryDsl};
use url::Url;

/// Longest address of a story, in bytes.
const LONGEST: usize = 2_048;

/// A story that can be named.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    id: Option<StoryId>,
    author: Option<AccountId>,
    uri: String,
    url: String,
}

/// The story that `named` means: an id here, or an address anywhere, whether or not anybody answers there.
///
/// # Errors
/// [`Error::NotFound`] for a story of ours that is not there or hidden, [`Error::Invalid`] for what names no story and
/// for one that not everybody may read: its address would tell strangers of it.
pub(crate) async fn find(core: &Core, author: &Account, named: &str) -> Result<Option<Source>> {
    let named = named.trim();
    if named.is_empty() {
        return Ok(None);
    }
    let known = match named.parse::<i64>() {
        Ok(id) => Some(StoryId(id)),
        Err(_) => queries::by_uri(core, named).await?,
    };
    if let Some(id) = known {
        return known_source(core, author, id).await.map(Some);
    }
    if core.here.owns(named) || queries::is_buried(core, named).await? {
        return Err(Error::NotFound("story"));
    }
    let wrong = || Error::invalid("Name the story that inspired this one by its id or its web address");
    let url = Url::parse(named).map_err(|_| wrong())?;
    let plain = url.username().is_empty() && url.password().is_none();
    if !plain || named.len() > LONGEST || !markup::is_web_address(url.as_str()) {
        return Err(wrong());
    }
    Ok(Some(Source { id: None, author: None, uri: url.to_string(), url: url.to_string() }))
}

#[derive(QueryableByName)]
struct Known {
    #[diesel(sql_type = BigInt)]
    author_id: AccountId,
    #[diesel(sql_type = Text)]
    uri: String,
    #[diesel(sql_type = Text)]
    url: String,
    #[diesel(sql_type = Bool)]
    open: bool,
}

async fn known_source(core: &Core, author: &Account, id: StoryId) -> Result<Source> {
    let found = sql(concat!(
        "SELECT s.author_id, s.uri, s.url, s.audience IN (0, 1) AND s.held_by IS NULL AS open \
         FROM stories s WHERE s.id = $2 AND ",
        visible!()
    ))
    .bind::<BigInt, _>(author.id)
    .bind::<BigInt, _>(id)
    .get_result::<Known>(&mut *core.db.conn().await?)
    .await
    .optional()?
    .ok_or(Error::NotFound("story"))?;
    if !found.open {
        return Err(Error::invalid("Only a story that everybody may read can be named"));
    }
    Ok(Source { id: Some(id), author: Some(found.author_id), uri: found.uri, url: found.url })
}

/// Names `source` in a story that stands, in the transaction that tells or changes it. Who told the first is asked
/// where that can be done: here, and on other Hearths. `tell` mentions them where it cannot.
///
/// # Errors
/// [`Error::Conflict`] when it names one already, [`Error::NotFound`] when the source was deleted meanwhile.
pub(crate) async fn write(
    core: &Core,
    tx: &mut Conn,
    author: &Account,
    story: StoryId,
    source: &Source,
    tell: bool,
) -> Result<()> {
    if source.id == Some(story) {
        return Err(Error::invalid("A story cannot name itself"));
    }
    let standing = match source.author {
        Some(other) if other == author.id => Standing { state: State::Accepted, elsewhere: false },
        Some(other) => standing(tx, story, other).await?,
        None => Standing { state: State::Named, elsewhere: false },
    };
    let slug = core.chance.slug();
    let written = diesel::insert_into(inspirations::table)
        .values((
            inspirations::story_id.eq(story.0),
            inspirations::source_id.eq(source.id.map(|id| id.0)),
            inspirations::source_author.eq(source.author.map(|id| id.0)),
            inspirations::source_uri.eq(&source.uri),
            inspirations::source_url.eq(&source.url),
            inspirations::state.eq(standing.state as i16),
            inspirations::offer_uri.eq(core.here.activity_uri("offers", &slug)),
            inspirations::created_at.eq(core.now()),
        ))
        .on_conflict(inspirations::story_id)
        .do_nothing()
        .execute(tx)
        .await?;
    if written == 0 {
        return Err(Error::Conflict("This story names another already. Take that back first".to_owned()));
    }
    let Some(other) = source.author.filter(|_| standing.elsewhere) else { return Ok(()) };
    match standing.state {
        State::Asked => event::record(core, tx, &Event::InspirationOffered { story }).await,
        _ if tell => mention(tx, story, other).await,
        _ => Ok(()),
    }
}

/// What becomes of a name.
struct Standing {
    state: State,
    /// Its author lives on another server.
    elsewhere: bool,
}

#[derive(QueryableByName)]
struct Facts {
    #[diesel(sql_type = Bool)]
    here: bool,
    #[diesel(sql_type = Bool)]
    hearth: bool,
    #[diesel(sql_type = Bool)]
    unasked: bool,
    #[diesel(sql_type = Bool)]
    readable: bool,
}

/// Whether the first author can be asked: they may read what names them, and want to be asked.
async fn standing(tx: &mut Conn, story: StoryId, other: AccountId) -> Result<Standing> {
    let facts = sql(concat!(
        "SELECT a.host IS NULL AS here, coalesce(p.software = 'hearth', false) AS hearth, \
           EXISTS (SELECT 1 FROM unasked u WHERE u.account_id = a.id) AS unasked, \
           EXISTS (SELECT 1 FROM stories s WHERE s.id = $2 AND ",
        visible!("$1"),
        ") AS readable FROM accounts a LEFT JOIN peers p ON p.host = a.host WHERE a.id = $1"
    ))
    .bind::<BigInt, _>(other)
    .bind::<BigInt, _>(story)
    .get_result::<Facts>(tx)
    .await?;
    let asked = facts.readable && if facts.here { !facts.unasked } else { facts.hearth };
    let state = if asked { State::Asked } else { State::Named };
    Ok(Standing { state, elsewhere: !facts.here })
}

/// Mentions the first author, unless the story is for this server or for a chosen few.
async fn mention(tx: &mut Conn, story: StoryId, other: AccountId) -> Result<()> {
    sql("INSERT INTO mentions (story_id, account_id, silent) SELECT s.id, $2, false FROM stories s \
         WHERE s.id = $1 AND s.audience IN (0, 1, 2, 3) ON CONFLICT (story_id, account_id) DO UPDATE SET silent = false")
    .bind::<BigInt, _>(story)
    .bind::<BigInt, _>(other)
    .execute(tx)
    .await?;
    Ok(())
}

/// Names a story in one that was told already. Records `StoryEdited`.
///
/// # Errors
/// [`Error::NotFound`] when there is no such story of theirs; those of naming it when it is told.
pub async fn name(core: &Core, author: &Account, story: StoryId, named: &str, tell: bool) -> Result<()> {
    let source = find(core, author, named).await?;
    let source = source.ok_or_else(|| Error::invalid("Validation failed: Inspired by can't be blank"))?;
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        own(tx, author.id, story).await?;
        write(core, tx, author, story, &source, tell).await?;
        touch(core, tx, &[story]).await
    })
    .await?;
    core.stories.forget(story);
    Ok(())
}

/// Takes it back: the line goes, and where the first author was asked, they are told. Records `StoryEdited`.
///
/// # Errors
/// [`Error::NotFound`] when there is no such story of theirs, or it names none.
pub async fn unname(core: &Core, author: &Account, story: StoryId) -> Result<()> {
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        own(tx, author.id, story).await?;
        let gone = sql("DELETE FROM inspirations WHERE story_id = $1 \
                        RETURNING coalesce(source_author, 0) AS source_author, source_uri, offer_uri, state")
        .bind::<BigInt, _>(story)
        .get_result::<Gone>(tx)
        .await
        .optional()?
        .ok_or(Error::NotFound("name"))?;
        if State::from_i16(gone.state) != State::Named && gone.source_author != author.id {
            event::record(core, tx, &gone.ended(author.id, story)).await?;
        }
        touch(core, tx, &[story]).await
    })
    .await?;
    core.stories.forget(story);
    Ok(())
}

#[derive(QueryableByName)]
struct Gone {
    #[diesel(sql_type = BigInt)]
    source_author: AccountId,
    #[diesel(sql_type = Text)]
    source_uri: String,
    #[diesel(sql_type = Text)]
    offer_uri: String,
    #[diesel(sql_type = SmallInt)]
    state: i16,
}

impl Gone {
    fn ended(self, by: AccountId, story: StoryId) -> Event {
        let (to, source_uri, offer_uri) = (self.source_author, self.source_uri, self.offer_uri);
        Event::InspirationEnded { by, to, story, source_uri, offer_uri, accept_uri: None }
    }
}
