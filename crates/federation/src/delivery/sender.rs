//! Sends what is due until told to stop.

use super::bodies::Bodies;
use super::engine::{Engine, Kept};
use super::link::Link;
use super::signers::Signers;
use super::turn::{Brought, Errand};
use crate::{Error, Federation};
use futures::future::{BoxFuture, OptionFuture};
use moka::sync::Cache;
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;

/// Hosts whose time has come are looked for this often, and so is what another process queued.
const POLL: Duration = Duration::from_secs(2);
/// How long what is under way may take once the sender was told to stop.
const GRACE: Duration = Duration::from_secs(18);
/// How long a database that is away is left alone.
const PAUSE: Duration = Duration::from_secs(1);

/// Sends deliveries; any number may run on one database.
pub struct Sender {
    federation: Federation,
    kept: OnceLock<Arc<Kept>>,
    /// Taken out of the pool at the first use. Locked while sending: one sender sends once at a time.
    link: Mutex<Option<Link>>,
}

/// A visit to the database: what it was for, the connection, and what it brought.
type Visit = BoxFuture<'static, (Errand, Option<Link>, Result<Brought, Error>)>;

impl Sender {
    /// A sender; nothing is sent yet.
    #[must_use]
    pub fn new(federation: Federation) -> Self {
        Self { federation, kept: OnceLock::new(), link: Mutex::new(None) }
    }

    /// Sends until cancelled, then finishes what is under way (at most 18 seconds) and gives all hosts back. While
    /// the database is away it waits.
    pub async fn run(self, cancel: CancellationToken) {
        if let Err(error) = self.drive(Some(&cancel)).await {
            tracing::error!(%error, "nothing can be sent");
        }
    }

    /// Sends all that is due by the clock and answers how many deliveries were tried.
    ///
    /// # Errors
    /// When Postgres fails.
    pub async fn run_until_idle(&self) -> Result<u64, Error> {
        self.drive(None).await
    }

    /// Without a token, until nothing is due.
    async fn drive(&self, cancel: Option<&CancellationToken>) -> Result<u64, Error> {
        let kept = self.kept()?;
        let mut link = self.link.lock().await;
        let mut engine = Engine::new(self.federation.clone(), Arc::clone(&kept));
        let mut visit: Option<Visit> = None;
        let mut run = Run::new(cancel);
        loop {
            engine.start();
            if visit.is_none() && Instant::now() >= run.not_before {
                visit = engine.errand().map(|errand| go(&self.federation, &kept, errand, link.take()));
            }
            if visit.is_none() && run.over(&engine) {
                return Ok(engine.ended);
            }
            let wake = run.wake(&engine, visit.is_some());
            let woken = self.federation.outgoing.notified();
            tokio::select! {
                Some(report) = engine.reports.recv() => {
                    engine.report(report);
                    while let Ok(report) = engine.reports.try_recv() {
                        engine.report(report);
                    }
                }
                Some((errand, own, result)) = OptionFuture::from(visit.as_mut()) => {
                    visit = None;
                    *link = own;
                    run.back(&mut engine, errand, result)?;
                }
                () = woken, if cancel.is_some() => engine.look(),
                () = sleep_until(wake) => run.tick(&mut engine),
                () = run.cancelled(), if !run.stopping() => run.stop(&mut engine),
            }
        }
    }

    fn kept(&self) -> Result<Arc<Kept>, Error> {
        if let Some(kept) = self.kept.get() {
            return Ok(Arc::clone(kept));
        }
        let signers = Signers::start(self.federation.client.clone(), Arc::clone(&self.federation.core.clock))
            .map_err(hearth_core::Error::internal)?;
        let tempos = Cache::builder().max_capacity(20_000).time_to_idle(Duration::from_secs(600)).build();
        Ok(Arc::clone(self.kept.get_or_init(|| Arc::new(Kept { bodies: Bodies::new(), tempos, signers }))))
    }
}

fn go(federation: &Federation, kept: &Arc<Kept>, errand: Errand, mut link: Option<Link>) -> Visit {
    let (federation, kept) = (federation.clone(), Arc::clone(kept));
    Box::pin(async move {
        let result = errand.run(&federation, &kept.bodies, &mut link).await;
        (errand, link, result)
    })
}

/// How long to go on, and when to look up.
struct Run<'a> {
    cancel: Option<&'a CancellationToken>,
    /// By then it is over, come what may.
    deadline: Option<Instant>,
    /// Hosts are looked for then.
    poll: Instant,
    /// The database is left alone until then.
    not_before: Instant,
    /// The last visit failed.
    away: bool,
}

impl<'a> Run<'a> {
    fn new(cancel: Option<&'a CancellationToken>) -> Self {
        let now = Instant::now();
        Self { cancel, deadline: None, poll: now + POLL, not_before: now, away: false }
    }

    async fn cancelled(&self) {
        match self.cancel {
            Some(cancel) => cancel.cancelled().await,
            None => std::future::pending().await,
        }
    }

    fn stopping(&self) -> bool {
        self.deadline.is_some()
    }

    fn stop(&mut self, engine: &mut Engine) {
        self.deadline = Some(Instant::now() + GRACE);
        engine.stop();
    }

    fn over(&self, engine: &Engine) -> bool {
        let late = self.deadline.is_some_and(|deadline| Instant::now() >= deadline);
        late || ((self.cancel.is_none() || self.stopping()) && engine.idle())
    }

    /// While a visit to the database is under way, there is nothing to do about what has come due.
    fn wake(&self, engine: &Engine, visiting: bool) -> Instant {
        if visiting {
            return self.poll;
        }
        let alarm = engine.alarm().map(|alarm| alarm.max(self.not_before));
        [alarm, self.deadline].into_iter().flatten().fold(self.poll.max(self.not_before), Instant::min)
    }

    fn tick(&mut self, engine: &mut Engine) {
        if Instant::now() < self.poll {
            return;
        }
        self.poll = Instant::now() + POLL;
        if self.cancel.is_some() {
            engine.look();
        }
    }

    /// A visit to the database came back.
    fn back(
        &mut self,
        engine: &mut Engine,
        errand: Errand,
        result: Result<Brought, Error>,
    ) -> Result<(), Error> {
        match result {
            Ok(brought) => {
                if std::mem::take(&mut self.away) {
                    tracing::info!("the database is back");
                }
                engine.brought(errand, brought);
            }
            Err(error) if self.cancel.is_none() => return Err(error),
            Err(error) => {
                if !std::mem::replace(&mut self.away, true) {
                    tracing::warn!(%error, "deliveries wait: the database does not answer");
                }
                self.not_before = Instant::now() + PAUSE;
                engine.failed(errand);
            }
        }
        Ok(())
    }
}

impl std::fmt::Debug for Sender {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sender").finish_non_exhaustive()
    }
}
