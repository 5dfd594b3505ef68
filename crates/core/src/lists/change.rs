//! A member makes, changes and gives up lists.

use super::model::{List, Replies, show};
use crate::ids::AccountId;
use crate::schema::lists;
use crate::{Core, Error, Result};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// Longest title, in characters.
const LONGEST: usize = 200;

/// Makes an empty list.
///
/// # Errors
/// [`Error::Invalid`] for a title that is empty or too long.
pub async fn create(
    core: &Core,
    member: AccountId,
    title: &str,
    replies: Replies,
    exclusive: bool,
) -> Result<List> {
    let (title, id) = (checked(title)?, core.id());
    diesel::insert_into(lists::table)
        .values((
            lists::id.eq(id),
            lists::account_id.eq(member.0),
            lists::title.eq(title),
            lists::replies.eq(replies as i16),
            lists::exclusive.eq(exclusive),
            lists::created_at.eq(core.now()),
        ))
        .execute(&mut *core.db.conn().await?)
        .await?;
    show(core, member, id).await
}

/// Changes what is given.
///
/// # Errors
/// As [`create`]; [`Error::NotFound`] when it is not the member's.
pub async fn update(
    core: &Core,
    member: AccountId,
    list: i64,
    title: Option<&str>,
    (replies, exclusive): (Option<Replies>, Option<bool>),
) -> Result<List> {
    let now = show(core, member, list).await?;
    let title = checked(title.unwrap_or(&now.title))?;
    diesel::update(lists::table.find(list).filter(lists::account_id.eq(member.0)))
        .set((
            lists::title.eq(title),
            lists::replies.eq(replies.unwrap_or(now.replies()) as i16),
            lists::exclusive.eq(exclusive.unwrap_or(now.exclusive)),
        ))
        .execute(&mut *core.db.conn().await?)
        .await?;
    core.standings.forget_all();
    show(core, member, list).await
}

/// Gives it up.
///
/// # Errors
/// [`Error::NotFound`] when it is not the member's.
pub async fn delete(core: &Core, member: AccountId, list: i64) -> Result<()> {
    let own = lists::table.find(list).filter(lists::account_id.eq(member.0));
    let gone = diesel::delete(own).execute(&mut *core.db.conn().await?).await?;
    core.standings.forget_all();
    if gone == 0 { Err(Error::NotFound("list")) } else { Ok(()) }
}

fn checked(title: &str) -> Result<String> {
    let title = title.replace('\0', "").trim().to_owned();
    if title.is_empty() {
        return Err(Error::invalid("Validation failed: Title can't be blank"));
    }
    if title.chars().count() > LONGEST {
        return Err(Error::invalid("Validation failed: Title is too long (maximum is 200 characters)"));
    }
    Ok(title)
}
