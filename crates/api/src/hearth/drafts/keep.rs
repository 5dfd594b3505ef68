//! Keeps, changes and throws away drafts.

use super::DraftEntity;
use crate::State;
use crate::auth::Caller;
use crate::error::Answer;
use crate::ids::Id;
use crate::params::Params;
use axum::{Json, extract};
use hearth_core::drafts;
use hearth_core::ids::DraftId;
use hearth_core::stories::Draft;
use serde_json::{Value, json};

/// `POST /api/hearth/v1/drafts`
pub(super) async fn create(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Params(draft): Params<Draft>,
) -> Answer<DraftEntity> {
    caller.may("write:statuses")?;
    let id = drafts::create(&state.core, caller.id(), &draft).await?;
    Ok(Json(drafts::list::show(&state.core, caller.id(), id).await?.into()))
}

/// `PUT /api/hearth/v1/drafts/{id}`: the whole of it, as an editor saves it by itself.
pub(super) async fn save(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
    Params(draft): Params<Draft>,
) -> Answer<DraftEntity> {
    caller.may("write:statuses")?;
    drafts::save(&state.core, caller.id(), DraftId(id), &draft).await?;
    Ok(Json(drafts::list::show(&state.core, caller.id(), DraftId(id)).await?.into()))
}

/// `DELETE /api/hearth/v1/drafts/{id}`
pub(super) async fn delete(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Answer<Value> {
    caller.may("write:statuses")?;
    drafts::delete(&state.core, caller.id(), DraftId(id)).await?;
    Ok(Json(json!({})))
}
