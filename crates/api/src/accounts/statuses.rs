//! What an account told and passed on.

use crate::State;
use crate::auth::Reader;
use crate::error::ApiError;
use crate::ids::Id;
use crate::page::Wanted;
use crate::params::{Flag, Params};
use axum::extract;
use axum::response::Response;
use hearth_core::ids::AccountId;
use hearth_core::timelines::account::{self, Wanted as Which};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub(crate) struct Form {
    exclude_replies: Option<Flag>,
    exclude_reblogs: Option<Flag>,
    only_media: Option<Flag>,
    pinned: Option<Flag>,
    tagged: Option<String>,
}

/// `GET /api/v1/accounts/{id}/statuses`
pub(crate) async fn list(
    extract::State(state): extract::State<State>,
    reader: Reader,
    Id(id): Id,
    wanted: Wanted,
    Params(form): Params<Form>,
) -> Result<Response, ApiError> {
    let flag = |flag: Option<Flag>| flag.and_then(|flag| flag.0).unwrap_or(false);
    let which = Which {
        exclude_replies: flag(form.exclude_replies),
        exclude_boosts: flag(form.exclude_reblogs),
        only_media: flag(form.only_media),
        pinned: flag(form.pinned),
        tag: form.tagged,
    };
    let page = wanted.page(20, 40);
    let entries = account::account(&state.core, reader.viewer(), AccountId(id), which, page).await?;
    Ok(crate::timelines::answer(&state, &reader, &wanted, &entries))
}
