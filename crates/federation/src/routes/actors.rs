//! Actor documents of local accounts, rendered once and kept: every server that meets a signature asks for one.

use super::asker::Asker;
use super::negotiate::wants_activity;
use super::refusal::Refusal;
use super::{documents, reply};
use crate::Federation;
use crate::objects::context::Context;
use crate::objects::tombstone::tombstone;
use crate::objects::{Document, actor};
use axum::extract::{Path, State};
use axum::response::Response;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use hearth_core::accounts::{Account, AccountKind, keys, queries, register};
use hearth_core::communities::known;
use hearth_core::here::INSTANCE_ACTOR;
use hearth_core::ids::AccountId;
use hearth_core::journeys::queries as journeys;
use hearth_core::{Core, Error};
use http::request::Parts;
use moka::sync::Cache;
use std::sync::Arc;
use std::time::Duration;

/// Names and rendered documents of local accounts.
#[derive(Debug)]
pub struct ActorCache {
    /// A name belongs to its account for ever, so this is only bounded.
    names: Cache<String, AccountId>,
    rendered: Cache<AccountId, Rendered>,
}

#[derive(Debug, Clone)]
struct Rendered {
    updated_at: DateTime<Utc>,
    moved_to: Option<AccountId>,
    body: Bytes,
}

impl ActorCache {
    /// An empty cache of at most 10,000 names and documents (about 30 MB).
    #[must_use]
    pub fn new() -> Self {
        let hour = Duration::from_secs(3_600);
        Self {
            names: Cache::builder().max_capacity(10_000).build(),
            rendered: Cache::builder().max_capacity(10_000).time_to_live(hour).build(),
        }
    }

    /// Forgets the document of an account that changed.
    pub fn forget(&self, account: AccountId) {
        self.rendered.invalidate(&account);
    }

    /// What another process says of an account, or of any, holds for documents too.
    pub(crate) fn drop_one_or_all(&self, account: Option<AccountId>) {
        match account {
            Some(account) => self.rendered.invalidate(&account),
            None => self.rendered.invalidate_all(),
        }
    }
}

impl Default for ActorCache {
    fn default() -> Self {
        Self::new()
    }
}

/// `GET /users/{name}`: the document, or the way to the page.
pub(super) async fn show(
    State(federation): State<Federation>,
    Path(name): Path<String>,
    parts: Parts,
) -> Response {
    if wants_activity(&parts.headers) {
        documents::account(&federation, &parts, &name).await
    } else {
        reply::see_page(&federation.core.here.account_url(&name))
    }
}

/// `GET /actor`: the account the server itself signs with. Readable without a signature, whatever the mode: two
/// servers that ask each other for signatures would wait for ever.
pub(super) async fn server(State(federation): State<Federation>) -> Result<Response, Refusal> {
    let account = server_account(&federation).await?;
    Ok(reply::open(reply::ACTIVITY_JSON, body(&federation, &account).await?))
}

/// The account the server itself signs with.
///
/// # Errors
/// When Postgres fails.
pub(super) async fn server_account(federation: &Federation) -> Result<Arc<Account>, Refusal> {
    let id = match federation.actors.names.get(INSTANCE_ACTOR) {
        Some(id) => id,
        None => {
            let id = register::instance_actor(&federation.core).await?.id;
            federation.actors.names.insert(INSTANCE_ACTOR.to_owned(), id);
            id
        }
    };
    by_id(federation, id).await
}

