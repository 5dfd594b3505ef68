//! Makes, changes and gives up lists.

use super::Shown;
use crate::State;
use crate::auth::Caller;
use crate::error::{Answer, ApiError};
use crate::ids::Id;
use crate::params::{Flag, Params, Words};
use axum::{Json, extract};
use hearth_core::lists::{self, Replies};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Form {
    title: Option<Words>,
    replies_policy: Words,
    exclusive: Flag,
}

impl Form {
    fn replies(&self) -> Result<Option<Replies>, ApiError> {
        match self.replies_policy.0.as_str() {
            "" => Ok(None),
            "followed" => Ok(Some(Replies::Followed)),
            "list" => Ok(Some(Replies::List)),
            "none" => Ok(Some(Replies::None)),
            other => Err(ApiError::invalid(format!("'{other}' is not a valid replies_policy"))),
        }
    }
}

/// `POST /api/v1/lists`
pub(super) async fn create(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Params(form): Params<Form>,
) -> Answer<Shown> {
    caller.may("write:lists")?;
    let replies = form.replies()?.unwrap_or_default();
    let title = form.title.unwrap_or_default().0;
    let list = lists::create(&state.core, caller.id(), &title, replies, form.exclusive.on()).await?;
    Ok(Json(list.into()))
}

/// `PUT /api/v1/lists/{id}`: what is not given stays.
pub(super) async fn update(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
    Params(form): Params<Form>,
) -> Answer<Shown> {
    caller.may("write:lists")?;
    let ways = (form.replies()?, form.exclusive.0);
    let title = form.title.as_ref().map(|title| title.0.as_str());
    Ok(Json(lists::update(&state.core, caller.id(), id, title, ways).await?.into()))
}

/// `DELETE /api/v1/lists/{id}`
pub(super) async fn delete(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Answer<Value> {
    caller.may("write:lists")?;
    lists::delete(&state.core, caller.id(), id).await?;
    Ok(Json(json!({})))
}
