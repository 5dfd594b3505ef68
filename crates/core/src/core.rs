//! What every verb and query is given: the database, the clock, chance, and who we are.

use crate::accounts::cache::AccountCache;
use crate::chance::Chance;
use crate::clock::Clock;
use crate::db::Db;
use crate::elsewhere::{Elsewhere, Wake};
use crate::filters::cache::FilterCache;
use crate::here::Here;
use crate::ids::Mint;
use crate::members::seen::SeenGuard;
use crate::members::tokens::SessionCache;
use crate::peers::rules::RuleCache;
use crate::push::KeyCell;
use crate::restrictions::standing::StandingCache;
use crate::stories::cache::StoryCache;
use crate::streams::Streams;
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// The parts a [`Core`] is made of.
#[derive(Debug, Clone)]
pub struct Parts {
    /// Postgres.
    pub db: Db,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub chance: Arc<Chance>,
    /// This server.
    pub here: Here,
}

/// The domain's context; cheap to clone.
#[derive(Debug, Clone)]
pub struct Core {
    /// Postgres.
    pub db: Db,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub chance: Arc<Chance>,
    /// This server.
    pub here: Here,
    /// Maker of ids.
    pub mint: Arc<Mint>,
    /// What other processes on this database are told, and what they tell.
    pub elsewhere: Arc<Elsewhere>,
    /// Woken after a transaction that recorded an event, so that the dispatcher need not wait for its poll.
    pub events: Arc<Wake>,
    /// Accounts, kept in memory.
    pub accounts: Arc<AccountCache>,
    /// Stories as they are shown, kept in memory.
    pub stories: Arc<StoryCache>,
    /// Sessions, kept for a second.
    pub sessions: Arc<SessionCache>,
    /// Rules about hosts, kept for seconds.
    pub rules: Arc<RuleCache>,
    /// What stands between members and others, kept for seconds.
    pub standings: Arc<StandingCache>,
    /// What members filter, compiled and kept for a minute.
    pub filters: Arc<FilterCache>,
    /// What those who listen are told.
    pub streams: Arc<Streams>,
    /// The key by which push services know this server.
    pub(crate) push_key: KeyCell,
    /// Who was noted as seen within the hour.
    pub seen: Arc<SeenGuard>,
}

impl Core {
    /// Puts the parts together.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        let Parts { db, clock, chance, here } = parts;
        let mint = Arc::new(Mint::new(chance.next()));
        let elsewhere = Arc::new(Elsewhere::new(chance.next()));
        Self {
            db,
            clock,
            chance,
            here,
            mint,
            events: elsewhere.wake("event"),
            accounts: AccountCache::new(&elsewhere),
            stories: StoryCache::new(&elsewhere),
            sessions: SessionCache::new(&elsewhere),
            rules: RuleCache::new(&elsewhere),
            standings: StandingCache::new(&elsewhere),
            filters: FilterCache::new(&elsewhere),
            streams: Streams::new(&elsewhere),
            push_key: KeyCell::default(),
            seen: Arc::new(SeenGuard::new()),
            elsewhere,
        }
    }

    /// The time.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// A fresh id for something that happens now.
    #[must_use]
    pub fn id(&self) -> i64 {
        self.mint.next(self.now())
    }
}
