//! Those who run the server read who asks for an account, and decide, through an app.

use crate::State;
use crate::auth::Caller;
use crate::entities::Account;
use crate::error::{Answer, ApiError};
use crate::ids::Id;
use crate::page::{Newer, Wanted, ends};
use crate::params::{Flag, Params, Words};
use crate::render::{self, Rendered};
use axum::{Json, extract};
use hearth_core::accounts;
use hearth_core::ids::AccountId;
use hearth_core::signup::{Application, approve as let_in, find, reject as turn_away, waiting};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Which {
    pending: Flag,
    status: Words,
}

/// `GET /api/v1/admin/accounts?pending=true` and `GET /api/v2/admin/accounts?status=pending`
pub(crate) async fn list(
    extract::State(state): extract::State<State>,
    caller: Caller,
    wanted: Wanted,
    Params(which): Params<Which>,
) -> Rendered {
    caller.may("admin:read:accounts")?;
    let all = waiting(&state.core, Some(caller.id()), wanted.page(100, 200)).await?;
    if !which.pending.on() && which.status.0 != "pending" {
        return Err(ApiError::invalid("Only those who wait are listed: ask for `pending`"));
    }
    let shown: Vec<Value> = all.iter().map(|asked| pending(&state, asked)).collect();
    Ok(wanted.linked(render::list(&shown), ends(&all, |asked| asked.id.0), Newer::SinceId))
}

/// `GET /api/v1/admin/accounts/{id}`
pub(crate) async fn show(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Answer<Value> {
    caller.may("admin:read:accounts")?;
    let asked = find(&state.core, Some(caller.id()), AccountId(id)).await?;
    Ok(Json(pending(&state, &asked)))
}

/// `POST /api/v1/admin/accounts/{id}/approve`
pub(crate) async fn approve(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Answer<Value> {
    caller.may("admin:write:accounts")?;
    let asked = find(&state.core, Some(caller.id()), AccountId(id)).await?;
    let account = let_in(&state.core, Some(caller.id()), asked.id).await?;
    Ok(Json(described(&state, &asked, &account, true)))
}

/// `POST /api/v1/admin/accounts/{id}/reject`
pub(crate) async fn reject(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Answer<Value> {
    caller.may("admin:write:accounts")?;
    let asked = turn_away(&state.core, Some(caller.id()), AccountId(id)).await?;
    Ok(Json(pending(&state, &asked)))
}

fn pending(state: &State, asked: &Application) -> Value {
    described(state, asked, &asked.outline(&state.core), false)
}

/// `Admin::Account`. Addresses of machines are not kept, so none is told.
fn described(state: &State, asked: &Application, account: &accounts::Account, approved: bool) -> Value {
    json!({
        "id": asked.id,
        "username": asked.name,
        "domain": null,
        "created_at": asked.created_at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true),
        "email": asked.email,
        "ip": null,
        "ips": [],
        "locale": asked.language,
        "invite_request": asked.reason,
        "role": {"id": "-99", "name": "", "permissions": "0", "color": "", "highlighted": false},
        "confirmed": true,
        "approved": approved,
        "disabled": false,
        "sensitized": false,
        "silenced": false,
        "suspended": false,
        "account": Account::of(&state.core.here, account),
    })
}
