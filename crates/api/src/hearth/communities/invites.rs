//! Invitations to a community.

use super::entity::Community;
use super::path::Acting;
use super::path::Named;
use super::show::shown;
use crate::State;
use crate::auth::Caller;
use crate::entities::time::Stamp;
use crate::error::Answer;
use crate::ids::Word;
use crate::openapi::shapes::{Done, Refusals};
use crate::params::{Int, Params};
use crate::render::Rendered;
use axum::{Json, extract};
use chrono::TimeDelta;
use hearth_core::communities::invite::{self as verb, Invite};
use hearth_core::communities::queries;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A link as it is asked for.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = InviteForm)]
pub(super) struct Form {
    /// How often it works; absent for any number of times.
    #[schema(value_type = Option<i32>, minimum = 1)]
    uses: Int,
    /// Seconds until it ends; absent for no end.
    #[schema(value_type = Option<i64>, minimum = 1)]
    expires_in: Int,
}

/// An invitation: a word that opens the door.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Invite)]
pub(super) struct Link {
    /// Id of the invitation.
    id: String,
    /// The word in its link.
    code: String,
    /// How often it still works; null for any number of times.
    uses_left: Option<i32>,
    /// When it ends; null for never.
    expires_at: Option<Stamp>,
    /// When it was made.
    created_at: Stamp,
}

/// The invitations that still work. For greeters and stewards.
#[utoipa::path(get, path = "/communities/{name}/invites", tag = "Stewards",
    responses((status = 200, description = "All of them", body = [Link]), Refusals),
    security(("bearer" = ["read:follows"])))]
pub(super) async fn list(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Word(name): Word,
) -> Answer<Vec<Link>> {
    caller.may("read:follows")?;
    let community = queries::named(&state.core, caller.id(), &name).await?;
    let invites = verb::list(&state.core, &caller.account, &community).await?;
    Ok(Json(invites.iter().map(Link::from).collect()))
}

/// Makes an invitation: whoever has its word may join. For greeters and stewards.
#[utoipa::path(post, path = "/communities/{name}/invites", tag = "Stewards",
    request_body = Form,
    responses((status = 200, description = "The invitation", body = Link), Refusals),
    security(("bearer" = ["write:follows"])))]
pub(super) async fn create(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Word(name): Word,
    Params(form): Params<Form>,
) -> Answer<Link> {
    caller.may("write:follows")?;
    let community = queries::named(&state.core, caller.id(), &name).await?;
    let uses = form.uses.0.map(|uses| i32::try_from(uses).unwrap_or(i32::MAX));
    let ends = form.expires_in.0.and_then(TimeDelta::try_seconds);
    let ends = ends.and_then(|after| state.core.now().checked_add_signed(after));
    let invite = verb::create(&state.core, &caller.account, &community, uses, ends).await?;
    Ok(Json(Link::from(&invite)))
}

/// Takes an invitation back. Who came by it stays.
#[utoipa::path(delete, path = "/communities/{name}/invites/{id}", tag = "Stewards",
    responses((status = 200, description = "It is done", body = Done), Refusals),
    security(("bearer" = ["write:follows"])))]
pub(super) async fn revoke(extract::State(state): extract::State<State>, acting: Acting) -> Answer<Done> {
    verb::revoke(&state.core, &acting.caller.account, &acting.community, acting.id).await?;
    Ok(Json(Done {}))
}

/// Invites somebody by name, from any server.
#[utoipa::path(post, path = "/communities/{name}/invited/{id}", tag = "Stewards",
    responses((status = 200, description = "It is done", body = Done), Refusals),
    security(("bearer" = ["write:follows"])))]
pub(super) async fn by_name(extract::State(state): extract::State<State>, acting: Acting) -> Answer<Done> {
    let whom = acting.whom(&state).await?;
    verb::by_name(&state.core, &acting.caller.account, &acting.community, &whom).await?;
    Ok(Json(Done {}))
}

/// The community that an invitation leads to.
#[utoipa::path(get, path = "/invites/{code}", tag = "Communities",
    responses((status = 200, description = "The community", body = Community<'_>), Refusals),
    security(("bearer" = ["read:follows"])))]
pub(super) async fn show(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Word(code): Word,
) -> Rendered {
    caller.may("read:follows")?;
    let community = verb::leads_to(&state.core, &code).await?;
    shown(&state, caller.id(), &Named::Here(Box::new(community))).await
}

impl From<&Invite> for Link {
    fn from(invite: &Invite) -> Self {
        Self {
            id: invite.id.to_string(),
            code: invite.code.clone(),
            uses_left: invite.uses_left,
            expires_at: invite.expires_at.map(Stamp),
            created_at: Stamp(invite.created_at),
        }
    }
}
