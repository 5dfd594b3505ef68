//! The documents that have a page of the same address: stories and accounts.

use super::asker::Asker;
use super::negotiate::{takes_names_for_votes, wants_activity};
use super::refusal::Refusal;
use super::{actors, reply};
use crate::Federation;
use crate::objects::Document;
use crate::objects::context::Context;
use crate::objects::note::{self, Replies};
use crate::outbound::apart;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use hearth_core::Error;
use hearth_core::stories::{Outward, queries, show};
use http::request::Parts;

/// How many replies stand inside a story's document.
const INLINE_REPLIES: i64 = 20;

/// The actor document of the local account `name`, for whoever signed this request: the answer to
/// [`wants_activity`] at its page.
pub async fn account(federation: &Federation, parts: &Parts, name: &str) -> Response {
    let answer = async {
        let asker = Asker::of(federation, parts).await?;
        actors::answer(federation, asker, name).await
    };
    answer.await.unwrap_or_else(Refusal::into_response)
}

/// The document of a local story, for whoever signed this request: the answer to [`wants_activity`] at its page.
/// Missing and hidden stories are answered with the same bytes.
pub async fn story(federation: &Federation, parts: &Parts, author: &str, slug: &str) -> Response {
    let answer = async {
        let asker = Asker::of(federation, parts).await?;
        let story = readable(federation, asker, author, slug).await?;
        let story = as_told_to(federation, asker, story).await?;
        let note = document(federation, &story).await?;
        let note = if takes_names_for_votes(&parts.headers) { note.without("name") } else { note };
        Ok(reply::document(&asker, note.into_bytes(Context::Story)))
    };
    answer.await.unwrap_or_else(Refusal::into_response)
}

/// `GET /users/{name}/stories/{slug}`: the document, or the way to the page.
pub(super) async fn show(
    State(federation): State<Federation>,
    Path((name, slug)): Path<(String, String)>,
    parts: Parts,
) -> Response {
    if wants_activity(&parts.headers) {
        story(&federation, &parts, &name, &slug).await
    } else {
        reply::see_page(&federation.core.here.story_url(&name, &slug))
    }
}

/// A local story that the asker may read and that may leave this server.
///
/// # Errors
/// `NotFound`, of what was taken back too: at a 404, and at nothing else, Mastodon deletes a copy that it still has.
pub(super) async fn readable(
    federation: &Federation,
    asker: Asker,
    author: &str,
    slug: &str,
) -> Result<Outward, Refusal> {
    match show::show_at(&federation.core, asker.viewer(), author, slug).await {
        Ok(entry) => Outward::of(entry.view).ok_or(Refusal::NotFound),
        Err(Error::Gone(_)) => Err(Refusal::NotFound),
        Err(error) => Err(error.into()),
    }
}

/// A story for some by name tells each server of its own people alone.
async fn as_told_to(federation: &Federation, asker: Asker, story: Outward) -> Result<Outward, Refusal> {
    if !apart::is_told_apart(&story) {
        return Ok(story);
    }
    let reader = actors::by_id(federation, asker.viewer()).await?;
    apart::as_told_to(federation, story, &reader).await?.ok_or(Refusal::NotFound)
}

/// The document, with the first of its replies where everybody may read it.
async fn document(federation: &Federation, story: &Outward) -> Result<Document, Refusal> {
    let here = &federation.core.here;
    let view = story.view();
    if !view.story.audience.is_open() {
        return Ok(note::note(here, story, Replies::Address));
    }
    let found = queries::open_replies(&federation.core, view.story.id, 0, INLINE_REPLIES).await?;
    let next = i64::try_from(found.len())
        .is_ok_and(|count| count == INLINE_REPLIES)
        .then(|| found.last().map(|(id, _)| id.0))
        .flatten();
    let items: Vec<String> = found.into_iter().map(|(_, uri)| uri).collect();
    Ok(note::note(here, story, Replies::Page { items: &items, next }))
}
