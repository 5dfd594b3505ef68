//! Earlier versions of a story.

use crate::State;
use crate::auth::Reader;
use crate::entities::Account;
use crate::entities::account::CustomEmoji;
use crate::entities::time::stamp;
use crate::error::Answer;
use crate::ids::Id;
use axum::{Json, extract};
use hearth_core::ids::StoryId;
use hearth_core::stories::history::{Version, history};
use hearth_core::stories::show::show as show_story;
use serde::Serialize;

/// A version of a story.
#[derive(Debug, Serialize)]
pub(crate) struct Edit {
    content: String,
    spoiler_text: String,
    sensitive: bool,
    created_at: String,
    account: Account,
    media_attachments: Vec<()>,
    emojis: Vec<CustomEmoji>,
}

/// `GET /api/v1/statuses/{id}/history`
pub(crate) async fn show(
    extract::State(state): extract::State<State>,
    reader: Reader,
    Id(id): Id,
) -> Answer<Vec<Edit>> {
    let entry = show_story(&state.core, reader.viewer(), StoryId(id)).await?;
    let author = Account::of(&state.core, &entry.view.author);
    let edit = |version: &Version| Edit {
        content: version.html(),
        spoiler_text: version.summary.clone(),
        sensitive: version.sensitive,
        created_at: stamp(version.at),
        account: author.clone(),
        media_attachments: Vec::new(),
        emojis: version.emojis.iter().map(CustomEmoji::from).collect(),
    };
    let versions = history(&state.core, reader.viewer(), StoryId(id)).await?;
    Ok(Json(versions.iter().map(edit).collect()))
}
