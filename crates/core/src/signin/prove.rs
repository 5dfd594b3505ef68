//! Somebody says who they are, and proves it by a password.

use super::{Address, devices, hashing, tries};
use crate::ids::AccountId;
use crate::sql::sql;
use crate::{Core, Result, secret};
use chrono::TimeDelta;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, Text};
use diesel_async::RunQueryDsl;

/// Tries within an hour for one account by strangers, and by each browser that its member used before.
pub(super) const MOST: i32 = 20;
/// Tries within an hour from one address, at all accounts together; those that were right do not count.
const MOST_FROM_ONE: i32 = 100;
pub(super) const WINDOW: TimeDelta = TimeDelta::hours(1);

/// What somebody brings.
#[derive(Debug, Clone, Copy)]
pub struct Attempt<'a> {
    /// A name, a handle of this server or an e-mail address.
    pub name: &'a str,
    /// The password.
    pub password: &'a str,
    /// From where.
    pub address: Address,
    /// What their browser kept from an earlier time ([`devices::remember`]).
    pub device: Option<&'a str>,
}

/// Who it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// The account.
    pub account: AccountId,
    /// Whether a one-time code is still to come.
    pub second: bool,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof<T> {
    /// It is them.
    Right(T),
    /// It is not, or there is nobody of this name, or they may not come in: nobody is told which.
    Wrong,
    /// There were too many tries: the next may be made after this time.
    Wait(TimeDelta),
}

/// Checks a password. Whether the name exists changes neither the answer nor how long it takes.
///
/// # Errors
/// When Postgres fails.
pub async fn prove(core: &Core, attempt: &Attempt<'_>) -> Result<Proof<Known>> {
    let found = find(core, attempt.name).await?;
    let account = found.as_ref().map(|row| row.account_id);
    let whom = account.map_or_else(|| nobody(attempt.name), |account| account.to_string());
    let counted = Counted::of(core, "password", &whom, account, attempt).await?;
    if let Some(wait) = counted.take(core).await? {
        return Ok(Proof::Wait(wait));
    }
    let kept = found.as_ref().and_then(|row| row.password.clone());
    let right = hashing::verify(attempt.password, kept).await?;
    match found {
        Some(row) if right && row.active => {
            counted.was_right(core).await?;
            Ok(Proof::Right(Known { account: row.account_id, second: row.second }))
        }
        _ => Ok(Proof::Wrong),
    }
}

/// The two counters of a try.
pub(super) struct Counted {
    whom: String,
    place: String,
}

impl Counted {
    /// For a try at `what` of `whom`, from a browser that is known or not.
    pub(super) async fn of(
        core: &Core,
        what: &str,
        whom: &str,
        account: Option<AccountId>,
        attempt: &Attempt<'_>,
    ) -> Result<Self> {
        let own = match (account, attempt.device) {
            (Some(account), Some(device)) => devices::knows(core, account, device).await?,
            _ => false,
        };
        let whom = match attempt.device.filter(|_| own) {
            Some(device) => format!("{what} {whom} {}", secret::hashed_text(device)),
            None => format!("{what} {whom}"),
        };
        Ok(Self { whom, place: format!("{what} from {}", attempt.address.household()) })
    }

    /// Counts the try; answers how long to wait when there were too many. One that the address may not make does not
    /// count against the account, so that a single machine cannot use up the tries of its owner.
    pub(super) async fn take(&self, core: &Core) -> Result<Option<TimeDelta>> {
        match tries::take(core, &self.place, MOST_FROM_ONE, WINDOW).await? {
            Some(wait) => Ok(Some(wait)),
            None => tries::take(core, &self.whom, MOST, WINDOW).await,
        }
    }

    pub(super) async fn was_right(&self, core: &Core) -> Result<()> {
        tries::forget(core, &self.whom).await?;
        tries::take_back(core, &self.place).await
    }
}

/// What stands for a name that nobody has, so that it is throttled like any other.
fn nobody(name: &str) -> String {
    secret::hashed_text(&name.trim().to_lowercase())
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    account_id: AccountId,
    #[diesel(sql_type = Nullable<Text>)]
    password: Option<String>,
    #[diesel(sql_type = Bool)]
    second: bool,
    #[diesel(sql_type = Bool)]
    active: bool,
}

async fn find(core: &Core, name: &str) -> Result<Option<Row>> {
    let name = name.trim().to_lowercase();
    if name.contains('\0') {
        return Ok(None);
    }
    let bare = name.strip_prefix('@').unwrap_or(&name);
    let own = bare.strip_suffix(core.here.domain()).and_then(|name| name.strip_suffix('@')).unwrap_or(bare);
    let text = if own.contains('@') {
        "SELECT m.account_id, m.password, m.second_since IS NOT NULL AS second, \
         a.suspended_at IS NULL AND a.gone_at IS NULL AS active \
         FROM members m JOIN accounts a ON a.id = m.account_id WHERE lower(m.email) = $1"
    } else {
        "SELECT m.account_id, m.password, m.second_since IS NOT NULL AS second, \
         a.suspended_at IS NULL AND a.gone_at IS NULL AS active \
         FROM accounts a JOIN members m ON a.id = m.account_id WHERE a.host IS NULL AND lower(a.name) = $1"
    };
    let mut conn = core.db.conn().await?;
    Ok(sql(text).bind::<Text, _>(own).get_result::<Row>(&mut conn).await.optional()?)
}
