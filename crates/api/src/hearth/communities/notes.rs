//! Content notes that a community adds to the vocabulary.

use super::path::id_of;
use crate::State;
use crate::auth::{Caller, Reader};
use crate::error::{Answer, ApiError};
use crate::ids::Word;
use crate::openapi::shapes::{Done, Refusals};
use crate::openapi::story;
use crate::params::{Params, Words};
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::{Json, extract};
use hearth_core::communities::notes::{self as verb, CommunityNote};
use hearth_core::communities::queries;
use serde::Deserialize;

/// A note as it comes in.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
#[schema(as = CommunityNoteForm)]
pub(super) struct Form {
    /// Short name, as it stands in drafts.
    #[schema(value_type = String, required = true)]
    id: Words,
    /// As people read it.
    #[schema(value_type = String, required = true)]
    label: Words,
    /// What it means, plainly.
    #[schema(value_type = String, required = true)]
    description: Words,
}

/// Content notes that a community adds to the vocabulary, for its stories.
#[utoipa::path(get, path = "/communities/{name}/notes", tag = "Communities",
    responses((status = 200, description = "All of them", body = [story::CommunityNote]), Refusals),
    security((), ("bearer" = ["read:statuses"])))]
pub(super) async fn list(
    extract::State(state): extract::State<State>,
    reader: Reader,
    Word(name): Word,
) -> Answer<Vec<CommunityNote>> {
    reader.may("read:statuses")?;
    let community = id_of(&state, reader.viewer(), &name).await?;
    Ok(Json(verb::list(&state.core, community).await?))
}

/// Adds a content note, or changes the words of one. For stewards.
#[utoipa::path(post, path = "/communities/{name}/notes", tag = "Stewards",
    request_body = Form,
    responses((status = 200, description = "The note", body = story::CommunityNote), Refusals),
    security(("bearer" = ["write:follows"])))]
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

/// Takes a content note out of the vocabulary; stories that have it keep its words. For stewards.
#[utoipa::path(delete, path = "/communities/{name}/notes/{note}", tag = "Stewards",
    responses((status = 200, description = "It is done", body = Done), Refusals),
    security(("bearer" = ["write:follows"])))]
pub(super) async fn remove(
    extract::State(state): extract::State<State>,
    caller: Caller,
    path: Result<Path<(String, String)>, PathRejection>,
) -> Answer<Done> {
    caller.may("write:follows")?;
    let Path((name, note)) = path.map_err(|_| ApiError::not_found())?;
    if name.contains('\0') || note.contains('\0') {
        return Err(ApiError::not_found());
    }
    let community = queries::named(&state.core, caller.id(), &name).await?;
    verb::remove(&state.core, &caller.account, &community, &note).await?;
    Ok(Json(Done {}))
}
