//! The home timeline.

use crate::State;
use crate::auth::Caller;
use crate::page::Wanted;
use crate::render::Rendered;
use axum::extract;
use hearth_core::timelines::home;

/// `GET /api/v1/timelines/home`
pub(crate) async fn list(
    extract::State(state): extract::State<State>,
    caller: Caller,
    wanted: Wanted,
) -> Rendered {
    caller.may("read:statuses")?;
    let entries = home::home(&state.core, caller.id(), wanted.page(20, 40)).await?;
    Ok(super::answer(&state, caller.id(), &wanted, &entries))
}
