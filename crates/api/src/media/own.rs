//! A file of one's own: looked at, described, dropped.

use super::form::Said;
use crate::State;
use crate::auth::Caller;
use crate::entities::Media;
use crate::error::ApiError;
use crate::ids::Id;
use crate::params::Params;
use crate::render::{self, Rendered};
use axum::extract;
use hearth_core::ids::AttachmentId;
use hearth_core::media::{Described, Sent, Stage, describe as verb, drop as end, show as query};
use http::StatusCode;

/// `GET /api/v1/media/{id}`: 206 while film or sound is being made fit to show.
pub(crate) async fn show(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Rendered {
    caller.may("write:media")?;
    let sent = query::show(&state.core, &caller.account, AttachmentId(id)).await?;
    let status = if sent.stage == Stage::Working { StatusCode::PARTIAL_CONTENT } else { StatusCode::OK };
    rendered(&state, &sent, status)
}

/// A file, or why nothing can be shown of it.
pub(super) fn rendered(state: &State, sent: &Sent, status: StatusCode) -> Rendered {
    if let Stage::Failed(why) = &sent.stage {
        return Err(ApiError::invalid(format!("Validation failed: {why}")));
    }
    let mut response = render::one(&Media::of(&state.core.here, &sent.attachment));
    *response.status_mut() = status;
    Ok(response)
}

/// `PUT /api/v1/media/{id}`: while it is in no story.
pub(crate) async fn describe(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
    Params(said): Params<Said>,
) -> Rendered {
    caller.may("write:media")?;
    let focus = said.focus()?;
    let said = Described { id: AttachmentId(id), description: said.description.map(|words| words.0), focus };
    rendered(&state, &verb::describe(&state.core, &caller.account, &said).await?, StatusCode::OK)
}

/// `DELETE /api/v1/media/{id}`: while it is in no story.
pub(crate) async fn drop(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Rendered {
    caller.may("write:media")?;
    end::drop(&state.core, &caller.account, AttachmentId(id)).await?;
    Ok(render::one(&serde_json::json!({})))
}
