//! Tells an app whose token it holds, in the words of OpenID Connect.

use crate::State;
use crate::auth::Caller;
use crate::entities::Account;
use crate::error::Answer;
use axum::{Json, extract};
use hearth_core::Error;
use serde_json::{Value, json};

/// `GET` and `POST /oauth/userinfo`
pub(super) async fn show(extract::State(state): extract::State<State>, caller: Caller) -> Answer<Value> {
    caller.may("profile")?;
    let here = &state.core.here;
    let entity = serde_json::to_value(Account::of(here, &caller.account)).map_err(Error::internal)?;
    Ok(Json(json!({
        "iss": format!("{}/", here.base()),
        "sub": caller.account.uri,
        "name": entity["display_name"],
        "preferred_username": caller.account.name,
        "profile": caller.account.url,
        "picture": entity["avatar"],
    })))
}
