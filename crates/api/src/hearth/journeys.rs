//! Journeys: series of stories that can be followed.

use super::communities::path::Below;
use super::tell::told;
use crate::State;
use crate::auth::{Caller, Reader};
use crate::entities::Account;
use crate::entities::time::Stamp;
use crate::error::Answer;
use crate::ids::Word;
use crate::openapi::shapes::{Done, Refusals};
use crate::openapi::story;
use crate::params::{Int, Params, Ref, Words};
use axum::extract::Query;
use axum::routing::{delete as removal, get, post};
use axum::{Json, Router, extract};
use hearth_core::ids::StoryId;
use hearth_core::journeys::begin::{self, Plan};
use hearth_core::journeys::update::{self, Change};
use hearth_core::journeys::{Journey, chapters, end, queries};
use serde::Deserialize;
use serde_json::{Value, json};

/// Chapters shown at once.
const PAGE: i64 = 40;

/// What the document says of it.
#[derive(utoipa::OpenApi)]
#[openapi(paths(own, create, show, change, delete, list, add, reorder, remove, finish, reopen))]
pub(super) struct Api;

/// Beginning, reading, going on, ending.
pub(super) fn routes() -> Router<State> {
    Router::new()
        .route("/journeys", get(own).post(create))
        .route("/journeys/{name}", get(show).patch(change).delete(delete))
        .route("/journeys/{name}/chapters", get(list).post(add).put(reorder))
        .route("/journeys/{name}/chapters/{id}", removal(remove))
        .route("/journeys/{name}/end", post(finish))
        .route("/journeys/{name}/reopen", post(reopen))
}

/// A journey as it comes in; its name is the one in its handle.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
#[schema(as = JourneyForm)]
struct Form {
    /// The name in its handle; it stays.
    #[schema(value_type = Option<String>)]
    name: Words,
    /// As people read it.
    #[schema(value_type = Option<String>)]
    title: Option<Words>,
    /// What it is about, in Markdown.
    #[schema(value_type = Option<String>)]
    description: Option<Words>,
}

/// Closing words.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
#[schema(as = JourneyClosing)]
struct Closing {
    /// Absent for none.
    #[schema(value_type = Option<String>)]
    words: Words,
}

/// Which story, and as which chapter, counted from 1.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
#[schema(as = ChapterForm)]
struct Added {
    /// One of your stories.
    #[schema(value_type = String)]
    story_id: Ref,
    /// As which chapter; absent for the last.
    #[schema(value_type = Option<i64>, minimum = 1)]
    place: Int,
}

/// Every chapter, once each.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
#[schema(as = ChapterOrder)]
struct Order {
    /// Ids of all chapters.
    #[schema(value_type = Vec<String>)]
    order: Vec<StoryId>,
}

/// How many chapters to leave out: those that were read already.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Skip {
    /// Absent for none.
    skip: u32,
}

/// Your own journeys.
#[utoipa::path(get, path = "/journeys", tag = "Journeys",
    responses((status = 200, description = "All of them", body = [story::Journey]), Refusals),
    security(("bearer" = ["read:statuses"])))]
async fn own(extract::State(state): extract::State<State>, caller: Caller) -> Answer<Vec<Value>> {
    caller.may("read:statuses")?;
    let found = queries::of_author(&state.core, caller.id()).await?;
    Ok(Json(found.iter().map(|journey| shown(&state, journey)).collect()))
}

/// Begins a journey: a series of your stories that can be followed, from anywhere in the fediverse.
#[utoipa::path(post, path = "/journeys", tag = "Journeys",
    request_body = Form,
    responses((status = 200, description = "The journey", body = story::Journey), Refusals),
    security(("bearer" = ["write:statuses"])))]
async fn create(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Params(form): Params<Form>,
) -> Answer<Value> {
    caller.may("write:statuses")?;
    let plan = Plan {
        title: form.title.unwrap_or_else(|| Words(form.name.0.clone())).0,
        name: form.name.0,
        description: form.description.unwrap_or_default().0,
    };
    Ok(Json(shown(&state, &begin::begin(&state.core, &caller.account, &plan).await?)))
}

/// A journey.
#[utoipa::path(get, path = "/journeys/{name}", tag = "Journeys",
    responses((status = 200, description = "The journey", body = story::Journey), Refusals),
    security((), ("bearer" = ["read:statuses"])))]
async fn show(
    extract::State(state): extract::State<State>,
    reader: Reader,
    Word(name): Word,
) -> Answer<Value> {
    reader.may("read:statuses")?;
    Ok(Json(shown(&state, &queries::named(&state.core, &name).await?)))
}

/// Changes what a journey says of itself; what is absent stays.
#[utoipa::path(patch, path = "/journeys/{name}", tag = "Journeys",
    request_body = Form,
    responses((status = 200, description = "The journey", body = story::Journey), Refusals),
    security(("bearer" = ["write:statuses"])))]
async fn change(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Word(name): Word,
    Params(form): Params<Form>,
) -> Answer<Value> {
    caller.may("write:statuses")?;
    let journey = queries::named(&state.core, &name).await?;
    let change =
        Change { title: form.title.map(|text| text.0), description: form.description.map(|text| text.0) };
    Ok(Json(shown(&state, &update::update(&state.core, &caller.account, &journey, change).await?)))
}

