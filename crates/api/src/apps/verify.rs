//! Which app a token belongs to.

use super::entity;
use crate::State;
use crate::auth::Reader;
use crate::error::{Answer, ApiError};
use axum::{Json, extract};
use hearth_core::apps::queries;
use hearth_core::push;
use http::StatusCode;
use serde_json::Value;

/// `GET /api/v1/apps/verify_credentials`. Tokens that were made on the command line belong to no app.
pub(crate) async fn show(extract::State(state): extract::State<State>, reader: Reader) -> Answer<Value> {
    let nobody = || ApiError::new(StatusCode::UNAUTHORIZED, "The access token is invalid");
    let token = reader.token().ok_or_else(nobody)?;
    let app = queries::of_token(&state.core, token).await?.ok_or_else(ApiError::not_found)?;
    Ok(Json(entity(&app, &*push::key(&state.core).await?)))
}
