//! The timeline of a hashtag.

use crate::State;
use crate::auth::Reader;
use crate::ids::Word;
use crate::page::Wanted;
use crate::params::{Flag, List, Params, Words};
use crate::render::Rendered;
use axum::extract;
use hearth_core::timelines::tag::{Wanted as Tags, tagged};
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Form {
    any: List<Words>,
    all: List<Words>,
    none: List<Words>,
    local: Flag,
    only_media: Flag,
}

/// `GET /api/v1/timelines/tag/{tag}`
pub(crate) async fn list(
    extract::State(state): extract::State<State>,
    reader: Reader,
    Word(tag): Word,
    wanted: Wanted,
    Params(form): Params<Form>,
) -> Rendered {
    reader.may("read:statuses")?;
    let any = std::iter::once(tag).chain(form.any.texts()).collect();
    let tags = Tags { any, all: form.all.texts(), none: form.none.texts() };
    let (local, only_media) = (form.local.on(), form.only_media.on());
    let (viewer, page) = (reader.viewer(), wanted.page(20, 40));
    let entries = tagged(&state.core, viewer, &tags, local, only_media, page).await?;
    Ok(super::answer(&state, viewer, &wanted, &entries))
}
