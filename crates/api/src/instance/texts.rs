//! Longer texts about this server: what it is for, and what becomes of what people tell it.

use crate::State;
use crate::entities::time::Stamp;
use crate::error::{Answer, ApiError};
use axum::{Json, extract};
use chrono::{DateTime, Utc};
use hearth_core::markup::{Format, Resolved, compose};
use serde::Serialize;
use serde_json::{Map, Value};

/// A text and when this server began to show it.
#[derive(Debug, Serialize)]
pub(crate) struct Text {
    updated_at: Stamp,
    content: String,
}

/// `GET /api/v1/instance/extended_description`
pub(crate) async fn extended_description(extract::State(state): extract::State<State>) -> Answer<Text> {
    Ok(Json(text(&state.settings.about, state.started)))
}

/// `GET /api/v1/instance/privacy_policy`
pub(crate) async fn privacy_policy(extract::State(state): extract::State<State>) -> Answer<Text> {
    match state.settings.privacy_policy.as_str() {
        "" => Err(ApiError::not_found()),
        policy => Ok(Json(text(policy, state.started))),
    }
}

/// `GET /api/v1/instance/translation_languages`: this server does not translate.
pub(crate) async fn translation_languages() -> Json<Map<String, Value>> {
    Json(Map::new())
}

fn text(markdown: &str, since: DateTime<Utc>) -> Text {
    Text { updated_at: Stamp(since), content: compose(markdown, Format::Markdown, &Resolved::default()).html }
}
