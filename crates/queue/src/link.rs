//! A runner's own connection, so that jobs that use up the pool cannot keep it from its leases, nor queries of others spoil its plans.

use std::time::Duration;

use diesel_async::methods::LoadQuery;
use diesel_async::pooled_connection::deadpool::Object;
use diesel_async::{AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use tokio::time::{Instant, timeout};

use crate::{Error, Pool};

/// While the queue is long, no plan is older than this.
const PLANS_KEEP: Duration = Duration::from_secs(1);

/// Taken out of the pool when first needed, which makes another one there; dropped at the first error.
pub(crate) struct Link {
    pool: Pool,
    patience: Duration,
    conn: Option<AsyncPgConnection>,
    planned: Option<Instant>,
}

impl Link {
    /// `patience` is how long a database that does not answer is waited for.
    pub(crate) fn new(pool: Pool, patience: Duration, conn: Option<AsyncPgConnection>) -> Self {
        Self { pool, patience, conn, planned: None }
    }

    /// The connection, for a later [`Link::new`].
    pub(crate) fn into_connection(self) -> Option<AsyncPgConnection> {
        self.conn
    }

    /// Runs a statement and returns its rows.
    #[expect(clippy::manual_async_fn, reason = "the compiler cannot work `Send` out through diesel's traits")]
    pub(crate) fn load<S, T>(&mut self, statement: S) -> impl Future<Output = Result<Vec<T>, Error>> + Send
    where
        S: LoadQuery<'static, AsyncPgConnection, T> + Send + 'static,
        T: Send + 'static,
    {
        async {
            let patience = self.patience;
            let answer = async {
                // Not in its place while it is used: after an error, or half-way, it is of no more use.
                let mut conn = self.connection().await?;
                let rows = statement.load(&mut conn).await?;
                self.conn = Some(conn);
                Ok(rows)
            };
            // A cut cable answers nothing at all for a quarter of an hour. By the end of the lease waiting has lost
            // its point.
            timeout(patience, answer).await.unwrap_or(Err(Error::Silent(patience)))
        }
    }

    /// To be called when the queue is long. Postgres keeps the plan it made when the table was empty, which reads
    /// the whole table, until the table is next analysed; measured with 100,000 jobs: 72 ms a claim, 1 ms after this.
    pub(crate) async fn plan_anew(&mut self) -> Result<(), Error> {
        if self.planned.is_some_and(|at| at.elapsed() < PLANS_KEEP) {
            return Ok(());
        }
        let patience = self.patience;
        let answer = async {
            let mut conn = self.connection().await?;
            conn.batch_execute("DISCARD PLANS").await?;
            self.conn = Some(conn);
            self.planned = Some(Instant::now());
            Ok(())
        };
        timeout(patience, answer).await.unwrap_or(Err(Error::Silent(patience)))
    }

    async fn connection(&mut self) -> Result<AsyncPgConnection, Error> {
        if let Some(conn) = self.conn.take() {
            return Ok(conn);
        }
        let mut conn = Object::take(self.pool.get().await?);
        // Compiling a statement that takes a millisecond would take fifty; planning it, as long as running it.
        conn.batch_execute("SET jit = off; SET plan_cache_mode = force_generic_plan").await?;
        Ok(conn)
    }
}