/// Deletes a journey; its stories stay.
#[utoipa::path(delete, path = "/journeys/{name}", tag = "Journeys",
    responses((status = 200, description = "It is done", body = Done), Refusals),
    security(("bearer" = ["write:statuses"])))]
async fn delete(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Word(name): Word,
) -> Answer<Value> {
    caller.may("write:statuses")?;
    let journey = queries::named(&state.core, &name).await?;
    end::delete(&state.core, &caller.account, &journey).await?;
    Ok(Json(json!({})))
}

/// The chapters of a journey that you may read, in order.
#[utoipa::path(get, path = "/journeys/{name}/chapters", tag = "Journeys",
    params(Skip),
    responses((status = 200, description = "40 at most", body = [story::Story]), Refusals),
    security((), ("bearer" = ["read:statuses"])))]
async fn list(
    extract::State(state): extract::State<State>,
    reader: Reader,
    Word(name): Word,
    Query(from): Query<Skip>,
) -> Answer<Vec<Value>> {
    reader.may("read:statuses")?;
    let journey = queries::named(&state.core, &name).await?;
    let id = journey.account.id;
    let found = queries::chapters(&state.core, reader.viewer(), id, from.skip.into(), PAGE).await?;
    Ok(Json(found.iter().map(|entry| told(entry, reader.viewer())).collect()))
}

/// Makes a story of yours a chapter: those who follow the journey are told.
#[utoipa::path(post, path = "/journeys/{name}/chapters", tag = "Journeys",
    request_body = Added,
    responses((status = 200, description = "The journey", body = story::Journey), Refusals),
    security(("bearer" = ["write:statuses"])))]
async fn add(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Word(name): Word,
    Params(form): Params<Added>,
) -> Answer<Value> {
    caller.may("write:statuses")?;
    let journey = queries::named(&state.core, &name).await?;
    let story = StoryId(form.story_id.0.unwrap_or_default());
    let place = form.place.0.map(|place| i32::try_from(place).unwrap_or(i32::MAX));
    chapters::add(&state.core, &caller.account, &journey, story, place).await?;
    Ok(Json(shown(&state, &journey)))
}

/// Puts the chapters into another order.
#[utoipa::path(put, path = "/journeys/{name}/chapters", tag = "Journeys",
    request_body = Order,
    responses((status = 200, description = "The journey", body = story::Journey), Refusals),
    security(("bearer" = ["write:statuses"])))]
async fn reorder(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Word(name): Word,
    Params(form): Params<Order>,
) -> Answer<Value> {
    caller.may("write:statuses")?;
    let journey = queries::named(&state.core, &name).await?;
    chapters::reorder(&state.core, &caller.account, &journey, &form.order).await?;
    Ok(Json(shown(&state, &journey)))
}

/// Takes a chapter out; the story stays.
#[utoipa::path(delete, path = "/journeys/{name}/chapters/{id}", tag = "Journeys",
    responses((status = 200, description = "The journey", body = story::Journey), Refusals),
    security(("bearer" = ["write:statuses"])))]
async fn remove(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Below { name, id }: Below,
) -> Answer<Value> {
    caller.may("write:statuses")?;
    let journey = queries::named(&state.core, &name).await?;
    chapters::remove(&state.core, &caller.account, &journey, StoryId(id)).await?;
    Ok(Json(shown(&state, &journey)))
}

/// Ends a journey, with words if you like.
#[utoipa::path(post, path = "/journeys/{name}/end", tag = "Journeys",
    request_body = Closing,
    responses((status = 200, description = "The journey", body = story::Journey), Refusals),
    security(("bearer" = ["write:statuses"])))]
async fn finish(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Word(name): Word,
    Params(form): Params<Closing>,
) -> Answer<Value> {
    caller.may("write:statuses")?;
    let journey = queries::named(&state.core, &name).await?;
    Ok(Json(shown(&state, &end::end(&state.core, &caller.account, &journey, &form.words.0).await?)))
}

/// Goes on with a journey that ended.
#[utoipa::path(post, path = "/journeys/{name}/reopen", tag = "Journeys",
    responses((status = 200, description = "The journey", body = story::Journey), Refusals),
    security(("bearer" = ["write:statuses"])))]
async fn reopen(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Word(name): Word,
) -> Answer<Value> {
    caller.may("write:statuses")?;
    let journey = queries::named(&state.core, &name).await?;
    Ok(Json(shown(&state, &end::reopen(&state.core, &caller.account, &journey).await?)))
}

/// A journey. Nobody counts who follows it.
fn shown(state: &State, journey: &Journey) -> Value {
    json!({
        "id": journey.account.id,
        "name": journey.account.name,
        "title": journey.account.display_name,
        "description": journey.description,
        "closing": journey.closing,
        "ended_at": journey.ended_at.map(Stamp),
        "author_id": journey.author,
        "url": journey.account.url,
        "uri": journey.account.uri,
        "account": Account::of(&state.core.here, &journey.account),
        "created_at": Stamp(journey.created_at),
    })
}
