//! Hashtags on profiles.

use super::one;
use crate::State;
use crate::auth::{Caller, Reader};
use crate::entities::{FeaturedTag, Tag};
use crate::error::Answer;
use crate::ids::{Id, Word};
use crate::params::{Params, Words};
use crate::render::{self, Rendered};
use axum::{Json, extract};
use hearth_core::accounts::{Account, queries};
use hearth_core::ids::AccountId;
use hearth_core::tags::{Featured, feature as verbs};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Form {
    name: Words,
}

/// `GET /api/v1/featured_tags`
pub(super) async fn list(extract::State(state): extract::State<State>, caller: Caller) -> Rendered {
    caller.may("read:accounts")?;
    let tags = verbs::featured(&state.core, caller.id()).await?;
    Ok(rendered(&state, &caller.account, &tags))
}

/// `POST /api/v1/featured_tags`
pub(super) async fn create(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Params(form): Params<Form>,
) -> Rendered {
    caller.may("write:accounts")?;
    let tag = verbs::feature(&state.core, caller.id(), &form.name.0).await?;
    Ok(render::one(&FeaturedTag::of(&state.core.here, &caller.account, &tag)))
}

/// `DELETE /api/v1/featured_tags/{id}`
pub(super) async fn delete(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Answer<Value> {
    caller.may("write:accounts")?;
    verbs::unfeature(&state.core, caller.id(), id).await?;
    Ok(Json(json!({})))
}

/// `GET /api/v1/featured_tags/suggestions`
pub(super) async fn suggestions(extract::State(state): extract::State<State>, caller: Caller) -> Rendered {
    caller.may("read:accounts")?;
    let tags = verbs::suggested(&state.core, caller.id()).await?;
    let items: Vec<Tag<'_>> = tags.iter().map(|tag| Tag::of(&state.core.here, tag, true)).collect();
    Ok(render::list(&items))
}

/// `GET /api/v1/accounts/{id}/featured_tags`
pub(super) async fn of_account(
    extract::State(state): extract::State<State>,
    reader: Reader,
    Id(id): Id,
) -> Rendered {
    reader.may("read:accounts")?;
    let account = queries::by_id(&state.core, AccountId(id)).await?;
    let tags = if account.is_active() { verbs::featured(&state.core, account.id).await? } else { Vec::new() };
    Ok(rendered(&state, &account, &tags))
}

/// `POST /api/v1/tags/{tag}/feature`
pub(super) async fn feature(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Word(tag): Word,
) -> Rendered {
    caller.may("write:accounts")?;
    verbs::feature(&state.core, caller.id(), &tag).await?;
    one(&state, caller.id(), &tag).await
}

/// `POST /api/v1/tags/{tag}/unfeature`
pub(super) async fn unfeature(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Word(tag): Word,
) -> Rendered {
    caller.may("write:accounts")?;
    verbs::unfeature_named(&state.core, caller.id(), &tag).await?;
    one(&state, caller.id(), &tag).await
}

fn rendered(state: &State, account: &Account, tags: &[Featured]) -> axum::response::Response {
    let items: Vec<FeaturedTag<'_>> =
        tags.iter().map(|tag| FeaturedTag::of(&state.core.here, account, tag)).collect();
    render::list(&items)
}
