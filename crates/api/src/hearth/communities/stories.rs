//! Stories of a community: read and told.

use super::path::{Below, Named};
use crate::State;
use crate::auth::{Caller, Reader};
use crate::entities::Status;
use crate::hearth::stories::OfKind;
use crate::ids::Word;
use crate::page::Wanted;
use crate::params::Params;
use crate::render::{self, Rendered};
use crate::statuses::meet;
use crate::timelines;
use axum::extract;
use hearth_core::communities::timeline;
use hearth_core::ids::StoryId;
use hearth_core::stories::publish::publish;
use hearth_core::stories::{Draft, show};

/// `GET /api/hearth/v1/communities/{name}/stories`: newest first; of other servers by `name@host`; of one `kind` if that
/// is given.
pub(super) async fn list(
    extract::State(state): extract::State<State>,
    reader: Reader,
    Word(name): Word,
    wanted: Wanted,
    Params(form): Params<OfKind>,
) -> Rendered {
    reader.may("read:statuses")?;
    let (viewer, page) = (reader.viewer(), wanted.page(20, 40));
    let community = Named::of(&state, viewer, &name).await?.account().id;
    let entries = timeline::told_as(&state.core, viewer, community, form.kind, page).await?;
    Ok(timelines::answer(&state, viewer, &wanted, &entries))
}

/// `GET /api/hearth/v1/communities/{name}/prompts`
pub(super) async fn prompts(
    extract::State(state): extract::State<State>,
    reader: Reader,
    Word(name): Word,
    wanted: Wanted,
) -> Rendered {
    reader.may("read:statuses")?;
    let (viewer, page) = (reader.viewer(), wanted.page(20, 40));
    let community = Named::of(&state, viewer, &name).await?.account().id;
    let entries = timeline::prompts(&state.core, viewer, community, page).await?;
    Ok(timelines::answer(&state, viewer, &wanted, &entries))
}

/// `GET /api/hearth/v1/communities/{name}/prompts/{id}/answers`: of members and of people elsewhere alike.
pub(super) async fn answers(
    extract::State(state): extract::State<State>,
    reader: Reader,
    below: Below,
    wanted: Wanted,
) -> Rendered {
    reader.may("read:statuses")?;
    let (viewer, page) = (reader.viewer(), wanted.page(20, 40));
    let community = Named::of(&state, viewer, &below.name).await?.account().id;
    let prompt = StoryId(below.id);
    let entries = timeline::answers(&state.core, viewer, community, prompt, page).await?;
    Ok(timelines::answer(&state, viewer, &wanted, &entries))
}

/// `GET /api/hearth/v1/communities/{name}/pinned`
pub(super) async fn pinned(
    extract::State(state): extract::State<State>,
    reader: Reader,
    Word(name): Word,
) -> Rendered {
    reader.may("read:statuses")?;
    let viewer = reader.viewer();
    let community = Named::of(&state, viewer, &name).await?.account().id;
    let entries = timeline::pinned(&state.core, viewer, community).await?;
    let items: Vec<_> = entries.iter().map(|entry| Status::of(&state.core.here, entry, viewer)).collect();
    Ok(render::list(&items))
}

/// `POST /api/hearth/v1/communities/{name}/stories`: told at once, to whom the community is open. Parameters as those of
/// a draft.
pub(super) async fn tell(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Word(name): Word,
    Params(draft): Params<Draft>,
) -> Rendered {
    caller.may("write:statuses")?;
    let community = Named::of(&state, caller.id(), &name).await?.account().id;
    let draft = Draft { community: Some(community), ..draft };
    meet(&state, &draft).await;
    let story = publish(&state.core, &caller.account, draft).await?;
    let entry = show::show(&state.core, caller.id(), story).await?;
    Ok(render::one(&Status::of(&state.core.here, &entry, caller.id())))
}
