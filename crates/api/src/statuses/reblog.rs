//! Boosts.

use super::{rendered, shown, story_behind};
use crate::State;
use crate::accounts;
use crate::auth::{Caller, Reader};
use crate::entities::words;
use crate::ids::Id;
use crate::params::{Params, Words};
use crate::render::Rendered;
use axum::extract;
use hearth_core::stories::show::show_entry;
use hearth_core::stories::{Audience, boost};
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Form {
    visibility: Words,
}

/// `POST /api/v1/statuses/{id}/reblog`: answers the boost, which wraps the story.
pub(crate) async fn reblog(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
    Params(form): Params<Form>,
) -> Rendered {
    caller.may("write:statuses")?;
    let audience = words::audience_asked(&form.visibility.0)?.unwrap_or(Audience::Public);
    let story = story_behind(&state, &caller, id).await?;
    let boost = boost::boost(&state.core, &caller.account, story, audience).await?;
    let entry = show_entry(&state.core, caller.id(), boost.0).await?;
    Ok(rendered(&state, &entry, caller.id()))
}

/// `POST /api/v1/statuses/{id}/unreblog`: answers the story.
pub(crate) async fn unreblog(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Rendered {
    caller.may("write:statuses")?;
    let story = story_behind(&state, &caller, id).await?;
    boost::unboost(&state.core, &caller.account, story).await?;
    shown(&state, &caller, story).await
}

/// `GET /api/v1/statuses/{id}/reblogged_by`: names, for the author alone.
pub(crate) async fn by(extract::State(state): extract::State<State>, reader: Reader, Id(id): Id) -> Rendered {
    reader.may("read:accounts")?;
    let story = show_entry(&state.core, reader.viewer(), id).await?.view.story.id;
    Ok(accounts::rendered(&state, &boost::by(&state.core, reader.viewer(), story).await?))
}
