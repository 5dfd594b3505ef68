//! What becomes of what was typed: looked at, kept, or told at the end of its undo window.

use super::compose::{self, Shown};
use super::form;
use crate::State;
use crate::acts::plain;
use crate::error::PageError;
use crate::member::{Member, Sent};
use axum::extract;
use axum::response::{IntoResponse as _, Redirect, Response};
use hearth_core::Error;
use hearth_core::drafts::wait::{self, LetGo};
use hearth_core::drafts::{create, save};
use hearth_core::ids::DraftId;
use hearth_core::stories::{Audience, Draft, preview, show};
use http::StatusCode;

/// `POST /write`, by the button that was pressed: `look`, `keep` or `tell`.
pub(crate) async fn send(
    extract::State(state): extract::State<State>,
    Sent { member, fields }: Sent,
) -> Result<Response, PageError> {
    let draft = as_open(&state, &member, form::read(&fields)).await?;
    let id = fields.get("draft").parse().unwrap_or_default();
    let done = match fields.get("do") {
        "look" => return look(&state, &member, draft, id).await,
        "keep" => keep(&state, &member, &draft, id).await,
        _ => tell(&state, &member, &draft, id).await,
    };
    match done {
        Ok(next) => Ok(Redirect::to(&next).into_response()),
        Err(error) => again(&state, &member, draft, id, error).await,
    }
}

/// An answer for which nobody chose an audience is for whoever may read what it answers: it stands in that thread.
async fn as_open(state: &State, member: &Member, mut draft: Draft) -> Result<Draft, PageError> {
    if let (Some(parent), None) = (draft.parent, draft.audience) {
        let answered = show::show(&state.core, member.id(), parent).await?.view.story.audience;
        let same =
            matches!(answered, Audience::Public | Audience::Unlisted | Audience::Local | Audience::Followers);
        draft.audience = Some(answered).filter(|_| same);
    }
    Ok(draft)
}

async fn look(state: &State, member: &Member, draft: Draft, id: i64) -> Result<Response, PageError> {
    match preview::preview(&state.core, &member.account, draft.clone()).await {
        Ok(view) => {
            let preview = Some(view.html());
            compose::page(state, member, Shown { draft, id, preview, ..Shown::default() }, StatusCode::OK)
                .await
        }
        Err(error) => again(state, member, draft, id, error).await,
    }
}

async fn keep(state: &State, member: &Member, draft: &Draft, id: i64) -> hearth_core::Result<String> {
    match id {
        0 => create(&state.core, member.id(), draft).await.map(drop)?,
        _ => save(&state.core, member.id(), DraftId(id), draft).await?,
    }
    Ok("/drafts".to_owned())
}

async fn tell(state: &State, member: &Member, draft: &Draft, id: i64) -> hearth_core::Result<String> {
    let (core, author) = (&state.core, &member.account);
    let gone = match id {
        0 => wait::let_go_new(core, author, draft.clone(), None).await?,
        _ => {
            save(core, author.id, DraftId(id), draft).await?;
            wait::let_go(core, author, DraftId(id), None).await?
        }
    };
    Ok(match gone {
        LetGo::Told(story) => format!("/stories/{}", story.0),
        LetGo::Waits(_, _) => "/drafts".to_owned(),
    })
}

/// The composer with everything in it that was typed, and what to mend.
async fn again(
    state: &State,
    member: &Member,
    draft: Draft,
    id: i64,
    error: Error,
) -> Result<Response, PageError> {
    let status = match &error {
        Error::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Error::Forbidden(_) => StatusCode::FORBIDDEN,
        Error::Conflict(_) => StatusCode::CONFLICT,
        _ => return Err(error.into()),
    };
    let problem = plain(&error.to_string());
    compose::page(state, member, Shown { draft, id, problem, preview: None }, status).await
}
