//! A member keeps, changes and throws away drafts.

use crate::ids::{AccountId, DraftId};
use crate::schema::drafts;
use crate::stories::Draft;
use crate::{Core, Error, Result};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// Keeps a new draft; it need not be fit to be told yet.
///
/// # Errors
/// When Postgres fails.
pub async fn create(core: &Core, account: AccountId, draft: &Draft) -> Result<DraftId> {
    let id = DraftId(core.id());
    let mut conn = core.db.conn().await?;
    diesel::insert_into(drafts::table)
        .values((
            drafts::id.eq(id.0),
            drafts::account_id.eq(account.0),
            drafts::content.eq(json(draft)?),
            drafts::slug.eq(core.chance.slug()),
            drafts::created_at.eq(core.now()),
            drafts::updated_at.eq(core.now()),
        ))
        .execute(&mut conn)
        .await?;
    Ok(id)
}

/// Keeps what the draft says now: the last one who saves wins, as when somebody writes on two devices.
///
/// # Errors
/// [`Error::NotFound`] when there is no such draft of theirs; [`Error::Conflict`] while it waits to be told.
pub async fn save(core: &Core, account: AccountId, draft: DraftId, content: &Draft) -> Result<()> {
    let mut conn = core.db.conn().await?;
    let saved = diesel::update(drafts::table.find(draft.0))
        .filter(drafts::account_id.eq(account.0).and(drafts::release_at.is_null()))
        .set((
            drafts::content.eq(json(content)?),
            drafts::problem.eq(None::<String>),
            drafts::updated_at.eq(core.now()),
        ))
        .execute(&mut conn)
        .await?;
    if saved == 1 {
        return Ok(());
    }
    super::list::show(core, account, draft).await?;
    Err(Error::Conflict("This story is about to be told. Take it back first, then change it".to_owned()))
}

/// Throws a draft away; one that waits to be told is not told then.
///
/// # Errors
/// [`Error::NotFound`] when there is no such draft of theirs.
pub async fn delete(core: &Core, account: AccountId, draft: DraftId) -> Result<()> {
    let mut conn = core.db.conn().await?;
    let gone = diesel::delete(drafts::table.find(draft.0).filter(drafts::account_id.eq(account.0)))
        .execute(&mut conn)
        .await?;
    if gone == 0 { Err(Error::NotFound("draft")) } else { Ok(()) }
}

pub(super) fn json(draft: &Draft) -> Result<serde_json::Value> {
    serde_json::to_value(draft).map_err(Error::internal)
}
