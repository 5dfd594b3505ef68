//! Founds communities and changes what they say of themselves.

use super::show::again;
use crate::State;
use crate::auth::Caller;
use crate::error::{Answer, ApiError};
use crate::ids::Word;
use crate::params::{Params, Words};
use axum::extract;
use hearth_core::communities::found::{self as verb, Plan};
use hearth_core::communities::update::{Change, update as change};
use hearth_core::communities::{Joining, Visibility, queries};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A community as it comes in.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Form {
    name: Words,
    title: Option<Words>,
    description: Option<Words>,
    welcome: Option<Words>,
    visibility: Words,
    joining: Words,
    question: Option<Words>,
    agreement: Words,
}

/// `POST /api/hearth/v1/communities`: open to join and public, unless it says otherwise.
pub(super) async fn found(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Params(form): Params<Form>,
) -> Answer<Value> {
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

/// `PATCH /api/hearth/v1/communities/{name}`
pub(super) async fn update(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Word(name): Word,
    Params(form): Params<Form>,
) -> Answer<Value> {
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
