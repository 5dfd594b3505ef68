//! Who waits for an answer on this server, and the author's word that they feel heard.

use crate::State;
use crate::auth::Caller;
use crate::entities::time::Stamp;
use crate::entities::{self, Status};
use crate::error::Answer;
use crate::ids::Id;
use crate::openapi::shapes::{self, Paging, Refusals};
use crate::page::Wanted;
use crate::render::Rendered;
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Json, Router, extract};
use hearth_core::heard::{Unanswered, Waiting, enough as verb, queue, unanswered as unheard};
use hearth_core::ids::{AccountId, StoryId};
use serde::Serialize;
use utoipa::ToSchema;

/// What the document says of it.
#[derive(utoipa::OpenApi)]
#[openapi(paths(waiting, unanswered, enough, not_yet))]
pub(super) struct Api;

/// A story that waits for an answer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WaitingStory)]
pub(super) struct Story<'a> {
    /// Since when: the time it was told.
    waiting_since: Stamp,
    /// The story.
    #[schema(value_type = shapes::Status)]
    status: Status<'a>,
}

/// Somebody nobody has answered yet.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WaitingPerson)]
pub(super) struct Person<'a> {
    /// Who.
    #[schema(value_type = shapes::Account)]
    account: entities::Account<'a>,
    /// Since when.
    waiting_since: Stamp,
}

/// Whether a story's author feels heard.
#[derive(Debug, Serialize, ToSchema)]
struct Enough {
    /// Id of the story.
    #[schema(value_type = shapes::Id)]
    id: StoryId,
    /// It waits no more.
    heard_enough: bool,
}

/// The queue, the people in it, and leaving it.
pub(super) fn routes() -> Router<State> {
    Router::new()
        .route("/heard", get(waiting))
        .route("/unanswered", get(unanswered))
        .route("/stories/{id}/heard_enough", post(enough).delete(not_yet))
}

/// Stories of this server that you may read and nobody has answered; who waits longest stands first.
#[utoipa::path(get, path = "/heard", tag = "Answers",
    params(Paging),
    responses((status = 200, description = "A page of them; 20 unless asked, 40 at most", body = [Story<'_>]), Refusals),
    security(("bearer" = ["read:statuses"])))]
async fn waiting(extract::State(state): extract::State<State>, caller: Caller, wanted: Wanted) -> Rendered {
    caller.may("read:statuses")?;
    let found = queue::here(&state.core, &caller.account, wanted.page(20, 40)).await?;
    Ok(queue_of(&state, caller.id(), &wanted, &found))
}

/// Members of this server nobody has answered yet, for those who look after it.
#[utoipa::path(get, path = "/unanswered", tag = "Answers",
    params(Paging),
    responses((status = 200, description = "A page of them; 40 unless asked, 80 at most", body = [Person<'_>]), Refusals),
    security(("bearer" = ["read:accounts"])))]
async fn unanswered(
    extract::State(state): extract::State<State>,
    caller: Caller,
    wanted: Wanted,
) -> Rendered {
    caller.may("read:accounts")?;
    let found = unheard::here(&state.core, &caller.account, wanted.page(40, 80)).await?;
    Ok(people(&state, &wanted, &found))
}

/// Says that you feel heard: the story waits no more.
#[utoipa::path(post, path = "/stories/{id}/heard_enough", tag = "Answers",
    responses((status = 200, description = "What holds now", body = Enough), Refusals),
    security(("bearer" = ["write:statuses"])))]
async fn enough(extract::State(state): extract::State<State>, caller: Caller, Id(id): Id) -> Answer<Enough> {
    caller.may("write:statuses")?;
    verb::enough(&state.core, &caller.account, StoryId(id)).await?;
    Ok(Json(Enough { id: StoryId(id), heard_enough: true }))
}

/// Lets a story wait again, unless somebody answered.
#[utoipa::path(delete, path = "/stories/{id}/heard_enough", tag = "Answers",
    responses((status = 200, description = "What holds now", body = Enough), Refusals),
    security(("bearer" = ["write:statuses"])))]
async fn not_yet(extract::State(state): extract::State<State>, caller: Caller, Id(id): Id) -> Answer<Enough> {
    caller.may("write:statuses")?;
    verb::not_yet(&state.core, &caller.account, StoryId(id)).await?;
    Ok(Json(Enough { id: StoryId(id), heard_enough: false }))
}

impl<'a> Story<'a> {
    fn of(state: &'a State, viewer: AccountId, one: &'a Waiting) -> Self {
        let status = Status::of(&state.core.here, &one.entry, viewer);
        Self { waiting_since: Stamp(one.since), status }
    }
}

impl<'a> Person<'a> {
    fn of(state: &'a State, one: &'a Unanswered) -> Self {
        let account = entities::Account::of(&state.core.here, &one.account);
        Self { account, waiting_since: Stamp(one.since) }
    }
}

/// Stories with their clocks.
pub(super) fn queue_of(state: &State, viewer: AccountId, wanted: &Wanted, found: &[Waiting]) -> Response {
    let item = |one| Story::of(state, viewer, one);
    let items: Vec<Story<'_>> = found.iter().map(item).collect();
    wanted.answer_upwards(&items, found.last().map(|one| one.entry.view.story.id.0))
}

/// People with their clocks: names, and nothing to compare them by.
pub(super) fn people(state: &State, wanted: &Wanted, found: &[Unanswered]) -> Response {
    let items: Vec<Person<'_>> = found.iter().map(|one| Person::of(state, one)).collect();
    wanted.answer_upwards(&items, found.last().map(|one| one.story.0))
}
