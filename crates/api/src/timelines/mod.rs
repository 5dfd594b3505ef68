//! Timelines.

pub(crate) mod home;
pub(crate) mod kept;
pub(crate) mod public;
pub(crate) mod tag;

use crate::State;
use crate::entities::Status;
use crate::page::{Newer, Wanted, ends};
use axum::response::Response;
use hearth_core::ids::AccountId;
use hearth_core::stories::Entry;

/// A page of stories as `viewer` sees them; 0 is somebody unknown.
pub(crate) fn answer(state: &State, viewer: AccountId, wanted: &Wanted, entries: &[Entry]) -> Response {
    let items: Vec<Status<'_>> =
        entries.iter().map(|entry| Status::of(&state.core.here, entry, viewer)).collect();
    wanted.answer(&items, ends(entries, Entry::id), Newer::MinId)
}
