//! Shows communities, and how the caller stands to them.

use super::entity::{Community, Mine};
use super::path::Named;
use crate::State;
use crate::auth::Reader;
use crate::ids::Word;
use crate::openapi::shapes::{Paging, Refusals};
use crate::page::{Newer, Wanted, ends};
use crate::params::{Flag, Params};
use crate::render::{self, Rendered};
use axum::extract;
use hearth_core::communities::{abroad, lists, queries};
use hearth_core::follows;
use hearth_core::ids::AccountId;
use serde::Deserialize;

/// Which communities.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(super) struct Form {
    /// Those you are in, instead of those that wish to be found.
    #[param(value_type = Option<bool>)]
    joined: Flag,
}

/// The communities of this server that wish to be found, newest first, or those you are in.
#[utoipa::path(get, path = "/communities", tag = "Communities", params(Form, Paging),
    responses((status = 200, description = "A page of them; 20 unless asked, 40 at most", body = [Community<'_>]), Refusals),
    security((), ("bearer" = ["read:follows"])))]
pub(super) async fn list(
    extract::State(state): extract::State<State>,
    reader: Reader,
    wanted: Wanted,
    Params(form): Params<Form>,
) -> Rendered {
    reader.may("read:follows")?;
    let (viewer, page) = (reader.viewer(), wanted.page(20, 40));
    let found = match form.joined.on() {
        true => lists::joined(&state.core, viewer, page).await?,
        false => lists::directory(&state.core, viewer, page).await?,
    };
    let items: Vec<Community<'_>> = found.iter().map(|one| Community::here(&state, one, None)).collect();
    Ok(wanted.answer(&items, ends(&found, |one| one.account.id.0), Newer::MinId))
}

/// A community and your standing in it; one of another server by `name@host`.
#[utoipa::path(get, path = "/communities/{name}", tag = "Communities",
    responses((status = 200, description = "The community", body = Community<'_>), Refusals),
    security((), ("bearer" = ["read:follows"])))]
pub(super) async fn show(
    extract::State(state): extract::State<State>,
    reader: Reader,
    Word(name): Word,
) -> Rendered {
    reader.may("read:follows")?;
    let named = Named::of(&state, reader.viewer(), &name).await?;
    shown(&state, reader.viewer(), &named).await
}

/// A community with the reader's standing.
pub(super) async fn shown(state: &State, viewer: AccountId, named: &Named) -> Rendered {
    match named {
        Named::Here(found) => {
            let member = queries::member(&state.core, found.account.id, viewer).await?;
            Ok(render::one(&Community::here(state, found, member.as_ref())))
        }
        Named::Elsewhere(account) => {
            let follow = follows::queries::between(&state.core, viewer, account.id).await?;
            let ban = abroad::ban_of(&state.core, account.id, viewer).await?;
            let stewards = abroad::stewards(&state.core, account.id).await?;
            let standing = Mine::elsewhere(follow.map(|follow| follow.accepted), ban.as_ref());
            let known = Community::elsewhere(state, account).with(standing).looked_after_by(state, &stewards);
            Ok(render::one(&known))
        }
    }
}

/// The same, by its name.
pub(super) async fn again(state: &State, viewer: AccountId, name: &str) -> Rendered {
    shown(state, viewer, &Named::of(state, viewer, name).await?).await
}
