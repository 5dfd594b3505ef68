//! Journeys: series of stories that can be followed.

use super::communities::path::Below;
use super::tell::told;
use crate::State;
use crate::auth::{Caller, Reader};
use crate::entities::Account;
use crate::entities::time::Stamp;
use crate::error::Answer;
use crate::ids::Word;
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
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Form {
    name: Words,
    title: Option<Words>,
    description: Option<Words>,
}

/// Closing words.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Closing {
    words: Words,
}

/// Which story, and as which chapter, counted from 1.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Added {
    story_id: Ref,
    place: Int,
}

/// Every chapter, once each.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Order {
    order: Vec<StoryId>,
}

/// How many chapters to leave out: those that were read already.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Skip {
    skip: u32,
}

/// `GET /api/hearth/v1/journeys`: the member's own.
async fn own(extract::State(state): extract::State<State>, caller: Caller) -> Answer<Vec<Value>> {
    caller.may("read:statuses")?;
    let found = queries::of_author(&state.core, caller.id()).await?;
    Ok(Json(found.iter().map(|journey| shown(&state, journey)).collect()))
}

/// `POST /api/hearth/v1/journeys`
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

/// `GET /api/hearth/v1/journeys/{name}`
async fn show(
    extract::State(state): extract::State<State>,
    reader: Reader,
    Word(name): Word,
) -> Answer<Value> {
    reader.may("read:statuses")?;
    Ok(Json(shown(&state, &queries::named(&state.core, &name).await?)))
}

/// `PATCH /api/hearth/v1/journeys/{name}`
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

/// `DELETE /api/hearth/v1/journeys/{name}`: the stories stay.
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

/// `GET /api/hearth/v1/journeys/{name}/chapters`: those that the reader may read, in order.
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
    Ok(Json(found.iter().map(told).collect()))
}

/// `POST /api/hearth/v1/journeys/{name}/chapters`
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

/// `PUT /api/hearth/v1/journeys/{name}/chapters`
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

/// `DELETE /api/hearth/v1/journeys/{name}/chapters/{id}`
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

/// `POST /api/hearth/v1/journeys/{name}/end`
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

/// `POST /api/hearth/v1/journeys/{name}/reopen`
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
