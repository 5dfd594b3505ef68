//! Knows which handler runs which message, and drives shifts of work until it is told to stop.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use diesel_async::AsyncPgConnection;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::handler::Handler;
use crate::link::Link;
use crate::shift::{GRACE, Shift};
use crate::time::Time;
use crate::{Bell, Error, Message, Pool, Verdict};

/// Where the time comes from.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// How a [`Runner`] works.
#[derive(Debug, Clone)]
pub struct Settings {
    /// How many jobs are claimed, and finished ones deleted, with one statement.
    pub batch: usize,
    /// How many jobs run at a time.
    pub concurrency: usize,
    /// How long after a worker's death its jobs are claimed by another; leases of living workers are renewed after
    /// a third of it. Also how long a database that does not answer is waited for.
    pub lease: Duration,
    /// How often to look for jobs that no bell told about: jobs that become due, and those of processes that died.
    pub poll: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self { batch: 64, concurrency: 16, lease: Duration::from_secs(30), poll: Duration::from_secs(1) }
    }
}

/// Runs jobs. `C` is whatever handlers need; each gets a clone.
///
/// A runner claims only jobs whose message is registered: those of another version of the program wait for it.
pub struct Runner<C> {
    pool: Pool,
    /// Kept from one `run_until_idle` to the next.
    spare: Mutex<Option<AsyncPgConnection>>,
    pub(crate) ctx: C,
    pub(crate) time: Arc<Time>,
    pub(crate) settings: Settings,
    pub(crate) bell: Bell,
    pub(crate) names: Vec<&'static str>,
    pub(crate) handlers: HashMap<&'static str, Arc<Handler<C>>>,
}

impl<C: Clone + Send + Sync + 'static> Runner<C> {
    /// A runner without handlers, with a bell of its own. It takes one connection out of the pool for
    /// itself and keeps it.
    pub fn new(pool: Pool, ctx: C, clock: Clock, settings: Settings) -> Self {
        let time = Arc::new(Time::new(clock));
        Self {
            pool,
            spare: Mutex::default(),
            ctx,
            time,
            settings,
            bell: Bell::default(),
            names: Vec::new(),
            handlers: HashMap::new(),
        }
    }

    /// Wakes up when this bell is rung.
    #[must_use]
    pub fn woken_by(mut self, bell: &Bell) -> Self {
        self.bell = bell.clone();
        self
    }

    /// Runs messages of type `M` with this handler; a second one for the same name replaces the first.
    #[must_use]
    pub fn register<M, F, Fut>(mut self, handler: F) -> Self
    where
        M: Message,
        F: Fn(C, M) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), Verdict>> + Send + 'static,
    {
        if self.handlers.insert(M::NAME, Arc::new(Handler::new::<M, F, Fut>(handler))).is_none() {
            self.names.push(M::NAME);
        }
        self
    }

    /// The bell that wakes this runner.
    pub fn bell(&self) -> Bell {
        self.bell.clone()
    }

    /// Runs jobs until cancelled. Then it claims no more, gives back what it has not started, lets running jobs
    /// finish for up to 20 seconds and returns. It never returns because the database is away; it says so once in
    /// the log and goes on trying.
    pub async fn run(self, cancel: CancellationToken) {
        let mut shift = Shift::new(&self, self.link());
        let mut trouble = Trouble::default();
        while !cancel.is_cancelled() {
            if !trouble.is_known() {
                shift.start_jobs();
            }
            match shift.exchange().await {
                Ok(busy) => {
                    trouble.is_over();
                    if !busy {
                        shift.wait(&cancel).await;
                    }
                }
                Err(error) => {
                    if !trouble.is(&error) {
                        continue;
                    }
                    let pause = tokio::time::sleep(self.settings.poll.min(Duration::from_secs(1)));
                    cancel.run_until_cancelled(pause).await;
                }
            }
        }
        // Nothing depends on a tidy end; a database that hangs must not hold up the process's.
        if tokio::time::timeout(GRACE + Duration::from_secs(2), shift.close()).await.is_err() {
            tracing::warn!("the job queue was left untidy; its jobs run again when their leases end");
        }
    }

    /// Runs everything that is due by the clock, and what that leads to, until nothing is. Returns how many times a
    /// job was run. Meant for tests, where the clock stands still meanwhile.
    ///
    /// # Errors
    /// If the database fails. Jobs that were held then stay leased until their lease runs out.
    pub async fn run_until_idle(&self) -> Result<u64, Error> {
        let mut shift = Shift::new(self, self.link());
        loop {
            shift.start_jobs();
            let busy = match shift.exchange().await {
                Ok(busy) => busy,
                // The connection may have been cut since the last time.
                Err(_) => shift.exchange().await?,
            };
            if shift.is_idle() {
                let ran = shift.ran();
                *self.spare.lock().unwrap_or_else(PoisonError::into_inner) =
                    shift.into_link().into_connection();
                return Ok(ran);
            }
            if !busy {
                shift.wait(&CancellationToken::new()).await;
            }
        }
    }
}

impl<C> Runner<C> {
    fn link(&self) -> Link {
        let spare = self.spare.lock().unwrap_or_else(PoisonError::into_inner).take();
        Link::new(self.pool.clone(), self.settings.lease, spare)
    }
}

/// Says once that the database is away, and once that it is back. A first error only means that a connection was cut
/// while nobody used it; a second one in a row is trouble.
#[derive(Default)]
struct Trouble {
    errors: u32,
    since: Option<Instant>,
}

impl Trouble {
    fn is_known(&self) -> bool {
        self.since.is_some()
    }

    /// True if it is better to wait than to try again at once.
    fn is(&mut self, error: &Error) -> bool {
        self.errors += 1;
        if self.errors == 2 {
            self.since = Some(Instant::now());
            let cause = std::error::Error::source(error).map(ToString::to_string);
            tracing::error!(%error, cause, "the job queue stands still; it goes on trying");
        }
        self.errors > 1
    }

    fn is_over(&mut self) {
        self.errors = 0;
        if let Some(since) = self.since.take() {
            tracing::info!(after = ?since.elapsed(), "the job queue runs again");
        }
    }
}
