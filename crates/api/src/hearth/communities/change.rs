//! Founds communities and changes what they say of themselves.

use super::entity::Community;
use super::show::again;
use crate::State;
use crate::auth::Caller;
use crate::error::ApiError;
use crate::ids::Word;
use crate::openapi::shapes::Refusals;
use crate::openapi::words;
use crate::params::{Params, Words};
use crate::render::Rendered;
use axum::extract;
use hearth_core::communities::found::{self as verb, Plan};
use hearth_core::communities::update::{Change, update as change};
use hearth_core::communities::{Joining, Visibility, queries};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use utoipa::ToSchema;

/// A community as it comes in.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = CommunityForm)]
pub(super) struct Form {
    /// Its name in addresses, as for accounts: letters, digits and `_`. It cannot be changed.
    #[schema(value_type = String, required = false, max_length = 30)]
    name: Words,
    /// What it is called; its name unless it says otherwise.
    #[schema(value_type = Option<String>)]
    title: Option<Words>,
    /// What it is for, in plain text.
    #[schema(value_type = Option<String>)]
    description: Option<Words>,
    /// What newcomers read first.
    #[schema(value_type = Option<String>)]
    welcome: Option<Words>,
    /// Who may read its stories; `public` unless it says otherwise.
    #[schema(value_type = Option<words::Visibility>)]
    visibility: Words,
    /// How one joins; `open` unless it says otherwise.
    #[schema(value_type = Option<words::Joining>)]
    joining: Words,
    /// What is asked of those who ask to join.
    #[schema(value_type = Option<String>)]
    question: Option<Words>,
    /// What its members agree on: version 1. Later ones are written at `/communities/{name}/agreement`.
    #[schema(value_type = Option<String>)]
    agreement: Words,
}

/// Founds a community: open to join and public, unless it says otherwise. You are its founder.
#[utoipa::path(post, path = "/communities", tag = "Stewards",
    request_body = Form,
    responses((status = 200, description = "The community", body = Community<'_>), Refusals),
    security(("bearer" = ["write:follows"])))]
pub(super) async fn found(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Params(form): Params<Form>,
) -> Rendered {
    caller.may("write:follows")?;
    let plan = Plan {
        title: form.title.unwrap_or_else(|| Words(form.name.0.clone())).0,
        name: form.name.0,
        description: form.description.unwrap_or_default().0,
        welcome: form.welcome.unwrap_or_default().0,
        visibility: word(form.visibility)?.unwrap_or(Visibility::Public),
        joining: word(form.joining)?.unwrap_or(Joining::Open),
        question: form.question.unwrap_or_default().0,
        agreement: form.agreement.0,
    };
    verb::found(&state.core, &caller.account, &plan).await?;
    again(&state, caller.id(), &plan.name).await
}

/// Changes what a community says of itself; what is absent stays. For stewards.
#[utoipa::path(patch, path = "/communities/{name}", tag = "Stewards",
    request_body = Form,
    responses((status = 200, description = "The community", body = Community<'_>), Refusals),
    security(("bearer" = ["write:follows"])))]
pub(super) async fn update(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Word(name): Word,
    Params(form): Params<Form>,
) -> Rendered {
    caller.may("write:follows")?;
    let community = queries::named(&state.core, caller.id(), &name).await?;
    let asked = Change {
        title: form.title.map(|text| text.0),
        description: form.description.map(|text| text.0),
        welcome: form.welcome.map(|text| text.0),
        visibility: word(form.visibility)?,
        joining: word(form.joining)?,
        question: form.question.map(|text| text.0),
    };
    change(&state.core, &caller.account, &community, asked).await?;
    again(&state, caller.id(), &name).await
}

/// One of a few words; an empty one is absent.
pub(super) fn word<T: DeserializeOwned>(word: Words) -> Result<Option<T>, ApiError> {
    let Some(word) = word.some() else { return Ok(None) };
    serde_json::from_value(Value::String(word))
        .map(Some)
        .map_err(|error| ApiError::invalid(format!("Validation failed: {error}")))
}
