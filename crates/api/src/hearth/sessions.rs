//! The tokens that a member gave away: to look through, and to take back.

use crate::State;
use crate::auth::Caller;
use crate::entities::time::Stamp;
use crate::error::Answer;
use crate::ids::Id;
use crate::openapi::shapes::{self, Done, Refusals};
use axum::routing::{delete, get};
use axum::{Json, Router, extract};
use hearth_core::ids::TokenId;
use hearth_core::members::held::{self, Held};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

/// What the document says of it.
#[derive(utoipa::OpenApi)]
#[openapi(paths(list, take_back))]
pub(super) struct Api;

/// A token of yours.
#[derive(Debug, Serialize, ToSchema)]
struct Session<'a> {
    /// Its id; the token itself was shown once.
    #[schema(value_type = shapes::Id)]
    id: TokenId,
    /// The app it was given to.
    app: &'a str,
    /// Where the app says that it is at home.
    website: Option<&'a str>,
    /// What it allows.
    scopes: &'a [String],
    /// When it was given.
    created_at: Stamp,
    /// When it was used last, to the hour.
    last_used_at: Option<Stamp>,
    /// You ask with it.
    current: bool,
}

/// Seeing and taking back.
pub(super) fn routes() -> Router<State> {
    Router::new().route("/sessions", get(list)).route("/sessions/{id}", delete(take_back))
}

/// The apps and command lines that can act for you, the newest first.
#[utoipa::path(get, path = "/sessions", tag = "Preferences",
    responses((status = 200, description = "All of them", body = [Session<'_>]), Refusals),
    security(("bearer" = ["read:accounts"])))]
async fn list(extract::State(state): extract::State<State>, caller: Caller) -> Answer<Value> {
    caller.may("read:accounts")?;
    let held = held::of_account(&state.core, caller.id()).await?;
    let all: Vec<_> = held.iter().map(|token| shown(token, token.id == caller.token)).collect();
    Ok(Json(json!(all)))
}

/// Takes a token back: whoever holds it is out at once.
#[utoipa::path(delete, path = "/sessions/{id}", tag = "Preferences",
    responses((status = 200, description = "It is done", body = Done), Refusals),
    security(("bearer" = ["write:accounts"])))]
async fn take_back(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Answer<Value> {
    caller.may("write:accounts")?;
    held::take_back(&state.core, caller.id(), TokenId(id)).await?;
    Ok(Json(json!({})))
}

fn shown(token: &Held, current: bool) -> Session<'_> {
    Session {
        id: token.id,
        app: &token.label,
        website: token.website.as_deref(),
        scopes: &token.scopes,
        created_at: Stamp(token.created_at),
        last_used_at: token.last_used_at.map(Stamp),
        current,
    }
}
