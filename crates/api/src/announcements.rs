//! Announcements, as members read them.

use crate::State;
use crate::auth::Caller;
use crate::entities::Announcement;
use crate::error::{Answer, ApiError};
use crate::ids::Id;
use crate::params::{Flag, Params};
use crate::render::{self, Rendered};
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::routing::{get, post, put};
use axum::{Json, Router, extract};
use hearth_core::announcements::{list as query, react, read};
use serde::Deserialize;
use serde_json::{Value, json};

/// What stands under `/api`.
pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/v1/announcements", get(list))
        .route("/v1/announcements/{id}/dismiss", post(dismiss))
        .route("/v1/announcements/{id}/reactions/{name}", put(add).patch(add).delete(remove))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    with_dismissed: Flag,
}

/// `GET /api/v1/announcements`
async fn list(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Params(asked): Params<Asked>,
) -> Rendered {
    let found = query::current(&state.core, caller.id(), asked.with_dismissed.on()).await?;
    let items: Vec<_> = found.iter().map(|one| Announcement::of(&state.core.here, one, true)).collect();
    Ok(render::list(&items))
}

/// `POST /api/v1/announcements/{id}/dismiss`
async fn dismiss(extract::State(state): extract::State<State>, caller: Caller, Id(id): Id) -> Answer<Value> {
    caller.may("write:accounts")?;
    read::dismiss(&state.core, caller.id(), id).await?;
    Ok(Json(json!({})))
}

/// `PUT /api/v1/announcements/{id}/reactions/{name}`
async fn add(
    extract::State(state): extract::State<State>,
    caller: Caller,
    path: Result<Path<(i64, String)>, PathRejection>,
) -> Answer<Value> {
    caller.may("write:favourites")?;
    let (id, name) = named(path)?;
    react::react(&state.core, caller.id(), id, &name).await?;
    Ok(Json(json!({})))
}

/// `DELETE /api/v1/announcements/{id}/reactions/{name}`
async fn remove(
    extract::State(state): extract::State<State>,
    caller: Caller,
    path: Result<Path<(i64, String)>, PathRejection>,
) -> Answer<Value> {
    caller.may("write:favourites")?;
    let (id, name) = named(path)?;
    react::take_back(&state.core, caller.id(), id, &name).await?;
    Ok(Json(json!({})))
}

/// Which announcement, and which emoji. No column can hold a NUL.
fn named(path: Result<Path<(i64, String)>, PathRejection>) -> Result<(i64, String), ApiError> {
    match path {
        Ok(Path((id, name))) if !name.contains('\0') => Ok((id, name)),
        _ => Err(ApiError::not_found()),
    }
}
