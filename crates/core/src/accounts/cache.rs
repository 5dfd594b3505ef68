//! Accounts kept in memory, since every story shown names one.

use crate::Result;
use crate::accounts::Account;
use crate::accounts::model::AccountRow;
use crate::db::Conn;
use crate::elsewhere::Elsewhere;
use crate::epoch::Epoch;
use crate::ids::AccountId;
use crate::schema::accounts;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use moka::sync::Cache;
use std::collections::HashMap;
use std::sync::{Arc, Weak};
use std::time::Duration;

/// A bounded cache of accounts. A change forgets its account at once in this process and a moment later in others.
/// What must hold at once everywhere, such as a suspension, is asked of Postgres.
#[derive(Debug)]
pub struct AccountCache {
    kept: Cache<AccountId, Arc<Account>>,
    epoch: Epoch,
    elsewhere: Weak<Elsewhere>,
}

impl AccountCache {
    /// The word for a change.
    pub const WORD: &str = "account";

    /// An empty cache that forgets what changes elsewhere too.
    #[must_use]
    pub fn new(elsewhere: &Arc<Elsewhere>) -> Arc<Self> {
        let kept = Cache::builder().max_capacity(10_000).time_to_live(Duration::from_secs(60)).build();
        let this = Arc::new(Self { kept, epoch: Epoch::default(), elsewhere: Arc::downgrade(elsewhere) });
        let ear = Arc::clone(&this);
        elsewhere.hear(Self::WORD, move |id| ear.drop_here(id.map(AccountId)));
        this
    }

    /// Forgets one account, after the commit that changed it; other processes do too.
    pub fn forget(&self, id: AccountId) {
        self.drop_here(Some(id));
        if let Some(elsewhere) = self.elsewhere.upgrade() {
            elsewhere.say(Self::WORD, id.0);
        }
    }

    fn drop_here(&self, id: Option<AccountId>) {
        self.epoch.turn();
        match id {
            Some(id) => self.kept.invalidate(&id),
            None => self.kept.invalidate_all(),
        }
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
