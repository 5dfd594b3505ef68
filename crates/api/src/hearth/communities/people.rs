//! Who is in a community, who asks to be, who is kept out, and who looks after it.

use super::change::word;
use super::entity::Person;
use super::path::Acting;
use crate::State;
use crate::auth::Caller;
use crate::entities::time::Stamp;
use crate::error::ApiError;
use crate::ids::Word;
use crate::openapi::shapes::{Paging, Refusals};
use crate::openapi::words;
use crate::page::{Newer, Wanted, ends};
use crate::params::{Int, Params, Words};
use crate::render::{self, Rendered};
use axum::extract;
use chrono::TimeDelta;
use hearth_core::communities::{
    Member, Role, State as Standing, ban as bans_of, greet as greeting, lists, queries, requests as answers,
    roles,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What somebody looks after from now on.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(super) struct RoleForm {
    /// Member, greeter or steward; who founded it is handed over.
    #[schema(value_type = words::Role, required = true)]
    role: Words,
}

/// A greeting.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(super) struct GreetForm {
    /// Your words; they arrive as a story that names the newcomer.
    #[schema(value_type = String, required = true)]
    text: Words,
}

/// A ban.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(super) struct BanForm {
    /// Why; they read it.
    #[schema(value_type = Option<String>)]
    reason: Words,
    /// Seconds; absent for a ban without an end.
    #[schema(value_type = Option<i64>)]
    duration: Int,
}

/// Somebody new, and for how long nobody has greeted them.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Newcomer<'a> {
    #[serde(flatten)]
    person: Person<'a>,
    /// When they joined.
    waiting_since: Stamp,
    /// Seconds since then.
    waiting_seconds: i64,
}

/// Somebody who does not stand to the community in any way (any more).
#[derive(Debug, Default, Serialize, ToSchema)]
pub(super) struct Gone {
    /// Always null.
    #[schema(value_type = Option<words::State>)]
    state: Option<Standing>,
}

/// Who is in the community, for those who are in it.
#[utoipa::path(get, path = "/communities/{name}/members", tag = "Communities",
    params(Paging),
    responses((status = 200, description = "A page of them; 40 unless asked, 80 at most", body = [Person<'_>]), Refusals),
    security(("bearer" = ["read:follows"])))]
pub(super) async fn members(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Word(name): Word,
    wanted: Wanted,
) -> Rendered {
    listed(&state, &caller, &name, &wanted, Standing::Member).await
}

/// Who asks to join, with their answers. For greeters and stewards.
#[utoipa::path(get, path = "/communities/{name}/requests", tag = "Stewards",
    params(Paging),
    responses((status = 200, description = "A page of them; 40 unless asked, 80 at most", body = [Person<'_>]), Refusals),
    security(("bearer" = ["read:follows"])))]
pub(super) async fn requests(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Word(name): Word,
    wanted: Wanted,
) -> Rendered {
    listed(&state, &caller, &name, &wanted, Standing::Pending).await
}

/// Who is kept out, until when and why. For stewards.
#[utoipa::path(get, path = "/communities/{name}/bans", tag = "Stewards",
    params(Paging),
    responses((status = 200, description = "A page of them; 40 unless asked, 80 at most", body = [Person<'_>]), Refusals),
    security(("bearer" = ["read:follows"])))]
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
    let items: Vec<Person<'_>> = people.iter().map(|member| Person::of(state, member)).collect();
    Ok(wanted.answer(&items, ends(&people, |member: &Member| member.id), Newer::MinId))
}

/// Newcomers whom nobody has greeted; who waits longest stands first. For greeters and stewards.
#[utoipa::path(get, path = "/communities/{name}/newcomers", tag = "Stewards",
    params(Paging),
    responses((status = 200, description = "40 of them unless asked, 80 at most", body = [Newcomer<'_>]), Refusals),
    security(("bearer" = ["read:follows"])))]
pub(super) async fn newcomers(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Word(name): Word,
    wanted: Wanted,
) -> Rendered {
    caller.may("read:follows")?;
    let community = queries::named(&state.core, caller.id(), &name).await?;
    let limit = wanted.page(40, 80).limit;
    let people = lists::newcomers(&state.core, &caller.account, &community, limit).await?;
    let now = state.core.now();
    let waiting = people.iter().map(|member| {
        let since = member.joined_at.unwrap_or(member.created_at);
        let person = Person::of(&state, member);
        Newcomer { person, waiting_since: Stamp(since), waiting_seconds: (now - since).num_seconds() }
    });
    Ok(render::list(&waiting.collect::<Vec<_>>()))
}

/// Lets somebody in who asked. For greeters and stewards.
#[utoipa::path(post, path = "/communities/{name}/requests/{id}/let_in", tag = "Stewards",
    responses((status = 200, description = "How they stand now", body = Person<'_>), Refusals),
    security(("bearer" = ["write:follows"])))]
pub(super) async fn let_in(extract::State(state): extract::State<State>, acting: Acting) -> Rendered {
    let whom = acting.whom(&state).await?;
    answers::let_in(&state.core, &acting.caller.account, &acting.community, &whom).await?;
    now(&state, &acting).await
}

/// Turns somebody down who asked. For greeters and stewards.
#[utoipa::path(post, path = "/communities/{name}/requests/{id}/turn_down", tag = "Stewards",
    responses((status = 200, description = "How they stand now", body = Gone), Refusals),
    security(("bearer" = ["write:follows"])))]
pub(super) async fn turn_down(extract::State(state): extract::State<State>, acting: Acting) -> Rendered {
    let whom = acting.whom(&state).await?;
    answers::turn_down(&state.core, &acting.caller.account, &acting.community, &whom).await?;
    now(&state, &acting).await
}

/// Takes somebody out of the community; they may join again. For stewards.
#[utoipa::path(delete, path = "/communities/{name}/members/{id}", tag = "Stewards",
    responses((status = 200, description = "How they stand now", body = Gone), Refusals),
    security(("bearer" = ["write:follows"])))]
