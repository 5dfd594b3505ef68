//! Puts people into a circle and takes them out.

use super::show::{Circle, shown};
use crate::State;
use crate::auth::Caller;
use crate::error::Answer;
use crate::ids::Id;
use crate::openapi::shapes::Refusals;
use crate::params::{List, Params, Ref};
use axum::extract;
use hearth_core::accounts::queries;
use hearth_core::circles::members as verb;
use hearth_core::ids::{AccountId, CircleId};
use serde::Deserialize;
use utoipa::ToSchema;

/// Whom.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = PeopleForm)]
pub(super) struct Form {
    /// Ids of their accounts here.
    #[schema(value_type = Vec<String>, required = true)]
    account_ids: List<Ref>,
}

/// Puts people into a circle. They are not told.
///
/// Stories told to the circle before are not shown to them.
#[utoipa::path(post, path = "/circles/{id}/members", tag = "Circles",
    request_body = Form,
    responses((status = 200, description = "The circle with them", body = Circle), Refusals), security(("bearer" = ["write:lists"])))]
pub(super) async fn add(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
    Params(form): Params<Form>,
) -> Answer<Circle> {
    caller.may("write:lists")?;
    for account in form.account_ids.ids(usize::MAX) {
        let account = queries::by_id(&state.core, AccountId(account)).await?;
        verb::add(&state.core, caller.id(), CircleId(id), &account).await?;
    }
    shown(&state, &caller, CircleId(id)).await
}

/// Takes people out of a circle. They are not told, and what they could read they can still read.
#[utoipa::path(delete, path = "/circles/{id}/members", tag = "Circles",
    request_body = Form,
    responses((status = 200, description = "The circle without them", body = Circle), Refusals), security(("bearer" = ["write:lists"])))]
pub(super) async fn remove(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
    Params(form): Params<Form>,
) -> Answer<Circle> {
    caller.may("write:lists")?;
    for account in form.account_ids.ids(usize::MAX) {
        verb::remove(&state.core, caller.id(), CircleId(id), AccountId(account)).await?;
    }
    shown(&state, &caller, CircleId(id)).await
}
