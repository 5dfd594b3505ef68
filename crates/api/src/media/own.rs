//! A file of one's own: looked at, described, dropped.

use super::form::Said;
use crate::State;
use crate::auth::Caller;
use crate::entities::Media;
use crate::ids::Id;
use crate::params::Params;
use crate::render::{self, Rendered};
use axum::extract;
use hearth_core::ids::AttachmentId;
use hearth_core::media::{Described, describe as verb, drop as end, show as query};

/// `GET /api/v1/media/{id}`
pub(crate) async fn show(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Rendered {
    caller.may("write:media")?;
    let media = query::show(&state.core, &caller.account, AttachmentId(id)).await?;
    Ok(render::one(&Media::of(&state.core.here, &media)))
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
    let media = verb::describe(&state.core, &caller.account, &said).await?;
    Ok(render::one(&Media::of(&state.core.here, &media)))
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
