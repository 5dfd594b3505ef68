//! Wakes runners when there is work, without making the transactions that cause it wait for one another.

use std::sync::Arc;
use std::time::Duration;

use diesel::ConnectionResult;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use futures::StreamExt;
use futures::future::BoxFuture;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::{Error, Pool};

const CHANNEL: &str = "hearth_jobs";
const AT_MOST_EVERY: Duration = Duration::from_millis(20);
const BETWEEN_TRIES: Duration = Duration::from_secs(1);

/// Opens the connection that [`Bell::listen`] keeps; it must not come from a pool, since it is never given back.
pub type Connect = Arc<dyn Fn() -> BoxFuture<'static, ConnectionResult<AsyncPgConnection>> + Send + Sync>;

/// Rung after a transaction that has enqueued jobs has committed. Clones are the same bell.
///
/// A process with a [`crate::Runner`] gives it the bell and runs [`Bell::listen`]; a process without one runs
/// [`Bell::announce`]. A ring is remembered until somebody takes it, so none is lost between two looks at the table.
#[derive(Clone, Debug, Default)]
pub struct Bell(Arc<Ropes>);

#[derive(Debug, Default)]
struct Ropes {
    here: Notify,
    elsewhere: Notify,
}

impl Bell {
    /// There may be new jobs. Costs next to nothing; ringing too often does no harm.
    pub fn ring(&self) {
        self.0.here.notify_one();
        self.0.elsewhere.notify_one();
    }

    /// Passes rings on to other processes until cancelled, at most one in 20 ms. While the database is away nothing
    /// is passed on; the others poll.
    pub async fn announce(&self, pool: Pool, cancel: CancellationToken) {
        let pass_on = async {
            loop {
                self.0.elsewhere.notified().await;
                if let Err(error) = notify(&pool).await {
                    tracing::debug!(%error, "the bell was not heard in other processes");
                }
                tokio::time::sleep(AT_MOST_EVERY).await;
            }
        };
        cancel.run_until_cancelled(pass_on).await;
    }

    /// Rings here when it is rung in another process, until cancelled. Reconnects for as long as it takes.
    pub async fn listen(&self, connect: Connect, cancel: CancellationToken) {
        let hear = async {
            loop {
                if let Err(error) = self.hear(&connect).await {
                    tracing::debug!(%error, "the bell of other processes cannot be heard; polling goes on");
                }
                tokio::time::sleep(BETWEEN_TRIES).await;
            }
        };
        cancel.run_until_cancelled(hear).await;
    }

    /// Until somebody rings; at once if somebody has since the last time.
    pub(crate) async fn rung(&self) {
        self.0.here.notified().await;
    }

    async fn hear(&self, connect: &Connect) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        let mut conn = connect().await?;
        diesel::sql_query(format!("LISTEN {CHANNEL}")).execute(&mut conn).await?;
        // What was announced before this LISTEN was not heard.
        self.0.here.notify_one();
        let mut heard = std::pin::pin!(conn.notifications_stream());
        while let Some(notification) = heard.next().await {
            notification?;
            self.0.here.notify_one();
        }
        Ok(())
    }
}

async fn notify(pool: &Pool) -> Result<(), Error> {
    let mut conn = pool.get().await?;
    diesel::sql_query(format!("NOTIFY {CHANNEL}")).execute(&mut *conn).await?;
    Ok(())
}
