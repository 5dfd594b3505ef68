//! Shows stories.

use crate::State;
use crate::auth::Reader;
use crate::entities::Status;
use crate::ids::Id;
use crate::params::{List, Params, Ref};
use crate::render::{self, Rendered};
use axum::extract;
use hearth_core::Error;
use hearth_core::stories::show::show_entry;
use serde::Deserialize;

/// Most stories that are shown at once.
const MOST: usize = 20;

/// `GET /api/v1/statuses/{id}`
pub(crate) async fn show(
    extract::State(state): extract::State<State>,
    reader: Reader,
    Id(id): Id,
) -> Rendered {
    reader.may("read:statuses")?;
    let entry = show_entry(&state.core, reader.viewer(), id).await?;
    Ok(super::rendered(&state, &entry, reader.viewer()))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Several {
    id: List<Ref>,
}

/// `GET /api/v1/statuses?id[]=`: those of them that there are.
pub(crate) async fn several(
    extract::State(state): extract::State<State>,
    reader: Reader,
    Params(form): Params<Several>,
) -> Rendered {
    reader.may("read:statuses")?;
    let mut found = Vec::new();
    for id in form.id.ids(MOST) {
        match show_entry(&state.core, reader.viewer(), id).await {
            Ok(entry) => found.push(entry),
            Err(Error::NotFound(_) | Error::Gone(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let items: Vec<Status<'_>> =
        found.iter().map(|entry| Status::of(&state.core.here, entry, reader.viewer())).collect();
    Ok(render::list(&items))
}
