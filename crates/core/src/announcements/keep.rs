//! Those who run the server write announcements, change, publish and withdraw them.

use super::list::by_id;
use super::model::{Announcement, EVERYBODY, Form};
use crate::ids::AccountId;
use crate::members::Role;
use crate::members::model::by_account;
use crate::schema::announcements;
use crate::streams::Said;
use crate::{Core, Error, Result};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// Longest text, in bytes: as long as the longest request that carries one.
const LONGEST: usize = 1 << 16;

/// Who keeps announcements.
#[derive(Debug, Clone, Copy)]
pub enum By {
    /// Whoever works on the machine itself.
    Machine,
    /// A member who must run the server.
    Member(AccountId),
}

/// Writes one, which nobody sees until it is published.
///
/// # Errors
/// [`Error::Forbidden`] for whoever does not run the server; [`Error::Invalid`] with what is wrong.
pub async fn create(core: &Core, by: By, form: &Form) -> Result<Announcement> {
    permit(core, by).await?;
    let (text, id, now) = (checked(form)?, core.id(), core.now());
    diesel::insert_into(announcements::table)
        .values((
            announcements::id.eq(id),
            announcements::text.eq(text),
            announcements::starts_at.eq(form.starts_at),
            announcements::ends_at.eq(form.ends_at),
            announcements::all_day.eq(form.all_day),
            announcements::created_at.eq(now),
            announcements::updated_at.eq(now),
        ))
        .execute(&mut *core.db.conn().await?)
        .await?;
    by_id(core, id, EVERYBODY).await
}

/// Changes one. Those who read it already see the change at once.
///
/// # Errors
/// As [`create`]; [`Error::NotFound`].
pub async fn edit(core: &Core, by: By, id: i64, form: &Form) -> Result<Announcement> {
    permit(core, by).await?;
    let text = checked(form)?;
    let changed = diesel::update(announcements::table.find(id))
        .set((
            announcements::text.eq(text),
            announcements::starts_at.eq(form.starts_at),
            announcements::ends_at.eq(form.ends_at),
            announcements::all_day.eq(form.all_day),
            announcements::updated_at.eq(core.now()),
        ))
        .execute(&mut *core.db.conn().await?)
        .await?;
    told(core, id, changed, Said::Announced(id)).await
}

/// Shows one to everybody who lives here. One that is published stays so, with its time.
///
/// # Errors
/// [`Error::Forbidden`] for whoever does not run the server; [`Error::NotFound`].
pub async fn publish(core: &Core, by: By, id: i64) -> Result<Announcement> {
    permit(core, by).await?;
    let hidden = announcements::table.find(id).filter(announcements::published_at.is_null());
    diesel::update(hidden)
        .set((announcements::published_at.eq(core.now()), announcements::updated_at.eq(core.now())))
        .execute(&mut *core.db.conn().await?)
        .await?;
    let one = by_id(core, id, EVERYBODY).await?;
    core.streams.say(Said::Announced(id));
    Ok(one)
}

/// Shows one to nobody any more; it can be published again.
///
/// # Errors
/// As [`publish`].
pub async fn withdraw(core: &Core, by: By, id: i64) -> Result<Announcement> {
    permit(core, by).await?;
    let changed = diesel::update(announcements::table.find(id))
        .set((
            announcements::published_at.eq(None::<DateTime<Utc>>),
            announcements::updated_at.eq(core.now()),
        ))
        .execute(&mut *core.db.conn().await?)
        .await?;
    told(core, id, changed, Said::Unannounced(id)).await
}

/// Deletes one, with who read it and who reacted.
///
/// # Errors
/// As [`publish`].
pub async fn delete(core: &Core, by: By, id: i64) -> Result<()> {
    permit(core, by).await?;
    let gone = diesel::delete(announcements::table.find(id)).execute(&mut *core.db.conn().await?).await?;
    if gone == 0 {
        return Err(Error::NotFound("announcement"));
    }
    core.streams.say(Said::Unannounced(id));
    Ok(())
}

/// Whether somebody keeps announcements here.
///
/// # Errors
/// [`Error::Forbidden`] if not.
pub async fn permit(core: &Core, by: By) -> Result<()> {
    let By::Member(account) = by else { return Ok(()) };
    match by_account(core, account).await? {
        Some(member) if member.role >= Role::Owner => Ok(()),
        _ => Err(Error::Forbidden("only those who run this server may do this")),
    }
}

async fn told(core: &Core, id: i64, changed: usize, said: Said) -> Result<Announcement> {
    if changed == 0 {
        return Err(Error::NotFound("announcement"));
    }
    core.streams.say(said);
    by_id(core, id, EVERYBODY).await
}

fn checked(form: &Form) -> Result<String> {
    let text = form.text.replace('\0', "").trim().to_owned();
    if text.is_empty() {
        return Err(Error::invalid("Validation failed: Text can't be blank"));
    }
    if text.len() > LONGEST {
        return Err(Error::invalid("Validation failed: Text is too long (maximum is 65536 bytes)"));
    }
    if let (Some(start), Some(end)) = (form.starts_at, form.ends_at)
        && end < start
    {
        return Err(Error::invalid("Validation failed: Ends at must be after the start"));
    }
    Ok(text)
}
