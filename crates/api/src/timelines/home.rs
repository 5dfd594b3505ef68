//! The home timeline.

use crate::State;
use crate::auth::Caller;
use crate::entities::Status;
use crate::error::ApiError;
use crate::page::{Newer, Wanted, ends};
use axum::extract;
use axum::response::Response;
use hearth_core::stories::Entry;
use hearth_core::timelines::home;

/// `GET /api/v1/timelines/home`
pub(crate) async fn list(
    extract::State(state): extract::State<State>,
    caller: Caller,
    wanted: Wanted,
) -> Result<Response, ApiError> {
    caller.may("read:statuses")?;
    let entries = home::home(&state.core, caller.id(), wanted.page(20, 40)).await?;
    let items: Vec<Status> =
        entries.iter().map(|entry| Status::of(&state.core, entry, true, caller.id())).collect();
    Ok(wanted.answer(&items, ends(&entries, Entry::id), Newer::MinId))
}
