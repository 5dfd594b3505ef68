//! A member sends a file: it is theirs from then on, and in no story yet.

use super::{Described, show};
use crate::accounts::Account;
use crate::ids::AttachmentId;
use crate::schema::media;
use crate::stories::Attachment;
use crate::{Core, Error, Result};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// A file that was made fit to show and is kept already.
#[derive(Debug, Clone)]
pub struct Kept {
    /// Its name with its ending, as in its address.
    pub file: String,
    /// The same of its small form.
    pub preview: String,
    /// Media type of the file.
    pub media_type: String,
    /// What to show while it loads.
    pub blurhash: Option<String>,
    /// Pixels each way.
    pub size: Option<(i32, i32)>,
}

/// Writes down whose the file is.
///
/// # Errors
/// [`Error::Invalid`] for a description that is too long, [`Error::Forbidden`] for an account that may not speak.
pub async fn keep(
    core: &Core,
    owner: &Account,
    kept: &Kept,
    description: Option<String>,
    focus: Option<(f32, f32)>,
) -> Result<Attachment> {
    if !owner.is_local() || !owner.is_active() {
        return Err(Error::Forbidden("this account cannot send files"));
    }
    let id = AttachmentId(core.id());
    let said = Described { id, description, focus }.checked()?;
    diesel::insert_into(media::table)
        .values((
            media::id.eq(id.0),
            media::account_id.eq(owner.id.0),
            media::file.eq(&kept.file),
            media::preview.eq(&kept.preview),
            media::media_type.eq(&kept.media_type),
            media::description.eq(said.description.filter(|words| !words.is_empty())),
            media::blurhash.eq(&kept.blurhash),
            media::width.eq(kept.size.map(|(width, _)| width)),
            media::height.eq(kept.size.map(|(_, height)| height)),
            media::focus_x.eq(said.focus.map(|(x, _)| x)),
            media::focus_y.eq(said.focus.map(|(_, y)| y)),
            media::created_at.eq(core.now()),
        ))
        .execute(&mut *core.db.conn().await?)
        .await?;
    show::show(core, owner, id).await
}
