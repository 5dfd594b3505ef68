//! Public timelines.

use crate::State;
use crate::auth::Reader;
use crate::page::Wanted;
use crate::params::{Flag, Params};
use crate::render::Rendered;
use axum::extract;
use hearth_core::timelines::public::{Reach, public};
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Form {
    local: Flag,
    remote: Flag,
    only_media: Flag,
}

/// `GET /api/v1/timelines/public`
pub(crate) async fn list(
    extract::State(state): extract::State<State>,
    reader: Reader,
    wanted: Wanted,
    Params(form): Params<Form>,
) -> Rendered {
    reader.may("read:statuses")?;
    let reach = match (form.local.on(), form.remote.on()) {
        (true, _) => Reach::Here,
        (false, true) => Reach::Elsewhere,
        (false, false) => Reach::Everywhere,
    };
    let (viewer, page) = (reader.viewer(), wanted.page(20, 40));
    let entries = public(&state.core, viewer, reach, form.only_media.on(), page).await?;
    Ok(super::answer(&state, viewer, &wanted, &entries))
}
