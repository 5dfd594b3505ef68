//! Lets a draft go, and takes it back while that is possible.

use super::DraftEntity;
use crate::State;
use crate::auth::Caller;
use crate::entities::time::Stamp;
use crate::error::{Answer, ApiError};
use crate::hearth::lineage;
use crate::ids::Id;
use crate::openapi::shapes::{self, Refusals};
use crate::params::{Int, Params};
use crate::statuses::meet;
use axum::{Json, extract};
use chrono::TimeDelta;
use hearth_core::drafts;
use hearth_core::drafts::wait::{self, LetGo};
use hearth_core::ids::{DraftId, StoryId};
use hearth_core::stories::Draft;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// For how long it can be taken back.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = WindowForm)]
pub(super) struct Form {
    /// Seconds in which it can be taken back, from 0 to 86,400; absent for what you chose in your preferences.
    #[schema(value_type = Option<i64>, minimum = 0, maximum = 86_400)]
    window: Int,
}

/// Lets a draft go: it is told when its undo window closes, or at once where that is 0.
///
/// The window is 2 minutes unless you chose another, 10 with content notes.
#[utoipa::path(post, path = "/drafts/{id}/publish", tag = "Drafts",
    request_body = Form,
    responses((status = 200, description = "It waits, or it is told", body = Gone), Refusals), security(("bearer" = ["write:statuses"])))]
pub(super) async fn publish(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
    Params(form): Params<Form>,
) -> Answer<Gone> {
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

/// Takes back what waits to be told; it is a draft again.
#[utoipa::path(post, path = "/drafts/waiting/{id}/take_back", tag = "Drafts",
    responses((status = 200, description = "The draft", body = DraftEntity), Refusals), security(("bearer" = ["write:statuses"])))]
pub(super) async fn take_back(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Answer<DraftEntity> {
    caller.may("write:statuses")?;
    wait::take_back(&state.core, caller.id(), DraftId(id)).await?;
    Ok(Json(drafts::list::show(&state.core, caller.id(), DraftId(id)).await?.into()))
}

/// What became of a draft that was let go.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
#[schema(as = LetGo)]
pub(super) enum Gone {
    /// It is told.
    Told {
        /// Id of the story.
        #[schema(value_type = shapes::Id)]
        story: StoryId,
    },
    /// It waits for the end of its window.
    Waits {
        /// Id of the draft.
        #[schema(value_type = shapes::Id)]
        waiting: DraftId,
        /// When it is told, unless it is taken back.
        release_at: Stamp,
    },
}

fn told(gone: LetGo) -> Gone {
    match gone {
        LetGo::Told(story) => Gone::Told { story },
        LetGo::Waits(waiting, at) => Gone::Waits { waiting, release_at: Stamp(at) },
    }
}
