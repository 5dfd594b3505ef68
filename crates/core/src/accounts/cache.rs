//! Accounts kept in memory, since every story shown names one.

use crate::Result;
use crate::accounts::Account;
use crate::accounts::model::AccountRow;
use crate::db::Conn;
use crate::epoch::Epoch;
use crate::ids::AccountId;
use crate::schema::accounts;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use moka::sync::Cache;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

/// A bounded cache of accounts. A change forgets its account at once in this process and within a minute in others.
/// What must hold at once everywhere, such as a suspension, is asked of Postgres.
#[derive(Debug)]
pub struct AccountCache {
    kept: Cache<AccountId, Arc<Account>>,
    epoch: Epoch,
}

impl AccountCache {
    /// An empty cache.
    #[must_use]
    pub fn new() -> Self {
        let kept = Cache::builder().max_capacity(10_000).time_to_live(Duration::from_secs(60)).build();
        Self { kept, epoch: Epoch::default() }
    }

    /// Forgets one account, after the commit that changed it.
    pub fn forget(&self, id: AccountId) {
        self.epoch.turn();
        self.kept.invalidate(&id);
    }

    /// The account, if it is in memory: for paths that must not wait for a connection.
    #[must_use]
    pub fn peek(&self, id: AccountId) -> Option<Arc<Account>> {
        self.kept.get(&id)
    }

    /// The accounts with these ids, from memory or by one query. Unknown ids are absent.
    ///
    /// # Errors
    /// When Postgres fails.
    pub async fn get(&self, conn: &mut Conn, ids: &[AccountId]) -> Result<HashMap<AccountId, Arc<Account>>> {
        let mut found = HashMap::with_capacity(ids.len());
        let mut missing = Vec::new();
        for id in ids {
            match self.kept.get(id) {
                Some(account) => {
                    found.insert(*id, account);
                }
                None => missing.push(*id),
            }
        }
        if !missing.is_empty() {
            let before = self.epoch.now();
            let rows = accounts::table
                .filter(accounts::id.eq_any(&missing))
                .select(AccountRow::as_select())
                .load::<AccountRow>(conn)
                .await?;
            for account in rows.into_iter().map(|row| Arc::new(Account::from(row))) {
                self.kept.insert(account.id, account.clone());
                found.insert(account.id, account);
            }
            if self.epoch.now() != before {
                missing.iter().for_each(|id| self.kept.invalidate(id));
            }
        }
        Ok(found)
    }
}

impl Default for AccountCache {
    fn default() -> Self {
        Self::new()
    }
}
