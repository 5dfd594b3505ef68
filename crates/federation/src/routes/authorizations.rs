//! Authorizations that show the yes to an answer, a like or a boost (GoToSocial): third parties fetch them.

use super::asker::Asker;
use super::refusal::Refusal;
use super::reply;
use crate::Federation;
use crate::objects::context::Context;
use crate::objects::interaction;
use axum::extract::{Path, State};
use axum::response::Response;
use hearth_core::interactions::model;
use hearth_core::stories::{Outward, show};

/// `GET /authorizations/{slug}`.
pub(super) async fn show(
    State(federation): State<Federation>,
    Path(slug): Path<String>,
    asker: Asker,
) -> Result<Response, Refusal> {
    let core = &federation.core;
    let wanted = model::authorized(core, &slug).await?;
    let entry = show::show(core, asker.viewer(), wanted.story).await?;
    let story = Outward::of(entry.view).ok_or(Refusal::NotFound)?;
    let document = interaction::authorization(&core.here, &story, &wanted);
    Ok(reply::document(&asker, document.into_bytes(Context::Interaction)))
}
