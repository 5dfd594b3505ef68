//! Stores what another server says of an account.

use super::arriving::{Arriving, checked};
use super::keys::{self, RemoteKey};
use super::model::AccountRow;
use super::{erase, gone};
use crate::accounts::{Account, AccountKind, Endpoints, Profile};
use crate::db::Conn;
use crate::ids::AccountId;
use crate::peers::model::ensure_in;
use crate::schema::{accounts, inboxes};
use crate::sql::sql;
use crate::{Core, Result};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Text};
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// Stores or refreshes a remote account, its inbox, its host and its keys (keys no longer named are removed) in one
/// transaction. Sanitises `note_html` and field values, cleans names, cuts to limits. Returns the stored account;
/// records nothing (a profile change needs no reaction), forgets caches.
///
/// A handle that now belongs to another uri moves to the newer document, since the host is the authority over its own
/// names: the account that held it is marked as gone. Local accounts are never touched by this.
///
/// # Errors
/// [`crate::Error::Invalid`] when the id is ours or no web address, when the inbox is on another host than the id, or
/// when the name is no name.
pub async fn receive(core: &Core, remote: RemoteAccount) -> Result<Account> {
    let new = checked(core, remote)?;
    let mut conn = core.db.conn().await?;
    let (account, displaced) = conn
        .transaction(async |tx| {
            take_turns(tx, &new).await?;
            let inbox = inbox_id(core, tx, &new).await?;
            let displaced = gone::displace(core, tx, &new).await?;
            let moved_to = confirmed_target(tx, &new).await?;
            let account = store(core, tx, &new, inbox, moved_to).await?;
            keys::replace(core, tx, account.id, &new.keys).await?;
            Ok::<_, crate::Error>((account, displaced))
        })
        .await?;
    core.accounts.forget(account.id);
    for id in displaced {
        core.accounts.forget(id);
    }
    Ok(account)
}

/// Marks a remote account deleted at its origin: stories become tombstones, follows end, feeds and notifications lose
/// them. Nothing for a local account: only its member or the people who run the server delete it.
///
/// # Errors
/// When Postgres fails.
pub async fn receive_deletion(core: &Core, account: &Account) -> Result<()> {
    if account.is_local() {
        return Ok(());
    }
    let mut conn = core.db.conn().await?;
    let stories = conn.transaction(async |tx| erase::erase(core, tx, account.id).await).await?;
    erase::forget(core, account.id, &stories);
    Ok(())
}

/// One at a time for each handle: the row is found by its uri, but its handle is unique too, and an INSERT that waits
/// for another one of the same account may meet either first.
async fn take_turns(tx: &mut Conn, new: &Arriving) -> Result<()> {
    sql("SELECT pg_advisory_xact_lock(hashtextextended(lower($1 || '@' || $2), 1))")
        .bind::<Text, _>(&new.name)
        .bind::<Text, _>(&new.host)
        .execute(tx)
        .await?;
    Ok(())
}

/// The row of the effective inbox: the shared one where there is one.
async fn inbox_id(core: &Core, tx: &mut Conn, new: &Arriving) -> Result<i64> {
    let url = new.endpoints.shared_inbox.as_deref().unwrap_or(&new.inbox_url);
    let known = inboxes::table
        .filter(inboxes::url.eq(url))
        .select((inboxes::id, inboxes::gone_at.is_not_null()))
        .first::<(i64, bool)>(tx)
        .await
        .optional()?;
    match known {
        Some((id, false)) => Ok(id),
        Some((id, true)) => {
            // Its server names it again, so it is back.
            diesel::update(inboxes::table.find(id))
                .set(inboxes::gone_at.eq(None::<chrono::DateTime<chrono::Utc>>))
                .execute(tx)
                .await?;
            Ok(id)
        }
        None => {
            let peer = ensure_in(core, tx, &new.peer).await?;
            diesel::insert_into(inboxes::table)
                .values((inboxes::peer_id.eq(peer.id.0), inboxes::url.eq(url)))
                .on_conflict_do_nothing()
                .execute(tx)
                .await?;
            Ok(inboxes::table.filter(inboxes::url.eq(url)).select(inboxes::id).first(tx).await?)
        }
    }
}

