//! People whose mentions are kept aside, and the caller's word on them.

use crate::State;
use crate::auth::Caller;
use crate::entities::NotificationRequest;
use crate::error::Answer;
use crate::ids::Id;
use crate::page::{Newer, Wanted, ends};
use crate::params::{List, Params, Ref};
use crate::render::{self, Rendered};
use axum::{Json, extract};
use hearth_core::notifications::requests as verbs;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Several {
    id: List<Ref>,
}

impl Several {
    fn ids(&self) -> Vec<i64> {
        self.id.0.iter().filter_map(|id| id.0).collect()
    }
}

/// `GET /api/v1/notifications/requests`
pub(crate) async fn list(
    extract::State(state): extract::State<State>,
    caller: Caller,
    wanted: Wanted,
) -> Rendered {
    caller.may("read:notifications")?;
    let found = verbs::requests(&state.core, caller.id(), wanted.page(40, 80)).await?;
    let here = &state.core.here;
    let items: Vec<_> = found.iter().map(|one| NotificationRequest::of(here, one, caller.id())).collect();
    Ok(wanted.answer(&items, ends(&found, |one| one.id), Newer::MinId))
}

/// `GET /api/v1/notifications/requests/{id}`
pub(crate) async fn show(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Rendered {
    caller.may("read:notifications")?;
    let one = verbs::show(&state.core, caller.id(), id).await?;
    Ok(render::one(&NotificationRequest::of(&state.core.here, &one, caller.id())))
}

/// `POST /api/v1/notifications/requests/{id}/accept`
pub(crate) async fn accept(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Answer<Value> {
    caller.may("write:notifications")?;
    let one = verbs::show(&state.core, caller.id(), id).await?;
    verbs::accept(&state.core, caller.id(), &[one.id]).await?;
    Ok(Json(json!({})))
}

/// `POST /api/v1/notifications/requests/{id}/dismiss`
pub(crate) async fn dismiss(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Answer<Value> {
    caller.may("write:notifications")?;
    let one = verbs::show(&state.core, caller.id(), id).await?;
    verbs::dismiss(&state.core, caller.id(), &[one.id]).await?;
    Ok(Json(json!({})))
}

/// `POST /api/v1/notifications/requests/accept`
pub(crate) async fn accept_several(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Params(several): Params<Several>,
) -> Answer<Value> {
    caller.may("write:notifications")?;
    verbs::accept(&state.core, caller.id(), &several.ids()).await?;
    Ok(Json(json!({})))
}

/// `POST /api/v1/notifications/requests/dismiss`
pub(crate) async fn dismiss_several(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Params(several): Params<Several>,
) -> Answer<Value> {
    caller.may("write:notifications")?;
    verbs::dismiss(&state.core, caller.id(), &several.ids()).await?;
    Ok(Json(json!({})))
}

/// `GET /api/v1/notifications/requests/merged`: always so, since accepting is done when it is answered.
pub(crate) async fn merged(caller: Caller) -> Answer<Value> {
    caller.may("read:notifications")?;
    Ok(Json(json!({"merged": true})))
}
