//! Who waits for an answer on this server, and the author's word that they feel heard.

use crate::State;
use crate::auth::Caller;
use crate::entities::time::Stamp;
use crate::entities::{self, Status};
use crate::error::Answer;
use crate::ids::Id;
use crate::page::Wanted;
use crate::render::Rendered;
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Json, Router, extract};
use hearth_core::heard::{Unanswered, Waiting, enough as verb, queue, unanswered as unheard};
use hearth_core::ids::{AccountId, StoryId};
use serde_json::{Value, json};

/// The queue, the people in it, and leaving it.
pub(super) fn routes() -> Router<State> {
    Router::new()
        .route("/heard", get(waiting))
        .route("/unanswered", get(unanswered))
        .route("/stories/{id}/heard_enough", post(enough).delete(not_yet))
}

/// `GET /api/hearth/v1/heard`: stories of this server that the caller may read and nobody has answered, who waits
/// longest first.
async fn waiting(extract::State(state): extract::State<State>, caller: Caller, wanted: Wanted) -> Rendered {
    caller.may("read:statuses")?;
    let found = queue::here(&state.core, &caller.account, wanted.page(20, 40)).await?;
    Ok(queue_of(&state, caller.id(), &wanted, &found))
}

/// `GET /api/hearth/v1/unanswered`: members of this server nobody has answered yet, for those who look after it.
async fn unanswered(
    extract::State(state): extract::State<State>,
    caller: Caller,
    wanted: Wanted,
) -> Rendered {
    caller.may("read:accounts")?;
    let found = unheard::here(&state.core, &caller.account, wanted.page(40, 80)).await?;
    Ok(people(&state, &wanted, &found))
}

/// `POST /api/hearth/v1/stories/{id}/heard_enough`: its author feels heard, and it waits no more.
async fn enough(extract::State(state): extract::State<State>, caller: Caller, Id(id): Id) -> Answer<Value> {
    caller.may("write:statuses")?;
    verb::enough(&state.core, &caller.account, StoryId(id)).await?;
    Ok(Json(json!({ "id": StoryId(id), "heard_enough": true })))
}

/// `DELETE /api/hearth/v1/stories/{id}/heard_enough`: it waits again, unless somebody answered.
async fn not_yet(extract::State(state): extract::State<State>, caller: Caller, Id(id): Id) -> Answer<Value> {
    caller.may("write:statuses")?;
    verb::not_yet(&state.core, &caller.account, StoryId(id)).await?;
    Ok(Json(json!({ "id": StoryId(id), "heard_enough": false })))
}

/// Stories with their clocks.
pub(super) fn queue_of(state: &State, viewer: AccountId, wanted: &Wanted, found: &[Waiting]) -> Response {
    let item = |one: &Waiting| {
        json!({
            "waiting_since": Stamp(one.since),
            "status": Status::of(&state.core.here, &one.entry, viewer),
        })
    };
    let items: Vec<Value> = found.iter().map(item).collect();
    wanted.answer_upwards(&items, found.last().map(|one| one.entry.view.story.id.0))
}

/// People with their clocks: names, and nothing to compare them by.
pub(super) fn people(state: &State, wanted: &Wanted, found: &[Unanswered]) -> Response {
    let item = |one: &Unanswered| {
        json!({
            "account": entities::Account::of(&state.core.here, &one.account),
            "waiting_since": Stamp(one.since),
        })
    };
    let items: Vec<Value> = found.iter().map(item).collect();
    wanted.answer_upwards(&items, found.last().map(|one| one.story.0))
}
