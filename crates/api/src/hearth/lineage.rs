//! Which story gave which one courage: naming it, agreeing to that, and what it set going.

use super::tell::told;
use crate::State;
use crate::auth::{Caller, Reader};
use crate::error::{Answer, ApiError};
use crate::ids::Id;
use crate::params::{Flag, Params, Words};
use crate::search::looked_up;
use axum::extract::Query;
use axum::routing::{get, post};
use axum::{Json, Router, extract};
use hearth_core::ids::StoryId;
use hearth_core::lineage::ripple::Ripple;
use hearth_core::lineage::{Inspired, State as Standing, answer, list, name, ripple};
use hearth_core::stories::show;
use hearth_federation::resolve::{self, Found};
use serde::Deserialize;
use serde_json::{Value, json};

/// Stories shown at once.
const PAGE: i64 = 40;

/// Naming, answering, and both views of it.
pub(super) fn routes() -> Router<State> {
    Router::new()
        .route("/inspired", get(waiting))
        .route("/inspired/accepted", get(accepted))
        .route("/inspired/{id}/accept", post(accept))
        .route("/inspired/{id}/decline", post(decline))
        .route("/inspired/{id}/revoke", post(revoke))
        .route("/stories/{id}/inspired_by", post(name_source).delete(unname))
        .route("/stories/{id}/inspired", get(under))
        .route("/stories/{id}/ripple", get(onward))
}

/// Where the last page ended.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct After {
    after: i64,
}

/// Which story, by id or address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Form {
    inspired_by: Words,
    tell: Flag,
}

/// `GET /api/hearth/v1/inspired`: stories that ask to say that one of the member's gave them courage.
async fn waiting(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Query(from): Query<After>,
) -> Answer<Vec<Value>> {
    page(&state, &caller, Standing::Asked, from).await
}

/// `GET /api/hearth/v1/inspired/accepted`: those the member agreed to.
async fn accepted(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Query(from): Query<After>,
) -> Answer<Vec<Value>> {
    page(&state, &caller, Standing::Accepted, from).await
}

async fn page(state: &State, caller: &Caller, standing: Standing, from: After) -> Answer<Vec<Value>> {
    caller.may("read:statuses")?;
    let found = list::of_member(&state.core, caller.id(), standing, from.after, PAGE).await?;
    Ok(Json(
        found.iter().map(|(entry, source)| json!({ "story": told(entry), "source_id": source })).collect(),
    ))
}

/// `POST /api/hearth/v1/inspired/{id}/accept`: the id is that of the story that asks.
async fn accept(extract::State(state): extract::State<State>, caller: Caller, Id(id): Id) -> Answer<Value> {
    caller.may("write:statuses")?;
    answer::accept(&state.core, caller.id(), StoryId(id)).await?;
    Ok(Json(told(&show::show(&state.core, caller.id(), StoryId(id)).await?)))
}

/// `POST /api/hearth/v1/inspired/{id}/decline`
async fn decline(extract::State(state): extract::State<State>, caller: Caller, Id(id): Id) -> Answer<Value> {
    caller.may("write:statuses")?;
    answer::decline(&state.core, caller.id(), StoryId(id)).await?;
    Ok(Json(json!({})))
}

/// `POST /api/hearth/v1/inspired/{id}/revoke`
async fn revoke(extract::State(state): extract::State<State>, caller: Caller, Id(id): Id) -> Answer<Value> {
    caller.may("write:statuses")?;
    answer::revoke(&state.core, caller.id(), StoryId(id)).await?;
    Ok(Json(json!({})))
}

/// `POST /api/hearth/v1/stories/{id}/inspired_by`: of a story that was told already.
async fn name_source(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
    Params(form): Params<Form>,
) -> Answer<Value> {
    caller.may("write:statuses")?;
    let named = found(&state, form.inspired_by.0).await?;
    name::name(&state.core, &caller.account, StoryId(id), &named, form.tell.on()).await?;
    Ok(Json(told(&show::show(&state.core, caller.id(), StoryId(id)).await?)))
}

/// `DELETE /api/hearth/v1/stories/{id}/inspired_by`
async fn unname(extract::State(state): extract::State<State>, caller: Caller, Id(id): Id) -> Answer<Value> {
    caller.may("write:statuses")?;
    name::unname(&state.core, &caller.account, StoryId(id)).await?;
    Ok(Json(told(&show::show(&state.core, caller.id(), StoryId(id)).await?)))
}

/// `GET /api/hearth/v1/stories/{id}/inspired`: what the author of this story agreed to show under it.
async fn under(
    extract::State(state): extract::State<State>,
    reader: Reader,
    Id(id): Id,
    Query(from): Query<After>,
) -> Answer<Vec<Value>> {
    reader.may("read:statuses")?;
    let entries = list::under(&state.core, reader.viewer(), StoryId(id), from.after, PAGE).await?;
    Ok(Json(entries.iter().map(told).collect()))
}

/// `GET /api/hearth/v1/stories/{id}/ripple`: for its author alone.
async fn onward(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Answer<Vec<Value>> {
    caller.may("read:statuses")?;
    let tree = ripple::of(&state.core, caller.id(), StoryId(id)).await?;
    Ok(Json(tree.iter().map(node).collect()))
}

fn node(ripple: &Ripple) -> Value {
    let onward: Vec<Value> = ripple.onward.iter().map(node).collect();
    json!({ "story": told(&ripple.entry), "onward": onward })
}

/// What a story names, as any reader of it is told: that its author was asked, and said no, is between the two.
pub(super) fn named(inspired: &Inspired) -> Value {
    json!({
        "id": inspired.id,
        "url": inspired.url,
        "uri": inspired.uri,
        "accepted": inspired.state == Standing::Accepted,
    })
}

/// Looks a named story up: its id here, if an address leads to one. An address at which nobody answers stays what it is.
/// What the author's server runs is learnt on the way, since it says how they can be asked.
pub(super) async fn found(state: &State, named: String) -> Result<String, ApiError> {
    let named = named.trim().to_owned();
    let id = match named.parse::<i64>() {
        Ok(id) => Some(StoryId(id)),
        Err(_) if named.is_empty() => None,
        Err(_) => match looked_up(resolve::by_url(&state.federation, &named).await)?.flatten() {
            Some(Found::Story(story)) => Some(story),
            Some(Found::Account(_)) => {
                return Err(ApiError::invalid("This address leads to somebody, not to a story"));
            }
            None => None,
        },
    };
    let Some(id) = id else { return Ok(named) };
    if let Some(view) = show::load(&state.core, id).await? {
        hearth_federation::peers::meet(&state.federation, view.author.id).await;
    }
    Ok(id.to_string())
}
