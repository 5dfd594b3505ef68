//! An app fetches a token.

use super::client::{client, proven};
use super::error::Refusal;
use crate::State;
use crate::address::From;
use crate::error::ApiError;
use crate::params::{Params, Words};
use axum::response::{IntoResponse as _, Response};
use axum::{Json, extract};
use hearth_core::apps::App;
use hearth_core::grants::redeem::{self, Claim};
use hearth_core::members::Scopes;
use hearth_core::members::tokens::{self, Issued};
use hearth_core::signin::prove::{self, Attempt, Known, Proof};
use http::HeaderMap;
use http::header::CACHE_CONTROL;
use serde::Deserialize;
use serde_json::json;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Form {
    grant_type: Words,
    client_id: Words,
    client_secret: Words,
    code: Words,
    redirect_uri: Words,
    code_verifier: Words,
    scope: Words,
    username: Words,
    password: Words,
}

/// `POST /oauth/token`
pub(super) async fn token(
    extract::State(state): extract::State<State>,
    From(address): From,
    headers: HeaderMap,
    Params(form): Params<Form>,
) -> Result<Response, Refusal> {
    let issued = match form.grant_type.0.as_str() {
        "authorization_code" => by_code(&state, &headers, form).await?,
        "client_credentials" => by_secret(&state, &headers, &form).await?,
        "password" if state.oauth.allow_password_grant => {
            let app = proven(&state, &headers, (&form.client_id, &form.client_secret)).await?;
            let (name, password) = (form.username.0.as_str(), form.password.0.as_str());
            let attempt = Attempt { name, password, address, device: None };
            by_password(&state, &app, &form.scope.0, &attempt).await?
        }
        "" => return Err(Refusal::missing("grant_type")),
        _ => return Err(Refusal::grant_type()),
    };
    Ok(shown(&issued))
}

async fn by_code(state: &State, headers: &HeaderMap, form: Form) -> Result<Issued, Refusal> {
    let client = client(state, headers, (&form.client_id, &form.client_secret)).await?;
    for (name, value) in [("code", &form.code), ("redirect_uri", &form.redirect_uri)] {
        if value.0.is_empty() {
            return Err(Refusal::missing(name));
        }
    }
    let verifier = form.code_verifier.some();
    if !client.proven && verifier.is_none() {
        return Err(Refusal::client());
    }
    let claim = Claim {
        code: &form.code.0,
        app: &client.app,
        proven: client.proven,
        redirect_uri: &form.redirect_uri.0,
        verifier: verifier.as_deref(),
    };
    redeem::redeem(&state.core, &claim).await?.ok_or_else(Refusal::grant)
}

async fn by_secret(state: &State, headers: &HeaderMap, form: &Form) -> Result<Issued, Refusal> {
    let app = proven(state, headers, (&form.client_id, &form.client_secret)).await?;
    let scopes = scopes(&app, &form.scope.0)?;
    Ok(tokens::issue(&state.core, None, &app, &scopes).await?)
}

async fn by_password(
    state: &State,
    app: &App,
    scope: &str,
    attempt: &Attempt<'_>,
) -> Result<Issued, Refusal> {
    let scopes = scopes(app, scope)?;
    match prove::prove(&state.core, attempt).await? {
        Proof::Right(Known { account, second: false }) => {
            Ok(tokens::issue(&state.core, Some(account), app, &scopes).await?)
        }
        Proof::Right(_) | Proof::Wrong => Err(Refusal::grant()),
        Proof::Wait(time) => Err(ApiError::too_many(time).into()),
    }
}

/// What is asked for, or the protocol's default, or all that the app registered for if that leaves the default out.
fn scopes(app: &App, asked: &str) -> Result<Scopes, Refusal> {
    let wanted = Scopes::parse(asked).map_err(|_| Refusal::scope())?;
    if app.scopes.cover_all(&wanted) {
        Ok(wanted)
    } else if asked.trim().is_empty() {
        Ok(app.scopes.clone())
    } else {
        Err(Refusal::scope())
    }
}

fn shown(issued: &Issued) -> Response {
    let body = json!({
        "access_token": issued.text,
        "token_type": "Bearer",
        "scope": issued.scopes.to_string(),
        "created_at": issued.created_at.timestamp(),
    });
    ([(CACHE_CONTROL, "no-store")], Json(body)).into_response()
}
