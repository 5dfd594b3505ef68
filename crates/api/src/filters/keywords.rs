//! The words of filters.

use super::form::KeywordForm;
use crate::State;
use crate::auth::Caller;
use crate::entities::FilterKeyword;
use crate::error::Answer;
use crate::ids::Id;
use crate::params::Params;
use crate::render::{self, Rendered};
use axum::{Json, extract};
use hearth_core::filters;
use serde_json::{Value, json};

/// `GET /api/v2/filters/{id}/keywords`
pub(super) async fn list(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Rendered {
    caller.may("read:filters")?;
    let found = filters::show(&state.core, caller.id(), id).await?;
    Ok(render::list(&found.keywords.iter().map(FilterKeyword::from).collect::<Vec<_>>()))
}

/// `POST /api/v2/filters/{id}/keywords`
pub(super) async fn add(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
    Params(form): Params<KeywordForm>,
) -> Rendered {
    caller.may("write:filters")?;
    let words = form.keyword.unwrap_or_default().0;
    let added = filters::add_keyword(&state.core, caller.id(), id, &words, form.whole_word.0).await?;
    Ok(render::one(&FilterKeyword::from(&added)))
}

/// `GET /api/v2/filters/keywords/{id}`
pub(super) async fn show(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Rendered {
    caller.may("read:filters")?;
    let found = filters::show_keyword(&state.core, caller.id(), id).await?;
    Ok(render::one(&FilterKeyword::from(&found)))
}

/// `PUT /api/v2/filters/keywords/{id}`: what is not given stays.
pub(super) async fn update(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
    Params(form): Params<KeywordForm>,
) -> Rendered {
    caller.may("write:filters")?;
    let words = form.keyword.as_ref().map(|words| words.0.as_str());
    let changed = filters::change_keyword(&state.core, caller.id(), id, words, form.whole_word.0).await?;
    Ok(render::one(&FilterKeyword::from(&changed)))
}

/// `DELETE /api/v2/filters/keywords/{id}`
pub(super) async fn remove(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Answer<Value> {
    caller.may("write:filters")?;
    filters::remove_keyword(&state.core, caller.id(), id).await?;
    Ok(Json(json!({})))
}
