//! What is known of a picture of another server: whether it is kept, and whether its server is to be asked.

use super::names;
use crate::schema::proxied_files as files;
use crate::{Core, Result};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::upsert::excluded;
use diesel_async::RunQueryDsl;

/// How long the server of a picture that could not be had is left alone about it.
const PATIENCE: TimeDelta = TimeDelta::minutes(30);
/// Looking at a picture is noted once in so long.
const NOTED: TimeDelta = TimeDelta::hours(1);

/// A picture that was asked for before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known {
    /// It is kept: the endings of its whole and its small form.
    Kept {
        /// `jpg`, `png` or `gif`.
        whole: String,
        /// The same.
        small: String,
    },
    /// It could not be had a moment ago.
    Missing,
}

/// What is known of the picture at `url`; notes that somebody looks at it. `None`: its server is to be asked.
///
/// # Errors
/// When Postgres fails.
pub async fn known(core: &Core, url: &str) -> Result<Option<Known>> {
    type Row = (Option<String>, Option<String>, Option<DateTime<Utc>>, DateTime<Utc>);
    let ((name, _), now) = (names(url), core.now());
    let mut conn = core.db.conn().await?;
    let row = files::table
        .find(&name)
        .select((files::whole, files::small, files::wait_until, files::used_at))
        .first::<Row>(&mut conn)
        .await
        .optional()?;
    let Some((whole, small, wait_until, used_at)) = row else { return Ok(None) };
    if now - used_at > NOTED {
        let seen = diesel::update(files::table.find(&name)).set(files::used_at.eq(now));
        seen.execute(&mut conn).await?;
    }
    Ok(match whole.zip(small) {
        Some((whole, small)) => Some(Known::Kept { whole, small }),
        None => wait_until.filter(|until| now < *until).map(|_| Known::Missing),
    })
}

/// The picture at `url` is about to be kept: endings of its forms, and bytes of both together. Written before the files
/// are, so that none stands there unknown; one that is not there is asked for again.
///
/// # Errors
/// When Postgres fails.
pub async fn keep(core: &Core, url: &str, (whole, small): (&str, &str), bytes: i64) -> Result<()> {
    write(core, url, Some((whole, small)), bytes).await
}

/// The picture at `url` could not be had, or is none.
///
/// # Errors
/// When Postgres fails.
pub async fn missing(core: &Core, url: &str) -> Result<()> {
    write(core, url, None, 0).await
}

async fn write(core: &Core, url: &str, endings: Option<(&str, &str)>, bytes: i64) -> Result<()> {
    let (name, _) = names(url);
    diesel::insert_into(files::table)
        .values((
            files::name.eq(name),
            files::url.eq(url),
            files::whole.eq(endings.map(|(whole, _)| whole)),
            files::small.eq(endings.map(|(_, small)| small)),
            files::bytes.eq(bytes),
            files::wait_until.eq(endings.is_none().then(|| core.now() + PATIENCE)),
            files::used_at.eq(core.now()),
        ))
        .on_conflict(files::name)
        .do_update()
        .set((
            files::whole.eq(excluded(files::whole)),
            files::small.eq(excluded(files::small)),
            files::bytes.eq(excluded(files::bytes)),
            files::wait_until.eq(excluded(files::wait_until)),
            files::used_at.eq(excluded(files::used_at)),
        ))
        .execute(&mut *core.db.conn().await?)
        .await?;
    Ok(())
}
