//! Replies to a story and the thread they make, so that other servers find what they have not been sent.

use super::asker::Asker;
use super::refusal::Refusal;
use super::{documents, reply};
use crate::Federation;
use crate::objects::Document;
use crate::objects::collection::{self, Order};
use crate::objects::context::Context;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use hearth_core::ids::StoryId;
use hearth_core::stories::{Outward, queries, show};
use serde::Deserialize;

/// How many ids stand on a page.
const PAGE: i64 = 60;

/// Which page: the one after this id, or the collection itself.
#[derive(Debug, Deserialize)]
pub(super) struct After {
    after: Option<i64>,
}

/// `GET /users/{name}/stories/{slug}/replies`: ids of all open replies known here, remote ones too.
pub(super) async fn replies(
    State(federation): State<Federation>,
    Path((name, slug)): Path<(String, String)>,
    Query(After { after }): Query<After>,
    asker: Asker,
) -> Result<Response, Refusal> {
    let story = documents::readable(&federation, asker, &name, &slug).await?;
    let story = open(&story)?;
    let id = format!("{}/replies", story.view().story.uri);
    let start = after.unwrap_or(0);
    let found = queries::open_replies(&federation.core, story.view().story.id, start, PAGE).await?;
    let document = listed(&id, after, found, |collection| collection);
    Ok(reply::document(&asker, document.into_bytes(Context::Plain)))
}

/// `GET /contexts/{slug}`: ids of the open stories of a thread that started here (FEP-7888, FEP-f228).
pub(super) async fn context(
    State(federation): State<Federation>,
    Path(slug): Path<String>,
    Query(After { after }): Query<After>,
    asker: Asker,
) -> Result<Response, Refusal> {
    let root = root(&federation, asker, &slug).await?;
    let root = open(&root)?;
    let view = root.view();
    let id = federation.core.here.context_uri(&slug);
    let found = queries::open_thread(&federation.core, view.story.id, after.unwrap_or(0), PAGE).await?;
    let document =
        listed(&id, after, found, |collection| collection.set("attributedTo", view.author.uri.as_str()));
    Ok(reply::document(&asker, document.into_bytes(Context::Plain)))
}

/// The collection with its first page inside, or the page that was asked for.
fn listed(
    id: &str,
    after: Option<i64>,
    found: Vec<(StoryId, String)>,
    describe: impl Fn(Document) -> Document,
) -> Document {
    let full = i64::try_from(found.len()).is_ok_and(|count| count == PAGE);
    let next = found.last().filter(|_| full).map(|(last, _)| format!("{id}?after={last}"));
    let items = found.into_iter().map(|(_, uri)| uri.into()).collect();
    let page = collection::page(&format!("{id}?after={}", after.unwrap_or(0)), Order::Loose, id, next, items);
    if after.is_some() { page } else { describe(collection::paged(id, Order::Loose, page)) }
}

/// Only stories everybody may read have these collections: those of others would tell who answered.
fn open(story: &Outward) -> Result<&Outward, Refusal> {
    if story.view().story.audience.is_open() { Ok(story) } else { Err(Refusal::NotFound) }
}

/// The story a thread of ours started with.
async fn root(federation: &Federation, asker: Asker, slug: &str) -> Result<Outward, Refusal> {
    let core = &federation.core;
    let root = queries::thread_root(core, asker.viewer(), slug).await?.ok_or(Refusal::NotFound)?;
    let entry = show::show(core, asker.viewer(), root).await?;
    Outward::of(entry.view).ok_or(Refusal::NotFound)
}
