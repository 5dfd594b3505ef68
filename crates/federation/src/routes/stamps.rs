//! Stamps that show consent to a quote (FEP-044f): third parties fetch them.

use super::asker::Asker;
use super::refusal::Refusal;
use super::reply;
use crate::Federation;
use crate::objects::context::Context;
use crate::objects::quote;
use axum::extract::{Path, State};
use axum::response::Response;
use hearth_core::stories::{Outward, quotes, show};

/// `GET /stamps/{slug}`.
pub(super) async fn show(
    State(federation): State<Federation>,
    Path(slug): Path<String>,
    asker: Asker,
) -> Result<Response, Refusal> {
    let core = &federation.core;
    let stamp = quotes::stamp(core, &slug).await?;
    let entry = show::show(core, asker.viewer(), stamp.story).await?;
    let story = Outward::of(entry.view).ok_or(Refusal::NotFound)?;
    let view = story.view();
    let document = quote::stamp(&core.here, &view.author, &stamp, &view.story.uri);
    Ok(reply::document(&asker, document.into_bytes(Context::Quote)))
}
