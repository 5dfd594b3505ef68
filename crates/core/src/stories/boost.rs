//! Boosts: passing a story on to one's followers.

use super::claims::{self, BOOSTS};
use super::entry::Boost;
use super::model::Audience;
use super::show::{Readable, readable};
use crate::accounts::Account;
use crate::db::Conn;
use crate::event::{self, Event};
use crate::ids::{AccountId, BoostId, StoryId};
use crate::schema::{boosts, stories};
use crate::{Core, Error, Result, undone};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// A member passes a public or unlisted story (or their own followers-only one) on. Again: the same boost. Records
/// `Boosted`.
///
/// # Errors
/// [`Error::NotFound`] for a story that is missing or hidden, [`Error::Forbidden`] for one that may not be passed on,
/// [`Error::Invalid`] for an audience no boost can have.
pub async fn boost(core: &Core, account: &Account, story: StoryId, audience: Audience) -> Result<BoostId> {
    if !audience.is_for_boosts() {
        return Err(Error::invalid("Validation failed: Visibility is not included in the list"));
    }
    let uri = core.here.activity_uri("announces", &core.chance.slug());
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        let told = readable(tx, account.id, story).await?;
        if !told.consents_to(account) {
            return Err(Error::Forbidden("Whoever tells this story asks that it is not passed on"));
        }
        if !may_pass_on(&told, account) {
            return Err(Error::Forbidden("This action is not allowed"));
        }
        let audience = audience.within(Audience::from_i16(told.audience));
        let new = New { id: BoostId(core.id()), story, uri: &uri, audience, at: core.now() };
        match insert(core, tx, account, &new).await? {
            true => Ok(new.id),
            false => existing(tx, account.id, story)
                .await?
                .ok_or_else(|| Error::unavailable("the id of a boost was taken")),
        }
    })
    .await
}

/// A member takes it back. Records `Unboosted`.
///
/// # Errors
/// When Postgres fails.
pub async fn unboost(core: &Core, account: &Account, story: StoryId) -> Result<()> {
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| remove(core, tx, account, story).await).await
}

/// A remote account passed a story on (known here by now). Private stories are never boosted. Ignored if `uri` was
/// undone. `false` when the story is told here and its author asks that it is not passed on.
///
/// # Errors
/// When Postgres fails.
pub async fn receive(
    core: &Core,
    account: &Account,
    story: StoryId,
    uri: &str,
    audience: Audience,
    published_at: DateTime<Utc>,
) -> Result<bool> {
    if !account.is_active() || !audience.is_for_boosts() {
        return Ok(true);
    }
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        claims::lock(tx, account, story, uri).await?;
        let told = match readable(tx, account.id, story).await {
            Ok(told) => told,
            Err(Error::NotFound(_)) => return Ok(true),
            Err(error) => return Err(error),
        };
        if !told.consents_to(account) {
            return Ok(!told.local);
        }
        if !may_pass_on(&told, account)
            || undone::forbids(core, tx, uri, &account.uri).await?
            || claims::repeated(core, tx, &BOOSTS, account, story, uri).await?
        {
            return Ok(true);
        }
        let at = published_at.min(core.now());
        // Ids of one second may clash; a clash takes the next one.
        for _ in 0..64 {
            let new = New { id: BoostId(core.mint.at(at, core.now())), story, uri, audience, at };
            if insert(core, tx, account, &new).await? || is_known(tx, account.id, story, uri).await? {
                return Ok(true);
            }
        }
        Err(Error::unavailable("no free id for a boost in its second"))
    })
    .await
}

/// A remote account took a boost back. One that did not arrive yet has no effect when it does.
///
/// # Errors
/// When Postgres fails.
pub async fn receive_undo(
    core: &Core,
    account: &Account,
    uri: Option<&str>,
    story: Option<StoryId>,
) -> Result<()> {
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| match claims::undo(core, tx, &BOOSTS, account, uri, story).await? {
        Some(story) => remove(core, tx, account, story).await,
        None => Ok(()),
    })
    .await
}

