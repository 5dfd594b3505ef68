//! Runs everything that is not a request: the dispatcher, the jobs, arrivals, deliveries and the clock.

use crate::{Context, dispatch, jobs, schedule};
use hearth_core::Core;
use hearth_federation::{delivery, inbox};
use hearth_queue::{Bell, Runner, Settings};
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// How long the dispatcher sleeps when nobody wakes it.
const POLL: Duration = Duration::from_secs(1);

/// The parts that work in the background.
pub struct Worker {
    context: Context,
    bell: Bell,
    runner: Runner<Context>,
    sender: delivery::Sender,
    receiver: inbox::Worker,
}

impl Worker {
    /// Builds the parts; nothing runs yet.
    #[must_use]
    pub fn new(context: Context) -> Self {
        let Context { core, federation, .. } = context.clone();
        let clock = core.clock.clone();
        let runner = Runner::new(
            core.db.pool().clone(),
            context.clone(),
            Arc::new(move || clock.now()),
            Settings::default(),
        );
        let runner = jobs::register(runner);
        let bell = runner.bell();
        Self {
            context,
            bell,
            runner,
            sender: delivery::Sender::new(federation.clone()),
            receiver: inbox::Worker::new(federation),
        }
    }

    /// What wakes the jobs, to be passed on to other processes and heard from them.
    #[must_use]
    pub fn bell(&self) -> Bell {
        self.bell.clone()
    }

    /// What its jobs and its clock-driven work are given.
    #[must_use]
    pub fn context(&self) -> &Context {
        &self.context
    }

    /// Works until cancelled, then finishes what is under way.
    pub async fn run(self, cancel: CancellationToken) {
        let tracker = TaskTracker::new();
        tracker.spawn(dispatch_until(self.context.core.clone(), self.bell.clone(), cancel.clone()));
        tracker.spawn(self.runner.run(cancel.clone()));
        tracker.spawn(self.sender.run(cancel.clone()));
        tracker.spawn(self.receiver.run(cancel.clone()));
        tracker.spawn(schedule::run(self.context, cancel));
        tracker.close();
        tracker.wait().await;
    }

    /// Does all that is due by the clock, until nothing is; for tests. Answers how many steps it took.
    ///
    /// # Errors
    /// When Postgres fails.
    pub async fn run_until_idle(&self) -> Result<u64, anyhow::Error> {
        let mut total = 0;
        loop {
            let done = schedule::due(&self.context).await?
                + self.receiver.run_until_idle().await?
                + dispatch::dispatch(&self.context.core, &self.bell).await?
                + self.runner.run_until_idle().await?
                + self.sender.run_until_idle().await?;
            if done == 0 {
                return Ok(total);
            }
            total += done;
        }
    }
}

/// An event's wake-up comes from inside its transaction, so the row may appear a moment later: these are the moments
/// after which the table is looked at again before the dispatcher goes back to sleep.
const MOMENTS: [Duration; 4] = [
    Duration::from_millis(2),
    Duration::from_millis(8),
    Duration::from_millis(40),
    Duration::from_millis(200),
];

async fn dispatch_until(core: Core, bell: Bell, cancel: CancellationToken) {
    let work = async {
        let mut looks = 0;
        loop {
            // Interest is registered before the table is read, so that a wake-up in between is not lost.
            let woken = core.events.notified();
            match dispatch::dispatch(&core, &bell).await {
                Ok(0) => {
                    let nap = MOMENTS.get(looks).copied();
                    tokio::select! {
                        () = woken => looks = 0,
                        () = tokio::time::sleep(nap.unwrap_or(POLL)) => looks += usize::from(nap.is_some()),
                    }
                }
                Ok(_) => looks = 0,
                Err(error) => {
                    tracing::warn!(%error, "events wait: the database does not answer");
                    tokio::time::sleep(POLL).await;
                }
            }
        }
    };
    cancel.run_until_cancelled(work).await;
}
