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
use serde::Serialize;
use utoipa::ToSchema;

/// What became of a story elsewhere.
#[derive(Debug, Serialize, ToSchema)]
struct Receipts {
    /// The servers it was sent to, by host.
    servers: Vec<Receipt>,
    /// What that means, and what it does not.
    note: &'static str,
}

/// What became of a story on one server.
#[derive(Debug, Serialize, ToSchema)]
struct Receipt {
    /// The server.
    host: String,
    /// What it runs, as it says of itself; null where that is not known.
    software: Option<String>,
    /// How it stands, in words: `has it`, `may have it`, `not asked yet: it cannot be reached`, `asked`, `accepted`,
    /// `refused` (it is asked again for seven days) or `no answer`.
    standing: &'static str,
    /// When the story was first handed to it.
    first_sent_at: Stamp,
    /// When it was first asked to delete it.
    asked_at: Option<Stamp>,
    /// When it last answered.
    answered_at: Option<Stamp>,
}

impl From<ledger::Receipt> for Receipt {
    fn from(receipt: ledger::Receipt) -> Self {
        Self {
            host: receipt.host,
            software: receipt.software,
            standing: receipt.standing.words(),
            first_sent_at: Stamp(receipt.first_sent_at),
            asked_at: receipt.asked_at.map(Stamp),
            answered_at: receipt.answered_at.map(Stamp),
        }
    }
}

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
    responses((status = 200, description = "The servers it was sent to", body = Receipts), Refusals),
    security(("bearer" = ["read:statuses"])))]
async fn show(extract::State(state): extract::State<State>, caller: Caller, Id(id): Id) -> Answer<Receipts> {
    caller.may("read:statuses")?;
    let receipts = ledger::receipts(&state.federation, caller.id(), StoryId(id)).await.map_err(refused)?;
    Ok(Json(Receipts {
        servers: receipts.into_iter().map(Receipt::from).collect(),
        note: "\"accepted\" means that the server took the request. Nobody here can see what it did then.",
    }))
}

/// What federation could not do, as apps are told of it.
pub(super) fn refused(error: hearth_federation::Error) -> ApiError {
    match error {
        hearth_federation::Error::Core(error) => error.into(),
        other => Error::internal(other).into(),
    }
}
