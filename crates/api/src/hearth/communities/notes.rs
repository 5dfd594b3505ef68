//! Content notes that a community adds to the vocabulary.

use super::path::Named;
use crate::State;
use crate::auth::{Caller, Reader};
use crate::error::{Answer, ApiError};
use crate::ids::Word;
use crate::params::{Params, Words};
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::{Json, extract};
use hearth_core::communities::notes::{self as verb, CommunityNote};
use hearth_core::communities::queries;
use serde::Deserialize;
use serde_json::{Value, json};

/// A note as it comes in.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Form {
    id: Words,
    label: Words,
    description: Words,
}

/// `GET /api/hearth/v1/communities/{name}/notes`: what the vocabulary lacks; usable in its stories beside those there.
pub(super) async fn list(
    extract::State(state): extract::State<State>,
    reader: Reader,
    Word(name): Word,
) -> Answer<Vec<CommunityNote>> {
    reader.may("read:statuses")?;
    let community = Named::of(&state, reader.viewer(), &name).await?.account().id;
    Ok(Json(verb::list(&state.core, community).await?))
}

/// `POST /api/hearth/v1/communities/{name}/notes`: adds one, or changes the words of one.
pub(super) async fn put(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Word(name): Word,
    Params(form): Params<Form>,
) -> Answer<CommunityNote> {
    caller.may("write:follows")?;
    let community = queries::named(&state.core, caller.id(), &name).await?;
    let note = CommunityNote { id: form.id.0, label: form.label.0, description: form.description.0 };
    Ok(Json(verb::put(&state.core, &caller.account, &community, note).await?))
}

/// `DELETE /api/hearth/v1/communities/{name}/notes/{note}`
pub(super) async fn remove(
    extract::State(state): extract::State<State>,
    caller: Caller,
    path: Result<Path<(String, String)>, PathRejection>,
) -> Answer<Value> {
    caller.may("write:follows")?;
    let Path((name, note)) = path.map_err(|_| ApiError::not_found())?;
    if name.contains('\0') || note.contains('\0') {
        return Err(ApiError::not_found());
    }
    let community = queries::named(&state.core, caller.id(), &name).await?;
    verb::remove(&state.core, &caller.account, &community, &note).await?;
    Ok(Json(json!({})))
}
