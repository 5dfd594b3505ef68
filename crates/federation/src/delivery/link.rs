//! The sender's own connection, so that requests that use up the pool cannot keep it from its leases.

use diesel_async::SimpleAsyncConnection as _;
use diesel_async::pooled_connection::deadpool::Object;
use hearth_core::Error;
use hearth_core::db::{Conn, Db};
use std::time::Duration;
use tokio::time::Instant;

/// Every statement of the sender is a walk over an index, in its order, however little there is to walk over.
/// Compiling one takes longer than running it.
const SETTINGS: &str = "SET jit = off; SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; \
    SET enable_bitmapscan = off; SET enable_sort = off; \
    SET enable_hashjoin = off; SET enable_mergejoin = off; SET enable_memoize = off";
/// Postgres keeps the plan it made when the tables were empty until they are next analysed. No plan is used for
/// longer than this.
const PLANS_KEEP: Duration = Duration::from_secs(1);

/// A connection that is not the pool's any more.
pub(super) struct Link {
    pub(super) conn: Conn,
    planned: Instant,
}

impl Link {
    /// Takes one out of the pool, which makes another one there.
    ///
    /// # Errors
    /// When Postgres cannot be reached.
    pub(super) async fn open(db: &Db) -> Result<Self, Error> {
        let mut conn = Object::take(db.conn().await?);
        conn.batch_execute(SETTINGS).await?;
        Ok(Self { conn, planned: Instant::now() })
    }

    /// To be called before it is used.
    ///
    /// # Errors
    /// When Postgres fails.
    pub(super) async fn refresh(&mut self) -> Result<(), Error> {
        if self.planned.elapsed() >= PLANS_KEEP {
            self.conn.batch_execute("DISCARD PLANS").await?;
            self.planned = Instant::now();
        }
        Ok(())
    }
}
