//! Somebody here asks to follow somebody.

use super::end::end;
use super::pair;
use crate::accounts::Account;
use crate::communities::membership;
use crate::db::Conn;
use crate::event::{self, Event};
use crate::ids::AccountId;
use crate::schema::follows;
use crate::sql::sql;
use crate::undone::{self, Claim};
use crate::{Core, Error, Result};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Timestamptz};
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// Follows `followee`: at once when it is open and here, else as a request. Again on an existing follow changes its
/// wishes, and asks another server again where it has not answered. Records `FollowRequested`.
///
/// # Errors
/// [`Error::Forbidden`] when either blocks the other or the other's server, when the followee moved, or is the
/// server's own account; [`Error::Invalid`] for oneself; [`Error::NotFound`] when the followee is not active.
pub async fn request(core: &Core, follower: &Account, followee: &Account, wishes: Wishes) -> Result<()> {
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| request_in(core, tx, follower, followee, &wishes).await).await
}

/// [`request`] in the caller's transaction.
pub(crate) async fn request_in(
    core: &Core,
    tx: &mut Conn,
    follower: &Account,
    followee: &Account,
    wishes: &Wishes,
) -> Result<()> {
    if follower.id == followee.id {
        return Err(Error::invalid("you cannot follow yourself"));
    }
    pair::lock(tx, follower.id, followee.id).await?;
    let standing = standing(core, tx, follower.id, followee.id).await?.ok_or(Error::NotFound("account"))?;
    standing.permit()?;
    if wish(tx, follower.id, followee.id, wishes).await? {
        return if standing.here { Ok(()) } else { remind(core, tx, follower.id, followee.id).await };
    }
    let accepted = standing.here && !standing.locked;
    let now = core.now();
    diesel::insert_into(follows::table)
        .values((
            follows::follower_id.eq(follower.id),
            follows::followee_id.eq(followee.id),
            follows::accepted_at.eq(accepted.then_some(now)),
            follows::uri.eq(core.here.activity_uri("follows", &core.chance.slug())),
            follows::show_boosts.eq(wishes.show_boosts.unwrap_or(true)),
            follows::notify.eq(wishes.notify.unwrap_or(false)),
            follows::languages.eq(wishes.languages.clone().unwrap_or_default()),
            follows::id.eq(core.id()),
            follows::created_at.eq(now),
        ))
        .execute(tx)
        .await?;
    membership::follow_changed(core, tx, follower.id, followee.id).await?;
    let asked = Event::FollowRequested { follower: follower.id, followee: followee.id, accepted };
    event::record(core, tx, &asked).await
}

/// Asks again for what still waits: the Follow or its answer may have been lost. Under a new id, since servers drop
/// what they know; an answer to an earlier one counts as well.
async fn remind(core: &Core, tx: &mut Conn, follower: AccountId, followee: AccountId) -> Result<()> {
    let row = follows::table.find((follower.0, followee.0)).filter(follows::accepted_at.is_null());
    let waiting =
        row.select((follows::uri, follows::earlier)).first::<(String, Vec<String>)>(tx).await.optional()?;
    let Some((uri, earlier)) = waiting else { return Ok(()) };
    let uri_now = core.here.activity_uri("follows", &core.chance.slug());
    let claim = Claim::new(uri, earlier).again(&uri_now, TimeDelta::zero());
    let (uri, earlier) = claim.columns();
    diesel::update(row)
        .set((follows::uri.eq(uri), follows::earlier.eq(earlier), follows::created_at.eq(core.now())))
        .execute(tx)
        .await?;
    event::record(core, tx, &Event::FollowRequested { follower, followee, accepted: false }).await
}

/// A remote account asks to follow a local one by the Follow activity `uri`. Repeated: same row, new uri,
/// `FollowRequested` recorded again so that it is answered again. Blocked: records `FollowRejected`. Ignored if `uri`
/// was undone before, and unless the follower is remote and active and the followee local.
///
/// # Errors
/// When Postgres fails.
pub async fn receive_request(core: &Core, follower: &Account, followee: &Account, uri: &str) -> Result<()> {
    if follower.is_local() || !follower.is_active() || !followee.is_local() {
        return Ok(());
    }
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        pair::lock(tx, follower.id, followee.id).await?;
        if undone::forbids(core, tx, uri, &follower.uri).await? {
            return Ok(());
        }
        let Some(standing) = standing(core, tx, follower.id, followee.id).await? else { return Ok(()) };
        if let Err(refusal) = standing.permit() {
            if matches!(refusal, Error::Forbidden(_)) {
                end(tx, follower.id, followee.id).await?;
                let (follower, followee, uri) = (follower.id, followee.id, uri.to_owned());
                event::record(core, tx, &Event::FollowRejected { follower, followee, uri }).await?;
            }
            return Ok(());
        }
        let accepted = ask(core, tx, (follower.id, followee.id), uri, !standing.locked).await?;
        membership::follow_changed(core, tx, follower.id, followee.id).await?;
        let asked = Event::FollowRequested { follower: follower.id, followee: followee.id, accepted };
        event::record(core, tx, &asked).await
    })
    .await
}

