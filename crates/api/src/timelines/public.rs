//! Public timelines.

use crate::State;
use crate::auth::Reader;
use crate::error::ApiError;
use crate::page::Wanted;
use crate::params::{Flag, Params};
use axum::extract;
use axum::response::Response;
use hearth_core::timelines::public::{Reach, public};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub(crate) struct Form {
    local: Option<Flag>,
    remote: Option<Flag>,
    only_media: Option<Flag>,
}

/// `GET /api/v1/timelines/public`
pub(crate) async fn list(
    extract::State(state): extract::State<State>,
    reader: Reader,
    wanted: Wanted,
    Params(form): Params<Form>,
) -> Result<Response, ApiError> {
    let flag = |flag: Option<Flag>| flag.and_then(|flag| flag.0).unwrap_or(false);
    let reach = match (flag(form.local), flag(form.remote)) {
        (true, _) => Reach::Here,
        (false, true) => Reach::Elsewhere,
        (false, false) => Reach::Everywhere,
    };
    let entries =
        public(&state.core, reader.viewer(), reach, flag(form.only_media), wanted.page(20, 40)).await?;
    Ok(super::answer(&state, &reader, &wanted, &entries))
}
