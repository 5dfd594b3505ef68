//! Takes a file in: a picture made fit to show at once, film and sound kept until a job has made them so.

use super::form::Upload;
use super::own;
use crate::State;
use crate::auth::Caller;
use crate::error::ApiError;
use crate::render::Rendered;
use crate::statuses::key;
use axum::extract;
use bytes::Bytes;
use hearth_core::Error;
use hearth_core::media::Stage;
use hearth_core::media::keep::{self, Kept, Said};
use hearth_media::film::Kind;
use hearth_media::picture::{Limits, Prepared, Refused};
use http::{HeaderMap, StatusCode};

/// `POST /api/v2/media` and `POST /api/v1/media`. A picture is ready when this answers; the same key brings the same file.
pub(crate) async fn upload(
    extract::State(state): extract::State<State>,
    caller: Caller,
    headers: HeaderMap,
    upload: Upload,
) -> Rendered {
    caller.may("write:media")?;
    let (focus, key) = (upload.said.focus()?, key(&headers)?);
    let sent = match keep::sent_before(&state.core, &caller.account, key.as_deref()).await? {
        Some(sent) => sent,
        None => {
            let kept = kept(&state, upload.file, upload.thumbnail).await?;
            let description = upload.said.description.map(|words| words.0);
            keep::keep(&state.core, &caller.account, &kept, Said { description, focus, key }).await?
        }
    };
    let status = if sent.stage == Stage::Working { StatusCode::ACCEPTED } else { StatusCode::OK };
    own::rendered(&state, &sent, status)
}

async fn kept(state: &State, file: Bytes, thumbnail: Bytes) -> Result<Kept, ApiError> {
    match (Kind::of(&file), state.rooms.films()) {
        (None, films) => picture(state, file, films).await,
        (Some(_), false) => Err(ApiError::invalid(
            "Validation failed: This server has no ffmpeg, so it takes pictures only: JPEG, PNG, WebP or GIF",
        )),
        (Some(kind), true) => film(state, kind, file, thumbnail).await,
    }
}

async fn picture(state: &State, file: Bytes, films: bool) -> Result<Kept, ApiError> {
    let Prepared { whole, preview, blurhash } = drawn(state, file, films).await?;
    let size = i32::try_from(whole.width).ok().zip(i32::try_from(whole.height).ok());
    Ok(Kept {
        media_type: whole.media_type.to_owned(),
        file: state.rooms.keep(whole.bytes, whole.media_type).await?,
        preview: state.rooms.keep(preview.bytes, preview.media_type).await?,
        blurhash: Some(blurhash),
        size,
        raw: None,
    })
}

/// Film and sound as they were sent, with the picture that may come with them.
async fn film(state: &State, kind: Kind, file: Bytes, thumbnail: Bytes) -> Result<Kept, ApiError> {
    let drawn = if thumbnail.is_empty() { None } else { Some(drawn(state, thumbnail, true).await?) };
    let (preview, blurhash) = match drawn {
        Some(drawn) => {
            (state.rooms.keep(drawn.preview.bytes, drawn.preview.media_type).await?, Some(drawn.blurhash))
        }
        None => (String::new(), None),
    };
    // Nothing that ends like this is ever shown.
    let raw = Some(state.rooms.keep(file.to_vec(), "application/octet-stream").await?);
    let media_type = kind.foreseen().to_owned();
    Ok(Kept { raw, preview, blurhash, media_type, ..Kept::default() })
}

async fn drawn(state: &State, file: Bytes, films: bool) -> Result<Prepared, ApiError> {
    let prepared = state.rooms.prepare(file, Limits::default()).await.map_err(Error::internal)?;
    prepared.map_err(|refused| {
        ApiError::invalid(match refused {
            Refused::Unknown if films => {
                "Validation failed: This is neither a picture (JPEG, PNG, WebP, GIF) nor film or sound that can be read"
                    .to_owned()
            }
            other => format!("Validation failed: {other}"),
        })
    })
}
