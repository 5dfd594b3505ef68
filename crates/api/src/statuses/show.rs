//! Shows stories.

use crate::State;
use crate::auth::Reader;
use crate::entities::Status;
use crate::error::Answer;
use crate::ids::Id;
use crate::params::{Int, List, Params};
use axum::{Json, extract};
use hearth_core::Error;
use hearth_core::stories::show::show_entry;
use serde::Deserialize;

/// `GET /api/v1/statuses/{id}`
pub(crate) async fn show(
    extract::State(state): extract::State<State>,
    reader: Reader,
    Id(id): Id,
) -> Answer<Status> {
    let entry = show_entry(&state.core, reader.viewer(), id).await?;
    Ok(Json(Status::of(&state.core, &entry, reader.is_member(), reader.viewer())))
}

#[derive(Debug, Deserialize)]
pub(crate) struct Several {
    #[serde(default, alias = "ids")]
    id: List<Int>,
}

/// `GET /api/v1/statuses?id[]=`: those of them that there are.
pub(crate) async fn several(
    extract::State(state): extract::State<State>,
    reader: Reader,
    Params(form): Params<Several>,
) -> Answer<Vec<Status>> {
    let mut found = Vec::new();
    for id in form.id.0.iter().filter_map(|id| id.0).take(20) {
        match show_entry(&state.core, reader.viewer(), id).await {
            Ok(entry) => found.push(Status::of(&state.core, &entry, reader.is_member(), reader.viewer())),
            Err(Error::NotFound(_) | Error::Gone(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(Json(found))
}
