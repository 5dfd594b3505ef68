//! Collections of an account: what it told, what it features, and two that tell nothing.

use super::asker::Asker;
use super::refusal::Refusal;
use super::{actors, reply};
use crate::Federation;
use crate::objects::collection::{self, Order};
use crate::objects::context::Context;
use crate::objects::note::{self, Replies};
use crate::objects::{Document, activity, actor, community};
use axum::extract::{Path, Query, State};
use axum::response::Response;
use hearth_core::accounts::{Account, AccountKind};
use hearth_core::communities::queries as communities;
use hearth_core::here::Here;
use hearth_core::ids::AccountId;
use hearth_core::journeys::queries as journeys;
use hearth_core::stories::{Entry, EntryKey, Outward, hydrate, pin, queries};
use serde::Deserialize;
use serde_json::Value;

/// How many activities stand on a page of an outbox.
const PAGE: i64 = 20;

/// Which page: the entries below this id, or the collection itself.
#[derive(Debug, Deserialize)]
pub(super) struct Below {
    below: Option<i64>,
}

/// `GET /users/{name}/outbox`: open stories and boosts, newest first, the same for every reader.
pub(super) async fn outbox(
    State(federation): State<Federation>,
    Path(name): Path<String>,
    Query(Below { below }): Query<Below>,
    asker: Asker,
) -> Result<Response, Refusal> {
    let account = actors::local_for(&federation, asker, &name).await?;
    let id = format!("{}/outbox", account.uri);
    let first = format!("{id}?below={}", i64::MAX);
    let Some(below) = below else {
        if account.kind == AccountKind::Group {
            return of_community(&federation, &asker, &account, (&id, &first)).await;
        }
        let document = collection::paged(&id, Order::Ordered, first);
        return Ok(reply::document(&asker, document.into_bytes(Context::Plain)));
    };
    let keys = queries::outbox(&federation.core, account.id, below, PAGE).await?;
    let full = i64::try_from(keys.len()).is_ok_and(|count| count == PAGE);
    let last = keys.last().map(|key| key.boost.map_or(key.story.0, |boost| boost.0));
    let next = last.filter(|_| full).map(|last| format!("{id}?below={last}"));
    let entries = entries(&federation, &keys).await?;
    let items =
        entries.iter().filter_map(|entry| told(&federation.core.here, entry)).map(Value::from).collect();
    let page = collection::page(&format!("{id}?below={below}"), Order::Ordered, &id, next, items);
    Ok(reply::document(&asker, page.into_bytes(Context::Story)))
}

/// Forums read the last stories of a community off the collection itself, and its pages not at all.
async fn of_community(
    federation: &Federation,
    asker: &Asker,
    account: &Account,
    (id, first): (&str, &str),
) -> Result<Response, Refusal> {
    let keys = queries::outbox(&federation.core, account.id, i64::MAX, PAGE).await?;
    let entries = entries(federation, &keys).await?;
    let items =
        entries.iter().filter_map(|entry| told(&federation.core.here, entry)).map(Value::from).collect();
    let document = collection::whole(id, items).set("first", first);
    Ok(reply::document(asker, document.into_bytes(Context::Story)))
}

/// `GET /users/{name}/collections/featured`: the stories on the profile, whole; of a journey its chapters, by id.
pub(super) async fn featured(
    State(federation): State<Federation>,
    Path(name): Path<String>,
    asker: Asker,
) -> Result<Response, Refusal> {
    let account = actors::local_for(&federation, asker, &name).await?;
    if account.kind == AccountKind::Service {
        let chapters = journeys::open_chapters(&federation.core, account.id).await?;
        if !chapters.is_empty() {
            let items = chapters.into_iter().map(Value::from).collect();
            let document = collection::whole(&format!("{}/collections/featured", account.uri), items);
            return Ok(reply::document(&asker, document.into_bytes(Context::Plain)));
        }
    }
    let ids = pin::featured(&federation.core, account.id).await?;
    let keys: Vec<EntryKey> = ids.into_iter().map(|story| EntryKey { story, boost: None }).collect();
    let entries = entries(&federation, &keys).await?;
    let stories = entries.iter().filter_map(|entry| Outward::of(entry.view.clone()));
    let items =
        stories.map(|story| note::note(&federation.core.here, &story, Replies::Address).into()).collect();
    let document = collection::whole(&format!("{}/collections/featured", account.uri), items);
    Ok(reply::document(&asker, document.into_bytes(Context::Story)))
}

