//! Which story gave which one courage: naming it, agreeing to that, and what it set going.

use super::tell::{shown, told};
use crate::State;
use crate::auth::{Caller, Reader};
use crate::error::{Answer, ApiError};
use crate::ids::Id;
use crate::openapi::shapes::{Done, Refusals};
use crate::openapi::story;
use crate::params::{Flag, Params, Words};
use crate::search::looked_up;
use axum::extract::Query;
use axum::routing::{get, post};
use axum::{Json, Router, extract};
use hearth_core::ids::{AccountId, StoryId};
use hearth_core::lineage::ripple::Ripple;
use hearth_core::lineage::{Inspired, State as Standing, answer, list, name, ripple};
use hearth_core::stories::show;
use hearth_federation::resolve::{self, Found};
use serde::Deserialize;
use serde_json::{Value, json};

/// Stories shown at once.
const PAGE: i64 = 40;

/// What the document says of it.
#[derive(utoipa::OpenApi)]
#[openapi(paths(waiting, accepted, accept, decline, revoke, name_source, unname, under, onward))]
pub(super) struct Api;

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
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct After {
    /// Id of the last story of the page before; absent for the first page.
    after: i64,
}

/// Which story, by id or address.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
#[schema(as = InspiredByForm)]
struct Form {
    /// Id here or address anywhere.
    #[schema(value_type = String)]
    inspired_by: Words,
    /// Where its author's server knows no such question: mention them in words.
    #[schema(value_type = Option<bool>)]
    tell: Flag,
}

/// Stories that ask to say that one of yours gave them courage, oldest first.
#[utoipa::path(get, path = "/inspired", tag = "Lineage",
    params(After),
    responses((status = 200, description = "40 at most", body = [story::InspiredAsk]), Refusals),
    security(("bearer" = ["read:statuses"])))]
async fn waiting(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Query(from): Query<After>,
) -> Answer<Vec<Value>> {
    page(&state, &caller, Standing::Asked, from).await
}

/// Stories that say, with your yes, that one of yours gave them courage.
#[utoipa::path(get, path = "/inspired/accepted", tag = "Lineage",
    params(After),
    responses((status = 200, description = "40 at most", body = [story::InspiredAsk]), Refusals),
    security(("bearer" = ["read:statuses"])))]
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
        found
            .iter()
            .map(|(entry, source)| json!({ "story": told(entry, caller.id()), "source_id": source }))
            .collect(),
    ))
}

/// Agrees that a story says that one of yours gave it courage; the id is that of the story that asks.
#[utoipa::path(post, path = "/inspired/{id}/accept", tag = "Lineage",
    responses((status = 200, description = "The story that asked", body = story::Story), Refusals),
    security(("bearer" = ["write:statuses"])))]
async fn accept(extract::State(state): extract::State<State>, caller: Caller, Id(id): Id) -> Answer<Value> {
    caller.may("write:statuses")?;
    answer::accept(&state.core, caller.id(), StoryId(id)).await?;
    shown(&state, caller.id(), StoryId(id)).await
}

/// Says no to such a question, which nobody else learns.
#[utoipa::path(post, path = "/inspired/{id}/decline", tag = "Lineage",
    responses((status = 200, description = "It is done", body = Done), Refusals),
    security(("bearer" = ["write:statuses"])))]
async fn decline(extract::State(state): extract::State<State>, caller: Caller, Id(id): Id) -> Answer<Value> {
    caller.may("write:statuses")?;
    answer::decline(&state.core, caller.id(), StoryId(id)).await?;
    Ok(Json(json!({})))
}

/// Takes your yes back: the story no longer names yours.
#[utoipa::path(post, path = "/inspired/{id}/revoke", tag = "Lineage",
    responses((status = 200, description = "It is done", body = Done), Refusals),
    security(("bearer" = ["write:statuses"])))]
async fn revoke(extract::State(state): extract::State<State>, caller: Caller, Id(id): Id) -> Answer<Value> {
    caller.may("write:statuses")?;
    answer::revoke(&state.core, caller.id(), StoryId(id)).await?;
    Ok(Json(json!({})))
}

/// Names the story that gave one of yours courage; its author is asked first.
#[utoipa::path(post, path = "/stories/{id}/inspired_by", tag = "Lineage",
    request_body = Form,
    responses((status = 200, description = "Your story", body = story::Story), Refusals),
    security(("bearer" = ["write:statuses"])))]
async fn name_source(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
    Params(form): Params<Form>,
) -> Answer<Value> {
    caller.may("write:statuses")?;
    let named = found(&state, form.inspired_by.0).await?;
    name::name(&state.core, &caller.account, StoryId(id), &named, form.tell.on()).await?;
    shown(&state, caller.id(), StoryId(id)).await
}

/// Takes that back.
#[utoipa::path(delete, path = "/stories/{id}/inspired_by", tag = "Lineage",
    responses((status = 200, description = "Your story", body = story::Story), Refusals),
    security(("bearer" = ["write:statuses"])))]
async fn unname(extract::State(state): extract::State<State>, caller: Caller, Id(id): Id) -> Answer<Value> {
    caller.may("write:statuses")?;
    name::unname(&state.core, &caller.account, StoryId(id)).await?;
    shown(&state, caller.id(), StoryId(id)).await
}

/// Stories that this one gave courage, as far as its author agreed and you may read them.
#[utoipa::path(get, path = "/stories/{id}/inspired", tag = "Lineage",
    params(After),
    responses((status = 200, description = "40 at most", body = [story::Story]), Refusals),
    security((), ("bearer" = ["read:statuses"])))]
async fn under(
    extract::State(state): extract::State<State>,
    reader: Reader,
    Id(id): Id,
    Query(from): Query<After>,
) -> Answer<Vec<Value>> {
    reader.may("read:statuses")?;
    let entries = list::under(&state.core, reader.viewer(), StoryId(id), from.after, PAGE).await?;
    Ok(Json(entries.iter().map(|entry| told(entry, reader.viewer())).collect()))
}

/// What your story set going, as a tree: for you alone.
#[utoipa::path(get, path = "/stories/{id}/ripple", tag = "Lineage",
    responses((status = 200, description = "What it gave courage, and what that did", body = [story::Ripple]), Refusals),
    security(("bearer" = ["read:statuses"])))]
async fn onward(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Answer<Vec<Value>> {
    caller.may("read:statuses")?;
    let tree = ripple::of(&state.core, caller.id(), StoryId(id)).await?;
    Ok(Json(tree.iter().map(|ripple| node(ripple, caller.id())).collect()))
}

fn node(ripple: &Ripple, viewer: AccountId) -> Value {
    let onward: Vec<Value> = ripple.onward.iter().map(|next| node(next, viewer)).collect();
    json!({ "story": told(&ripple.entry, viewer), "onward": onward })
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
