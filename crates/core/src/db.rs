//! The pool of Postgres connections and the migrations.

use crate::{Error, Result};
use deadpool::managed::QueueMode;
use diesel_async::pooled_connection::deadpool::{Hook, HookError, Object, Pool};
use diesel_async::pooled_connection::{
    AsyncDieselConnectionManager, ManagerConfig, PoolError, RecyclingMethod,
};
use diesel_async::{AsyncMigrationHarness, AsyncPgConnection, SimpleAsyncConnection as _};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use std::time::Duration;

/// Every change to the schema, in order.
pub const MIGRATIONS: EmbeddedMigrations = embed_migrations!("../../migrations");

/// A connection as verbs and queries take it.
pub type Conn = AsyncPgConnection;

/// A connection that was used within this time is taken to be alive: asking each time would cost as much as what is
/// asked next.
const TRUSTED: Duration = Duration::from_secs(1);

/// The pool of connections to Postgres.
#[derive(Clone)]
pub struct Db {
    pool: Pool<Conn>,
    url: String,
}

impl Db {
    /// A pool of at most `size` connections to `url`; connects when first used.
    ///
    /// # Errors
    /// When the pool cannot be built.
    pub fn new(url: &str, size: usize) -> Result<Self> {
        let mut config = ManagerConfig::<Conn>::default();
        config.custom_setup = Box::new(|url| Box::pin(crate::db_tls::establish(url.to_owned())));
        config.recycling_method = RecyclingMethod::Fast;
        let manager = AsyncDieselConnectionManager::<Conn>::new_with_config(url, config);
        let pool = Pool::builder(manager)
            .max_size(size)
            // The one that was given back last has its plans and pages at hand. In turns, each would make every plan
            // anew, which costs more than hundreds of runs.
            .queue_mode(QueueMode::Lifo)
            .pre_recycle(Hook::async_fn(|conn, metrics| {
                let rested = metrics.last_used() > TRUSTED;
                Box::pin(async move { if rested { ask(conn).await } else { Ok(()) } })
            }))
            .wait_timeout(Some(Duration::from_secs(10)))
            .create_timeout(Some(Duration::from_secs(10)))
            .runtime(deadpool::Runtime::Tokio1)
            .build()
            .map_err(Error::internal)?;
        Ok(Self { pool, url: url.to_owned() })
    }

    /// A connection from the pool.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when Postgres cannot be reached or all connections stay busy.
    pub async fn conn(&self) -> Result<Object<Conn>> {
        self.pool.get().await.map_err(Error::unavailable)
    }

    /// The pool itself, for the queue's runner.
    #[must_use]
    pub fn pool(&self) -> &Pool<Conn> {
        &self.pool
    }

    /// The address it connects to, for connections of their own (LISTEN).
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// A connection of its own, for LISTEN: it is never given back.
    ///
    /// # Errors
    /// When Postgres cannot be reached.
    pub async fn connect(&self) -> diesel::ConnectionResult<Conn> {
        crate::db_tls::establish(self.url.clone()).await
    }

    /// Applies the migrations that are still missing and answers how many there were. Needs the multi-thread runtime.
    ///
    /// # Errors
    /// When Postgres cannot be reached or a migration fails.
    pub async fn migrate(&self) -> Result<usize> {
        let conn = self.conn().await?;
        let mut harness = AsyncMigrationHarness::new(conn);
        harness.run_pending_migrations(MIGRATIONS).map(|done| done.len()).map_err(Error::Internal)
    }
}

/// Whether a connection that rested is still there; the pool replaces it otherwise.
async fn ask(conn: &mut Conn) -> std::result::Result<(), HookError> {
    conn.batch_execute("").await.map_err(|error| HookError::Backend(PoolError::QueryError(error)))
}

impl std::fmt::Debug for Db {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Db")
    }
}
