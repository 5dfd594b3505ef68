//! Tells a story.

use super::form::{Form, meet};
use crate::State;
use crate::auth::Caller;
use crate::error::ApiError;
use crate::params::Params;
use crate::render::Rendered;
use axum::extract;
use hearth_core::Error;
use hearth_core::stories::{Draft, publish};
use http::{HeaderMap, StatusCode};

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
    let draft = Draft { idempotency_key: key(&headers)?, ..form.draft()? };
    meet(&state, &draft).await;
    let answers = draft.parent.is_some();
    let story = publish::publish(&state.core, &caller.account, draft).await;
    let story = story.map_err(|error| if answers { no_such_parent(error) } else { error.into() })?;
    super::shown(&state, &caller, story).await
}

fn key(headers: &HeaderMap) -> Result<Option<String>, ApiError> {
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