/// Writes what a remote follower asks; answers whether it holds.
async fn ask(
    core: &Core,
    tx: &mut Conn,
    pair: (AccountId, AccountId),
    uri: &str,
    open: bool,
) -> Result<bool> {
    let now = core.now();
    let key = (pair.0.0, pair.1.0);
    let known = follows::table
        .find(key)
        .select((follows::uri, follows::earlier, follows::created_at, follows::accepted_at))
        .first::<(String, Vec<String>, DateTime<Utc>, Option<DateTime<Utc>>)>(tx)
        .await
        .optional()?;
    let Some((old, earlier, then, accepted_at)) = known else {
        diesel::insert_into(follows::table)
            .values((
                follows::follower_id.eq(pair.0),
                follows::followee_id.eq(pair.1),
                follows::accepted_at.eq(open.then_some(now)),
                follows::uri.eq(uri),
                follows::id.eq(core.id()),
                follows::created_at.eq(now),
            ))
            .execute(tx)
            .await?;
        return Ok(open);
    };
    let accepted_at = accepted_at.or(open.then_some(now));
    let claim = Claim::new(old, earlier).again(uri, now - then);
    let (uri, earlier) = claim.columns();
    diesel::update(follows::table.find(key))
        .set((
            follows::uri.eq(uri),
            follows::earlier.eq(earlier),
            follows::created_at.eq(now),
            follows::accepted_at.eq(accepted_at),
        ))
        .execute(tx)
        .await?;
    Ok(accepted_at.is_some())
}

/// Changes what is wished of a follow; answers whether there is one.
async fn wish(tx: &mut Conn, follower: AccountId, followee: AccountId, wishes: &Wishes) -> Result<bool> {
    let row = follows::table.find((follower.0, followee.0));
    if *wishes == Wishes::default() {
        return Ok(diesel::select(diesel::dsl::exists(row)).get_result(tx).await?);
    }
    let changed = diesel::update(row)
        .set((
            wishes.show_boosts.map(|wish| follows::show_boosts.eq(wish)),
            wishes.notify.map(|wish| follows::notify.eq(wish)),
            wishes.languages.as_ref().map(|wish| follows::languages.eq(wish)),
        ))
        .execute(tx)
        .await?;
    Ok(changed > 0)
}

/// How the two stand, as it is now.
#[derive(QueryableByName)]
#[expect(clippy::struct_excessive_bools, reason = "each is one reason to refuse")]
struct Standing {
    #[diesel(sql_type = Bool)]
    here: bool,
    #[diesel(sql_type = Bool)]
    locked: bool,
    #[diesel(sql_type = Bool)]
    active: bool,
    #[diesel(sql_type = Bool)]
    moved: bool,
    #[diesel(sql_type = Bool)]
    machine: bool,
    #[diesel(sql_type = Bool)]
    blocks: bool,
    #[diesel(sql_type = Bool)]
    refuses: bool,
}

impl Standing {
    fn permit(&self) -> Result<()> {
        match self {
            Self { active: false, .. } => Err(Error::NotFound("account")),
            Self { machine: true, .. } => Err(Error::Forbidden("the server itself cannot be followed")),
            Self { blocks: true, .. } => Err(Error::Forbidden("you block this account or its server")),
            Self { refuses: true, .. } => Err(Error::Forbidden("this account cannot be followed by you")),
            Self { moved: true, .. } => Err(Error::Forbidden("this account moved: follow the new one")),
            _ => Ok(()),
        }
    }
}

/// A community lets in whom it invited, and refuses whom it banned, whom it did not invite where one must be, and
/// other servers' people where it is for this one.
async fn standing(
    core: &Core,
    tx: &mut Conn,
    follower: AccountId,
    followee: AccountId,
) -> Result<Option<Standing>> {
    Ok(sql("SELECT e.host IS NULL AS here, e.locked AND coalesce(i.state NOT IN (1, 3), true) AS locked, \
            e.suspended_at IS NULL AND e.gone_at IS NULL AND e.barred_at IS NULL AS active, \
            e.moved_to IS NOT NULL AS moved, e.kind = 4 AND e.host IS NULL AS machine, \
            EXISTS (SELECT 1 FROM blocks WHERE blocker_id = r.id AND blocked_id = e.id) \
                OR EXISTS (SELECT 1 FROM host_blocks WHERE account_id = r.id AND host = e.host) AS blocks, \
            EXISTS (SELECT 1 FROM blocks WHERE blocker_id = e.id AND blocked_id = r.id) \
                OR EXISTS (SELECT 1 FROM host_blocks WHERE account_id = e.id AND host = r.host) \
                OR coalesce(i.state = 2 AND (i.banned_until IS NULL OR i.banned_until > $3), false) \
                OR coalesce(c.joining = 2 AND coalesce(i.state NOT IN (1, 3), true), false) \
                OR coalesce(c.visibility = 2 AND r.host IS NOT NULL, false) AS refuses \
         FROM accounts r CROSS JOIN accounts e LEFT JOIN communities c ON c.account_id = e.id \
         LEFT JOIN community_members i ON i.community_id = e.id AND i.account_id = r.id \
         WHERE r.id = $1 AND e.id = $2")
    .bind::<BigInt, _>(follower)
    .bind::<BigInt, _>(followee)
    .bind::<Timestamptz, _>(core.now())
    .get_result::<Standing>(tx)
    .await
    .optional()?)
}

/// What a follower wants of a follow; `None` leaves what is there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wishes {
    /// See boosts (default yes).
    pub show_boosts: Option<bool>,
    /// Be told of each story (default no).
    pub notify: Option<bool>,
    /// Only these languages (default all).
    pub languages: Option<Vec<String>>,
}
