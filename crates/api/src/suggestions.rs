//! The directory, and whom the caller may not know yet.

use crate::State;
use crate::accounts::rendered;
use crate::auth::{Caller, Reader};
use crate::entities::Account;
use crate::error::Answer;
use crate::ids::Id;
use crate::page::slice;
use crate::params::{Flag, Int, Params, Words};
use crate::render::{self, Rendered};
use axum::routing::{delete, get};
use axum::{Json, Router, extract};
use hearth_core::ids::AccountId;
use hearth_core::suggestions::{self as verbs, Order};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// What stands under `/api`.
pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/v1/directory", get(directory))
        .route("/v1/suggestions", get(accounts))
        .route("/v1/suggestions/{id}", delete(dismiss))
        .route("/v2/suggestions", get(list))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Form {
    limit: Int,
    offset: Int,
    order: Words,
    local: Flag,
}

/// `GET /api/v1/directory?order=active|new&local=`
async fn directory(
    extract::State(state): extract::State<State>,
    reader: Reader,
    Params(form): Params<Form>,
) -> Rendered {
    reader.may("read:accounts")?;
    let order = if form.order.0 == "new" { Order::New } else { Order::Active };
    let part = slice(form.limit, form.offset, 40, 80)?;
    let found = verbs::directory(&state.core, reader.viewer(), order, form.local.on(), part).await?;
    Ok(rendered(&state, &found))
}

/// Somebody who asked to be found, and why they are shown.
#[derive(Debug, Serialize)]
struct Suggestion<'a> {
    source: &'static str,
    sources: [&'static str; 1],
    account: Account<'a>,
}

/// `GET /api/v2/suggestions`
async fn list(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Params(form): Params<Form>,
) -> Rendered {
    caller.may("read:accounts")?;
    let (limit, _) = slice(form.limit, form.offset, 40, 80)?;
    let found = verbs::suggest(&state.core, caller.id(), limit).await?;
    let one = |account| {
        let account = Account::of(&state.core.here, account);
        Suggestion { source: "staff", sources: ["featured"], account }
    };
    Ok(render::list(&found.iter().map(one).collect::<Vec<_>>()))
}

/// `GET /api/v1/suggestions`: the accounts alone, as older apps ask for them.
async fn accounts(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Params(form): Params<Form>,
) -> Rendered {
    caller.may("read:accounts")?;
    let (limit, _) = slice(form.limit, form.offset, 40, 80)?;
    Ok(rendered(&state, &verbs::suggest(&state.core, caller.id(), limit).await?))
}

/// `DELETE /api/v1/suggestions/{id}`
async fn dismiss(extract::State(state): extract::State<State>, caller: Caller, Id(id): Id) -> Answer<Value> {
    caller.may("write:accounts")?;
    let other = hearth_core::accounts::queries::by_id(&state.core, AccountId(id)).await?;
    verbs::dismiss(&state.core, caller.id(), other.id).await?;
    Ok(Json(json!({})))
}
