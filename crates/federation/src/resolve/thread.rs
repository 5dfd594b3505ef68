//! Fetches what a story answers and what answers it, so that a thread is whole here.

use super::{Budget, account::host, document, story_within};
use crate::origin::reading::{id, id_of, kind, many, normal};
use crate::{Error, Federation, Result};
use hearth_core::ids::StoryId;
use hearth_core::stories::{StoryView, anew, queries, show};
use serde_json::Value;
use std::collections::{HashSet, VecDeque};
use std::sync::Arc;
use url::Url;

/// Fetches what a story answers, up to the top, as far as one activity's budget goes.
///
/// # Errors
/// When Postgres fails, or a server may answer later.
pub async fn ancestors(federation: &Federation, story: StoryId) -> Result<()> {
    climb(federation, story, &Budget::for_activity()).await
}

/// Fetches the thread around a story: what it answers, and what answers the top of it; at most a hundred fetches, and
/// not again for a quarter of an hour.
///
/// # Errors
/// As [`ancestors`].
pub async fn thread(federation: &Federation, story: StoryId) -> Result<()> {
    let Some(view) = show::load(&federation.core, story).await? else { return Ok(()) };
    if federation.memory.threads.contains_key(&view.story.root_id.0) {
        return Ok(());
    }
    federation.memory.threads.insert(view.story.root_id.0, ());
    let budget = Budget::for_thread();
    match climb(federation, story, &budget).await {
        Err(error @ Error::Core(_)) => return Err(error),
        // What is above cannot be had now; what is below may be.
        Err(error) => tracing::debug!(%error, "the top of a thread could not be had"),
        Ok(()) => {}
    }
    let Some(view) = show::load(&federation.core, story).await? else { return Ok(()) };
    descend(federation, view.story.root_id, &budget).await?;
    if view.story.root_id != story { descend(federation, story, &budget).await } else { Ok(()) }
}

async fn climb(federation: &Federation, story: StoryId, budget: &Budget) -> Result<()> {
    let mut at = story;
    while let Some(view) = show::load(&federation.core, at).await? {
        at = match (view.story.parent_id, &view.story.parent_uri) {
            (Some(parent), _) => parent,
            (None, Some(uri)) => match passing(story_within(federation, uri, budget).await)? {
                Some(parent) => parent,
                None => return Ok(()),
            },
            (None, None) => return Ok(()),
        };
    }
    Ok(())
}

/// Walks the collections of replies, breadth first, over whatever servers they lead to.
async fn descend(federation: &Federation, top: StoryId, budget: &Budget) -> Result<()> {
    let mut waiting = VecDeque::from([top]);
    let mut seen = HashSet::new();
    while let Some(next) = waiting.pop_front() {
        let Some(view) = show::load(&federation.core, next).await?.filter(|_| seen.insert(next)) else {
            continue;
        };
        for uri in replies(federation, &view, budget).await? {
            match story_within(federation, &uri, budget).await {
                Ok(Some(reply)) => {
                    anew::take_over(&federation.core, next, reply).await?;
                    waiting.push_back(reply);
                }
                Ok(None) => {}
                Err(Error::Budget) => return Ok(()),
                Err(error @ Error::Core(_)) => return Err(error),
                // One server that is away does not keep the others' replies from being found.
                Err(error) => tracing::debug!(%error, uri, "a reply could not be had"),
            }
        }
    }
    Ok(())
}

/// Ids in the `replies` collection of a remote story, page by page.
async fn replies(federation: &Federation, view: &Arc<StoryView>, budget: &Budget) -> Result<Vec<String>> {
    let Some(uri) = view.story.replies_uri.as_deref().filter(|_| !view.story.local) else {
        return Ok(Vec::new());
    };
    let (mut found, mut pages) = (Vec::new(), HashSet::new());
    let mut next = normal(uri);
    while let Some(page) = next.take().filter(|page| host(page) == host(uri) && pages.insert(page.clone())) {
        let Ok(address) = Url::parse(&page) else { break };
        let Ok(trusted) = document(federation, &address, budget).await else { break };
        let value = trusted.value();
        collect(value, &mut found);
        next = match value.get("first") {
            Some(first @ Value::Object(_)) => {
                collect(first, &mut found);
                id(first, "next")
            }
            Some(first) => id_of(first).and_then(normal),
            None => id(value, "next"),
        };
    }
    queries::note_replies_fetched(&federation.core, view.story.id).await?;
    found.dedup();
    Ok(found)
}

fn collect(value: &Value, found: &mut Vec<String>) {
    if matches!(kind(value), "Collection" | "OrderedCollection" | "CollectionPage" | "OrderedCollectionPage")
    {
        for key in ["items", "orderedItems"] {
            found.extend(many(value, key).into_iter().filter_map(id_of).filter_map(normal));
        }
    }
}

/// What a server refuses or garbles leaves a hole in the thread; only what may heal is worth another try.
fn passing(result: Result<Option<StoryId>>) -> Result<Option<StoryId>> {
    match result {
        Err(error) if !error.passes() && !matches!(error, Error::Budget) => Ok(None),
        other => other,
    }
}
