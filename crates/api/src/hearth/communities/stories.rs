//! Stories of a community: read and told.

use super::path::{Below, id_of};
use crate::State;
use crate::auth::{Caller, Reader};
use crate::entities::Status;
use crate::error::ApiError;
use crate::hearth::stories::OfKind;
use crate::hearth::tell::{Form, let_go};
use crate::ids::Word;
use crate::openapi::shapes::{self, Paging, Refusals};
use crate::openapi::story;
use crate::page::Wanted;
use crate::params::Params;
use crate::render::{self, Rendered};
use crate::timelines;
use axum::extract;
use axum::response::Response;
use hearth_core::communities::timeline;
use hearth_core::ids::StoryId;
use http::HeaderMap;

/// Stories of a community that you may read, newest first; of one of another server by `name@host`; of one kind if that is
/// given.
#[utoipa::path(get, path = "/communities/{name}/stories", tag = "Communities",
    params(OfKind, Paging),
    responses((status = 200, description = "A page of them; 20 unless asked, 40 at most", body = [shapes::Status]), Refusals),
    security((), ("bearer" = ["read:statuses"])))]
pub(super) async fn list(
    extract::State(state): extract::State<State>,
    reader: Reader,
    Word(name): Word,
    wanted: Wanted,
    Params(form): Params<OfKind>,
) -> Rendered {
    reader.may("read:statuses")?;
    let (viewer, page) = (reader.viewer(), wanted.page(20, 40));
    let community = id_of(&state, viewer, &name).await?;
    let entries = timeline::told_as(&state.core, viewer, community, form.kind, page).await?;
    Ok(timelines::answer(&state, viewer, &wanted, &entries))
}

/// Prompts of a community, newest first: what answers them are stories.
#[utoipa::path(get, path = "/communities/{name}/prompts", tag = "Communities",
    params(Paging),
    responses((status = 200, description = "A page of them; 20 unless asked, 40 at most", body = [shapes::Status]), Refusals),
    security((), ("bearer" = ["read:statuses"])))]
pub(super) async fn prompts(
    extract::State(state): extract::State<State>,
    reader: Reader,
    Word(name): Word,
    wanted: Wanted,
) -> Rendered {
    reader.may("read:statuses")?;
    let (viewer, page) = (reader.viewer(), wanted.page(20, 40));
    let community = id_of(&state, viewer, &name).await?;
    let entries = timeline::prompts(&state.core, viewer, community, page).await?;
    Ok(timelines::answer(&state, viewer, &wanted, &entries))
}

/// What answers a prompt, newest first: stories of members and of people elsewhere alike.
#[utoipa::path(get, path = "/communities/{name}/prompts/{id}/answers", tag = "Communities",
    params(Paging),
    responses((status = 200, description = "A page of them; 20 unless asked, 40 at most", body = [shapes::Status]), Refusals),
    security((), ("bearer" = ["read:statuses"])))]
pub(super) async fn answers(
    extract::State(state): extract::State<State>,
    reader: Reader,
    below: Below,
    wanted: Wanted,
) -> Rendered {
    reader.may("read:statuses")?;
    let (viewer, page) = (reader.viewer(), wanted.page(20, 40));
    let community = id_of(&state, viewer, &below.name).await?;
    let prompt = StoryId(below.id);
    let entries = timeline::answers(&state.core, viewer, community, prompt, page).await?;
    Ok(timelines::answer(&state, viewer, &wanted, &entries))
}

/// What stands first in a community.
#[utoipa::path(get, path = "/communities/{name}/pinned", tag = "Communities",
    responses((status = 200, description = "All of it", body = [shapes::Status]), Refusals),
    security((), ("bearer" = ["read:statuses"])))]
pub(super) async fn pinned(
    extract::State(state): extract::State<State>,
    reader: Reader,
    Word(name): Word,
) -> Rendered {
    reader.may("read:statuses")?;
    let viewer = reader.viewer();
    let community = id_of(&state, viewer, &name).await?;
    let entries = timeline::pinned(&state.core, viewer, community).await?;
    let items: Vec<_> = entries.iter().map(|entry| Status::of(&state.core.here, entry, viewer)).collect();
    Ok(render::list(&items))
}

/// Tells a story in a community, to those for whom the community is open: at the end of its undo window, or at once where
/// that is 0.
#[utoipa::path(post, path = "/communities/{name}/stories", tag = "Communities",
    request_body = Form,
    responses(
        (status = 200, description = "The story, told", body = story::Story),
        (status = 202, description = "It waits, and can be taken back", body = story::Waits),
        Refusals
    ),
    security(("bearer" = ["write:statuses"])))]
pub(super) async fn tell(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Word(name): Word,
    headers: HeaderMap,
    Params(mut form): Params<Form>,
) -> Result<Response, ApiError> {
    form.draft.community = Some(id_of(&state, caller.id(), &name).await?);
    let_go(&state, &caller, &headers, form).await
}
