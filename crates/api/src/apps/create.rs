//! An app registers itself.

use super::entity;
use crate::State;
use crate::address::From;
use crate::error::{Answer, ApiError};
use crate::params::{List, Params, Words};
use axum::{Json, extract};
use chrono::TimeDelta;
use hearth_core::apps::register::{self, NewApp};
use hearth_core::members::Scopes;
use hearth_core::push;
use hearth_core::signin::{Address, tries};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Form {
    client_name: Words,
    redirect_uris: List<Words>,
    scopes: Words,
    website: Words,
}

/// `POST /api/v1/apps`
pub(crate) async fn create(
    extract::State(state): extract::State<State>,
    From(address): From,
    Params(form): Params<Form>,
) -> Answer<Value> {
    throttle(&state, address).await?;
    let unknown = |_| ApiError::invalid("Validation failed: Scopes doesn't match configured on the server.");
    let website = form.website.some();
    let new = NewApp {
        name: &form.client_name.0,
        website: website.as_deref(),
        // Several stand in one text, a line each.
        redirect_uris: form
            .redirect_uris
            .texts()
            .iter()
            .flat_map(|text| text.split_whitespace())
            .map(ToOwned::to_owned)
            .collect(),
        scopes: Scopes::parse(&form.scopes.0).map_err(unknown)?,
    };
    let (app, secret) = register::register(&state.core, &new).await?;
    let mut body = entity(&app, &*push::key(&state.core).await?);
    body["client_id"] = json!(app.client_id);
    body["client_secret"] = json!(secret);
    // It never does.
    body["client_secret_expires_at"] = json!(0);
    Ok(Json(body))
}

async fn throttle(state: &State, address: Address) -> Result<(), ApiError> {
    let most = state.oauth.app_registrations;
    if most == 0 {
        return Ok(());
    }
    let key = format!("app from {}", address.household());
    let wait = tries::take(&state.core, &key, most, TimeDelta::minutes(10)).await?;
    wait.map_or(Ok(()), |time| Err(ApiError::too_many(time)))
}
