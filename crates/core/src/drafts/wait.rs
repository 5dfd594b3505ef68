//! A member lets a draft go: at once, or at the end of its undo window, until which they can take it back.

use super::{change, list, release};
use crate::accounts::Account;
use crate::db::Conn;
use crate::ids::{AccountId, DraftId, StoryId};
use crate::schema::drafts;
use crate::sql::sql;
use crate::stories::{Draft, publish};
use crate::{Core, Error, Result};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text, Timestamptz};
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// What became of a draft that was let go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetGo {
    /// It was told.
    Told(StoryId),
    /// It is told at this time, unless it is taken back. Until then nothing is recorded that anybody could act on.
    Waits(DraftId, DateTime<Utc>),
}

/// Lets a kept draft go. `window` is for how long it can be taken back; `None` asks what the member chose.
///
/// # Errors
/// Those of [`publish::publish`]; [`Error::NotFound`] when there is no such draft of theirs; [`Error::Conflict`] when it
/// waits already.
pub async fn let_go(
    core: &Core,
    author: &Account,
    draft: DraftId,
    window: Option<TimeDelta>,
) -> Result<LetGo> {
    let kept = list::show(core, author.id, draft).await?;
    let window = match window {
        Some(window) => super::windows::checked(window)?,
        None => super::windows::of(core, author.id).await?.for_draft(&kept.draft),
    };
    if kept.release_at.is_some() {
        return Err(Error::Conflict("This story waits already".to_owned()));
    }
    // What cannot be told is refused now, while somebody is there to mend it.
    let ready = publish::ready(core, author, kept.draft.clone()).await?.under(kept.slug.clone());
    if window.is_zero() {
        return Ok(LetGo::Told(release::tell(core, author, &kept, &ready).await?));
    }
    let at = core.now() + window;
    let mut conn = core.db.conn().await?;
    publish::permit(core, &mut conn, author, &ready).await?;
    let waits = diesel::update(drafts::table.find(draft.0))
        .filter(drafts::account_id.eq(author.id.0))
        .filter(drafts::release_at.is_null().and(drafts::updated_at.eq(kept.updated_at)))
        .set((
            drafts::release_at.eq(at),
            drafts::scheduled_at.eq(None::<DateTime<Utc>>),
            drafts::problem.eq(None::<String>),
        ))
        .execute(&mut conn)
        .await?;
    if waits == 0 { Err(changed()) } else { Ok(LetGo::Waits(draft, at)) }
}

/// Tells `draft`, or keeps it and lets it wait, in one step.
///
/// # Errors
/// Those of [`let_go`].
pub async fn let_go_new(
    core: &Core,
    author: &Account,
    draft: Draft,
    window: Option<TimeDelta>,
) -> Result<LetGo> {
    let window = match window {
        Some(window) => super::windows::checked(window)?,
        None => super::windows::of(core, author.id).await?.for_draft(&draft),
    };
    if window.is_zero() {
        return Ok(LetGo::Told(publish::publish(core, author, draft).await?));
    }
    let ready = publish::ready(core, author, draft.clone()).await?;
    let at = core.now() + window;
    let id = DraftId(core.id());
    let mut conn = core.db.conn().await?;
    publish::permit(core, &mut conn, author, &ready).await?;
    conn.transaction(async |tx| match before(core, tx, author.id, &draft).await? {
        Some(before) => Ok(before),
        None => insert(core, tx, author.id, &draft, id, at).await,
    })
    .await
}

async fn insert(
    core: &Core,
    tx: &mut Conn,
    author: AccountId,
    draft: &Draft,
    id: DraftId,
    at: DateTime<Utc>,
) -> Result<LetGo> {
    diesel::insert_into(drafts::table)
        .values((
            drafts::id.eq(id.0),
            drafts::account_id.eq(author.0),
            drafts::content.eq(change::json(draft)?),
            drafts::release_at.eq(at),
            drafts::slug.eq(core.chance.slug()),
            drafts::created_at.eq(core.now()),
            drafts::updated_at.eq(core.now()),
        ))
        .execute(tx)
        .await?;
    Ok(LetGo::Waits(id, at))
}

#[derive(QueryableByName)]
struct Before {
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    release_at: Option<DateTime<Utc>>,
}

/// What came of the draft's `Idempotency-Key` before: it waits, was kept for later, or was told within the hour. A second request with the
/// same key waits here until the first has ended.
pub(super) async fn before(
    core: &Core,
    tx: &mut Conn,
    author: AccountId,
    draft: &Draft,
) -> Result<Option<LetGo>> {
    let Some(key) = &draft.idempotency_key else { return Ok(None) };
    sql("SELECT 1 FROM accounts WHERE id = $1 FOR NO KEY UPDATE")
        .bind::<BigInt, _>(author)
        .execute(tx)
        .await?;
    let found =
        sql("SELECT d.id, coalesce(d.release_at, d.scheduled_at) AS release_at FROM drafts d WHERE d.account_id = $1 \
                       AND coalesce(d.release_at, d.scheduled_at) IS NOT NULL AND d.content->>'idempotency_key' = $2 \
                     UNION ALL SELECT k.story_id, NULL FROM idempotency_keys k \
                     WHERE k.account_id = $1 AND k.key = $2 AND k.created_at >= $3 LIMIT 1")
        .bind::<BigInt, _>(author)
        .bind::<Text, _>(key)
        .bind::<Timestamptz, _>(core.now() - TimeDelta::hours(1))
        .get_result::<Before>(tx)
        .await
        .optional()?;
    Ok(found.map(|found| match found.release_at {
        Some(at) => LetGo::Waits(DraftId(found.id), at),
        None => LetGo::Told(StoryId(found.id)),
    }))
}

/// Takes a waiting story back: it is a draft again, as it was.
///
/// # Errors
/// [`Error::NotFound`] when no such story of theirs waits, for instance because it was told by now.
pub async fn take_back(core: &Core, account: AccountId, draft: DraftId) -> Result<()> {
    let mut conn = core.db.conn().await?;
    // Waits for a release that is under way, and finds no row once that has committed.
    let back = diesel::update(drafts::table.find(draft.0))
        .filter(drafts::account_id.eq(account.0).and(drafts::release_at.is_not_null()))
        .set((
            drafts::release_at.eq(None::<DateTime<Utc>>),
            drafts::scheduled_at.eq(None::<DateTime<Utc>>),
            drafts::updated_at.eq(core.now()),
        ))
        .execute(&mut conn)
        .await?;
    if back == 0 { Err(Error::NotFound("story")) } else { Ok(()) }
}

pub(super) fn changed() -> Error {
    Error::Conflict("The draft was changed meanwhile. Look at it and try again".to_owned())
}
