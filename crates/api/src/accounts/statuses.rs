//! What an account told and passed on.

use crate::State;
use crate::auth::Reader;
use crate::ids::Id;
use crate::page::Wanted;
use crate::params::{Flag, Params, Words};
use crate::render::Rendered;
use axum::extract;
use hearth_core::accounts::queries;
use hearth_core::ids::AccountId;
use hearth_core::timelines::account::{self, Wanted as Which};
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Form {
    exclude_replies: Flag,
    exclude_reblogs: Flag,
    only_media: Flag,
    pinned: Flag,
    tagged: Words,
}

/// `GET /api/v1/accounts/{id}/statuses`
pub(crate) async fn list(
    extract::State(state): extract::State<State>,
    reader: Reader,
    Id(id): Id,
    wanted: Wanted,
    Params(form): Params<Form>,
) -> Rendered {
    reader.may("read:statuses")?;
    let account = queries::by_id(&state.core, AccountId(id)).await?.id;
    let which = Which {
        exclude_replies: form.exclude_replies.on(),
        exclude_boosts: form.exclude_reblogs.on(),
        only_media: form.only_media.on(),
        pinned: form.pinned.on(),
        tag: form.tagged.some(),
        kind: None,
    };
    let entries = account::account(&state.core, reader.viewer(), account, which, wanted.page(20, 40)).await?;
    Ok(crate::timelines::answer(&state, reader.viewer(), &wanted, &entries))
}
