//! Reads notifications.

use crate::State;
use crate::auth::Caller;
use crate::entities::{Notification, words};
use crate::error::{Answer, ApiError};
use crate::ids::Id;
use crate::page::{Newer, Wanted, ends};
use crate::params::{Int, List, Params};
use axum::response::Response;
use axum::{Json, extract};
use hearth_core::ids::{AccountId, NotificationId};
use hearth_core::notifications::list;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub(crate) struct Form {
    #[serde(default)]
    types: List<String>,
    #[serde(default)]
    exclude_types: List<String>,
    account_id: Option<Int>,
}

/// `GET /api/v1/notifications`
pub(crate) async fn list(
    extract::State(state): extract::State<State>,
    caller: Caller,
    wanted: Wanted,
    Params(form): Params<Form>,
) -> Result<Response, ApiError> {
    caller.may("read:notifications")?;
    let kinds = |words: &[String]| words.iter().filter_map(|word| words::kind_from(word)).collect::<Vec<_>>();
    let which = list::Wanted {
        kinds: kinds(&form.types.0),
        without: kinds(&form.exclude_types.0),
        from: form.account_id.and_then(|Int(id)| id).map(AccountId),
    };
    // Only kinds we do not have were asked for: there are none.
    if which.kinds.is_empty() && !form.types.0.is_empty() {
        return Ok(wanted.answer::<Notification>(&[], None, Newer::MinId));
    }
    let found = list::list(&state.core, caller.id(), &which, wanted.page(40, 80)).await?;
    let items: Vec<Notification> =
        found.iter().map(|one| Notification::of(&state.core, one, caller.id())).collect();
    Ok(wanted.answer(&items, ends(&found, |one| one.id.0), Newer::MinId))
}

/// `GET /api/v1/notifications/{id}`
pub(crate) async fn show(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Answer<Notification> {
    caller.may("read:notifications")?;
    let one = list::show(&state.core, caller.id(), NotificationId(id)).await?;
    Ok(Json(Notification::of(&state.core, &one, caller.id())))
}
