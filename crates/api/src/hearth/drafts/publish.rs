//! Lets a draft go, and takes it back while that is possible.

use super::DraftEntity;
use crate::State;
use crate::auth::Caller;
use crate::entities::time::Stamp;
use crate::error::{Answer, ApiError};
use crate::hearth::lineage;
use crate::ids::Id;
use crate::params::{Int, Params};
use crate::statuses::meet;
use axum::{Json, extract};
use chrono::TimeDelta;
use hearth_core::drafts;
use hearth_core::drafts::wait::{self, LetGo};
use hearth_core::ids::DraftId;
use hearth_core::stories::Draft;
use serde::Deserialize;
use serde_json::{Value, json};

/// For how long it can be taken back.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Form {
    /// Seconds; absent for what the member chose.
    window: Int,
}

/// `POST /api/hearth/v1/drafts/{id}/publish`: answers `{"story": id}` or `{"waiting": id, "release_at": time}`.
pub(super) async fn publish(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
    Params(form): Params<Form>,
) -> Answer<Value> {
    caller.may("write:statuses")?;
    let wrong = || ApiError::invalid("Validation failed: Window is not a number of seconds");
    let window =
        form.window.0.map(|seconds| TimeDelta::try_seconds(seconds).ok_or_else(wrong)).transpose()?;
    let kept = drafts::list::show(&state.core, caller.id(), DraftId(id)).await?;
    meet(&state, &kept.draft).await;
    resolve_named(&state, &caller, kept).await?;
    let gone = wait::let_go(&state.core, &caller.account, DraftId(id), window).await?;
    Ok(Json(told(gone)))
}

/// Looks the story that it names up now, while somebody waits: when its window closes, nobody is asked anything.
async fn resolve_named(state: &State, caller: &Caller, kept: drafts::Kept) -> Result<(), ApiError> {
    let found = lineage::found(state, kept.draft.inspired_by.clone()).await?;
    if found == kept.draft.inspired_by || kept.release_at.is_some() {
        return Ok(());
    }
    let draft = Draft { inspired_by: found, ..kept.draft };
    Ok(drafts::save(&state.core, caller.id(), kept.id, &draft).await?)
}

/// `POST /api/hearth/v1/drafts/waiting/{id}/take_back`: answers the draft.
pub(super) async fn take_back(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Answer<DraftEntity> {
    caller.may("write:statuses")?;
    wait::take_back(&state.core, caller.id(), DraftId(id)).await?;
    Ok(Json(drafts::list::show(&state.core, caller.id(), DraftId(id)).await?.into()))
}

fn told(gone: LetGo) -> Value {
    match gone {
        LetGo::Told(story) => json!({ "story": story }),
        LetGo::Waits(draft, at) => json!({ "waiting": draft, "release_at": Stamp(at) }),
    }
}
