//! One act with one story, by the button that was pressed.

use super::refused;
use crate::State;
use crate::error::PageError;
use crate::member::Sent;
use axum::extract::{self, Path};
use axum::response::{IntoResponse as _, Redirect, Response};
use hearth_core::accounts::Account;
use hearth_core::ids::StoryId;
use hearth_core::kindness::{Kindness, give};
use hearth_core::replies::decide;
use hearth_core::restrictions::mute_thread;
use hearth_core::stories::{Audience, bookmark, boost, delete, favourite};
use hearth_core::{Core, Result};

/// `POST /stories/{id}/act`
pub(crate) async fn act(
    extract::State(state): extract::State<State>,
    Path(id): Path<i64>,
    Sent { member, fields }: Sent,
) -> Result<Response, PageError> {
    let what = fields.get("do");
    let words = fields.some("words");
    done(&state.core, &member.account, StoryId(id), what, words).await.map_err(refused)?;
    // What is gone has no page to go back to.
    let next = if what == "delete" { "/home".to_owned() } else { format!("/stories/{id}") };
    Ok(Redirect::to(&next).into_response())
}

async fn done(core: &Core, by: &Account, story: StoryId, what: &str, words: Option<&str>) -> Result<()> {
    match what {
        "thank" => give::give(core, by, story, Kindness::Thank, words).await.map(drop),
        "relate" => give::give(core, by, story, Kindness::Relate, words).await.map(drop),
        "like" => favourite::favourite(core, by, story).await,
        "unlike" => favourite::unfavourite(core, by, story).await,
        "boost" => boost::boost(core, by, story, Audience::Public).await.map(drop),
        "unboost" => boost::unboost(core, by, story).await,
        "keep" => bookmark::bookmark(core, by.id, story).await,
        "unkeep" => bookmark::unbookmark(core, by.id, story).await,
        "mute" => mute_thread::mute(core, by.id, story, None).await,
        "unmute" => mute_thread::unmute(core, by.id, story).await,
        "let-in" => decide::let_in(core, by.id, story).await,
        "decline" => decide::decline(core, by.id, story).await,
        "delete" => delete::delete(core, by, story).await,
        _ => Err(hearth_core::Error::invalid("This page asks for something that is not known here")),
    }
}
