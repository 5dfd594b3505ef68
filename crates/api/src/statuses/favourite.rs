//! Likes.

use super::{shown, story_behind};
use crate::State;
use crate::accounts::rendered;
use crate::auth::{Caller, Reader};
use crate::ids::Id;
use crate::render::Rendered;
use axum::extract;
use hearth_core::stories::favourite as verbs;
use hearth_core::stories::show::show_entry;

/// `POST /api/v1/statuses/{id}/favourite`
pub(crate) async fn favourite(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Rendered {
    caller.may("write:favourites")?;
    let story = story_behind(&state, &caller, id).await?;
    verbs::favourite(&state.core, &caller.account, story).await?;
    shown(&state, &caller, story).await
}

/// `POST /api/v1/statuses/{id}/unfavourite`
pub(crate) async fn unfavourite(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Rendered {
    caller.may("write:favourites")?;
    let story = story_behind(&state, &caller, id).await?;
    verbs::unfavourite(&state.core, &caller.account, story).await?;
    shown(&state, &caller, story).await
}

/// `GET /api/v1/statuses/{id}/favourited_by`: names, for the author alone.
pub(crate) async fn by(extract::State(state): extract::State<State>, reader: Reader, Id(id): Id) -> Rendered {
    reader.may("read:accounts")?;
    let story = show_entry(&state.core, reader.viewer(), id).await?.view.story.id;
    Ok(rendered(&state, &verbs::by(&state.core, reader.viewer(), story).await?))
}
