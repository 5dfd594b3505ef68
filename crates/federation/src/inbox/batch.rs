//! Commits arrivals together: a commit for each would cost four times as much as one for all that wait.

use super::arrival::Arrival;
use super::rows;
use hearth_core::Core;
use hearth_core::elsewhere::Wake;
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};

/// As many arrivals as one commit takes.
const MOST: usize = 256;
/// How long a commit may take before those who wait for it are told to come again.
const PATIENCE: Duration = Duration::from_secs(10);

type Waiting = (Arrival, oneshot::Sender<bool>);

/// Takes arrivals and answers when they are stored.
#[derive(Clone)]
pub(super) struct Batcher(Arc<Desk>);

struct Desk {
    core: Core,
    stored: Arc<Wake>,
    door: OnceLock<mpsc::Sender<Waiting>>,
}

impl Batcher {
    /// Writes to `core` and wakes `stored` after each commit.
    pub(super) fn new(core: Core, stored: Arc<Wake>) -> Self {
        Self(Arc::new(Desk { core, stored, door: OnceLock::new() }))
    }

    /// Stores an arrival; true once it is committed.
    pub(super) async fn store(&self, arrival: Arrival) -> bool {
        // Started by the first arrival: routes may be built where nothing can run yet.
        let door = self.0.door.get_or_init(|| open(self.0.core.clone(), self.0.stored.clone()));
        let (answer, answered) = oneshot::channel();
        door.send((arrival, answer)).await.is_ok() && answered.await.unwrap_or(false)
    }
}

/// Starts the task that writes; it ends when the last door closes.
fn open(core: Core, stored: Arc<Wake>) -> mpsc::Sender<Waiting> {
    let (door, mut desk) = mpsc::channel::<Waiting>(4 * MOST);
    tokio::spawn(async move {
        let mut waiting = Vec::with_capacity(MOST);
        // While one batch is being committed the next one gathers.
        while desk.recv_many(&mut waiting, MOST).await > 0 {
            let (arrivals, answers): (Vec<_>, Vec<_>) = waiting.drain(..).unzip();
            let done = write(&core, &arrivals).await;
            for answer in answers {
                // A sender that hung up has its activity stored all the same.
                let _ = answer.send(done);
            }
            if done {
                stored.notify_one();
            }
        }
    });
    door
}

async fn write(core: &Core, arrivals: &[Arrival]) -> bool {
    match tokio::time::timeout(PATIENCE, rows::store(core, arrivals)).await {
        Ok(Ok(())) => true,
        Ok(Err(error)) => {
            let cause = std::error::Error::source(&error).map(ToString::to_string);
            tracing::warn!(%error, cause, "arrivals could not be stored; their senders will try again");
            false
        }
        Err(_) => {
            tracing::warn!("arrivals could not be stored in time; their senders will try again");
            false
        }
    }
}
