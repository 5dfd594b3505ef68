//! A member looks at a file of theirs.

use crate::accounts::Account;
use crate::ids::AttachmentId;
use crate::schema::media;
use crate::stories::Attachment;
use crate::{Core, Error, Result};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// A file of the owner's, in a story or not.
///
/// # Errors
/// [`Error::NotFound`] where they have none with this id.
pub async fn show(core: &Core, owner: &Account, id: AttachmentId) -> Result<Attachment> {
    let row = media::table
        .find(id.0)
        .filter(media::account_id.eq(owner.id.0))
        .select(Row::as_select())
        .first::<Row>(&mut *core.db.conn().await?)
        .await
        .optional()?
        .ok_or(Error::NotFound("media"))?;
    Ok(Attachment {
        id: AttachmentId(row.id),
        media_type: row.media_type,
        url: core.here.media_url(&row.file),
        preview_url: Some(core.here.media_url(&row.preview)),
        description: row.description,
        blurhash: row.blurhash,
        width: row.width,
        height: row.height,
        focus: row.focus_x.zip(row.focus_y),
    })
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = media)]
#[diesel(check_for_backend(diesel::pg::Pg))]
struct Row {
    id: i64,
    file: String,
    preview: String,
    media_type: String,
    description: Option<String>,
    blurhash: Option<String>,
    width: Option<i32>,
    height: Option<i32>,
    focus_x: Option<f32>,
    focus_y: Option<f32>,
}