/// `GET /users/{name}/chapters`: the chapters of a journey that everybody may read, in order.
pub(super) async fn chapters(
    State(federation): State<Federation>,
    Path(name): Path<String>,
    asker: Asker,
) -> Result<Response, Refusal> {
    let account = actors::local(&federation, &name).await?;
    if journeys::by_id(&federation.core, account.id).await?.is_none() {
        return Err(Refusal::NotFound);
    }
    let chapters = journeys::open_chapters(&federation.core, account.id).await?;
    let items = chapters.into_iter().map(Value::from).collect();
    let document = collection::whole(&actor::chapters_of(&account), items);
    Ok(reply::document(&asker, document.into_bytes(Context::Plain)))
}

/// `GET /users/{name}/moderators`: those who look after a community.
pub(super) async fn moderators(
    State(federation): State<Federation>,
    Path(name): Path<String>,
    asker: Asker,
) -> Result<Response, Refusal> {
    let account = actors::local_for(&federation, asker, &name).await?;
    if account.kind != AccountKind::Group {
        return Err(Refusal::NotFound);
    }
    let stewards = communities::stewards(&federation.core, account.id).await?;
    let items = stewards.into_iter().map(|steward| Value::from(steward.uri)).collect();
    let document = collection::roll(&actor::moderators_of(&account), items);
    Ok(reply::document(&asker, document.into_bytes(Context::Plain)))
}

/// `GET /users/{name}/followers`: that it exists. Who they are is theirs to tell, how many is nobody's business.
pub(super) async fn followers(
    State(federation): State<Federation>,
    Path(name): Path<String>,
    asker: Asker,
) -> Result<Response, Refusal> {
    hidden(&federation, &name, asker, "followers").await
}

/// `GET /users/{name}/following`: likewise.
pub(super) async fn following(
    State(federation): State<Federation>,
    Path(name): Path<String>,
    asker: Asker,
) -> Result<Response, Refusal> {
    hidden(&federation, &name, asker, "following").await
}

/// `GET /actor/outbox`: the server itself tells no stories.
pub(super) async fn server_outbox(State(federation): State<Federation>) -> Response {
    let id = format!("{}/actor/outbox", federation.core.here.base());
    reply::open(reply::ACTIVITY_JSON, collection::whole(&id, Vec::new()).into_bytes(Context::Plain))
}

async fn hidden(federation: &Federation, name: &str, asker: Asker, of: &str) -> Result<Response, Refusal> {
    let account = actors::local_for(federation, asker, name).await?;
    let document = collection::hidden(&format!("{}/{of}", account.uri));
    Ok(reply::document(&asker, document.into_bytes(Context::Plain)))
}

async fn entries(federation: &Federation, keys: &[EntryKey]) -> Result<Vec<Entry>, Refusal> {
    let mut conn = federation.core.db.conn().await?;
    Ok(hydrate::hydrate(&federation.core, &mut conn, AccountId(0), keys).await?)
}

/// The activity that brought an entry of an outbox.
fn told(here: &Here, entry: &Entry) -> Option<Document> {
    let story = Outward::of(entry.view.clone())?;
    Some(match &entry.boost {
        Some(boost) if boost.booster.kind == AccountKind::Group && story.view().story.local => {
            let id = here.activity_uri("creates", story.view().story.slug.as_deref()?);
            let create = activity::create(&id, &story, note::note(here, &story, Replies::Address));
            community::announce(&boost.uri, &boost.booster, create).moment("published", boost.published_at)
        }
        Some(boost) => activity::announce(boost, &story),
        None => {
            let id = here.activity_uri("creates", story.view().story.slug.as_deref()?);
            activity::create(&id, &story, note::note(here, &story, Replies::Address))
        }
    })
}
