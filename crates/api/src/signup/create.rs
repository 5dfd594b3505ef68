//! An app makes an account for whoever holds it.

use crate::State;
use crate::address::From;
use crate::auth::Reader;
use crate::error::ApiError;
use crate::params::{Flag, Params, Words};
use axum::response::{IntoResponse as _, Response};
use axum::{Json, extract};
use chrono::{DateTime, Utc};
use hearth_core::apps::{App, queries};
use hearth_core::members::{Scopes, tokens};
use hearth_core::signup::{Flaw, Mode, Newcomer, apply, join};
use http::StatusCode;
use http::header::CACHE_CONTROL;
use serde::Deserialize;
use serde_json::{Map, Value, json};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Form {
    username: Words,
    email: Words,
    password: Words,
    agreement: Flag,
    locale: Words,
    invite_code: Words,
    reason: Words,
}

/// `POST /api/v1/accounts`: with the token of an app alone; answers a token of the new account for that app,
/// which opens nothing yet where whoever runs the server decides.
pub(crate) async fn create(
    extract::State(state): extract::State<State>,
    From(address): From,
    reader: Reader,
    Params(form): Params<Form>,
) -> Result<Response, ApiError> {
    let nobody = || ApiError::new(StatusCode::UNAUTHORIZED, "The access token is invalid");
    let token = reader.token().ok_or_else(nobody)?;
    reader.may("write:accounts")?;
    if reader.is_member() {
        return Err(ApiError::new(StatusCode::FORBIDDEN, "This action is not allowed"));
    }
    let app = queries::of_token(&state.core, token).await?.ok_or_else(nobody)?;
    let code = form.code(state.registrations.mode)?;
    if let Some(time) = state.registrations.wait(&state.core, address).await? {
        return Err(ApiError::too_many(time));
    }
    let came = form.come(&state, code.as_deref(), &app).await?;
    Ok(came
        .map_or_else(|flaws| refused(&flaws), |token| ([(CACHE_CONTROL, "no-store")], token).into_response()))
}

impl Form {
    /// The code that is to be used up, where one is asked for.
    fn code(&self, mode: Mode) -> Result<Option<String>, ApiError> {
        match mode {
            Mode::Closed => Err(ApiError::new(StatusCode::FORBIDDEN, "This action is not allowed")),
            Mode::Open | Mode::Application => Ok(None),
            Mode::Invite => match self.invite_code.clone().some() {
                Some(code) => Ok(Some(code)),
                None => {
                    let text = "An invitation is needed: send its code as `invite_code`";
                    Err(ApiError::new(StatusCode::FORBIDDEN, text))
                }
            },
        }
    }

    /// Makes the account, or keeps that it is asked for; answers a token.
    async fn come(
        &self,
        state: &State,
        code: Option<&str>,
        app: &App,
    ) -> Result<Result<Json<Value>, Vec<Flaw>>, ApiError> {
        let (core, newcomer) = (&state.core, self.newcomer(code));
        if state.registrations.mode == Mode::Application {
            let applied = apply(core, &newcomer, &self.reason.0, Some((app, &app.scopes))).await?;
            return Ok(applied.map(|held| token(&held.token, &app.scopes, held.created_at)));
        }
        let account = match join(core, &newcomer).await? {
            Ok(account) => account,
            Err(flaws) => return Ok(Err(flaws)),
        };
        let issued = tokens::issue(core, Some(account.id), app, &app.scopes).await?;
        Ok(Ok(token(&issued.text, &issued.scopes, issued.created_at)))
    }

    fn newcomer<'a>(&'a self, code: Option<&'a str>) -> Newcomer<'a> {
        Newcomer {
            name: self.username.0.trim(),
            email: self.email.0.trim(),
            password: &self.password.0,
            agrees: self.agreement.on(),
            language: &self.locale.0,
            code,
        }
    }
}

fn token(text: &str, scopes: &Scopes, at: DateTime<Utc>) -> Json<Value> {
    Json(json!({
        "access_token": text,
        "token_type": "Bearer",
        "scope": scopes.to_string(),
        "created_at": at.timestamp(),
    }))
}

/// All that is to be mended, as one sentence and by field.
fn refused(flaws: &[Flaw]) -> Response {
    let (mut details, mut sentences) = (Map::<String, Value>::new(), Vec::new());
    for (field, name, error, words) in flaws.iter().copied().map(described) {
        let list = details.entry(field).or_insert_with(|| json!([]));
        if let Some(list) = list.as_array_mut() {
            list.push(json!({"error": error, "description": words}));
        }
        sentences.push(format!("{name} {words}"));
    }
    let error = format!("Validation failed: {}", sentences.join(", "));
    (StatusCode::UNPROCESSABLE_ENTITY, Json(json!({"error": error, "details": details}))).into_response()
}

/// The field, its name for people, the code that apps know, and the words.
fn described(flaw: Flaw) -> (&'static str, &'static str, &'static str, &'static str) {
    let (name, email, password) =
        (("username", "Username"), ("email", "E-mail address"), ("password", "Password"));
    let ((field, shown), error, words) = match flaw {
        Flaw::NameInvalid => {
            (name, "ERR_INVALID", "must contain only small letters, digits and underscores, at most 30")
        }
        Flaw::NameTaken => (name, "ERR_TAKEN", "has already been taken"),
        Flaw::EmailInvalid => (email, "ERR_INVALID", "is invalid"),
        Flaw::EmailTaken => (email, "ERR_TAKEN", "has already been taken"),
        Flaw::PasswordShort => (password, "ERR_TOO_SHORT", "is too short (minimum is 8 characters)"),
        Flaw::PasswordLong => (password, "ERR_TOO_LONG", "is too long (maximum is 1000 bytes)"),
        Flaw::ReasonMissing => (("reason", "Reason"), "ERR_BLANK", "can't be blank"),
        Flaw::ReasonLong => {
            (("reason", "Reason"), "ERR_TOO_LONG", "is too long (maximum is 1000 characters)")
        }
        Flaw::Disagrees => (("agreement", "Service agreement"), "ERR_ACCEPTED", "must be accepted"),
    };
    (field, shown, error, words)
}
