//! Pictures of accounts: made smaller than those of stories, since they stand beside every one.

use crate::State;
use crate::error::ApiError;
use crate::params::Files;
use bytes::Bytes;
use hearth_core::Error;
use hearth_media::picture::Limits;

/// The longer side of a picture of somebody, and of one across the top of their page, in pixels.
const SIDES: (u32, u32) = (400, 1500);

/// Keeps the picture and the header of a form, where it has them; answers the names of the files.
pub(crate) async fn pictures(
    state: &State,
    mut files: Files,
    given: (bool, bool),
) -> Result<(Option<String>, Option<String>), ApiError> {
    let avatar = keep(state, files.remove("avatar"), given.0, SIDES.0).await?;
    let header = keep(state, files.remove("header"), given.1, SIDES.1).await?;
    Ok((avatar, header))
}

async fn keep(
    state: &State,
    file: Option<Bytes>,
    given: bool,
    side: u32,
) -> Result<Option<String>, ApiError> {
    let file = match file.filter(|file| !file.is_empty()) {
        Some(file) => file,
        None if given => {
            return Err(ApiError::invalid("Validation failed: Pictures are sent as files of a form"));
        }
        None => return Ok(None),
    };
    let limits = Limits { moving: 0, side, preview_side: side, ..Limits::default() };
    let prepared = state.rooms.prepare(file, limits).await.map_err(Error::internal)?;
    let shown = prepared.map_err(|refused| ApiError::invalid(format!("Validation failed: {refused}")))?.whole;
    Ok(Some(state.rooms.keep(shown.bytes, shown.media_type).await?))
}
