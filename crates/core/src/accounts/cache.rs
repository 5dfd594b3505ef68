//! Accounts kept in memory, since every story shown names one.

use crate::Result;
use crate::accounts::Account;
use crate::accounts::model::AccountRow;
use crate::db::Conn;
use crate::ids::AccountId;
use crate::schema::accounts;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use moka::sync::Cache;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

/// A bounded cache of accounts. A change forgets its account at once in this process and, by NOTIFY, in the others;
/// the minute bounds what a lost notification can do.
#[derive(Debug)]
pub struct AccountCache(Cache<AccountId, Arc<Account>>);

impl AccountCache {
    /// An empty cache.
    #[must_use]
    pub fn new() -> Self {
        Self(Cache::builder().max_capacity(10_000).time_to_live(Duration::from_secs(60)).build())
    }

    /// Forgets one account, after it changed.
    pub fn forget(&self, id: AccountId) {
        self.0.invalidate(&id);
    }

    /// The account, if it is in memory: for paths that must not wait for a connection.
    #[must_use]
    pub fn peek(&self, id: AccountId) -> Option<Arc<Account>> {
        self.0.get(&id)
    }

    /// The accounts with these ids, from memory or by one query. Unknown ids are absent.
    ///
    /// # Errors
    /// When Postgres fails.
    pub async fn get(&self, conn: &mut Conn, ids: &[AccountId]) -> Result<HashMap<AccountId, Arc<Account>>> {
        let mut found = HashMap::with_capacity(ids.len());
        let mut missing = Vec::new();
        for id in ids {
            match self.0.get(id) {
                Some(account) => {
                    found.insert(*id, account);
                }
                None => missing.push(*id),
            }
        }
        if !missing.is_empty() {
            let rows = accounts::table
                .filter(accounts::id.eq_any(&missing))
                .select(AccountRow::as_select())
                .load::<AccountRow>(conn)
                .await?;
            for account in rows.into_iter().map(|row| Arc::new(Account::from(row))) {
                self.0.insert(account.id, account.clone());
                found.insert(account.id, account);
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
