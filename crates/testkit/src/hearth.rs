//! A Hearth in process, on a port of its own, over real HTTP; its work is done when a test says so.

use crate::{Person, TestDatabase};
use chrono::{DateTime, TimeDelta, Utc};
use hearth::config::Config;
use hearth::{App, app::Only};
use hearth_core::Core;
use hearth_core::chance::Chance;
use hearth_core::clock::{Clock, MockClock};
use hearth_core::members::Role;
use hearth_federation::{Federation, Settings};
use hearth_worker::Worker;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

static SEED: AtomicU64 = AtomicU64::new(1);

/// One Hearth.
pub struct TestHearth {
    /// The domain.
    pub core: Core,
    /// Other servers.
    pub federation: Federation,
    /// Its address, such as `http://localhost:40001`.
    pub base: String,
    /// Host and port, as in handles.
    pub domain: String,
    /// Its clock; stands still until a test moves it.
    pub clock: Arc<MockClock>,
    /// Its database.
    pub database: TestDatabase,
    /// The background half; runs in [`TestHearth::settle`] alone.
    pub worker: Worker,
    /// The whole, for a second process on the same database.
    pub config: Config,
    cancel: CancellationToken,
}

impl Drop for TestHearth {
    fn drop(&mut self) {
        self.cancel.cancel();
        // Only what it kept: a second life of it has a listener, and so a folder, of its own.
        for folder in ["media", "cache"] {
            let _ = std::fs::remove_dir_all(self.config.server.data_dir.join(folder));
        }
    }
}

/// The machine's time to the second, where test clocks start.
#[expect(
    clippy::disallowed_methods,
    reason = "a test clock must start somewhere near the time real peers have"
)]
pub fn start_of_time() -> DateTime<Utc> {
    DateTime::from_timestamp(Utc::now().timestamp(), 0).unwrap()
}

impl TestHearth {
    /// A Hearth on a fresh database.
    pub async fn start() -> Self {
        Self::with(|_| {}).await
    }

    /// A Hearth whose settings `change` has changed.
    pub async fn with(change: impl FnOnce(&mut Config)) -> Self {
        Self::at(Arc::new(MockClock::at(start_of_time())), change).await
    }

    /// Two Hearths on one clock.
    pub async fn pair() -> (Self, Self) {
        let clock = Arc::new(MockClock::at(start_of_time()));
        (Self::at(clock.clone(), |_| {}).await, Self::at(clock, |_| {}).await)
    }

    /// A Hearth on a given clock.
    pub async fn at(clock: Arc<MockClock>, change: impl FnOnce(&mut Config)) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let mut config = Config::default();
        config.server.domain = format!("localhost:{port}");
        config.server.listen = listener.local_addr().unwrap();
        config.federation = Settings::for_testing();
        config.server.data_dir =
            std::env::temp_dir().join(format!("hearth-test-{}-{port}", std::process::id()));
        change(&mut config);
        let database = TestDatabase::new().await;
        Self::on(listener, config, database, clock).await
    }

    /// A Hearth on all given parts: the second life of one that was stopped.
    pub async fn on(
        listener: TcpListener,
        config: Config,
        database: TestDatabase,
        clock: Arc<MockClock>,
    ) -> Self {
        let chance = Arc::new(Chance::seeded(SEED.fetch_add(1, Ordering::Relaxed)));
        let shared: Arc<dyn Clock> = clock.clone();
        let app = App::with(config.clone(), database.db.clone(), shared, chance).unwrap();
        let cancel = CancellationToken::new();
        let (core, federation, worker) = (app.core.clone(), app.federation.clone(), app.worker());
        let stopping = cancel.clone();
        hearth_core::accounts::register::instance_actor(&core).await.unwrap();
        tokio::spawn(async move { app.serve(listener, Only::Web, stopping).await });
        Self {
            base: core.here.base().to_owned(),
            domain: config.server.domain.clone(),
            core,
            federation,
            clock,
            database,
            worker,
            config,
            cancel,
        }
    }

    /// A member with a token that allows everything.
    pub async fn person(&self, name: &str) -> Person {
        self.somebody(name, Role::Member).await
    }

    /// Whoever runs the server, with a token that allows everything.
    pub async fn owner(&self, name: &str) -> Person {
        self.somebody(name, Role::Owner).await
    }

    async fn somebody(&self, name: &str, role: Role) -> Person {
        let account = hearth_core::accounts::register::register(&self.core, name, "", role).await.unwrap();
        Person::of(self, account).await
    }

    /// Does all work that is due, here alone.
    pub async fn settle(&self) -> u64 {
        self.worker.run_until_idle().await.unwrap()
    }

    /// Moves the clock and does what is due then.
    pub async fn step(&self, by: TimeDelta) {
        self.clock.step(by);
        self.settle().await;
    }

    /// Stops answering, as after a kill: nothing is finished.
    pub fn stop(&self) {
        self.cancel.cancel();
    }
}

/// Does all work that is due on several Hearths, until none has any.
pub async fn settle(hearths: &[&TestHearth]) {
    for _ in 0..100 {
        let mut done = 0;
        for hearth in hearths {
            done += hearth.settle().await;
        }
        if done == 0 {
            return;
        }
    }
    panic!("the Hearths never came to rest");
}
