//! What members of a community agree on.

use crate::State;
use crate::auth::{Caller, Reader};
use crate::entities::time::Stamp;
use crate::error::{Answer, ApiError};
use crate::ids::Word;
use crate::openapi::shapes::Refusals;
use crate::params::{Int, Params, Words};
use axum::{Json, extract};
use hearth_core::communities::agreement::{self as verb, Agreement};
use hearth_core::communities::queries;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What is written.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = AgreementForm)]
pub(super) struct Form {
    /// The whole text, 10,000 characters at most.
    #[schema(value_type = String, required = true, max_length = 10_000)]
    text: Words,
}

/// What is accepted.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = AcceptForm)]
pub(super) struct Yes {
    /// The version you have read.
    #[schema(value_type = i32, required = true)]
    version: Int,
}

/// What members of a community agree on, in one of its versions.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Agreement)]
pub(super) struct Written {
    /// Counted from 1.
    version: i32,
    /// As it was written.
    text: String,
    /// When.
    written_at: Stamp,
}

/// The version that somebody accepted.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Accepted {
    /// Counted from 1.
    version: i32,
}

/// Every version of the agreement, the one that holds first.
#[utoipa::path(get, path = "/communities/{name}/agreement", tag = "Communities",
    responses((status = 200, description = "All of them", body = [Written]), Refusals),
    security((), ("bearer" = ["read:follows"])))]
pub(super) async fn versions(
    extract::State(state): extract::State<State>,
    reader: Reader,
    Word(name): Word,
) -> Answer<Vec<Written>> {
    reader.may("read:follows")?;
    let community = queries::named(&state.core, reader.viewer(), &name).await?;
    let versions = verb::versions(&state.core, community.account.id).await?;
    Ok(Json(versions.into_iter().map(Written::from).collect()))
}

/// Writes the next version of the agreement. Everybody is asked to accept it before they tell again. For stewards.
#[utoipa::path(put, path = "/communities/{name}/agreement", tag = "Stewards",
    request_body = Form,
    responses((status = 200, description = "The version that holds now", body = Written), Refusals),
    security(("bearer" = ["write:follows"])))]
pub(super) async fn write(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Word(name): Word,
    Params(form): Params<Form>,
) -> Answer<Written> {
    caller.may("write:follows")?;
    let community = queries::named(&state.core, caller.id(), &name).await?;
    let agreement = verb::write(&state.core, &caller.account, &community, &form.text.0).await?;
    Ok(Json(agreement.into()))
}

/// Accepts the agreement, in the version you have read. Without it nothing can be told there.
#[utoipa::path(post, path = "/communities/{name}/agreement/accept", tag = "Communities",
    request_body = Yes,
    responses((status = 200, description = "The version you accepted", body = Accepted), Refusals),
    security(("bearer" = ["write:follows"])))]
pub(super) async fn accept(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Word(name): Word,
    Params(form): Params<Yes>,
) -> Answer<Accepted> {
    caller.may("write:follows")?;
    let community = queries::named(&state.core, caller.id(), &name).await?;
    let version = form.version.0.and_then(|version| i32::try_from(version).ok());
    let version =
        version.ok_or_else(|| ApiError::invalid("Validation failed: say which version you accept"))?;
    verb::accept(&state.core, &caller.account, &community, version).await?;
    Ok(Json(Accepted { version }))
}

impl From<Agreement> for Written {
    fn from(agreement: Agreement) -> Self {
        let Agreement { version, text, written_at } = agreement;
        Self { version, text, written_at: Stamp(written_at) }
    }
}
