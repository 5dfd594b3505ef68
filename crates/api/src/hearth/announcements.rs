//! Announcements, for those who run the server: written, changed, published, withdrawn.

use crate::State;
use crate::auth::Caller;
use crate::entities::time::Stamp;
use crate::error::Answer;
use crate::ids::Id;
use crate::openapi::shapes::{self, Done, Refusals};
use crate::params::{Flag, Params, Words};
use axum::routing::{get, post};
use axum::{Json, Router, extract};
use chrono::{DateTime, Utc};
use hearth_core::announcements::{self as core, By, keep, list as query};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What the document says of them.
#[derive(utoipa::OpenApi)]
#[openapi(paths(list, create, show, edit, delete, publish, withdraw))]
pub(super) struct Api;

/// Announcements of all ages.
pub(super) fn routes() -> Router<State> {
    Router::new()
        .route("/announcements", get(list).post(create))
        .route("/announcements/{id}", get(show).put(edit).delete(delete))
        .route("/announcements/{id}/publish", post(publish))
        .route("/announcements/{id}/withdraw", post(withdraw))
}

/// An announcement, as those who write it have it.
#[derive(Debug, Serialize, ToSchema)]
struct Announcement {
    /// Id of the announcement.
    #[schema(value_type = shapes::Id)]
    id: String,
    /// As it was typed: Markdown.
    text: String,
    /// The same as HTML, as people read it.
    content: String,
    /// When what it tells of begins.
    starts_at: Option<Stamp>,
    /// When that ends; from then on nobody is shown it.
    ends_at: Option<Stamp>,
    /// Both are days rather than moments.
    all_day: bool,
    /// Since when people see it; nothing while nobody does.
    published_at: Option<Stamp>,
    /// Last change.
    updated_at: Stamp,
}

impl From<core::Announcement> for Announcement {
    fn from(one: core::Announcement) -> Self {
        let row = one.row;
        Self {
            id: row.id.to_string(),
            text: row.text,
            content: one.html,
            starts_at: row.starts_at.map(Stamp),
            ends_at: row.ends_at.map(Stamp),
            all_day: row.all_day,
            published_at: row.published_at.map(Stamp),
            updated_at: Stamp(row.updated_at),
        }
    }
}

/// An announcement as it comes in. What is left out is empty, also when one is changed.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = AnnouncementForm)]
struct Form {
    /// Markdown.
    #[schema(value_type = String, required = true)]
    text: Words,
    /// When what it tells of begins.
    starts_at: Option<DateTime<Utc>>,
    /// When that ends; from then on nobody is shown it.
    ends_at: Option<DateTime<Utc>>,
    /// Both are days rather than moments.
    #[schema(value_type = bool)]
    all_day: Flag,
}

impl From<Form> for core::Form {
    fn from(form: Form) -> Self {
        let Form { text, starts_at, ends_at, all_day } = form;
        Self { text: text.0, starts_at, ends_at, all_day: all_day.on() }
    }
}

/// All announcements, newest first, also those that nobody else sees.
#[utoipa::path(get, path = "/announcements", tag = "Announcements",
    responses((status = 200, description = "Announcements", body = Vec<Announcement>), Refusals), security(("bearer" = ["admin:read"])))]
async fn list(extract::State(state): extract::State<State>, caller: Caller) -> Answer<Vec<Announcement>> {
    caller.may("admin:read")?;
    keep::permit(&state.core, By::Member(caller.id())).await?;
    Ok(Json(query::all(&state.core).await?.into_iter().map(Announcement::from).collect()))
}

/// Writes an announcement. Nobody is shown it until it is published.
#[utoipa::path(post, path = "/announcements", tag = "Announcements",
    request_body = Form,
    responses((status = 200, description = "The new announcement", body = Announcement), Refusals), security(("bearer" = ["admin:write"])))]
async fn create(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Params(form): Params<Form>,
) -> Answer<Announcement> {
    caller.may("admin:write")?;
    let one = keep::create(&state.core, By::Member(caller.id()), &form.into()).await?;
    Ok(Json(one.into()))
}

/// One announcement.
#[utoipa::path(get, path = "/announcements/{id}", tag = "Announcements",
    responses((status = 200, description = "The announcement", body = Announcement), Refusals), security(("bearer" = ["admin:read"])))]
async fn show(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Answer<Announcement> {
    caller.may("admin:read")?;
    keep::permit(&state.core, By::Member(caller.id())).await?;
    Ok(Json(query::by_id(&state.core, id, caller.id()).await?.into()))
}

/// Changes an announcement, as a whole. Whoever reads it meanwhile sees the change.
#[utoipa::path(put, path = "/announcements/{id}", tag = "Announcements",
    request_body = Form,
    responses((status = 200, description = "The announcement", body = Announcement), Refusals), security(("bearer" = ["admin:write"])))]
async fn edit(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
    Params(form): Params<Form>,
) -> Answer<Announcement> {
    caller.may("admin:write")?;
    let one = keep::edit(&state.core, By::Member(caller.id()), id, &form.into()).await?;
    Ok(Json(one.into()))
}

/// Deletes an announcement, with who read it and how people reacted.
#[utoipa::path(delete, path = "/announcements/{id}", tag = "Announcements",
    responses((status = 200, description = "It is done", body = Done), Refusals), security(("bearer" = ["admin:write"])))]
async fn delete(extract::State(state): extract::State<State>, caller: Caller, Id(id): Id) -> Answer<Done> {
    caller.may("admin:write")?;
    keep::delete(&state.core, By::Member(caller.id()), id).await?;
    Ok(Json(Done {}))
}

/// Shows an announcement to everybody who lives here.
#[utoipa::path(post, path = "/announcements/{id}/publish", tag = "Announcements",
    responses((status = 200, description = "The announcement", body = Announcement), Refusals), security(("bearer" = ["admin:write"])))]
async fn publish(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Answer<Announcement> {
    caller.may("admin:write")?;
    let one = keep::publish(&state.core, By::Member(caller.id()), id).await?;
    Ok(Json(one.into()))
}

/// Shows an announcement to nobody any more. It can be published again.
#[utoipa::path(post, path = "/announcements/{id}/withdraw", tag = "Announcements",
    responses((status = 200, description = "The announcement", body = Announcement), Refusals), security(("bearer" = ["admin:write"])))]
async fn withdraw(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Answer<Announcement> {
    caller.may("admin:write")?;
    let one = keep::withdraw(&state.core, By::Member(caller.id()), id).await?;
    Ok(Json(one.into()))
}