/// Who passed a story on: names for its author alone; for anyone else an empty list.
///
/// # Errors
/// When Postgres fails.
pub async fn by(core: &Core, viewer: AccountId, story: StoryId) -> Result<Vec<Account>> {
    let ids: Vec<i64> = boosts::table
        .inner_join(stories::table.on(stories::id.eq(boosts::story_id)))
        .filter(
            boosts::story_id
                .eq(story.0)
                .and(stories::author_id.eq(viewer.0))
                .and(stories::deleted_at.is_null()),
        )
        .order(boosts::id.desc())
        .select(boosts::account_id)
        .load(&mut *core.db.conn().await?)
        .await?;
    let ids: Vec<AccountId> = ids.into_iter().map(AccountId).collect();
    let accounts = crate::accounts::queries::by_ids(core, &ids).await?;
    Ok(accounts.into_iter().filter(Account::is_active).collect())
}

/// A boost with its story id.
///
/// # Errors
/// [`Error::NotFound`] when it was taken back.
pub async fn by_id(core: &Core, id: BoostId) -> Result<(Boost, StoryId)> {
    let mut conn = core.db.conn().await?;
    let (account, story, uri, audience, published_at) = boosts::table
        .find(id.0)
        .select((boosts::account_id, boosts::story_id, boosts::uri, boosts::audience, boosts::published_at))
        .first::<(i64, i64, String, i16, DateTime<Utc>)>(&mut conn)
        .await
        .optional()?
        .ok_or(Error::NotFound("boost"))?;
    let account = AccountId(account);
    let booster =
        core.accounts.get(&mut conn, &[account]).await?.remove(&account).ok_or(Error::NotFound("boost"))?;
    let audience = Audience::from_i16(audience);
    Ok((Boost { id, booster, uri, audience, published_at }, StoryId(story)))
}

struct New<'a> {
    id: BoostId,
    story: StoryId,
    uri: &'a str,
    audience: Audience,
    at: DateTime<Utc>,
}

fn may_pass_on(told: &Readable, account: &Account) -> bool {
    if told.held || !told.consents_to(account) {
        return false;
    }
    match Audience::from_i16(told.audience) {
        Audience::Public | Audience::Unlisted => true,
        Audience::Followers => told.author_id == account.id,
        Audience::Direct | Audience::Local | Audience::OnlyMe | Audience::Circle | Audience::Members => false,
    }
}

async fn insert(core: &Core, tx: &mut Conn, account: &Account, new: &New<'_>) -> Result<bool> {
    let written = diesel::insert_into(boosts::table)
        .values((
            boosts::id.eq(new.id.0),
            boosts::account_id.eq(account.id.0),
            boosts::story_id.eq(new.story.0),
            boosts::uri.eq(new.uri),
            boosts::audience.eq(new.audience as i16),
            boosts::published_at.eq(new.at),
            boosts::created_at.eq(core.now()),
        ))
        .on_conflict_do_nothing()
        .execute(tx)
        .await?;
    if written == 1 {
        event::record(core, tx, &Event::Boosted { boost: new.id }).await?;
    }
    Ok(written == 1)
}

async fn existing(tx: &mut Conn, account: AccountId, story: StoryId) -> Result<Option<BoostId>> {
    let id = boosts::table
        .filter(boosts::account_id.eq(account.0).and(boosts::story_id.eq(story.0)))
        .select(boosts::id)
        .first::<i64>(tx)
        .await
        .optional()?;
    Ok(id.map(BoostId))
}

async fn is_known(tx: &mut Conn, account: AccountId, story: StoryId, uri: &str) -> Result<bool> {
    let of_pair = existing(tx, account, story).await?.is_some();
    Ok(of_pair
        || boosts::table
            .filter(boosts::uri.eq(uri))
            .select(boosts::id)
            .first::<i64>(tx)
            .await
            .optional()?
            .is_some())
}

/// Removes the boost of that story, if there is one. Its places in feeds go with it.
async fn remove(core: &Core, tx: &mut Conn, account: &Account, story: StoryId) -> Result<()> {
    let taken: Option<(i64, String)> = diesel::delete(
        boosts::table.filter(boosts::account_id.eq(account.id.0).and(boosts::story_id.eq(story.0))),
    )
    .returning((boosts::id, boosts::uri))
    .get_result(tx)
    .await
    .optional()?;
    let Some((boost, uri)) = taken else {
        return Ok(());
    };
    let boost = BoostId(boost);
    event::record(core, tx, &Event::Unboosted { account: account.id, boost, story, uri }).await
}
