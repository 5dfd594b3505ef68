//! A member's own stories: listed by kind, changed, deleted.

use super::lineage;
use super::tell::{shown, told};
use crate::State;
use crate::auth::Caller;
use crate::error::{Answer, ApiError};
use crate::ids::Id;
use crate::openapi::shapes::{Paging, Refusals};
use crate::openapi::{draft, story, words};
use crate::page::{Newer, Wanted};
use crate::params::Params;
use crate::statuses::meet;
use axum::response::Response;
use axum::routing::{get, put};
use axum::{Json, Router, extract};
use hearth_core::ids::StoryId;
use hearth_core::stories::{Draft, Entry, Kind, StoryView, delete, edit, show};
use hearth_core::timelines::account::{self, Wanted as Which};
use serde::Deserialize;
use serde_json::{Map, Value};

/// What the document says of it.
#[derive(utoipa::OpenApi)]
#[openapi(paths(list, change, remove))]
pub(super) struct Api;

/// One's own stories.
pub(super) fn routes() -> Router<State> {
    Router::new().route("/stories", get(list)).route("/stories/{id}", put(change).delete(remove))
}

/// Only stories told as this.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(super) struct OfKind {
    /// Absent for all.
    #[param(value_type = Option<words::Kind>)]
    pub(super) kind: Option<Kind>,
}

/// Your own stories, newest first; of one kind if that is given.
#[utoipa::path(get, path = "/stories", tag = "Stories",
    params(OfKind, Paging),
    responses((status = 200, description = "A page of them; 20 unless asked, 40 at most", body = [story::Story]), Refusals),
    security(("bearer" = ["read:statuses"])))]
async fn list(
    extract::State(state): extract::State<State>,
    caller: Caller,
    wanted: Wanted,
    Params(form): Params<OfKind>,
) -> Result<Response, ApiError> {
    caller.may("read:statuses")?;
    let which = Which { exclude_replies: true, exclude_boosts: true, kind: form.kind, ..Which::default() };
    let me = caller.id();
    let entries = account::account(&state.core, me, me, which, wanted.page(20, 40)).await?;
    let ends = entries.first().map(Entry::id).zip(entries.last().map(Entry::id));
    let items: Vec<Value> = entries.iter().map(|entry| told(entry, me)).collect();
    Ok(wanted.answer(&items, ends, Newer::MinId))
}

/// Changes a story: what is absent stays as it was. Who may read it, and until when, is changed at its own address.
#[utoipa::path(put, path = "/stories/{id}", tag = "Stories",
    request_body = draft::Draft,
    responses((status = 200, description = "The story", body = story::Story), Refusals),
    security(("bearer" = ["write:statuses"])))]
async fn change(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
    Params(form): Params<Map<String, Value>>,
) -> Answer<Value> {
    caller.may("write:statuses")?;
    let old = own(&state, &caller, StoryId(id)).await?;
    let draft = changed(&old.view, form)?;
    meet(&state, &draft).await;
    edit::edit(&state.core, &caller.account, StoryId(id), draft).await?;
    shown(&state, caller.id(), StoryId(id)).await
}

/// Takes a story back: servers that had it are asked to delete it. Answers it as it was, so that it can be told again.
#[utoipa::path(delete, path = "/stories/{id}", tag = "Stories",
    responses((status = 200, description = "The story as it was", body = story::Story), Refusals),
    security(("bearer" = ["write:statuses"])))]
async fn remove(extract::State(state): extract::State<State>, caller: Caller, Id(id): Id) -> Answer<Value> {
    caller.may("write:statuses")?;
    let old = own(&state, &caller, StoryId(id)).await?;
    delete::delete(&state.core, &caller.account, StoryId(id)).await?;
    Ok(Json(told(&old, caller.id())))
}

async fn own(state: &State, caller: &Caller, id: StoryId) -> Result<Entry, ApiError> {
    let entry = show::show(&state.core, caller.id(), id).await?;
    if entry.view.story.author_id == caller.id() { Ok(entry) } else { Err(ApiError::not_found()) }
}

/// What an edit cannot change, and where that is changed.
const FIXED: [(&str, &str); 7] = [
    ("audience", "at /stories/{id}/audience"),
    ("circle", "at /stories/{id}/audience"),
    ("expires_at", "at /stories/{id}/expiry"),
    ("inspired_by", "at /stories/{id}/inspired_by"),
    ("community", "by telling it anew"),
    ("in_reply_to_id", "by telling it anew"),
    ("parent", "by telling it anew"),
];

/// The story with the changes of a form. What it says as it stands is no change, so that what was read can be sent back.
fn changed(old: &StoryView, mut form: Map<String, Value>) -> Result<Draft, ApiError> {
    let unreadable = |error| ApiError::invalid(format!("Validation failed: {error}"));
    if form.get("summary").and_then(Value::as_str) == Some(&old.story.summary) {
        form.remove("summary");
    }
    if form.get("inspired_by") == old.inspired.as_ref().map(lineage::named).as_ref() {
        form.remove("inspired_by");
    }
    if let Some(quotes) = form.remove("quotes") {
        form.insert("quote_policy".to_owned(), quotes);
    }
    let Value::Object(mut draft) = serde_json::to_value(Draft::of(old)).map_err(unreadable)? else {
        return Err(ApiError::invalid("Validation failed: The story cannot be changed"));
    };
    for (name, way) in FIXED {
        let Some(asked) = form.remove(name) else { continue };
        if !asked.is_null() && draft.get(name).is_none_or(|old| as_text(old) != as_text(&asked)) {
            return Err(ApiError::invalid(format!("Validation failed: {name} is changed {way}")));
        }
    }
    draft.extend(form);
    serde_json::from_value(Value::Object(draft)).map_err(unreadable)
}

/// Ids come as text or as numbers.
fn as_text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
