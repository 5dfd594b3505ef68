//! What became of a story elsewhere, per server and in words.

use crate::State;
use crate::auth::Caller;
use crate::entities::time::Stamp;
use crate::error::{Answer, ApiError};
use crate::ids::Id;
use crate::openapi::shapes::Refusals;
use axum::routing::get;
use axum::{Json, Router, extract};
use hearth_core::Error;
use hearth_core::ids::StoryId;
use hearth_federation::ledger;
use serde_json::{Value, json};

/// What the document says of it.
#[derive(utoipa::OpenApi)]
#[openapi(paths(show))]
pub(super) struct Api;

/// The ledger, as its author reads it.
pub(super) fn routes() -> Router<State> {
    Router::new().route("/stories/{id}/receipts", get(show))
}

/// What became of a story elsewhere, per server and in words; of deleted ones too.
#[utoipa::path(get, path = "/stories/{id}/receipts", tag = "Stories",
    responses((status = 200, description = "The servers it was sent to", body = serde_json::Value), Refusals),
    security(("bearer" = ["read:statuses"])))]
async fn show(extract::State(state): extract::State<State>, caller: Caller, Id(id): Id) -> Answer<Value> {
    caller.may("read:statuses")?;
    let receipts = ledger::receipts(&state.federation, caller.id(), StoryId(id)).await.map_err(refused)?;
    let servers = receipts.into_iter().map(|receipt| {
        json!({
            "host": receipt.host,
            "software": receipt.software,
            "standing": receipt.standing.words(),
            "first_sent_at": Stamp(receipt.first_sent_at),
            "asked_at": receipt.asked_at.map(Stamp),
            "answered_at": receipt.answered_at.map(Stamp),
        })
    });
    Ok(Json(json!({
        "servers": servers.collect::<Vec<Value>>(),
        "note": "\"accepted\" means that the server took the request. Nobody here can see what it did then.",
    })))
}

/// What federation could not do, as apps are told of it.
pub(super) fn refused(error: hearth_federation::Error) -> ApiError {
    match error {
        hearth_federation::Error::Core(error) => error.into(),
        other => Error::internal(other).into(),
    }
}
