//! For how long a member can take back what they let go.

use crate::State;
use crate::auth::Caller;
use crate::error::{Answer, ApiError};
use crate::openapi::shapes::Refusals;
use crate::params::{Flag, Int, Params};
use axum::routing::get;
use axum::{Json, Router, extract};
use chrono::TimeDelta;
use hearth_core::drafts::{Windows, windows};
use hearth_core::lineage::choice;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a member chose.
#[derive(Debug, Serialize, ToSchema)]
struct Preferences {
    /// Seconds in which a story without content notes can be taken back.
    undo_window: i64,
    /// Seconds for stories with content notes.
    undo_window_noted: i64,
    /// Seconds for stories told by apps for Mastodon.
    undo_window_apps: i64,
    /// Others may ask whether a story may say that one of yours gave it courage.
    ask_inspired: bool,
}

/// What the document says of it.
#[derive(utoipa::OpenApi)]
#[openapi(paths(show, choose))]
pub(super) struct Api;

/// What a member chose.
pub(super) fn routes() -> Router<State> {
    Router::new().route("/preferences", get(show).put(choose))
}

/// In seconds; what is absent stays.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = PreferencesForm)]
struct Form {
    /// Seconds for stories without content notes, from 0 to 86,400.
    #[schema(value_type = Option<i64>)]
    undo_window: Int,
    /// Seconds for stories with content notes, from 0 to 86,400.
    #[schema(value_type = Option<i64>)]
    undo_window_noted: Int,
    /// Seconds for stories told by apps for Mastodon, from 0 to 86,400.
    #[schema(value_type = Option<i64>)]
    undo_window_apps: Int,
    /// Others may ask whether a story may say that one of yours gave it courage.
    #[schema(value_type = Option<bool>)]
    ask_inspired: Flag,
}

/// For how long you can take back what you let go, in seconds, and whether others may ask about your stories.
#[utoipa::path(get, path = "/preferences", tag = "Preferences",
    responses((status = 200, description = "What holds", body = Preferences), Refusals),
    security(("bearer" = ["read:accounts"])))]
async fn show(extract::State(state): extract::State<State>, caller: Caller) -> Answer<Preferences> {
    caller.may("read:accounts")?;
    let asked = choice::is_asked(&state.core, caller.id()).await?;
    Ok(Json(Preferences::of(windows::of(&state.core, caller.id()).await?, asked)))
}

/// Chooses for how long you can take back what you let go, and whether others may ask about your stories; what is absent stays.
#[utoipa::path(put, path = "/preferences", tag = "Preferences",
    request_body = Form,
    responses((status = 200, description = "What holds now", body = Preferences), Refusals),
    security(("bearer" = ["write:accounts"])))]
async fn choose(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Params(form): Params<Form>,
) -> Answer<Preferences> {
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
    Ok(Json(Preferences::of(chosen, choice::is_asked(&state.core, caller.id()).await?)))
}

fn asked(seconds: Int, old: TimeDelta) -> Result<TimeDelta, ApiError> {
    let wrong = || ApiError::invalid("Validation failed: A window is a number of seconds");
    seconds.0.map_or(Ok(old), |seconds| TimeDelta::try_seconds(seconds).ok_or_else(wrong))
}

impl Preferences {
    fn of(windows: Windows, ask_inspired: bool) -> Self {
        Self {
            undo_window: windows.plain.num_seconds(),
            undo_window_noted: windows.noted.num_seconds(),
            undo_window_apps: windows.apps.num_seconds(),
            ask_inspired,
        }
    }
}
