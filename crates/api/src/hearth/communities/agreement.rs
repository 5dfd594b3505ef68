//! What members of a community agree on.

use crate::State;
use crate::auth::{Caller, Reader};
use crate::entities::time::Stamp;
use crate::error::{Answer, ApiError};
use crate::ids::Word;
use crate::params::{Int, Params, Words};
use axum::{Json, extract};
use hearth_core::communities::agreement::{self as verb, Agreement};
use hearth_core::communities::queries;
use serde::Deserialize;
use serde_json::{Value, json};

/// A text, or the version that is accepted.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Form {
    text: Words,
    version: Int,
}

/// `GET /api/hearth/v1/communities/{name}/agreement`: every version, the one that holds first.
pub(super) async fn versions(
    extract::State(state): extract::State<State>,
    reader: Reader,
    Word(name): Word,
) -> Answer<Value> {
    reader.may("read:follows")?;
    let community = queries::named(&state.core, reader.viewer(), &name).await?;
    let versions = verb::versions(&state.core, community.account.id).await?;
    Ok(Json(versions.iter().map(shown).collect()))
}

/// `PUT /api/hearth/v1/communities/{name}/agreement`: the next version.
pub(super) async fn write(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Word(name): Word,
    Params(form): Params<Form>,
) -> Answer<Value> {
    caller.may("write:follows")?;
    let community = queries::named(&state.core, caller.id(), &name).await?;
    let agreement = verb::write(&state.core, &caller.account, &community, &form.text.0).await?;
    Ok(Json(shown(&agreement)))
}

/// `POST /api/hearth/v1/communities/{name}/agreement/accept`
pub(super) async fn accept(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Word(name): Word,
    Params(form): Params<Form>,
) -> Answer<Value> {
    caller.may("write:follows")?;
    let community = queries::named(&state.core, caller.id(), &name).await?;
    let version = form.version.0.and_then(|version| i32::try_from(version).ok());
    let version =
        version.ok_or_else(|| ApiError::invalid("Validation failed: say which version you accept"))?;
    verb::accept(&state.core, &caller.account, &community, version).await?;
    Ok(Json(json!({ "version": version })))
}

fn shown(agreement: &Agreement) -> Value {
    json!({
        "version": agreement.version,
        "text": agreement.text,
        "written_at": Stamp(agreement.written_at),
    })
}
