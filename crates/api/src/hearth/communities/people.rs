//! Who is in a community, who asks to be, who is kept out, and who looks after it.

use super::change::word;
use super::path::Acting;
use super::show::person;
use crate::State;
use crate::auth::Caller;
use crate::entities::time::Stamp;
use crate::error::{Answer, ApiError};
use crate::ids::Word;
use crate::page::{Newer, Wanted, ends};
use crate::params::{Int, Params, Words};
use crate::render::Rendered;
use axum::{Json, extract};
use chrono::TimeDelta;
use hearth_core::communities::{
    Member, Role, State as Standing, ban as bans_of, greet as greeting, lists, queries, requests as answers,
    roles,
};
use serde::Deserialize;
use serde_json::{Value, json};

/// What is said of somebody.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Form {
    role: Words,
    text: Words,
    reason: Words,
    /// Seconds; for good where there are none.
    duration: Int,
}

/// `GET /api/hearth/v1/communities/{name}/members`
pub(super) async fn members(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Word(name): Word,
    wanted: Wanted,
) -> Rendered {
    listed(&state, &caller, &name, &wanted, Standing::Member).await
}

/// `GET /api/hearth/v1/communities/{name}/requests`
pub(super) async fn requests(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Word(name): Word,
    wanted: Wanted,
) -> Rendered {
    listed(&state, &caller, &name, &wanted, Standing::Pending).await
}

/// `GET /api/hearth/v1/communities/{name}/bans`
pub(super) async fn bans(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Word(name): Word,
    wanted: Wanted,
) -> Rendered {
    listed(&state, &caller, &name, &wanted, Standing::Banned).await
}

async fn listed(state: &State, caller: &Caller, name: &str, wanted: &Wanted, standing: Standing) -> Rendered {
    caller.may("read:follows")?;
    let community = queries::named(&state.core, caller.id(), name).await?;
    let page = wanted.page(40, 80);
    let people = lists::standing(&state.core, &caller.account, &community, standing, page).await?;
    let items: Vec<Value> = people.iter().map(|member| person(state, member)).collect();
    Ok(wanted.answer(&items, ends(&people, |member: &Member| member.id), Newer::MinId))
}

/// `GET /api/hearth/v1/communities/{name}/newcomers`: who waits longest for a greeting stands first.
pub(super) async fn newcomers(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Word(name): Word,
    wanted: Wanted,
) -> Answer<Value> {
    caller.may("read:follows")?;
    let community = queries::named(&state.core, caller.id(), &name).await?;
    let limit = wanted.page(40, 80).limit;
    let people = lists::newcomers(&state.core, &caller.account, &community, limit).await?;
    let now = state.core.now();
    let waiting = |member: &Member| {
        let mut shown = person(&state, member);
        let since = member.joined_at.unwrap_or(member.created_at);
        shown["waiting_since"] = json!(Stamp(since));
        shown["waiting_seconds"] = (now - since).num_seconds().into();
        shown
    };
    Ok(Json(people.iter().map(waiting).collect()))
}

/// `POST /api/hearth/v1/communities/{name}/requests/{id}/let_in`
pub(super) async fn let_in(extract::State(state): extract::State<State>, acting: Acting) -> Answer<Value> {
    let whom = acting.whom(&state).await?;
    answers::let_in(&state.core, &acting.caller.account, &acting.community, &whom).await?;
    now(&state, &acting).await
}

/// `POST /api/hearth/v1/communities/{name}/requests/{id}/turn_down`
pub(super) async fn turn_down(extract::State(state): extract::State<State>, acting: Acting) -> Answer<Value> {
    let whom = acting.whom(&state).await?;
    answers::turn_down(&state.core, &acting.caller.account, &acting.community, &whom).await?;
    now(&state, &acting).await
}

/// `DELETE /api/hearth/v1/communities/{name}/members/{id}`
pub(super) async fn remove(extract::State(state): extract::State<State>, acting: Acting) -> Answer<Value> {
    let whom = acting.whom(&state).await?;
    answers::remove(&state.core, &acting.caller.account, &acting.community, &whom).await?;
    now(&state, &acting).await
}

/// `POST /api/hearth/v1/communities/{name}/members/{id}/role`
pub(super) async fn set_role(
    extract::State(state): extract::State<State>,
    acting: Acting,
    Params(form): Params<Form>,
) -> Answer<Value> {
    let role: Option<Role> = word(form.role)?;
    let role = role.ok_or_else(|| ApiError::invalid("Validation failed: say which role"))?;
    let whom = acting.whom(&state).await?;
    roles::set_role(&state.core, &acting.caller.account, &acting.community, &whom, role).await?;
    now(&state, &acting).await
}

/// `POST /api/hearth/v1/communities/{name}/hand_over/{id}`
pub(super) async fn hand_over(extract::State(state): extract::State<State>, acting: Acting) -> Answer<Value> {
    let whom = acting.whom(&state).await?;
    roles::hand_over(&state.core, &acting.caller.account, &acting.community, &whom).await?;
    now(&state, &acting).await
}

/// `POST /api/hearth/v1/communities/{name}/members/{id}/greet`
pub(super) async fn greet(
    extract::State(state): extract::State<State>,
    acting: Acting,
    Params(form): Params<Form>,
) -> Answer<Value> {
    let whom = acting.whom(&state).await?;
    let (by, community) = (&acting.caller.account, &acting.community);
    greeting::greet(&state.core, by, community, &whom, &form.text.0).await?;
    now(&state, &acting).await
}

/// `POST /api/hearth/v1/communities/{name}/bans/{id}`
pub(super) async fn ban(
    extract::State(state): extract::State<State>,
    acting: Acting,
    Params(form): Params<Form>,
) -> Answer<Value> {
    let whom = acting.whom(&state).await?;
    let after = form.duration.0.and_then(TimeDelta::try_seconds);
    let until = after.and_then(|after| state.core.now().checked_add_signed(after));
    let (by, community) = (&acting.caller.account, &acting.community);
    bans_of::ban(&state.core, by, community, &whom, until, &form.reason.0).await?;
    now(&state, &acting).await
}

/// `DELETE /api/hearth/v1/communities/{name}/bans/{id}`
pub(super) async fn unban(extract::State(state): extract::State<State>, acting: Acting) -> Answer<Value> {
    let whom = acting.whom(&state).await?;
    bans_of::unban(&state.core, &acting.caller.account, &acting.community, &whom).await?;
    now(&state, &acting).await
}

/// How whoever the path names stands now.
async fn now(state: &State, acting: &Acting) -> Answer<Value> {
    let whom = acting.whom(state).await?;
    let member = queries::member(&state.core, acting.community.account.id, whom.id).await?;
    Ok(Json(member.map_or_else(|| json!({ "state": null }), |member| person(state, &member))))
}
