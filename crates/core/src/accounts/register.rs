//! Makes a local account, with its keys.

use super::keygen::{self, Pairs};
use super::model::AccountRow;
use super::{handle, keys, queries};
use crate::accounts::{Account, AccountKind};
use crate::communities::found::Founding;
use crate::db::Conn;
use crate::here::INSTANCE_ACTOR;
use crate::ids::AccountId;
use crate::journeys::begin::Beginning;
use crate::markup;
use crate::members::Role;
use crate::schema::{accounts, applications, members};
use crate::signup::Joining;
use crate::{Core, Error, Result};
use diesel::prelude::*;
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// Makes the account `name` with a login. Checks the name (ASCII, not reserved, not taken, case-insensitive; one
/// namespace with communities), takes a spare key pair or makes one off the async threads. The account starts open to
/// follows, and is not in directories until it asks to be.
///
/// # Errors
/// [`Error::Invalid`] for a name that cannot be had, [`Error::Conflict`] for one that is taken.
pub async fn register(core: &Core, name: &str, display_name: &str, role: Role) -> Result<Account> {
    handle::check_new(name)?;
    let new = New {
        name,
        display_name: markup::clean_name(display_name),
        kind: AccountKind::Person,
        uri: core.here.account_uri(name),
        url: core.here.account_url(name),
        role: Some(role),
        founding: None,
        beginning: None,
        joining: None,
    };
    make(core, new).await?.ok_or_else(|| taken(name))
}

/// Makes the account of somebody who signs up, in one transaction with what `joining` writes. The same names as
/// [`register`].
///
/// # Errors
/// As [`register`].
pub(crate) async fn newcomer(core: &Core, name: &str, joining: &Joining<'_>) -> Result<Account> {
    handle::check_new(name)?;
    let new = New {
        name,
        display_name: String::new(),
        kind: AccountKind::Person,
        uri: core.here.account_uri(name),
        url: core.here.account_url(name),
        role: Some(Role::Member),
        founding: None,
        beginning: None,
        joining: Some(joining),
    };
    make(core, new).await?.ok_or_else(|| taken(name))
}

/// Makes the account of a community, in one transaction with what `founding` writes. The same names as [`register`].
///
/// # Errors
/// As [`register`].
pub(crate) async fn community(
    core: &Core,
    name: &str,
    display_name: &str,
    founding: &Founding<'_>,
) -> Result<Account> {
    handle::check_new(name)?;
    let new = New {
        name,
        display_name: markup::clean_name(display_name),
        kind: AccountKind::Group,
        uri: core.here.account_uri(name),
        url: core.here.account_url(name),
        role: None,
        founding: Some(founding),
        beginning: None,
        joining: None,
    };
    make(core, new).await?.ok_or_else(|| taken(name))
}

/// Makes the account of a journey, in one transaction with what `beginning` writes: it acts by itself and says so
/// (`Service`), and anybody may follow it. The same names as [`register`].
///
/// # Errors
/// As [`register`].
pub(crate) async fn journey(
    core: &Core,
    name: &str,
    display_name: &str,
    beginning: &Beginning<'_>,
) -> Result<Account> {
    handle::check_new(name)?;
    let new = New {
        name,
        display_name: markup::clean_name(display_name),
        kind: AccountKind::Service,
        uri: core.here.account_uri(name),
        url: core.here.account_url(name),
        role: None,
        founding: None,
        beginning: Some(beginning),
        joining: None,
    };
    make(core, new).await?.ok_or_else(|| taken(name))
}

fn taken(name: &str) -> Error {
    Error::Conflict(format!("the name `{name}` is taken: choose another"))
}

/// Makes (or finds) the `Application` account under which the server itself signs ([`INSTANCE_ACTOR`]).
///
/// # Errors
/// When Postgres fails or the system has no randomness.
pub async fn instance_actor(core: &Core) -> Result<Account> {
    let uri = format!("{}/actor", core.here.base());
    if let Some(account) = queries::by_uri(core, &uri).await? {
        return Ok(account);
    }
    let new = New {
        name: INSTANCE_ACTOR,
        display_name: core.here.domain().to_owned(),
        kind: AccountKind::Application,
        uri: uri.clone(),
        url: format!("{}/about", core.here.base()),
        role: None,
        founding: None,
        beginning: None,
        joining: None,
    };
    match make(core, new).await? {
        Some(account) => Ok(account),
        // Another process made it in between.
        None => queries::by_uri(core, &uri).await?.ok_or(Error::NotFound("account")),
    }
}