pub(super) async fn remove(extract::State(state): extract::State<State>, acting: Acting) -> Rendered {
    let whom = acting.whom(&state).await?;
    answers::remove(&state.core, &acting.caller.account, &acting.community, &whom).await?;
    now(&state, &acting).await
}

/// Says what a member looks after. For the founder.
#[utoipa::path(post, path = "/communities/{name}/members/{id}/role", tag = "Stewards",
    request_body = RoleForm,
    responses((status = 200, description = "How they stand now", body = Person<'_>), Refusals),
    security(("bearer" = ["write:follows"])))]
pub(super) async fn set_role(
    extract::State(state): extract::State<State>,
    acting: Acting,
    Params(form): Params<RoleForm>,
) -> Rendered {
    let role: Option<Role> = word(form.role)?;
    let role = role.ok_or_else(|| ApiError::invalid("Validation failed: say which role"))?;
    let whom = acting.whom(&state).await?;
    roles::set_role(&state.core, &acting.caller.account, &acting.community, &whom, role).await?;
    now(&state, &acting).await
}

/// Hands the community over: they are its founder from now on, you one of its stewards.
#[utoipa::path(post, path = "/communities/{name}/hand_over/{id}", tag = "Stewards",
    responses((status = 200, description = "How they stand now", body = Person<'_>), Refusals),
    security(("bearer" = ["write:follows"])))]
pub(super) async fn hand_over(extract::State(state): extract::State<State>, acting: Acting) -> Rendered {
    let whom = acting.whom(&state).await?;
    roles::hand_over(&state.core, &acting.caller.account, &acting.community, &whom).await?;
    now(&state, &acting).await
}

/// Greets a newcomer with a few words. For greeters and stewards.
#[utoipa::path(post, path = "/communities/{name}/members/{id}/greet", tag = "Stewards",
    request_body = GreetForm,
    responses((status = 200, description = "How they stand now", body = Person<'_>), Refusals),
    security(("bearer" = ["write:follows"])))]
pub(super) async fn greet(
    extract::State(state): extract::State<State>,
    acting: Acting,
    Params(form): Params<GreetForm>,
) -> Rendered {
    let whom = acting.whom(&state).await?;
    let (by, community) = (&acting.caller.account, &acting.community);
    greeting::greet(&state.core, by, community, &whom, &form.text.0).await?;
    now(&state, &acting).await
}

/// Keeps somebody out, for a time or for good. For stewards.
#[utoipa::path(post, path = "/communities/{name}/bans/{id}", tag = "Stewards",
    request_body = BanForm,
    responses((status = 200, description = "How they stand now", body = Person<'_>), Refusals),
    security(("bearer" = ["write:follows"])))]
pub(super) async fn ban(
    extract::State(state): extract::State<State>,
    acting: Acting,
    Params(form): Params<BanForm>,
) -> Rendered {
    let whom = acting.whom(&state).await?;
    let after = form.duration.0.and_then(TimeDelta::try_seconds);
    let until = after.and_then(|after| state.core.now().checked_add_signed(after));
    let (by, community) = (&acting.caller.account, &acting.community);
    bans_of::ban(&state.core, by, community, &whom, until, &form.reason.0).await?;
    now(&state, &acting).await
}

/// Lifts a ban. For stewards.
#[utoipa::path(delete, path = "/communities/{name}/bans/{id}", tag = "Stewards",
    responses((status = 200, description = "How they stand now", body = Gone), Refusals),
    security(("bearer" = ["write:follows"])))]
pub(super) async fn unban(extract::State(state): extract::State<State>, acting: Acting) -> Rendered {
    let whom = acting.whom(&state).await?;
    bans_of::unban(&state.core, &acting.caller.account, &acting.community, &whom).await?;
    now(&state, &acting).await
}

/// How whoever the path names stands now.
async fn now(state: &State, acting: &Acting) -> Rendered {
    let whom = acting.whom(state).await?;
    let member = queries::member(&state.core, acting.community.account.id, whom.id).await?;
    Ok(member
        .map_or_else(|| render::one(&Gone::default()), |member| render::one(&Person::of(state, &member))))
}
