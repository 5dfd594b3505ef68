//! All that listen in this process: who they are, what to, and until when.

use super::handed::{Handed, Payload};
use super::listener::Listener;
use super::stream::Stream;
use super::telling;
use crate::error::ApiError;
use hearth_core::Core;
use hearth_core::ids::{AccountId, TokenId};
use hearth_core::members::{Scopes, seen};
use hearth_core::streams::{Said, permits};
use http::StatusCode;
use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{mpsc, watch};
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

/// So many events wait for one that reads slowly; then it is let go.
const WAITING: usize = 64;
/// Streams that one socket may listen to. No app comes near; without an end, one socket could take all memory.
const STREAMS: usize = 256;
/// How soon a token that was revoked is noticed.
const NOTICED: Duration = Duration::from_millis(200);
/// After so many of these the tokens are looked at though nobody said that one changed.
const ANYWAY: u32 = 50;

/// Who listens; cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Hub(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    core: Core,
    /// Somebody came whose token may have been revoked in between.
    doubt: AtomicBool,
    all: Mutex<All>,
}

#[derive(Debug, Default)]
struct All {
    next: u64,
    running: bool,
    open: HashMap<u64, Open>,
}

#[derive(Debug)]
pub(super) struct Open {
    pub(super) account: AccountId,
    token: TokenId,
    scopes: Scopes,
    pub(super) streams: Vec<(Stream, Arc<str>)>,
    queue: mpsc::Sender<Handed>,
    over: CancellationToken,
}

impl Open {
    /// Whether it may hear of notifications.
    pub(super) fn hears_notifications(&self) -> bool {
        self.scopes.cover("read:notifications")
    }

    /// Hands it an event of one of its streams. Who reads too slowly is let go, and reads its timelines when it is back.
    pub(super) fn hand(&self, stream: &Arc<str>, event: &'static str, payload: Option<&Arc<Payload>>) {
        let handed = Handed { stream: Arc::clone(stream), event, payload: payload.cloned() };
        if self.queue.try_send(handed).is_err() {
            self.over.cancel();
        }
    }
}

/// What one that listens holds; it is forgotten when this is dropped.
#[derive(Debug)]
pub(crate) struct Seat {
    id: u64,
    hub: Hub,
    /// What it is handed.
    pub(crate) queue: mpsc::Receiver<Handed>,
    /// Its token holds no longer, it reads too slowly, or the process ends.
    pub(crate) over: CancellationToken,
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.hub.all().open.remove(&self.id);
    }
}

impl Seat {
    /// From now on it hears this too; what it hears already it hears once.
    pub(crate) fn subscribe(&self, stream: Stream) -> Result<(), ApiError> {
        let mut all = self.hub.all();
        let Some(open) = all.open.get_mut(&self.id) else { return Ok(()) };
        if open.streams.iter().any(|(known, _)| *known == stream) {
            return Ok(());
        }
        if open.streams.len() >= STREAMS {
            return Err(ApiError::new(StatusCode::TOO_MANY_REQUESTS, "Too many subscriptions"));
        }
        let name = stream.name().to_string().into();
        open.streams.push((stream, name));
        Ok(())
    }

    /// From now on it does not hear this.
    pub(crate) fn unsubscribe(&self, stream: &Stream) {
        if let Some(open) = self.hub.all().open.get_mut(&self.id) {
            open.streams.retain(|(known, _)| known != stream);
        }
    }
}

impl Hub {
    /// Nobody listens yet.
    pub(crate) fn new(core: Core) -> Self {
        Self(Arc::new(Inner { core, doubt: AtomicBool::new(false), all: Mutex::default() }))
    }

    /// Lets somebody listen, to nothing at first.
    pub(crate) fn open(&self, listener: &Listener) -> Seat {
        let ((queue, handed), over) = (mpsc::channel(WAITING), CancellationToken::new());
        let mut all = self.all();
        all.next += 1;
        let id = all.next;
        let open = Open {
            account: listener.account,
            token: listener.token,
            scopes: listener.scopes.clone(),
            streams: Vec::new(),
            queue,
            over: over.clone(),
        };
        all.open.insert(id, open);
        self.0.doubt.store(true, Ordering::SeqCst);
        if !std::mem::replace(&mut all.running, true) {
            let (said, sessions) = (self.0.core.streams.listen(), self.0.core.sessions.changes());
            tokio::spawn(self.clone().run(said, sessions));
        }
        Seat { id, hub: self.clone(), queue: handed, over }
    }

    /// Asks each that listens.
    pub(super) fn each(&self, ask: impl FnMut(&Open)) {
        self.all().open.values().for_each(ask);
    }

    /// Hands on what is said, for as long as anybody listens.
    async fn run(self, mut said: Receiver<Said>, mut sessions: watch::Receiver<()>) {
        let mut ticks = tokio::time::interval(NOTICED);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut since = 0;
        loop {
            tokio::select! {
                biased;
                _ = ticks.tick() => {
                    since += 1;
                    let changed = sessions.has_changed().unwrap_or(false);
                    if changed || since >= ANYWAY || self.0.doubt.load(Ordering::SeqCst) {
                        sessions.mark_unchanged();
                        since = 0;
                        self.look_again().await;
                    }
                    if self.rests() {
                        return;
                    }
                }
                word = said.recv() => match word {
                    Ok(Said::Ending) => self.each(|open| open.over.cancel()),
                    Ok(word) => self.pass_on(word).await,
                    Err(RecvError::Lagged(lost)) => tracing::warn!(lost, "streams missed some events"),
                    Err(RecvError::Closed) => return self.each(|open| open.over.cancel()),
                },
            }
        }
    }

    async fn pass_on(&self, word: Said) {
        if let Err(error) = telling::tell(&self.0.core, self, word).await {
            tracing::warn!(%error, "streams missed an event");
        }
    }

    /// Lets go whose token holds no longer. While the database is away nobody new comes in, and those who are in are
    /// looked at as soon as it is back.
    async fn look_again(&self) {
        self.0.doubt.store(false, Ordering::SeqCst);
        let mut tokens = HashSet::new();
        let mut accounts = Vec::new();
        self.each(|open| {
            tokens.insert(open.token);
            accounts.push(open.account);
        });
        let asked: Vec<TokenId> = tokens.iter().copied().collect();
        match permits::valid(&self.0.core, &asked).await {
            Ok(valid) => self.each(|open| {
                // Who came since is asked about the next time.
                if tokens.contains(&open.token) && valid.get(&open.token) != Some(&open.scopes) {
                    open.over.cancel();
                }
            }),
            Err(error) => {
                tracing::debug!(%error, "the tokens of streams cannot be looked at");
                self.0.doubt.store(true, Ordering::SeqCst);
            }
        }
        for account in accounts {
            // Whoever listens is here: their feed is kept.
            let _ = seen::seen(&self.0.core, account).await;
        }
    }

    /// Whether nobody listens; then this task ends, and the next who comes starts another.
    fn rests(&self) -> bool {
        let mut all = self.all();
        all.running = !all.open.is_empty();
        !all.running
    }

    fn all(&self) -> MutexGuard<'_, All> {
        self.0.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
