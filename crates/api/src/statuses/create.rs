//! Tells a story, now or later.

use super::form::{Form, meet};
use crate::State;
use crate::auth::Caller;
use crate::error::ApiError;
use crate::params::Params;
use crate::render::Rendered;
use crate::scheduled;
use axum::extract;
use chrono::{DateTime, Utc};
use hearth_core::Error;
use hearth_core::drafts::wait::{self, LetGo};
use hearth_core::drafts::{schedule, windows};
use hearth_core::ids::{DraftId, StoryId};
use hearth_core::stories::{Draft, Entry, Marks, StoryView, preview};
use http::{HeaderMap, StatusCode};
use std::sync::Arc;

/// Longest `Idempotency-Key` that is kept, in bytes.
const LONGEST_KEY: usize = 256;

/// `POST /api/v1/statuses`
pub(crate) async fn create(
    extract::State(state): extract::State<State>,
    caller: Caller,
    headers: HeaderMap,
    Params(form): Params<Form>,
) -> Rendered {
    caller.may("write:statuses")?;
    let plan = form.plan();
    let draft = Draft { idempotency_key: key(&headers)?, ..form.draft()? };
    meet(&state, &draft).await;
    let answers = draft.parent.is_some();
    let gone = let_go(&state, &caller, draft.clone(), plan).await;
    match gone.map_err(|error| if answers { no_such_parent(error) } else { error.into() })? {
        LetGo::Told(story) => super::shown(&state, &caller, story).await,
        LetGo::Waits(id, _) if plan.is_some() => scheduled::shown(&state, &caller, id).await,
        LetGo::Waits(id, at) => foreseen(&state, &caller, draft, id, at).await,
    }
}

async fn let_go(
    state: &State,
    caller: &Caller,
    draft: Draft,
    plan: Option<DateTime<Utc>>,
) -> hearth_core::Result<LetGo> {
    if let Some(at) = plan {
        return schedule::schedule(&state.core, &caller.account, draft, at).await;
    }
    let window = windows::of(&state.core, caller.id()).await?.apps;
    wait::let_go_new(&state.core, &caller.account, draft, Some(window)).await
}

/// The story as it will be, for a member who chose a window for apps: until it closes, nobody finds it at its id.
async fn foreseen(state: &State, caller: &Caller, draft: Draft, id: DraftId, at: DateTime<Utc>) -> Rendered {
    let view = preview::preview(&state.core, &caller.account, draft).await?;
    let mut view = StoryView::clone(&view);
    view.story.id = StoryId(id.0);
    view.story.published_at = at;
    let entry = Entry { view: Arc::new(view), boost: None, marks: Marks::default() };
    Ok(super::rendered(state, &entry, caller.id()))
}

/// The `Idempotency-Key` of a request.
pub(crate) fn key(headers: &HeaderMap) -> Result<Option<String>, ApiError> {
    let key = headers.get("idempotency-key").and_then(|key| key.to_str().ok()).filter(|key| !key.is_empty());
    match key {
        Some(key) if key.len() > LONGEST_KEY => Err(ApiError::invalid("The Idempotency-Key is too long")),
        key => Ok(key.map(str::to_owned)),
    }
}

/// Apps match the words in which Mastodon says that what was to be answered is not there.
fn no_such_parent(error: Error) -> ApiError {
    match error {
        Error::NotFound(_) => ApiError::new(
            StatusCode::NOT_FOUND,
            "The post you are trying to reply to does not appear to exist.",
        ),
        other => other.into(),
    }
}
