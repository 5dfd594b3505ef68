//! Tells stories with what Mastodon has no words for, and thanks for them.

use super::lineage;
use crate::State;
use crate::auth::Caller;
use crate::error::Answer;
use crate::ids::Id;
use crate::params::Params;
use crate::statuses::meet;
use axum::routing::{get, post};
use axum::{Json, Router, extract};
use hearth_core::ids::StoryId;
use hearth_core::notes;
use hearth_core::stories::publish::publish;
use hearth_core::stories::{Audience, Draft, Entry, show};
use serde_json::{Value, json};

/// Telling, reading, thanking, and the vocabulary of content notes.
pub(super) fn routes() -> Router<State> {
    Router::new()
        .route("/notes", get(vocabulary))
        .route("/stories", post(tell))
        .route("/stories/{id}", get(read))
        .route("/stories/{id}/thank", post(thank))
}

/// `GET /api/hearth/v1/notes`: the same for everybody.
async fn vocabulary() -> Json<&'static [notes::Note]> {
    Json(notes::VOCABULARY)
}

/// `POST /api/hearth/v1/stories`
async fn tell(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Params(mut draft): Params<Draft>,
) -> Answer<Value> {
    caller.may("write:statuses")?;
    meet(&state, &draft).await;
    draft.inspired_by = lineage::found(&state, draft.inspired_by).await?;
    let id = publish(&state.core, &caller.account, draft).await?;
    Ok(Json(told(&show::show(&state.core, caller.id(), id).await?)))
}

/// `GET /api/hearth/v1/stories/{id}`
async fn read(extract::State(state): extract::State<State>, caller: Caller, Id(id): Id) -> Answer<Value> {
    caller.may("read:statuses")?;
    Ok(Json(told(&show::show(&state.core, caller.id(), StoryId(id)).await?)))
}

/// `POST /api/hearth/v1/stories/{id}/thank`: a few words to the author alone.
async fn thank(extract::State(state): extract::State<State>, caller: Caller, Id(id): Id) -> Answer<Value> {
    caller.may("write:statuses")?;
    let words = Draft {
        parent: Some(StoryId(id)),
        audience: Some(Audience::Direct),
        ..Draft::plain("Thank you for sharing.")
    };
    let id = publish(&state.core, &caller.account, words).await?;
    Ok(Json(told(&show::show(&state.core, caller.id(), id).await?)))
}

/// A story with what it says about itself.
pub(super) fn told(entry: &Entry) -> Value {
    let (view, story) = (&entry.view, &entry.view.story);
    let author = &view.author;
    json!({
        "id": story.id,
        "uri": story.uri,
        "url": story.url,
        "author": { "id": author.id, "acct": author.acct(), "display_name": author.display_name },
        "title": story.title,
        "content": view.html(),
        "summary": story.summary,
        "audience": story.audience,
        "language": story.language,
        "in_reply_to_id": story.parent_id,
        "held": story.held_by.is_some(),
        "telling": view.telling,
        "inspired_by": view.inspired.as_ref().map(lineage::named),
        "published_at": crate::entities::time::Stamp(story.published_at),
    })
}