/// The local account with this name, from memory where that is fresh.
///
/// # Errors
/// `NotFound`; `Gone` with its tombstone for one that was deleted or is suspended.
pub(super) async fn local(federation: &Federation, name: &str) -> Result<Arc<Account>, Refusal> {
    let core = &federation.core;
    let folded = name.to_lowercase();
    let account = match federation.actors.names.get(&folded) {
        Some(id) => by_id(federation, id).await?,
        None => match queries::local(core, name).await {
            Ok(account) => {
                federation.actors.names.insert(folded, account.id);
                Arc::new(account)
            }
            Err(Error::Gone(_)) => return Err(gone(&core.here.account_uri(name))),
            Err(error) => return Err(error.into()),
        },
    };
    // The server's own account answers at its own address only.
    if actor::is_server(&account) {
        return Err(Refusal::NotFound);
    }
    // A community for this server alone is not there for others.
    if !known::abroad(core, &account, None).await? {
        return Err(Refusal::NotFound);
    }
    if account.is_active() { Ok(account) } else { Err(gone(&account.uri)) }
}

/// The same for somebody who asks: a community that invites is there for the servers of those it invited.
///
/// # Errors
/// As [`local`].
pub(super) async fn local_for(
    federation: &Federation,
    asker: Asker,
    name: &str,
) -> Result<Arc<Account>, Refusal> {
    let account = local(federation, name).await?;
    if account.kind != AccountKind::Group {
        return Ok(account);
    }
    let host = match asker.viewer() {
        AccountId(0) => None,
        viewer => by_id(federation, viewer).await?.host.clone(),
    };
    // Whoever did not sign has no host, and neither has anybody invited.
    match known::abroad(&federation.core, &account, Some(host.as_deref().unwrap_or_default())).await? {
        true => Ok(account),
        false => Err(Refusal::NotFound),
    }
}

/// An account, from memory where that is fresh.
///
/// # Errors
/// `NotFound`, or trouble with Postgres.
pub(super) async fn by_id(federation: &Federation, id: AccountId) -> Result<Arc<Account>, Refusal> {
    let core = &federation.core;
    if let Some(account) = core.accounts.peek(id) {
        return Ok(account);
    }
    let mut conn = core.db.conn().await?;
    core.accounts.get(&mut conn, &[id]).await?.remove(&id).ok_or(Refusal::NotFound)
}

/// The bytes of an actor document, rendered anew only when the account changed.
///
/// # Errors
/// When Postgres fails.
pub(super) async fn body(federation: &Federation, account: &Account) -> Result<Bytes, Refusal> {
    if let Some(kept) = federation.actors.rendered.get(&account.id)
        && (kept.updated_at, kept.moved_to) == (account.updated_at, account.moved_to)
    {
        return Ok(kept.body);
    }
    let body = Bytes::from(document(&federation.core, account).await?.into_bytes(Context::Actor));
    let rendered =
        Rendered { updated_at: account.updated_at, moved_to: account.moved_to, body: body.clone() };
    federation.actors.rendered.insert(account.id, rendered);
    Ok(body)
}

/// The actor document of a local account, with its keys and where it moved.
///
/// # Errors
/// When Postgres fails.
pub(crate) async fn document(core: &Core, account: &Account) -> hearth_core::Result<Document> {
    let keys = keys::of_account(core, account.id).await?;
    let moved_to = match account.moved_to {
        Some(target) => queries::by_ids(core, &[target]).await?.pop().map(|target| target.uri),
        None => None,
    };
    let document = actor::actor(&core.here, account, &keys, moved_to.as_deref());
    let Some(journey) = journeys::by_id(core, account.id).await?.filter(|_| account.is_local()) else {
        return Ok(document);
    };
    let author = queries::by_ids(core, &[journey.author]).await?.pop().map(|author| author.uri);
    Ok(actor::journey(document, account, author.as_deref()))
}

/// What is left of an account.
fn gone(uri: &str) -> Refusal {
    Refusal::Gone(Some(tombstone(uri, None, None).into_bytes(Context::Plain).into()))
}

/// The answer to somebody who asks for an actor document.
pub(super) async fn answer(federation: &Federation, asker: Asker, name: &str) -> Result<Response, Refusal> {
    let account = local_for(federation, asker, name).await?;
    Ok(reply::document(&asker, body(federation, &account).await?))
}
