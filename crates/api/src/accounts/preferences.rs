//! What a member set up for telling and reading.

use crate::State;
use crate::auth::Caller;
use crate::entities::words;
use crate::error::{Answer, ApiError};
use axum::{Json, extract};
use hearth_core::members::model;
use serde_json::{Value, json};

/// `GET /api/v1/preferences`
pub(crate) async fn show(extract::State(state): extract::State<State>, caller: Caller) -> Answer<Value> {
    caller.may("read:accounts")?;
    let member = model::by_account(&state.core, caller.id()).await?.ok_or_else(ApiError::not_found)?;
    Ok(Json(json!({
        "posting:default:visibility": words::default_visibility(&member),
        "posting:default:sensitive": member.default_sensitive,
        "posting:default:language": member.default_language,
        "posting:default:quote_policy": "public",
        "reading:expand:media": "default",
        "reading:expand:spoilers": false,
        "reading:autoplay:gifs": false,
    })))
}
