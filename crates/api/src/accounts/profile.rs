//! One's own profile as it is edited, and its pictures taken away.

use super::credentials::{Form, change, own};
use crate::State;
use crate::auth::Caller;
use crate::entities::Profile;
use crate::params::WithFiles;
use crate::render::{self, Rendered};
use axum::extract;
use hearth_core::accounts::update::{ProfileChange, update};

/// `GET /api/v1/profile`
pub(crate) async fn show(caller: Caller) -> Rendered {
    caller.may("profile")?;
    Ok(render::one(&Profile::of(&caller.account)))
}

/// `PATCH /api/v1/profile`
pub(crate) async fn edit(
    extract::State(state): extract::State<State>,
    caller: Caller,
    WithFiles(form, files): WithFiles<Form>,
) -> Rendered {
    caller.may("write:accounts")?;
    let account = change(&state, &caller.account, form, files).await?;
    Ok(render::one(&Profile::of(&account)))
}

/// `DELETE /api/v1/profile/avatar`
pub(crate) async fn drop_avatar(extract::State(state): extract::State<State>, caller: Caller) -> Rendered {
    let without = ProfileChange { avatar: Some(String::new()), ..ProfileChange::default() };
    drop(state, caller, without).await
}

/// `DELETE /api/v1/profile/header`
pub(crate) async fn drop_header(extract::State(state): extract::State<State>, caller: Caller) -> Rendered {
    let without = ProfileChange { header: Some(String::new()), ..ProfileChange::default() };
    drop(state, caller, without).await
}

async fn drop(state: State, caller: Caller, without: ProfileChange) -> Rendered {
    caller.may("write:accounts")?;
    let account = update(&state.core, &caller.account, without).await?;
    own(&state, &account).await
}
