//! Brings the last stories of a community elsewhere here, when somebody here first follows it.

use super::{Budget, Freshness, account_within, document, story_within};
use crate::origin::normalise_id;
use crate::origin::reading::{id, id_of, kind, many, normal, text, time};
use crate::{Error, Federation, Result};
use hearth_core::accounts::{Account, AccountKind, queries};
use hearth_core::communities::{abroad, timeline};
use hearth_core::ids::AccountId;
use hearth_core::page::Page;
use hearth_core::stories::{Audience, boost, show};
use serde_json::Value;

/// As many stories as are brought.
const MOST: usize = 20;

/// Reads the first page of a community's outbox and stores what it passed on last; nothing if something of it is known
/// here already.
///
/// # Errors
/// When Postgres fails, or its server may answer later.
pub async fn backfill(federation: &Federation, community: AccountId) -> Result<()> {
    let core = &federation.core;
    let account = queries::by_id(core, community).await?;
    let remote = !account.is_local() && account.is_active() && account.kind == AccountKind::Group;
    if remote {
        stewards(federation, &account).await?;
    }
    let Some(outbox) = account.endpoints.outbox.as_deref().filter(|_| remote) else { return Ok(()) };
    if !timeline::stories(core, AccountId(0), community, Page::first(1)).await?.is_empty() {
        return Ok(());
    }
    let budget = Budget::for_thread();
    // Oldest first, as they would have come.
    for item in items(federation, outbox, &budget).await?.iter().take(MOST).rev() {
        match bring(federation, &account, item, &budget).await {
            Err(Error::Budget) => return Ok(()),
            Err(error @ Error::Core(_)) => return Err(error),
            Err(error) => tracing::debug!(%error, "a story of a community could not be had"),
            Ok(()) => {}
        }
    }
    Ok(())
}

/// Learns who looks after a community, as far as it tells.
async fn stewards(federation: &Federation, group: &Account) -> Result<()> {
    let budget = Budget::for_thread();
    let Ok(address) = normalise_id(&format!("{}/moderators", group.uri)) else { return Ok(()) };
    let Ok(list) = document(federation, &address, &budget).await else { return Ok(()) };
    let mut who = Vec::new();
    for uri in entries(list.value()).iter().filter_map(id_of).filter_map(normal).take(MOST) {
        match account_within(federation, &uri, Freshness::Known, &budget).await {
            Ok(steward) => who.extend(steward.map(|steward| steward.id)),
            Err(error @ Error::Core(_)) => return Err(error),
            Err(error) => tracing::debug!(%error, uri, "a steward could not be had"),
        }
    }
    Ok(abroad::stewards_are(&federation.core, group, &who).await?)
}

/// The newest entries of an outbox, which stand in it or on its first page.
async fn items(federation: &Federation, outbox: &str, budget: &Budget) -> Result<Vec<Value>> {
    let address = normalise_id(outbox).map_err(|_| Error::Untrusted("the outbox is no address"))?;
    let collection = document(federation, &address, budget).await?;
    let value = collection.value();
    match value.get("first") {
        Some(first @ Value::Object(_)) => Ok(entries(first)),
        Some(first) => {
            let page = id_of(first)
                .and_then(normal)
                .filter(|page| super::account::host(page) == super::account::host(outbox));
            let Some(page) = page.and_then(|page| normalise_id(&page).ok()) else { return Ok(Vec::new()) };
            Ok(entries(document(federation, &page, budget).await?.value()))
        }
        None => Ok(entries(value)),
    }
}

fn entries(page: &Value) -> Vec<Value> {
    ["orderedItems", "items"].iter().flat_map(|key| many(page, key)).cloned().collect()
}

/// Stores what an entry passed on, and that the community did.
async fn bring(federation: &Federation, group: &Account, item: &Value, budget: &Budget) -> Result<()> {
    let core = &federation.core;
    let (Some(announce), "Announce") = (text(item, "id").and_then(normal), kind(item)) else { return Ok(()) };
    let passed = many(item, "object").into_iter().next();
    let uri = match passed {
        Some(activity) if matches!(kind(activity), "Create" | "Update") => id(activity, "object"),
        Some(_) => id(item, "object"),
        None => None,
    };
    let Some(uri) = uri else { return Ok(()) };
    let Some(story) = story_within(federation, &uri, budget).await? else { return Ok(()) };
    let top = show::load(core, story).await?.is_some_and(|view| view.story.parent_uri.is_none());
    if !top || super::account::host(&announce) != super::account::host(&group.uri) {
        return Ok(());
    }
    let at = time(item, "published").unwrap_or_else(|| core.now()).min(core.now());
    boost::receive(core, group, story, &announce, Audience::Unlisted, at).await?;
    Ok(())
}
