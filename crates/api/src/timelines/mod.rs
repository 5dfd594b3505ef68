//! Timelines.

pub(crate) mod home;
pub(crate) mod public;
pub(crate) mod tag;

use crate::State;
use crate::auth::Reader;
use crate::entities::Status;
use crate::page::{Newer, Wanted, ends};
use axum::response::Response;
use hearth_core::stories::Entry;

/// A page of stories as the reader sees them.
pub(crate) fn answer(state: &State, reader: &Reader, wanted: &Wanted, entries: &[Entry]) -> Response {
    let status = |entry| Status::of(&state.core, entry, reader.is_member(), reader.viewer());
    let items: Vec<Status> = entries.iter().map(status).collect();
    wanted.answer(&items, ends(entries, Entry::id), Newer::MinId)
}
