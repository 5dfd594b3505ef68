//! Film and sound are made fit to show after they came: what becomes of them.

use super::{Film, drop, expect};
use crate::ids::AttachmentId;
use crate::schema::media;
use crate::{Core, Error, Result};
use diesel::prelude::*;
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// What was made of a file.
#[derive(Debug, Clone)]
pub struct Made {
    /// Its name with its ending.
    pub file: String,
    /// The same of a picture of it; one that was sent with the file stays instead.
    pub preview: Option<String>,
    /// Media type of the file.
    pub media_type: String,
    /// What to show while it loads.
    pub blurhash: Option<String>,
    /// Pixels each way.
    pub size: Option<(i32, i32)>,
    /// How long, how fast, how much.
    pub film: Film,
}

/// The file as it was sent, if it still waits to be made fit to show.
///
/// # Errors
/// [`Error::NotFound`] where it is gone, or ready.
pub async fn raw(core: &Core, id: AttachmentId) -> Result<String> {
    let mut conn = core.db.conn().await?;
    let found = media::table.find(id.0).select(media::raw).first::<Option<String>>(&mut conn);
    found.await.optional()?.flatten().ok_or(Error::NotFound("media"))
}

/// It is fit to show now. What was sent goes.
///
/// # Errors
/// [`Error::NotFound`] where it is gone, or was ready before: what was made now goes by itself.
pub async fn ready(core: &Core, id: AttachmentId, made: &Made) -> Result<()> {
    let film = serde_json::to_value(&made.film).map_err(Error::internal)?;
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        let (raw, preview) = waiting(tx, id).await?;
        let pictured = !preview.is_empty();
        let shown = made.preview.as_deref().filter(|_| !pictured);
        let needed: Vec<&str> = std::iter::once(made.file.as_str()).chain(shown).collect();
        expect::needed(core, tx, &needed).await?;
        diesel::update(media::table.find(id.0))
            .set((
                media::file.eq(&made.file),
                shown.map(|preview| media::preview.eq(preview)),
                (!pictured).then(|| media::blurhash.eq(&made.blurhash)),
                media::media_type.eq(&made.media_type),
                media::width.eq(made.size.map(|(width, _)| width)),
                media::height.eq(made.size.map(|(_, height)| height)),
                media::film.eq(film),
                media::raw.eq(None::<String>),
            ))
            .execute(tx)
            .await?;
        drop::names(tx, &[raw]).await
    })
    .await
}

/// Nothing can be made of it: `why`, for whoever sent it. What was sent goes.
///
/// # Errors
/// [`Error::NotFound`] where it is gone, or ready.
pub async fn failed(core: &Core, id: AttachmentId, why: &str) -> Result<()> {
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        let (raw, _) = waiting(tx, id).await?;
        diesel::update(media::table.find(id.0))
            .set((media::raw.eq(None::<String>), media::failure.eq(why)))
            .execute(tx)
            .await?;
        drop::names(tx, &[raw]).await
    })
    .await
}

async fn waiting(tx: &mut crate::db::Conn, id: AttachmentId) -> Result<(String, String)> {
    media::table
        .find(id.0)
        .filter(media::raw.is_not_null())
        .select((media::raw.assume_not_null(), media::preview))
        .for_update()
        .first(tx)
        .await
        .optional()?
        .ok_or(Error::NotFound("media"))
}
