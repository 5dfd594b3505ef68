//! The timeline of a hashtag.

use crate::State;
use crate::auth::Reader;
use crate::error::ApiError;
use crate::page::Wanted;
use crate::params::{Flag, List, Params};
use axum::extract::{self, Path};
use axum::response::Response;
use hearth_core::timelines::tag::{Wanted as Tags, tagged};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub(crate) struct Form {
    #[serde(default)]
    any: List<String>,
    #[serde(default)]
    all: List<String>,
    #[serde(default)]
    none: List<String>,
    local: Option<Flag>,
    only_media: Option<Flag>,
}

/// `GET /api/v1/timelines/tag/{tag}`
pub(crate) async fn list(
    extract::State(state): extract::State<State>,
    reader: Reader,
    Path(tag): Path<String>,
    wanted: Wanted,
    Params(form): Params<Form>,
) -> Result<Response, ApiError> {
    let flag = |flag: Option<Flag>| flag.and_then(|flag| flag.0).unwrap_or(false);
    let any = std::iter::once(tag).chain(form.any.0).collect();
    let tags = Tags { any, all: form.all.0, none: form.none.0 };
    let (local, only_media) = (flag(form.local), flag(form.only_media));
    let entries = tagged(&state.core, reader.viewer(), &tags, local, only_media, wanted.page(20, 40)).await?;
    Ok(super::answer(&state, &reader, &wanted, &entries))
}
