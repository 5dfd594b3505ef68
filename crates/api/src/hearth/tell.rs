//! Tells stories with what Mastodon has no words for, and shows them.

use super::lineage;
use crate::State;
use crate::auth::{Caller, Reader};
use crate::entities::time::Stamp;
use crate::error::{Answer, ApiError};
use crate::ids::Id;
use crate::openapi::shapes::Refusals;
use crate::openapi::{draft, story};
use crate::params::{Int, Params};
use crate::statuses::create::key;
use crate::statuses::meet;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router, extract};
use chrono::TimeDelta;
use hearth_core::drafts::wait::{self, LetGo};
use hearth_core::ids::{AccountId, StoryId};
use hearth_core::notes;
use hearth_core::stories::{Draft, Entry, show};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};

/// What the document says of it.
#[derive(utoipa::OpenApi)]
#[openapi(paths(vocabulary, tell, read))]
pub(super) struct Api;

/// Telling, reading, and the vocabulary of content notes.
pub(super) fn routes() -> Router<State> {
    Router::new()
        .route("/notes", get(vocabulary))
        .route("/stories", post(tell))
        .route("/stories/{id}", get(read))
}

/// The vocabulary of content notes, the same for everybody.
#[utoipa::path(get, path = "/notes", tag = "Stories",
    responses((status = 200, description = "In the order they are offered", body = [story::Note])))]
async fn vocabulary() -> Json<&'static [notes::Note]> {
    Json(notes::VOCABULARY)
}

/// A story to be told, and for how long it can be taken back.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[schema(as = StoryForm)]
pub(super) struct Form {
    /// What it says and to whom.
    #[serde(flatten)]
    #[schema(value_type = draft::Draft)]
    pub(super) draft: Draft,
    /// Seconds in which it can be taken back, from 0 (told at once) to 86,400; absent for what you chose.
    #[serde(default)]
    #[schema(value_type = Option<i64>)]
    window: Int,
}

/// Tells a story: at the end of its undo window, or at once where that is 0.
#[utoipa::path(post, path = "/stories", tag = "Stories", request_body = Form,
    responses(
        (status = 200, description = "The story, told", body = story::Story),
        (status = 202, description = "It waits, and can be taken back", body = story::Waits),
        Refusals
    ),
    security(("bearer" = ["write:statuses"])))]
async fn tell(
    extract::State(state): extract::State<State>,
    caller: Caller,
    headers: HeaderMap,
    Params(form): Params<Form>,
) -> Result<Response, ApiError> {
    let_go(&state, &caller, &headers, form).await
}

/// Tells it at once or at the end of its window, as its author chose.
pub(super) async fn let_go(
    state: &State,
    caller: &Caller,
    headers: &HeaderMap,
    form: Form,
) -> Result<Response, ApiError> {
    caller.may("write:statuses")?;
    let wrong = || ApiError::invalid("Validation failed: Window is not a number of seconds");
    let window =
        form.window.0.map(|seconds| TimeDelta::try_seconds(seconds).ok_or_else(wrong)).transpose()?;
    let mut draft = Draft { idempotency_key: key(headers)?, ..form.draft };
    meet(state, &draft).await;
    draft.inspired_by = lineage::found(state, draft.inspired_by).await?;
    match wait::let_go_new(&state.core, &caller.account, draft, window).await? {
        LetGo::Told(id) => Ok(shown(state, caller.id(), id).await?.into_response()),
        LetGo::Waits(id, at) => {
            let waits = json!({ "waiting": id, "release_at": Stamp(at) });
            Ok((StatusCode::ACCEPTED, Json(waits)).into_response())
        }
    }
}

/// A story with what it says about itself.
#[utoipa::path(get, path = "/stories/{id}", tag = "Stories",
    responses((status = 200, description = "The story", body = story::Story), Refusals),
    security((), ("bearer" = ["read:statuses"])))]
async fn read(extract::State(state): extract::State<State>, reader: Reader, Id(id): Id) -> Answer<Value> {
    reader.may("read:statuses")?;
    shown(&state, reader.viewer(), StoryId(id)).await
}

/// One story as `viewer` sees it.
pub(super) async fn shown(state: &State, viewer: AccountId, id: StoryId) -> Answer<Value> {
    Ok(Json(told(&show::show(&state.core, viewer, id).await?, viewer)))
}

/// A story with what it says about itself; with what was typed for whoever told it.
pub(super) fn told(entry: &Entry, viewer: AccountId) -> Value {
    let (view, story) = (&entry.view, &entry.view.story);
    let author = &view.author;
    let own = story.local && story.author_id == viewer;
    json!({
        "id": story.id,
        "uri": story.uri,
        "url": story.url,
        "author": { "id": author.id, "acct": author.acct(), "display_name": author.display_name },
        "title": story.title,
        "content": view.html(),
        "text": own.then_some(story.source.as_str()),
        "format": own.then(|| if story.source_type == "text/markdown" { "markdown" } else { "plain" }),
        "summary": story.summary,
        "shown": if entry.marks.opened || story.summary.is_empty() { "open" } else { "fold" },
        "sensitive": story.sensitive,
        "audience": story.audience,
        "language": story.language,
        "community": view.community.as_ref().map(|community| community.id),
        "in_reply_to_id": story.parent_id,
        "held": story.held_by.is_some(),
        "kindness": view.kindness,
        "telling": view.telling,
        "inspired_by": view.inspired.as_ref().map(lineage::named),
        "quotes": story.quote_policy,
        "replies": entry.marks.replies,
        "published_at": Stamp(story.published_at),
        "edited_at": story.edited_at.map(Stamp),
    })
}
