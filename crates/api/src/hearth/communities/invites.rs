//! Invitations to a community.

use super::path::Acting;
use super::path::Named;
use super::show::shown as shown_community;
use crate::State;
use crate::auth::Caller;
use crate::entities::time::Stamp;
use crate::error::Answer;
use crate::ids::Word;
use crate::params::{Int, Params};
use axum::{Json, extract};
use chrono::TimeDelta;
use hearth_core::communities::invite::{self as verb, Invite};
use hearth_core::communities::queries;
use serde::Deserialize;
use serde_json::{Value, json};

/// A link as it is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Form {
    uses: Int,
    /// Seconds.
    expires_in: Int,
}

/// `GET /api/hearth/v1/communities/{name}/invites`
pub(super) async fn list(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Word(name): Word,
) -> Answer<Value> {
    caller.may("read:follows")?;
    let community = queries::named(&state.core, caller.id(), &name).await?;
    let invites = verb::list(&state.core, &caller.account, &community).await?;
    Ok(Json(invites.iter().map(shown).collect()))
}

/// `POST /api/hearth/v1/communities/{name}/invites`
pub(super) async fn create(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Word(name): Word,
    Params(form): Params<Form>,
) -> Answer<Value> {
    caller.may("write:follows")?;
    let community = queries::named(&state.core, caller.id(), &name).await?;
    let uses = form.uses.0.map(|uses| i32::try_from(uses).unwrap_or(i32::MAX));
    let ends = form.expires_in.0.and_then(TimeDelta::try_seconds);
    let ends = ends.and_then(|after| state.core.now().checked_add_signed(after));
    let invite = verb::create(&state.core, &caller.account, &community, uses, ends).await?;
    Ok(Json(shown(&invite)))
}

/// `DELETE /api/hearth/v1/communities/{name}/invites/{id}`
pub(super) async fn revoke(extract::State(state): extract::State<State>, acting: Acting) -> Answer<Value> {
    verb::revoke(&state.core, &acting.caller.account, &acting.community, acting.id).await?;
    Ok(Json(json!({})))
}

/// `POST /api/hearth/v1/communities/{name}/invited/{id}`: somebody by name, from any server.
pub(super) async fn by_name(extract::State(state): extract::State<State>, acting: Acting) -> Answer<Value> {
    let whom = acting.whom(&state).await?;
    verb::by_name(&state.core, &acting.caller.account, &acting.community, &whom).await?;
    Ok(Json(json!({})))
}

/// `GET /api/hearth/v1/invites/{code}`: the community it leads to.
pub(super) async fn show(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Word(code): Word,
) -> Answer<Value> {
    caller.may("read:follows")?;
    let community = verb::leads_to(&state.core, &code).await?;
    shown_community(&state, caller.id(), &Named::Here(Box::new(community))).await
}

fn shown(invite: &Invite) -> Value {
    json!({
        "id": invite.id.to_string(),
        "code": invite.code,
        "uses_left": invite.uses_left,
        "expires_at": invite.expires_at.map(Stamp),
        "created_at": Stamp(invite.created_at),
    })
}
