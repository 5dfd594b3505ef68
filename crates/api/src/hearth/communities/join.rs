//! The caller joins a community, here or elsewhere, or leaves it.

use super::entity::Community;
use super::path::Named;
use super::show::{again, shown};
use crate::State;
use crate::auth::Caller;
use crate::error::ApiError;
use crate::ids::Word;
use crate::openapi::shapes::{Done, Refusals};
use crate::params::{Int, Params, Words};
use crate::render::{self, Rendered};
use axum::extract;
use hearth_core::communities::invite;
use hearth_core::communities::join::{self as verb, Asking};
use hearth_core::follows::{Wishes, request, undo};
use serde::Deserialize;
use utoipa::ToSchema;

/// What the caller brings along.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = JoinForm)]
pub(super) struct Form {
    /// Your answer, where the community asks something of those who ask to join.
    #[schema(value_type = Option<String>)]
    answer: Words,
    /// The word of an invitation.
    #[schema(value_type = Option<String>)]
    code: Words,
    /// Version of the agreement that you accept on the way in.
    #[schema(value_type = Option<i32>)]
    agreement: Int,
}

/// Joins a community, or asks to; one of another server is followed.
///
/// Where it asks a question the answer comes along, where it invites the word of the invitation.
#[utoipa::path(post, path = "/communities/{name}/join", tag = "Communities",
    request_body = Form,
    responses((status = 200, description = "The community with your standing", body = Community<'_>), Refusals),
    security(("bearer" = ["write:follows"])))]
pub(super) async fn join(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Word(name): Word,
    Params(form): Params<Form>,
) -> Rendered {
    caller.may("write:follows")?;
    let named = match (Named::of(&state, caller.id(), &name).await, &form.code) {
        (Ok(named), _) => named,
        // Nobody else learns that it is there, but whoever holds an invitation to it.
        (Err(_), code) => invited(&state, &name, &code.0).await?,
    };
    match &named {
        Named::Here(community) => {
            verb::join(&state.core, &caller.account, community, &asking(form)?).await?;
        }
        Named::Elsewhere(group) => {
            request::request(&state.core, &caller.account, group, Wishes::default()).await?;
        }
    }
    shown(&state, caller.id(), &named).await
}

/// Leaves a community. What you told there stays until you take it back.
#[utoipa::path(post, path = "/communities/{name}/leave", tag = "Communities",
    responses((status = 200, description = "The community, or an empty object where you cannot find it any more", body = Community<'_>), Refusals),
    security(("bearer" = ["write:follows"])))]
pub(super) async fn leave(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Word(name): Word,
) -> Rendered {
    caller.may("write:follows")?;
    let named = Named::of(&state, caller.id(), &name).await?;
    match &named {
        Named::Here(community) => verb::leave(&state.core, &caller.account, community).await?,
        Named::Elsewhere(group) => undo::undo(&state.core, &caller.account, group).await?,
    }
    match again(&state, caller.id(), &name).await {
        Ok(community) => Ok(community),
        // Whoever leaves one that invites does not find it any more.
        Err(_) => Ok(render::one(&Done {})),
    }
}

fn asking(form: Form) -> Result<Asking, ApiError> {
    let too_high = |_| ApiError::invalid("Validation failed: there is no such version of the agreement");
    Ok(Asking {
        answer: form.answer.0,
        code: form.code.some(),
        agreement: form.agreement.0.map(i32::try_from).transpose().map_err(too_high)?,
    })
}

async fn invited(state: &State, name: &str, code: &str) -> Result<Named, ApiError> {
    let community = invite::leads_to(&state.core, code).await?;
    if community.account.name.eq_ignore_ascii_case(name) {
        Ok(Named::Here(Box::new(community)))
    } else {
        Err(ApiError::not_found())
    }
}
