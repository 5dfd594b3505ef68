//! Who quotes a story; the author's consent to that, for all and taken back from one.

use super::form::quote_policy;
use super::{own, shown};
use crate::State;
use crate::auth::Caller;
use crate::entities::Status;
use crate::error::ApiError;
use crate::ids::Id;
use crate::page::{Newer, Wanted, ends};
use crate::params::{Params, Words};
use crate::render::Rendered;
use axum::extract::rejection::PathRejection;
use axum::extract::{self, Path};
use hearth_core::ids::StoryId;
use hearth_core::stories::{Draft, edit, quoted};
use serde::Deserialize;

/// `GET /api/v1/statuses/{id}/quotes`
pub(crate) async fn list(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
    wanted: Wanted,
) -> Rendered {
    caller.may("read:statuses")?;
    let list = quoted::list(&state.core, caller.id(), StoryId(id), wanted.page(20, 40)).await?;
    let items: Vec<Status<'_>> =
        list.iter().map(|(_, entry)| Status::of(&state.core.here, entry, caller.id())).collect();
    Ok(wanted.answer(&items, ends(&list, |(cursor, _)| *cursor), Newer::MinId))
}

/// `POST /api/v1/statuses/{id}/quotes/{quoting_id}/revoke`: answers the story that quotes.
pub(crate) async fn revoke(
    extract::State(state): extract::State<State>,
    caller: Caller,
    path: Result<Path<(String, String)>, PathRejection>,
) -> Rendered {
    caller.may("write:statuses")?;
    let Path((id, quoting)) = path.map_err(|_| ApiError::not_found())?;
    let read = |id: String| id.parse().map(StoryId).map_err(|_| ApiError::not_found());
    let (story, quoting) = (read(id)?, read(quoting)?);
    quoted::revoke(&state.core, &caller.account, story, quoting).await?;
    shown(&state, &caller, quoting).await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Form {
    quote_approval_policy: Words,
}

/// `PUT /api/v1/statuses/{id}/interaction_policy`: who may quote from now on. Consent that was given stays.
pub(crate) async fn change(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
    Params(form): Params<Form>,
) -> Rendered {
    caller.may("write:statuses")?;
    let wrong = || ApiError::invalid("Validation failed: Quote approval policy is not included in the list");
    let policy = quote_policy(&form.quote_approval_policy.0).ok_or_else(wrong)?;
    let old = own(&state, &caller, StoryId(id)).await?;
    let draft = Draft { quote_policy: Some(policy), ..Draft::of(&old.view) };
    edit::edit(&state.core, &caller.account, StoryId(id), draft).await?;
    shown(&state, &caller, StoryId(id)).await
}