struct New<'a> {
    name: &'a str,
    display_name: String,
    kind: AccountKind,
    uri: String,
    url: String,
    role: Option<Role>,
    founding: Option<&'a Founding<'a>>,
    beginning: Option<&'a Beginning<'a>>,
    joining: Option<&'a Joining<'a>>,
}

impl New<'_> {
    /// Whoever asked for the account before is known by the id of that already.
    fn id(&self, core: &Core) -> AccountId {
        self.joining.and_then(Joining::application).unwrap_or_else(|| AccountId(core.id()))
    }

    fn is_locked(&self) -> bool {
        let spoken_for = self.role.is_some() || self.beginning.is_some();
        !spoken_for && self.founding.is_none_or(Founding::is_locked)
    }
}

/// `None` when the name is taken.
async fn make(core: &Core, new: New<'_>) -> Result<Option<Account>> {
    let mut conn = core.db.conn().await?;
    let made = conn.transaction(async |tx| write(core, tx, &new, None).await).await?;
    match made {
        Made::Account(account) => Ok(Some(*account)),
        Made::Taken => Ok(None),
        Made::NeedsKeys => {
            // Outside of any transaction: nobody else should wait for prime numbers.
            let pairs = keygen::pairs().await?;
            match conn.transaction(async |tx| write(core, tx, &new, Some(&pairs)).await).await? {
                Made::Account(account) => Ok(Some(*account)),
                Made::Taken | Made::NeedsKeys => Ok(None),
            }
        }
    }
}

enum Made {
    Account(Box<Account>),
    Taken,
    NeedsKeys,
}

async fn write(core: &Core, tx: &mut Conn, new: &New<'_>, fresh: Option<&Pairs>) -> Result<Made> {
    // The name comes first, so that a refusal does not cost a spare pair.
    if is_taken(tx, new).await? {
        return Ok(Made::Taken);
    }
    let pairs = match fresh {
        Some(pairs) => pairs.clone(),
        None => match keys::take_spare(tx).await? {
            Some(pairs) => pairs,
            None => return Ok(Made::NeedsKeys),
        },
    };
    let now = core.now();
    let row = diesel::insert_into(accounts::table)
        .values((
            accounts::id.eq(new.id(core)),
            accounts::name.eq(new.name),
            accounts::kind.eq(new.kind as i16),
            accounts::uri.eq(&new.uri),
            accounts::url.eq(&new.url),
            accounts::display_name.eq(&new.display_name),
            accounts::locked.eq(new.is_locked()),
            accounts::bot.eq(new.role.is_none() && new.founding.is_none()),
            accounts::created_at.eq(now),
            accounts::updated_at.eq(now),
        ))
        .on_conflict_do_nothing()
        .returning(AccountRow::as_returning())
        .get_result(tx)
        .await
        .optional()?;
    // Somebody took the name in this very moment. The spare pair is gone with it, which is what it is for.
    let Some(account) = row.map(Account::from) else { return Ok(Made::Taken) };
    keys::give(core, tx, &account, pairs).await?;
    if let Some(role) = new.role {
        diesel::insert_into(members::table)
            .values((
                members::account_id.eq(account.id),
                members::role.eq(role as i16),
                members::seen_at.eq(now),
                members::created_at.eq(now),
            ))
            .execute(tx)
            .await?;
    }
    if let Some(joining) = new.joining {
        joining.write(core, tx, account.id).await?;
    }
    if let Some(founding) = new.founding {
        founding.write(core, tx, account.id).await?;
    }
    if let Some(beginning) = new.beginning {
        beginning.write(core, tx, account.id).await?;
    }
    Ok(Made::Account(Box::new(account)))
}

/// Whether somebody has the name, or asked for it earlier.
async fn is_taken(tx: &mut Conn, new: &New<'_>) -> Result<bool> {
    let lower = || diesel::dsl::sql::<diesel::sql_types::Text>("lower(name)").eq(new.name.to_lowercase());
    let held = accounts::table.filter(accounts::host.is_null()).filter(lower());
    if diesel::select(diesel::dsl::exists(held)).get_result(tx).await? {
        return Ok(true);
    }
    let own = new.joining.and_then(Joining::application).unwrap_or(AccountId(0));
    let asked = applications::table.filter(applications::id.ne(own.0)).filter(lower());
    Ok(diesel::select(diesel::dsl::exists(asked)).get_result(tx).await?)
}
