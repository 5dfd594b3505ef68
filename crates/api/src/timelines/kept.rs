//! What the caller kept and liked.

use crate::State;
use crate::auth::Caller;
use crate::entities::Status;
use crate::page::{Newer, Wanted, ends};
use crate::render::Rendered;
use axum::extract;
use axum::response::Response;
use hearth_core::stories::Entry;
use hearth_core::timelines::kept;

/// `GET /api/v1/bookmarks`
pub(crate) async fn bookmarks(
    extract::State(state): extract::State<State>,
    caller: Caller,
    wanted: Wanted,
) -> Rendered {
    caller.may("read:bookmarks")?;
    let list = kept::bookmarks(&state.core, caller.id(), wanted.page(20, 40)).await?;
    Ok(answer(&state, &caller, &wanted, &list))
}

/// `GET /api/v1/favourites`
pub(crate) async fn favourites(
    extract::State(state): extract::State<State>,
    caller: Caller,
    wanted: Wanted,
) -> Rendered {
    caller.may("read:favourites")?;
    let list = kept::favourites(&state.core, caller.id(), wanted.page(20, 40)).await?;
    Ok(answer(&state, &caller, &wanted, &list))
}

fn answer(state: &State, caller: &Caller, wanted: &Wanted, list: &[(i64, Entry)]) -> Response {
    let items: Vec<Status<'_>> =
        list.iter().map(|(_, entry)| Status::of(&state.core.here, entry, caller.id())).collect();
    wanted.answer(&items, ends(list, |(cursor, _)| *cursor), Newer::MinId)
}
