//! Who waits for an answer in a community, and how it answers those who ask.

use super::path::{here, id_of};
use crate::State;
use crate::auth::Caller;
use crate::error::Answer;
use crate::hearth::heard::{Person, Story, people, queue_of};
use crate::ids::Word;
use crate::openapi::shapes::{Paging, Refusals};
use crate::page::Wanted;
use crate::params::{Int, Params};
use crate::render::Rendered;
use axum::{Json, extract};
use hearth_core::communities::queries;
use hearth_core::heard::{figures as report, queue as waiting, unanswered as unheard};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The days looked back.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(super) struct Form {
    /// How many days are looked back; 30 unless said.
    #[param(value_type = Option<i64>)]
    days: Int,
}

/// How those who asked were answered. These are figures of answers, never of people.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Figures {
    /// Days looked back.
    days: i64,
    /// The share of stories that were answered within a day, from 0 to 1; null where nobody asked.
    heard_within_a_day: Option<f64>,
    /// Seconds to the first answer that was neither held nor reported: half of the answered stories had one sooner. Null
    /// where nobody answered.
    median_seconds_to_kind_reply: Option<f64>,
}

/// Stories of a community that nobody has answered, for its members; who waits longest stands first.
#[utoipa::path(get, path = "/communities/{name}/heard", tag = "Answers",
    params(Paging),
    responses((status = 200, description = "A page of them; 20 unless asked, 40 at most", body = [Story<'_>]), Refusals),
    security(("bearer" = ["read:statuses"])))]
pub(super) async fn queue(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Word(name): Word,
    wanted: Wanted,
) -> Rendered {
    caller.may("read:statuses")?;
    let page = wanted.page(20, 40);
    let found = if let Some(name) = here(&state, &name)? {
        let community = queries::spot(&state.core, caller.id(), &name).await?;
        waiting::in_community(&state.core, &caller.account, community, page).await?
    } else {
        let group = id_of(&state, caller.id(), &name).await?;
        waiting::in_community_elsewhere(&state.core, &caller.account, group, page).await?
    };
    Ok(queue_of(&state, caller.id(), &wanted, &found))
}

/// Members nobody in the community has answered yet, for its stewards.
#[utoipa::path(get, path = "/communities/{name}/unanswered", tag = "Stewards",
    params(Paging),
    responses((status = 200, description = "A page of them; 40 unless asked, 80 at most", body = [Person<'_>]), Refusals),
    security(("bearer" = ["read:follows"])))]
pub(super) async fn unanswered(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Word(name): Word,
    wanted: Wanted,
) -> Rendered {
    caller.may("read:follows")?;
    let community = queries::named(&state.core, caller.id(), &name).await?;
    let page = wanted.page(40, 80);
    let found = unheard::in_community(&state.core, &caller.account, &community, page).await?;
    Ok(people(&state, &wanted, &found))
}

/// How a community answers those who ask, for its stewards.
#[utoipa::path(get, path = "/communities/{name}/figures", tag = "Stewards",
    params(Form),
    responses((status = 200, description = "The figures", body = Figures), Refusals),
    security(("bearer" = ["read:follows"])))]
pub(super) async fn figures(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Word(name): Word,
    Params(form): Params<Form>,
) -> Answer<Figures> {
    caller.may("read:follows")?;
    let community = queries::named(&state.core, caller.id(), &name).await?;
    let days = form.days.0.unwrap_or(30);
    let found = report::figures(&state.core, &caller.account, &community, days).await?;
    Ok(Json(Figures {
        days,
        heard_within_a_day: found.heard_within_a_day,
        median_seconds_to_kind_reply: found.median_to_kind_reply,
    }))
}
