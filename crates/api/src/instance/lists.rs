//! Rules, emoji, and the servers this one knows.

use crate::State;
use crate::entities::CustomEmoji;
use crate::error::Answer;
use crate::render::{self, Rendered};
use axum::{Json, extract};
use hearth_core::{emojis, peers::model};
use serde_json::{Value, json};

/// `GET /api/v1/instance/peers`
pub(crate) async fn peers(extract::State(state): extract::State<State>) -> Answer<Vec<String>> {
    Ok(Json(model::hosts(&state.core).await?))
}

/// `GET /api/v1/custom_emojis`
pub(crate) async fn custom_emojis(extract::State(state): extract::State<State>) -> Rendered {
    let all = emojis::all(&state.core).await?;
    Ok(render::list(&all.iter().map(|emoji| CustomEmoji::of(&state.core.here, emoji)).collect::<Vec<_>>()))
}

/// `GET /api/v1/instance/rules`
pub(crate) async fn rules(extract::State(state): extract::State<State>) -> Json<Vec<Value>> {
    Json(of(&state))
}

/// The rules, numbered.
pub(super) fn of(state: &State) -> Vec<Value> {
    let rule = |(number, text): (usize, &String)| json!({"id": (number + 1).to_string(), "text": text, "hint": "", "translations": {}});
    state.settings.rules.iter().enumerate().map(rule).collect()
}
