//! Whom and what a member shall not meet, looked up once for many stories.

use crate::db::Conn;
use crate::elsewhere::Elsewhere;
use crate::epoch::Epoch;
use crate::ids::AccountId;
use crate::sql::sql;
use crate::{Core, Result};
use diesel::QueryableByName;
use diesel::sql_types::{Array, BigInt, Bool, Text};
use diesel_async::RunQueryDsl;
use moka::sync::Cache;
use std::sync::{Arc, Weak};
use std::time::Duration;

/// What stands between a member and others.
#[derive(Debug, Default, PartialEq, Eq, QueryableByName)]
pub(crate) struct Standing {
    /// Whose; 0 is somebody unknown.
    #[diesel(sql_type = BigInt)]
    pub member: i64,
    /// Whether the member has filters.
    #[diesel(sql_type = Bool)]
    pub filters: bool,
    /// Accounts that the member blocks or mutes, and those that block the member.
    #[diesel(sql_type = Array<BigInt>)]
    pub accounts: Vec<i64>,
    /// Those of them that the member mutes.
    #[diesel(sql_type = Array<BigInt>)]
    pub muted: Vec<i64>,
    /// Accounts that the member does not hear of: blocked, blocking, or muted with their notifications.
    #[diesel(sql_type = Array<BigInt>)]
    pub unheard: Vec<i64>,
    /// Servers that the member blocks.
    #[diesel(sql_type = Array<Text>)]
    pub hosts: Vec<String>,
    /// Content notes that the member wants shown open.
    #[diesel(sql_type = Array<Text>)]
    pub open: Vec<String>,
    /// Content notes whose stories the member wants in no list.
    #[diesel(sql_type = Array<Text>)]
    pub hidden: Vec<String>,
    /// Tops of threads that the member muted.
    #[diesel(sql_type = Array<BigInt>)]
    pub threads: Vec<i64>,
    /// Stories that the member's own profile features.
    #[diesel(sql_type = Array<BigInt>)]
    pub pins: Vec<i64>,
    /// Accounts that the member reads on lists alone.
    #[diesel(sql_type = Array<BigInt>)]
    pub apart: Vec<i64>,
}

/// What stands between members and others, for at most five seconds.
#[derive(Debug)]
pub struct StandingCache {
    kept: Cache<AccountId, Arc<Standing>>,
    epoch: Epoch,
    elsewhere: Weak<Elsewhere>,
}

impl StandingCache {
    const WORD: &str = "standing";

    /// An empty cache, which forgets what changes elsewhere too.
    #[must_use]
    pub fn new(elsewhere: &Arc<Elsewhere>) -> Arc<Self> {
        let kept = Cache::builder().max_capacity(10_000).time_to_live(Duration::from_secs(5)).build();
        let this = Arc::new(Self { kept, epoch: Epoch::default(), elsewhere: Arc::downgrade(elsewhere) });
        let ear = Arc::clone(&this);
        elsewhere.hear(Self::WORD, move |_| ear.drop_here());
        this
    }

    /// Forgets everybody's, after the commit that changed somebody's; other processes do too.
    pub(crate) fn forget_all(&self) {
        self.drop_here();
        if let Some(elsewhere) = self.elsewhere.upgrade() {
            elsewhere.say(Self::WORD, 0);
        }
    }

    fn drop_here(&self) {
        self.epoch.turn();
        self.kept.invalidate_all();
    }
}

/// What stands between `member`, who lives here, and others; nothing for somebody unknown (0).
///
/// # Errors
/// When Postgres fails.
pub(crate) async fn standing(core: &Core, conn: &mut Conn, member: AccountId) -> Result<Arc<Standing>> {
    if member == AccountId(0) {
        return Ok(Arc::default());
    }
    if let Some(standing) = core.standings.kept.get(&member) {
        return Ok(standing);
    }
    let before = core.standings.epoch.now();
    let found = sql("SELECT $1 AS member, EXISTS (SELECT 1 FROM filters i WHERE i.account_id = $1) AS filters, \
                     ARRAY(SELECT b.blocked_id FROM blocks b WHERE b.blocker_id = $1 \
                       UNION SELECT b.blocker_id FROM blocks b WHERE b.blocked_id = $1 \
                       UNION SELECT m.muted_id FROM mutes m WHERE m.muter_id = $1) AS accounts, \
                     ARRAY(SELECT m.muted_id FROM mutes m WHERE m.muter_id = $1) AS muted, \
                     ARRAY(SELECT b.blocked_id FROM blocks b WHERE b.blocker_id = $1 \
                       UNION SELECT b.blocker_id FROM blocks b WHERE b.blocked_id = $1 \
                       UNION SELECT m.muted_id FROM mutes m WHERE m.muter_id = $1 AND m.notifications) AS unheard, \
                     ARRAY(SELECT h.host FROM host_blocks h WHERE h.account_id = $1) AS hosts, \
                     ARRAY(SELECT n.note FROM note_choices n WHERE n.account_id = $1 AND n.choice = 1) AS open, \
                     ARRAY(SELECT n.note FROM note_choices n WHERE n.account_id = $1 AND n.choice = 2) AS hidden, \
                     ARRAY(SELECT t.root_id FROM thread_mutes t WHERE t.account_id = $1) AS threads, \
                     ARRAY(SELECT p.story_id FROM pins p WHERE p.account_id = $1) AS pins, \
                     ARRAY(SELECT x.account_id FROM lists l JOIN list_members x ON x.list_id = l.id \
                           WHERE l.account_id = $1 AND l.exclusive) AS apart")
    .bind::<BigInt, _>(member)
    .get_result::<Standing>(conn)
    .await?;
    let found = Arc::new(found);
    core.standings.kept.insert(member, Arc::clone(&found));
    if core.standings.epoch.now() != before {
        core.standings.kept.invalidate(&member);
    }
    Ok(found)
}
