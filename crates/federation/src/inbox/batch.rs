//! Commits arrivals together: a commit for each would cost four times as much as one for all that wait.

use crate::Federation;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use diesel::sql_types::{Array, Binary, Text, Timestamptz};
use diesel_async::RunQueryDsl as _;
use hearth_core::sql::sql;
use tokio::sync::{mpsc, oneshot};

/// As many arrivals as one commit takes.
const MOST: usize = 256;

/// A verified activity, on its way into the database.
pub(super) struct Arrival {
    /// Id of the activity.
    pub(super) uri: String,
    /// Who did it.
    pub(super) actor: String,
    /// Who sent it.
    pub(super) signer: String,
    /// From where.
    pub(super) host: String,
    /// What was said.
    pub(super) body: Bytes,
}

type Waiting = (Arrival, oneshot::Sender<bool>);

/// Takes arrivals and answers when they are stored.
#[derive(Clone)]
pub(super) struct Batcher(mpsc::Sender<Waiting>);

impl Batcher {
    /// Starts the task that writes; it ends when the last door closes.
    pub(super) fn start(federation: Federation) -> Self {
        let (door, mut desk) = mpsc::channel::<Waiting>(4 * MOST);
        tokio::spawn(async move {
            let mut waiting = Vec::with_capacity(MOST);
            // While one batch is being committed the next one gathers.
            while desk.recv_many(&mut waiting, MOST).await > 0 {
                let (arrivals, answers): (Vec<_>, Vec<_>) = waiting.drain(..).unzip();
                let stored = write(&federation, &arrivals).await;
                if let Err(error) = &stored {
                    tracing::warn!(%error, lost = 0, "arrivals could not be stored; their senders will try again");
                }
                for answer in answers {
                    // A sender that hung up has its activity stored all the same.
                    let _ = answer.send(stored.is_ok());
                }
                federation.incoming.notify_one();
            }
        });
        Self(door)
    }

    /// Stores an arrival; true once it is committed.
    pub(super) async fn store(&self, arrival: Arrival) -> bool {
        let (answer, answered) = oneshot::channel();
        self.0.send((arrival, answer)).await.is_ok() && answered.await.unwrap_or(false)
    }
}

async fn write(federation: &Federation, arrivals: &[Arrival]) -> hearth_core::Result<()> {
    let now: DateTime<Utc> = federation.core.now();
    let texts = |pick: fn(&Arrival) -> &str| arrivals.iter().map(pick).collect::<Vec<&str>>();
    let bodies: Vec<&[u8]> = arrivals.iter().map(|arrival| arrival.body.as_ref()).collect();
    let mut conn = federation.core.db.conn().await?;
    sql("INSERT INTO arrivals (activity_uri, actor_uri, signer_uri, host, body, received_at, run_at) \
         SELECT uri, actor, signer, host, body, $6, $6 \
         FROM unnest($1, $2, $3, $4, $5) AS t (uri, actor, signer, host, body) \
         ON CONFLICT (activity_uri) DO NOTHING")
    .bind::<Array<Text>, _>(texts(|one| &one.uri))
    .bind::<Array<Text>, _>(texts(|one| &one.actor))
    .bind::<Array<Text>, _>(texts(|one| &one.signer))
    .bind::<Array<Text>, _>(texts(|one| &one.host))
    .bind::<Array<Binary>, _>(bodies)
    .bind::<Timestamptz, _>(now)
    .execute(&mut conn)
    .await?;
    Ok(())
}
