//! Earlier versions of a story.

use crate::State;
use crate::auth::Reader;
use crate::entities::{Account, StatusEdit};
use crate::ids::Id;
use crate::render::{self, Rendered};
use axum::extract;
use hearth_core::ids::StoryId;
use hearth_core::stories::history::history;
use hearth_core::stories::show::show as show_story;

/// `GET /api/v1/statuses/{id}/history`
pub(crate) async fn show(
    extract::State(state): extract::State<State>,
    reader: Reader,
    Id(id): Id,
) -> Rendered {
    reader.may("read:statuses")?;
    let entry = show_story(&state.core, reader.viewer(), StoryId(id)).await?;
    let author = Account::of(&state.core.here, &entry.view.author);
    let versions = history(&state.core, reader.viewer(), StoryId(id)).await?;
    let items: Vec<StatusEdit<'_>> =
        versions.iter().map(|version| StatusEdit::of(&state.core.here, version, &author)).collect();
    Ok(render::list(&items))
}
