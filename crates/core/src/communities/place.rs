//! Puts a story that is told or received into a community: whether it may stand there, and who is told.

use super::model::{Joining, State, Visibility};
use super::{abroad, greet, queries};
use crate::accounts::Account;
use crate::db::Conn;
use crate::event::{self, Event};
use crate::ids::{AccountId, BoostId, StoryId};
use crate::schema::{boosts, community_agreements, community_stories, stories};
use crate::sql::sql;
use crate::stories::Audience;
use crate::{Core, Error, Result};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Integer, Nullable, SmallInt, Timestamptz};
use diesel_async::RunQueryDsl;

/// Where a story of a member of this server is to stand.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    community: AccountId,
    here: bool,
    /// Who may read it there.
    pub(crate) audience: Audience,
}

/// What a member wants to tell, as far as it decides about a community.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wish<'a> {
    /// The community they chose.
    pub(crate) community: Option<AccountId>,
    /// Whom they name: an app that knows nothing of communities names one.
    pub(crate) named: &'a [AccountId],
    /// The audience they chose.
    pub(crate) audience: Option<Audience>,
    /// What they answer, and who may read that.
    pub(crate) parent: Option<(StoryId, Audience)>,
}

/// Whether `author` may speak in the community that the story is for. A reply is for the community of what it answers,
/// unless it is meant for fewer. `None`: it stands in no community.
///
/// # Errors
/// [`Error::Forbidden`] for those who are not in and for a locked thread, [`Error::Conflict`] with the text of the
/// agreement until that is accepted, [`Error::NotFound`] for what is no community.
pub(crate) async fn permit(
    core: &Core,
    tx: &mut Conn,
    author: &Account,
    wish: Wish<'_>,
) -> Result<Option<Place>> {
    let (asked, only_named) = match (wish.parent, wish.community) {
        (None, None) if wish.audience.is_some_and(Audience::is_open) && !wish.named.is_empty() => {
            (queries::among_in(tx, wish.named).await?, true)
        }
        (_, asked) => (asked, false),
    };
    if asked.is_none() && wish.parent.is_none() {
        return Ok(None);
    }
    let parent = wish.parent.map(|(parent, _)| parent);
    let Some(facts) = facts(tx, author.id, asked, parent).await? else {
        return if wish.parent.is_none() { Err(Error::NotFound("community")) } else { Ok(None) };
    };
    let Some(audience) = facts.audience(wish) else { return Ok(None) };
    if facts.here {
        let inside = facts.state == Some(State::Member as i16);
        if !inside && only_named {
            return Ok(None);
        }
        facts.permit(core, tx).await?;
    } else {
        facts.permit_elsewhere(core, tx, author.id).await?;
    }
    Ok(Some(Place { community: facts.community, here: facts.here, audience }))
}

impl Place {
    /// Puts a story that was just written into its community, in the same transaction.
    pub(crate) async fn take(&self, tx: &mut Conn, story: StoryId) -> Result<()> {
        mark(tx, story, self.community).await
    }

    /// Has the community pass a top-level story on; after it is recorded that it was told.
    pub(crate) async fn announce(&self, core: &Core, tx: &mut Conn, story: StoryId) -> Result<()> {
        if !self.here {
            return Ok(());
        }
        announce(core, tx, self.community, story, self.audience, core.now()).await
    }
}

/// A story of another server as far as it decides about a community.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Arrived {
    pub(crate) story: StoryId,
    pub(crate) author: AccountId,
    pub(crate) community: Option<AccountId>,
    pub(crate) parent: Option<StoryId>,
    pub(crate) root: StoryId,
    pub(crate) audience: Audience,
    pub(crate) published_at: DateTime<Utc>,
}

