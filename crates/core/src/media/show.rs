//! A member looks at files of theirs.

use crate::accounts::Account;
use crate::ids::{AccountId, AttachmentId};
use crate::schema::media;
use crate::stories::Attachment;
use crate::{Core, Error, Result};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// A file of the owner's, in a story or not.
///
/// # Errors
/// [`Error::NotFound`] where they have none with this id.
pub async fn show(core: &Core, owner: &Account, id: AttachmentId) -> Result<Sent> {
    let row = media::table
        .find(id.0)
        .filter(media::account_id.eq(owner.id.0))
        .select(Row::as_select())
        .first::<Row>(&mut *core.db.conn().await?)
        .await
        .optional()?
        .ok_or(Error::NotFound("media"))?;
    let stage = row.stage();
    Ok(Sent { attachment: row.read(core), stage })
}

/// A file of a member's, with how far it is. Its address is empty until it is ready.
#[derive(Debug, Clone, PartialEq)]
pub struct Sent {
    /// The file.
    pub attachment: Attachment,
    /// How far it is.
    pub stage: Stage,
}

/// How far a file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// It is fit to show.
    Ready,
    /// Film or sound is being made fit to show of it.
    Working,
    /// It cannot be: why.
    Failed(String),
}

/// Those of the owner's files that are there, in this order.
///
/// # Errors
/// When Postgres fails.
pub async fn several(core: &Core, owner: AccountId, ids: &[AttachmentId]) -> Result<Vec<Attachment>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let wanted: Vec<i64> = ids.iter().map(|id| id.0).collect();
    let rows = media::table
        .filter(media::id.eq_any(wanted).and(media::account_id.eq(owner.0)))
        .select(Row::as_select())
        .load::<Row>(&mut *core.db.conn().await?)
        .await?;
    let mut found: Vec<Attachment> = rows.into_iter().map(|row| row.read(core)).collect();
    found.sort_by_key(|file| ids.iter().position(|id| *id == file.id));
    Ok(found)
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
    film: Option<serde_json::Value>,
    raw: Option<String>,
    failure: Option<String>,
}

impl Row {
    fn stage(&self) -> Stage {
        match (&self.failure, &self.raw) {
            (Some(why), _) => Stage::Failed(why.clone()),
            (None, Some(_)) => Stage::Working,
            (None, None) => Stage::Ready,
        }
    }

    fn read(self, core: &Core) -> Attachment {
        let address = |file: &str| (!file.is_empty()).then(|| core.here.media_url(file));
        Attachment {
            id: AttachmentId(self.id),
            media_type: self.media_type,
            url: address(&self.file).unwrap_or_default(),
            preview_url: address(&self.preview),
            description: self.description,
            blurhash: self.blurhash,
            width: self.width,
            height: self.height,
            focus: self.focus_x.zip(self.focus_y),
            // Written only by us.
            film: self.film.and_then(|film| serde_json::from_value(film).ok()),
        }
    }
}
