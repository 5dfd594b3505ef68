//! Takes a file in: made fit to show, kept, and written down as the sender's.

use super::form::Upload;
use crate::State;
use crate::auth::Caller;
use crate::entities::Media;
use crate::error::ApiError;
use crate::render::{self, Rendered};
use axum::extract;
use hearth_core::Error;
use hearth_core::media::keep::{self, Kept};
use hearth_media::picture::{Limits, Prepared, Shown};

/// `POST /api/v2/media` and `POST /api/v1/media`. A picture is ready when this answers.
pub(crate) async fn upload(
    extract::State(state): extract::State<State>,
    caller: Caller,
    upload: Upload,
) -> Rendered {
    caller.may("write:media")?;
    let focus = upload.said.focus()?;
    let prepared = state.rooms.prepare(upload.file, Limits::default()).await.map_err(Error::internal)?;
    let prepared = prepared.map_err(|refused| ApiError::invalid(format!("Validation failed: {refused}")))?;
    let kept = kept(&state, prepared).await?;
    let description = upload.said.description.map(|words| words.0);
    match keep::keep(&state.core, &caller.account, &kept, description, focus).await {
        Ok(media) => Ok(render::one(&Media::of(&state.core.here, &media))),
        Err(error) => {
            state.rooms.remove(&kept.file).await;
            state.rooms.remove(&kept.preview).await;
            Err(error.into())
        }
    }
}

async fn kept(state: &State, prepared: Prepared) -> Result<Kept, ApiError> {
    let Prepared { whole, preview, blurhash } = prepared;
    let size = i32::try_from(whole.width).ok().zip(i32::try_from(whole.height).ok());
    let media_type = whole.media_type.to_owned();
    let file = put(state, whole).await?;
    match put(state, preview).await {
        Ok(preview) => Ok(Kept { file, preview, media_type, blurhash: Some(blurhash), size }),
        Err(error) => {
            state.rooms.remove(&file).await;
            Err(error)
        }
    }
}

async fn put(state: &State, shown: Shown) -> Result<String, ApiError> {
    Ok(state.rooms.keep(shown.bytes, shown.media_type).await.map_err(Error::unavailable)?)
}