/// Puts a story of another server into the community it is for, or into that of what it answers. Those who are banned
/// and locked threads take no further answers: such a reply is kept out of sight.
pub(crate) async fn received(core: &Core, tx: &mut Conn, arrived: Arrived) -> Result<()> {
    if arrived.community.is_none() && arrived.parent.is_none() {
        return Ok(());
    }
    let Some(facts) = facts(tx, arrived.author, arrived.community, arrived.parent).await? else {
        return Ok(());
    };
    let (story, community) = (arrived.story, facts.community);
    if !facts.here {
        return if arrived.audience.is_open() { mark_thread(tx, arrived, community).await } else { Ok(()) };
    }
    let addressed = arrived.community == Some(community);
    let closed = matches!(facts.visibility(), Visibility::Members | Visibility::Invite);
    if !arrived.audience.is_open() {
        // Said to the community, by one of its members, where members speak among themselves.
        if addressed && closed && facts.state == Some(State::Member as i16) && !facts.locked {
            widen_to_members(tx, story).await?;
            mark(tx, story, community).await?;
            if arrived.parent.is_none() {
                announce(core, tx, community, story, Audience::Members, arrived.published_at).await?;
            }
        }
        return Ok(());
    }
    let banned = facts.is_banned(core.now());
    if arrived.parent.is_some() {
        mark_thread(tx, arrived, community).await?;
        if banned || facts.locked {
            return hide(core, tx, story, community).await;
        }
        return greet::answered(core, tx, story).await;
    }
    let may = facts.state == Some(State::Member as i16) || facts.joining == Some(Joining::Open as i16);
    if banned || closed || !may || facts.visibility() == Visibility::Server {
        return Ok(());
    }
    mark_thread(tx, arrived, community).await?;
    announce(core, tx, community, story, facts.visibility().audience(), arrived.published_at).await
}

#[derive(QueryableByName)]
struct Facts {
    #[diesel(sql_type = BigInt)]
    community: AccountId,
    #[diesel(sql_type = Bool)]
    here: bool,
    #[diesel(sql_type = Nullable<SmallInt>)]
    visibility: Option<i16>,
    #[diesel(sql_type = Nullable<SmallInt>)]
    joining: Option<i16>,
    #[diesel(sql_type = Nullable<Integer>)]
    agreement: Option<i32>,
    #[diesel(sql_type = Nullable<SmallInt>)]
    state: Option<i16>,
    #[diesel(sql_type = Nullable<SmallInt>)]
    role: Option<i16>,
    #[diesel(sql_type = Nullable<Integer>)]
    accepted: Option<i32>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    banned_until: Option<DateTime<Utc>>,
    #[diesel(sql_type = Bool)]
    locked: bool,
}

async fn facts(
    tx: &mut Conn,
    author: AccountId,
    asked: Option<AccountId>,
    parent: Option<StoryId>,
) -> Result<Option<Facts>> {
    let facts = sql("SELECT a.id AS community, a.host IS NULL AS here, c.visibility, c.joining, c.agreement, \
            m.state, m.role, m.agreement AS accepted, m.banned_until, \
            EXISTS (SELECT 1 FROM stories p JOIN community_stories l ON l.story_id = p.root_id \
                    WHERE p.id = $2 AND l.locked_at IS NOT NULL) AS locked \
         FROM accounts a LEFT JOIN communities c ON c.account_id = a.id \
         LEFT JOIN community_members m ON m.community_id = a.id AND m.account_id = $3 \
         WHERE a.kind = 2 AND a.suspended_at IS NULL AND a.gone_at IS NULL AND a.id = CASE WHEN $2 IS NULL THEN $1 \
               ELSE (SELECT p.community_id FROM stories p WHERE p.id = $2) END")
    .bind::<Nullable<BigInt>, _>(asked)
    .bind::<Nullable<BigInt>, _>(parent)
    .bind::<BigInt, _>(author)
    .get_result::<Facts>(tx)
    .await
    .optional()?;
    Ok(facts)
}

impl Facts {
    fn visibility(&self) -> Visibility {
        Visibility::from_i16(self.visibility.unwrap_or(i16::MAX))
    }

    fn is_banned(&self, now: DateTime<Utc>) -> bool {
        self.state == Some(State::Banned as i16) && self.banned_until.is_none_or(|until| until > now)
    }

    /// Who may read the story; `None` where it is meant for others than the community.
    fn audience(&self, wish: Wish<'_>) -> Option<Audience> {
        let usual = if self.here { self.visibility().audience() } else { Audience::Public };
        match wish.parent {
            None if !self.here => Some(wish.audience.unwrap_or(usual)),
            None if usual == Audience::Public && wish.audience == Some(Audience::Unlisted) => {
                Some(Audience::Unlisted)
            }
            None => Some(usual),
            Some((_, outer)) => {
                let audience = wish.audience.unwrap_or(usual).within(outer);
                (audience == usual.within(outer) || (usual.is_open() && audience.is_open()))
                    .then_some(audience)
            }
        }
    }

