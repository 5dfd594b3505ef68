//! Who waits for an answer in a community, and how it answers those who ask.

use super::path::Named;
use crate::State;
use crate::auth::Caller;
use crate::error::Answer;
use crate::hearth::heard::{people, queue_of};
use crate::ids::Word;
use crate::page::Wanted;
use crate::params::{Int, Params};
use crate::render::Rendered;
use axum::{Json, extract};
use hearth_core::communities::queries;
use hearth_core::heard::{figures as report, queue as waiting, unanswered as unheard};
use serde::Deserialize;
use serde_json::{Value, json};

/// The days looked back.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Form {
    days: Int,
}

/// `GET /api/hearth/v1/communities/{name}/heard`: for members; who waits longest first. Of a community elsewhere those
/// told from here.
pub(super) async fn queue(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Word(name): Word,
    wanted: Wanted,
) -> Rendered {
    caller.may("read:statuses")?;
    let page = wanted.page(20, 40);
    let found = match Named::of(&state, caller.id(), &name).await? {
        Named::Here(community) => {
            waiting::in_community(&state.core, &caller.account, &community, page).await?
        }
        Named::Elsewhere(group) => {
            waiting::in_community_elsewhere(&state.core, &caller.account, &group, page).await?
        }
    };
    Ok(queue_of(&state, caller.id(), &wanted, &found))
}

/// `GET /api/hearth/v1/communities/{name}/unanswered`: members nobody in it has answered yet, for its stewards.
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

/// `GET /api/hearth/v1/communities/{name}/figures`: about answering, for its stewards. `days` is 30 unless said.
pub(super) async fn figures(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Word(name): Word,
    Params(form): Params<Form>,
) -> Answer<Value> {
    caller.may("read:follows")?;
    let community = queries::named(&state.core, caller.id(), &name).await?;
    let days = form.days.0.unwrap_or(30);
    let found = report::figures(&state.core, &caller.account, &community, days).await?;
    Ok(Json(json!({
        "days": days,
        "heard_within_a_day": found.heard_within_a_day,
        "median_seconds_to_kind_reply": found.median_to_kind_reply,
    })))
}
