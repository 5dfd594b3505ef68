//! For how long a member can take back what they let go.

use crate::State;
use crate::auth::Caller;
use crate::error::{Answer, ApiError};
use crate::params::{Flag, Int, Params};
use axum::routing::get;
use axum::{Json, Router, extract};
use chrono::TimeDelta;
use hearth_core::drafts::{Windows, windows};
use hearth_core::lineage::choice;
use serde::Deserialize;
use serde_json::{Value, json};

/// What a member chose.
pub(super) fn routes() -> Router<State> {
    Router::new().route("/preferences", get(show).put(choose))
}

/// In seconds; what is absent stays.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Form {
    undo_window: Int,
    undo_window_noted: Int,
    undo_window_apps: Int,
    ask_inspired: Flag,
}

/// `GET /api/hearth/v1/preferences`
async fn show(extract::State(state): extract::State<State>, caller: Caller) -> Answer<Value> {
    caller.may("read:accounts")?;
    let asked = choice::is_asked(&state.core, caller.id()).await?;
    Ok(Json(shown(windows::of(&state.core, caller.id()).await?, asked)))
}

/// `PUT /api/hearth/v1/preferences`
async fn choose(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Params(form): Params<Form>,
) -> Answer<Value> {
    caller.may("write:accounts")?;
    let old = windows::of(&state.core, caller.id()).await?;
    let chosen = Windows {
        plain: asked(form.undo_window, old.plain)?,
        noted: asked(form.undo_window_noted, old.noted)?,
        apps: asked(form.undo_window_apps, old.apps)?,
    };
    windows::choose(&state.core, caller.id(), chosen).await?;
    if let Some(asked) = form.ask_inspired.0 {
        choice::choose(&state.core, caller.id(), asked).await?;
    }
    Ok(Json(shown(chosen, choice::is_asked(&state.core, caller.id()).await?)))
}

fn asked(seconds: Int, old: TimeDelta) -> Result<TimeDelta, ApiError> {
    let wrong = || ApiError::invalid("Validation failed: A window is a number of seconds");
    seconds.0.map_or(Ok(old), |seconds| TimeDelta::try_seconds(seconds).ok_or_else(wrong))
}

fn shown(windows: Windows, ask_inspired: bool) -> Value {
    json!({
        "undo_window": windows.plain.num_seconds(),
        "undo_window_noted": windows.noted.num_seconds(),
        "undo_window_apps": windows.apps.num_seconds(),
        "ask_inspired": ask_inspired,
    })
}