    /// What a community of another server decided, as far as it told.
    async fn permit_elsewhere(&self, core: &Core, tx: &mut Conn, author: AccountId) -> Result<()> {
        if self.locked {
            return Err(Error::Forbidden("the stewards closed this thread"));
        }
        if abroad::ban_in(tx, self.community, author, core.now()).await?.is_some() {
            return Err(Error::Forbidden("the stewards of this community do not want you to speak in it"));
        }
        Ok(())
    }

    async fn permit(&self, core: &Core, tx: &mut Conn) -> Result<()> {
        if self.is_banned(core.now()) {
            return Err(Error::Forbidden("the stewards of this community do not want you to speak in it"));
        }
        if self.state != Some(State::Member as i16) {
            return Err(Error::Forbidden("join the community before you speak in it"));
        }
        if self.locked && self.role.is_none_or(|role| role < super::Role::Steward as i16) {
            return Err(Error::Forbidden("the stewards closed this thread"));
        }
        let holds = self.agreement.unwrap_or_default();
        if self.accepted.unwrap_or_default() >= holds {
            return Ok(());
        }
        let text = community_agreements::table
            .find((self.community.0, holds))
            .select(community_agreements::text)
            .first::<String>(tx)
            .await?;
        Err(Error::Conflict(format!(
            "before you speak here, accept what its members agree on (version {holds}):\n\n{text}"
        )))
    }
}

async fn mark(tx: &mut Conn, story: StoryId, community: AccountId) -> Result<()> {
    diesel::update(stories::table.find(story.0))
        .set(stories::community_id.eq(community.0))
        .execute(tx)
        .await?;
    Ok(())
}

/// The story, and the answers that waited for it.
async fn mark_thread(tx: &mut Conn, arrived: Arrived, community: AccountId) -> Result<()> {
    sql("UPDATE stories SET community_id = $3 WHERE id = $1 \
         OR (root_id = $2 AND community_id IS NULL AND audience IN (0, 1))")
    .bind::<BigInt, _>(arrived.story)
    .bind::<BigInt, _>(arrived.root)
    .bind::<BigInt, _>(community)
    .execute(tx)
    .await?;
    Ok(())
}

async fn widen_to_members(tx: &mut Conn, story: StoryId) -> Result<()> {
    diesel::update(stories::table.find(story.0))
        .set(stories::audience.eq(Audience::Members as i16))
        .execute(tx)
        .await?;
    Ok(())
}

async fn hide(core: &Core, tx: &mut Conn, story: StoryId, community: AccountId) -> Result<()> {
    diesel::insert_into(community_stories::table)
        .values((
            community_stories::story_id.eq(story.0),
            community_stories::community_id.eq(community.0),
            community_stories::removed_at.eq(core.now()),
        ))
        .on_conflict_do_nothing()
        .execute(tx)
        .await?;
    Ok(())
}

/// The community (or journey) passes the story on to those who follow it: a boost, once per story.
pub(crate) async fn announce(
    core: &Core,
    tx: &mut Conn,
    community: AccountId,
    story: StoryId,
    audience: Audience,
    at: DateTime<Utc>,
) -> Result<()> {
    let boost = BoostId(core.mint.at(at, core.now()));
    // Boosts to people in general are public, unlisted, or for followers; the story itself says who may read it.
    let told = if audience.is_open() { audience } else { Audience::Followers };
    let written = diesel::insert_into(boosts::table)
        .values((
            boosts::id.eq(boost.0),
            boosts::account_id.eq(community.0),
            boosts::story_id.eq(story.0),
            boosts::uri.eq(core.here.activity_uri("announces", &core.chance.slug())),
            boosts::audience.eq(told as i16),
            boosts::published_at.eq(at.min(core.now())),
            boosts::created_at.eq(core.now()),
        ))
        .on_conflict_do_nothing()
        .execute(tx)
        .await?;
    if written == 1 {
        event::record(core, tx, &Event::Boosted { boost }).await?;
    }
    Ok(())
}

/// The community (or journey) no longer passes the story on. Records `Unboosted`.
pub(crate) async fn withdraw(core: &Core, tx: &mut Conn, community: AccountId, story: StoryId) -> Result<()> {
    let taken: Option<(i64, String)> = diesel::delete(
        boosts::table.filter(boosts::account_id.eq(community.0).and(boosts::story_id.eq(story.0))),
    )
    .returning((boosts::id, boosts::uri))
    .get_result(tx)
    .await
    .optional()?;
    let Some((boost, uri)) = taken else { return Ok(()) };
    let ended = Event::Unboosted { account: community, boost: BoostId(boost), story, uri };
    event::record(core, tx, &ended).await
}
