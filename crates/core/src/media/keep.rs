//! A member sends a file: it is theirs from then on, and in no story yet.

use super::show::{self, Sent};
use super::{Described, expect};
use crate::accounts::Account;
use crate::db::Conn;
use crate::event::{self, Event};
use crate::ids::AttachmentId;
use crate::schema::media;
use crate::{Core, Error, Result};
use chrono::TimeDelta;
use diesel::prelude::*;
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// For so long, the same key means the same file.
const SAME: TimeDelta = TimeDelta::hours(1);

/// A file that is kept already: fit to show, or film and sound that are still to be made so.
#[derive(Debug, Clone, Default)]
pub struct Kept {
    /// Its name with its ending, as in its address; empty while it is not fit to show.
    pub file: String,
    /// The name of the file as it was sent, if it is not.
    pub raw: Option<String>,
    /// Name of its small form, or of a picture of it; empty for none.
    pub preview: String,
    /// Media type of the file.
    pub media_type: String,
    /// What to show while it loads.
    pub blurhash: Option<String>,
    /// Pixels each way.
    pub size: Option<(i32, i32)>,
}

/// What comes with a file.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// For those who cannot see or hear it.
    pub description: Option<String>,
    /// What must stay in sight where it is cut.
    pub focus: Option<(f32, f32)>,
    /// `Idempotency-Key` of the upload.
    pub key: Option<String>,
}

/// Writes down whose the file is, and has film and sound made fit to show. The same key within an hour answers the same
/// file; what was kept the second time goes by itself.
///
/// # Errors
/// [`Error::Invalid`] for a description that is too long, [`Error::Forbidden`] for an account that may not speak.
pub async fn keep(core: &Core, owner: &Account, kept: &Kept, said: Said) -> Result<Sent> {
    if !owner.is_local() || !owner.is_active() {
        return Err(Error::Forbidden("this account cannot send files"));
    }
    let id = AttachmentId(core.id());
    let key = said.key;
    let said = Described { id, description: said.description, focus: said.focus }.checked()?;
    let mut conn = core.db.conn().await?;
    let id = conn
        .transaction(async |tx| {
            if let Some(same) = under(core, tx, owner, key.as_deref()).await? {
                return Ok(same);
            }
            insert(core, tx, owner, kept, &said, key.as_deref()).await?;
            let names = [&kept.file, &kept.preview].into_iter().chain(&kept.raw);
            let names: Vec<&str> = names.map(String::as_str).filter(|name| !name.is_empty()).collect();
            expect::needed(core, tx, &names).await?;
            if kept.raw.is_some() {
                event::record(core, tx, &Event::FilmSent { media: id }).await?;
            }
            Ok::<_, Error>(id)
        })
        .await?;
    show::show(core, owner, id).await
}

/// What the owner sent under this key within the hour.
///
/// # Errors
/// When Postgres fails.
pub async fn sent_before(core: &Core, owner: &Account, key: Option<&str>) -> Result<Option<Sent>> {
    let known = under(core, &mut *core.db.conn().await?, owner, key).await?;
    match known {
        Some(id) => show::show(core, owner, id).await.map(Some),
        None => Ok(None),
    }
}

/// Lets go of a key that was used longer ago.
async fn under(
    core: &Core,
    conn: &mut Conn,
    owner: &Account,
    key: Option<&str>,
) -> Result<Option<AttachmentId>> {
    let Some(key) = key else { return Ok(None) };
    let same = media::table.filter(media::account_id.eq(owner.id.0).and(media::idempotency_key.eq(key)));
    diesel::update(same.filter(media::created_at.lt(core.now() - SAME)))
        .set(media::idempotency_key.eq(None::<String>))
        .execute(conn)
        .await?;
    Ok(same.select(media::id).first::<i64>(conn).await.optional()?.map(AttachmentId))
}

async fn insert(
    core: &Core,
    tx: &mut Conn,
    owner: &Account,
    kept: &Kept,
    said: &Described,
    key: Option<&str>,
) -> Result<()> {
    diesel::insert_into(media::table)
        .values((
            media::id.eq(said.id.0),
            media::account_id.eq(owner.id.0),
            media::file.eq(&kept.file),
            media::raw.eq(&kept.raw),
            media::preview.eq(&kept.preview),
            media::media_type.eq(&kept.media_type),
            media::description.eq(said.description.as_ref().filter(|words| !words.is_empty())),
            media::blurhash.eq(&kept.blurhash),
            media::width.eq(kept.size.map(|(width, _)| width)),
            media::height.eq(kept.size.map(|(_, height)| height)),
            media::focus_x.eq(said.focus.map(|(x, _)| x)),
            media::focus_y.eq(said.focus.map(|(_, y)| y)),
            media::idempotency_key.eq(key),
            media::created_at.eq(core.now()),
        ))
        .execute(tx)
        .await?;
    Ok(())
}
