//! How far the caller read.

use crate::State;
use crate::auth::Caller;
use crate::entities::time::Stamp;
use crate::error::{Answer, ApiError};
use crate::params::{List, Params, Ref, Words};
use axum::{Json, extract};
use hearth_core::markers::{self, Marker};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The lists that have one.
const LISTS: [&str; 2] = ["home", "notifications"];

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    timeline: List<Words>,
}

/// A marker as apps know it.
#[derive(Debug, Serialize)]
pub(crate) struct Shown {
    last_read_id: String,
    version: i32,
    updated_at: Stamp,
}

/// Markers by the names of their lists; a list without one is not there.
type Markers = BTreeMap<String, Shown>;

/// `GET /api/v1/markers?timeline[]=`
pub(crate) async fn show(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Params(asked): Params<Asked>,
) -> Answer<Markers> {
    caller.may("read:statuses")?;
    let found = markers::marks(&state.core, caller.id(), &asked.timeline.texts()).await?;
    Ok(Json(found.into_iter().map(shown).collect()))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Read {
    last_read_id: Ref,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Form {
    home: Option<Read>,
    notifications: Option<Read>,
}

/// `POST /api/v1/markers`: `home[last_read_id]`, `notifications[last_read_id]`.
pub(crate) async fn keep(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Params(form): Params<Form>,
) -> Answer<Markers> {
    caller.may("write:statuses")?;
    let mut kept = Markers::new();
    for (list, read) in LISTS.into_iter().zip([form.home, form.notifications]) {
        let Some(id) = read.and_then(|read| read.last_read_id.0) else { continue };
        if id < 0 {
            return Err(ApiError::invalid("Validation failed: Last read is not an id"));
        }
        kept.extend([shown(markers::mark(&state.core, caller.id(), list, id).await?)]);
    }
    Ok(Json(kept))
}

fn shown(marker: Marker) -> (String, Shown) {
    let Marker { timeline, last_read_id, version, updated_at } = marker;
    (timeline, Shown { last_read_id: last_read_id.to_string(), version, updated_at: Stamp(updated_at) })
}