/// The account it says it moved to, if that one is known here and names it in turn.
async fn confirmed_target(tx: &mut Conn, new: &Arriving) -> Result<Option<AccountId>> {
    let Some(target) = &new.moved_to else { return Ok(None) };
    #[derive(QueryableByName)]
    struct Id {
        #[diesel(sql_type = BigInt)]
        id: AccountId,
    }
    let found = sql("SELECT id FROM accounts WHERE uri = $1 AND uri <> $2 AND also_known_as @> $3")
        .bind::<Text, _>(target)
        .bind::<Text, _>(&new.uri)
        .bind::<Array<Text>, _>(vec![new.uri.clone()])
        .get_result::<Id>(tx)
        .await
        .optional()?;
    Ok(found.map(|row| row.id))
}

async fn store(
    core: &Core,
    tx: &mut Conn,
    new: &Arriving,
    inbox: i64,
    moved_to: Option<AccountId>,
) -> Result<Account> {
    let now = core.now();
    let told = (
        accounts::name.eq(&new.name),
        accounts::host.eq(&new.host),
        accounts::kind.eq(new.kind as i16),
        accounts::url.eq(&new.url),
        accounts::display_name.eq(&new.display_name),
        accounts::note_html.eq(&new.note_html),
        accounts::profile.eq(&new.profile),
        accounts::inbox_id.eq(inbox),
        accounts::inbox_url.eq(&new.inbox_url),
        accounts::endpoints.eq(serde_json::to_value(&new.endpoints).map_err(crate::Error::internal)?),
        accounts::locked.eq(new.locked),
        accounts::bot.eq(matches!(new.kind, AccountKind::Service | AccountKind::Application)),
        accounts::discoverable.eq(new.discoverable),
        accounts::indexable.eq(new.indexable),
        accounts::also_known_as.eq(&new.also_known_as),
        accounts::moved_to.eq(moved_to.map(|id| id.0)),
        accounts::gone_at.eq(None::<chrono::DateTime<chrono::Utc>>),
        accounts::fetched_at.eq(Some(now)),
        accounts::updated_at.eq(now),
    );
    let row = diesel::insert_into(accounts::table)
        .values((
            accounts::id.eq(core.id()),
            accounts::uri.eq(&new.uri),
            accounts::created_at.eq(new.published_at.map_or(now, |then| then.min(now))),
            told.clone(),
        ))
        .on_conflict(accounts::uri)
        .do_update()
        .set(told)
        .returning(AccountRow::as_returning())
        .get_result(tx)
        .await?;
    Ok(row.into())
}

/// An actor document, read and trusted by the federation crate.
#[derive(Debug, Clone)]
pub struct RemoteAccount {
    /// `id`.
    pub uri: String,
    /// `preferredUsername`, remote grammar.
    pub name: String,
    /// Host of the handle (as WebFinger confirmed it, else that of the id).
    pub host: String,
    /// `type`.
    pub kind: AccountKind,
    /// Page for people.
    pub url: String,
    /// `name`.
    pub display_name: String,
    /// `summary`, not yet sanitised.
    pub note_html: String,
    /// Fields (values not yet sanitised), emoji, pictures.
    pub profile: Profile,
    /// `inbox`.
    pub inbox_url: String,
    /// Other collections.
    pub endpoints: Endpoints,
    /// `manuallyApprovesFollowers`.
    pub locked: bool,
    /// `discoverable`.
    pub discoverable: bool,
    /// `indexable`.
    pub indexable: bool,
    /// `alsoKnownAs`.
    pub also_known_as: Vec<String>,
    /// `movedTo`.
    pub moved_to: Option<String>,
    /// `published`.
    pub published_at: Option<chrono::DateTime<chrono::Utc>>,
    /// Every usable key the document lists.
    pub keys: Vec<RemoteKey>,
}
