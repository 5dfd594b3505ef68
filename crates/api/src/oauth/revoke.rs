//! An app gives a token back.

use super::client::client;
use super::error::Refusal;
use crate::State;
use crate::params::{Params, Words};
use axum::{Json, extract};
use hearth_core::members::held::{self, GivenBack};
use http::HeaderMap;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Form {
    client_id: Words,
    client_secret: Words,
    token: Words,
}

/// `POST /oauth/revoke`. An app that cannot keep a secret shows none: that it has the token is proof enough.
pub(super) async fn revoke(
    extract::State(state): extract::State<State>,
    headers: HeaderMap,
    Params(form): Params<Form>,
) -> Result<Json<Value>, Refusal> {
    let client = client(&state, &headers, (&form.client_id, &form.client_secret)).await?;
    if form.token.0.is_empty() {
        return Err(Refusal::missing("token"));
    }
    match held::give_back(&state.core, client.app.id, &form.token.0).await? {
        GivenBack::Done => Ok(Json(json!({}))),
        GivenBack::Foreign => Err(Refusal::foreign_token()),
    }
}
