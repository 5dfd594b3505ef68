//! Members' filters, compiled once and kept until they change: every story of every page is held against them.

use super::model::load;
use super::sieve::Sieve;
use crate::db::Conn;
use crate::elsewhere::Elsewhere;
use crate::epoch::Epoch;
use crate::ids::AccountId;
use crate::restrictions::standing::Standing;
use crate::{Core, Error, Result};
use moka::sync::Cache;
use std::sync::{Arc, Weak};
use std::time::Duration;

/// Compiled filters, for at most a minute.
#[derive(Debug)]
pub struct FilterCache {
    kept: Cache<AccountId, Arc<Sieve>>,
    epoch: Epoch,
    elsewhere: Weak<Elsewhere>,
}

impl FilterCache {
    const WORD: &str = "filters";

    /// An empty cache of at most about 16 MB, which forgets what changes elsewhere too.
    #[must_use]
    pub fn new(elsewhere: &Arc<Elsewhere>) -> Arc<Self> {
        let kept = Cache::builder()
            .weigher(|_: &AccountId, sieve: &Arc<Sieve>| u32::try_from(sieve.bytes()).unwrap_or(u32::MAX))
            .max_capacity(16 << 20)
            .time_to_live(Duration::from_secs(60))
            .build();
        let this = Arc::new(Self { kept, epoch: Epoch::default(), elsewhere: Arc::downgrade(elsewhere) });
        let ear = Arc::clone(&this);
        elsewhere.hear(Self::WORD, move |id| {
            ear.epoch.turn();
            match id {
                Some(id) => ear.kept.invalidate(&AccountId(id)),
                None => ear.kept.invalidate_all(),
            }
        });
        this
    }

    /// Forgets a member's, after the commit that changed them; other processes do too.
    pub(super) fn forget(&self, member: AccountId) {
        self.epoch.turn();
        self.kept.invalidate(&member);
        if let Some(elsewhere) = self.elsewhere.upgrade() {
            elsewhere.say(Self::WORD, member.0);
        }
    }
}

/// The filters of whoever has any; whoever has none costs nothing.
pub(crate) async fn of(core: &Core, conn: &mut Conn, standing: &Standing) -> Result<Option<Arc<Sieve>>> {
    if standing.filters { compiled(core, conn, AccountId(standing.member)).await.map(Some) } else { Ok(None) }
}

/// The filters of a member.
pub(crate) async fn compiled(core: &Core, conn: &mut Conn, member: AccountId) -> Result<Arc<Sieve>> {
    if let Some(sieve) = core.filters.kept.get(&member) {
        return Ok(sieve);
    }
    let before = core.filters.epoch.now();
    let filters = load(conn, member, 0).await?;
    let sieve = Arc::new(Sieve::new(member, filters).map_err(Error::internal)?);
    core.filters.kept.insert(member, Arc::clone(&sieve));
    if core.filters.epoch.now() != before {
        core.filters.kept.invalidate(&member);
    }
    Ok(sieve)
}
