//! What every test needs: a database, a clock, a message or two, and patience with an end.

use std::collections::BTreeMap;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::sql_types::BigInt;
use diesel_async::pooled_connection::AsyncDieselConnectionManager;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use hearth_embedded_postgres::Cluster;
use hearth_queue::{Clock, Message, NewJob, Pool, Runner, Settings, enqueue};
use serde::{Deserialize, Serialize};
use tokio::time::{Instant, sleep};

static CLUSTER: LazyLock<Cluster> = LazyLock::new(|| {
    let folder = std::env::temp_dir().join(format!("hearth-queue-{}", std::process::id()));
    remove_after_this_process(&folder);
    start_cluster(&folder, false)
});
static DATABASES: AtomicU32 = AtomicU32::new(0);
const UP: &str = concat!(
    include_str!("../../../../migrations/2026-11-23-000100_jobs__create/up.sql"),
    include_str!("../../../../migrations/2026-11-23-009100_jobs__line/up.sql"),
);
const DOWN: &str = concat!(
    include_str!("../../../../migrations/2026-11-23-009100_jobs__line/down.sql"),
    include_str!("../../../../migrations/2026-11-23-000100_jobs__create/down.sql"),
);

pub fn start_cluster(data_dir: &Path, durable: bool) -> Cluster {
    let settings = hearth_embedded_postgres::Settings {
        data_dir: data_dir.to_owned(),
        durable,
        max_connections: 100,
        extra: Vec::new(),
    };
    Cluster::start(&settings).unwrap()
}

/// The cluster lives as long as this process, so only another one can remove its folder.
#[expect(clippy::zombie_processes, reason = "it outlives this process; that is what it is for")]
fn remove_after_this_process(folder: &Path) {
    let wait_and_remove = "tail --pid=$0 -f /dev/null; sleep 1; rm -rf \"$1\"";
    Command::new("sh")
        .args(["-c", wait_and_remove, &std::process::id().to_string()])
        .arg(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .unwrap();
}

/// A database with an empty job table.
pub struct Database {
    pub url: String,
    pub pool: Pool,
    pub clock: TestClock,
}

impl Database {
    pub async fn new() -> Self {
        let name = format!("queue_{}", DATABASES.fetch_add(1, Ordering::Relaxed));
        let admin_url = tokio::task::spawn_blocking(|| CLUSTER.url("postgres")).await.unwrap();
        Self::create(&admin_url, &name, CLUSTER.url(&name)).await
    }

    pub async fn create(admin_url: &str, name: &str, url: String) -> Self {
        let mut admin = AsyncPgConnection::establish(admin_url).await.unwrap();
        admin.batch_execute(&format!("CREATE DATABASE {name} STRATEGY FILE_COPY")).await.unwrap();
        let pool = Pool::builder(AsyncDieselConnectionManager::new(&url)).max_size(5).build().unwrap();
        let database = Self { url, pool, clock: TestClock::default() };
        // Up, down and up again: what is tested is a schema that can be left.
        database.sql(&format!("{UP} {DOWN} {UP}")).await;
        database
    }

    pub async fn conn(&self) -> impl std::ops::DerefMut<Target = AsyncPgConnection> + use<> {
        self.pool.get().await.unwrap()
    }

    pub async fn sql(&self, sql: &str) {
        self.conn().await.batch_execute(sql).await.unwrap();
    }

    /// What `SELECT count(*) FROM jobs WHERE …` says.
    pub async fn count(&self, condition: &str) -> i64 {
        #[derive(diesel::QueryableByName)]
        struct Count {
            #[diesel(sql_type = BigInt)]
            count: i64,
        }
        let sql = format!("SELECT count(*) AS count FROM jobs WHERE {condition}");
        let count: Count = diesel::sql_query(sql).get_result(&mut *self.conn().await).await.unwrap();
        count.count
    }

    pub async fn enqueue(&self, jobs: &[NewJob]) {
        enqueue(&mut *self.conn().await, jobs, self.clock.now()).await.unwrap();
    }

    /// A runner that has no handlers yet; its polling is slower than any test.
    pub fn runner<C: Clone + Send + Sync + 'static>(&self, ctx: C) -> Runner<C> {
        self.runner_with(ctx, Settings { poll: Duration::from_secs(3600), ..Settings::default() })
    }

    pub fn runner_with<C: Clone + Send + Sync + 'static>(&self, ctx: C, settings: Settings) -> Runner<C> {
        Runner::new(self.pool.clone(), ctx, self.clock.clock(), settings)
    }
}

#[derive(Clone)]
pub struct TestClock(Arc<Mutex<DateTime<Utc>>>);

impl Default for TestClock {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(DateTime::from_timestamp(1_800_000_000, 0).unwrap())))
    }
}

impl TestClock {
    pub fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap()
    }

    pub fn step(&self, by: TimeDelta) {
        *self.0.lock().unwrap() += by;
    }

    pub fn clock(&self) -> Clock {
        let clock = self.clone();
        Arc::new(move || clock.now())
    }
}

/// The message most tests send.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Numbered {
    pub n: i64,
}

impl Message for Numbered {
    const NAME: &'static str = "numbered";
}

pub fn numbered(n: i64) -> NewJob {
    NewJob::of(&Numbered { n }).unwrap()
}

/// Which numbers were handled, in which order.
#[derive(Clone, Default)]
pub struct Journal(Arc<Mutex<Vec<i64>>>);

impl Journal {
    pub fn write(&self, n: i64) {
        self.0.lock().unwrap().push(n);
    }

    pub fn entries(&self) -> Vec<i64> {
        self.0.lock().unwrap().clone()
    }

    pub fn len(&self) -> usize {
        self.0.lock().unwrap().len()
    }

    /// How often each number was handled.
    pub fn times(&self) -> BTreeMap<i64, u32> {
        let mut times = BTreeMap::new();
        for n in self.entries() {
            *times.entry(n).or_default() += 1;
        }
        times
    }
}

/// Waits until the condition holds, for no longer than a slow machine may need.
pub async fn until(what: &str, mut condition: impl AsyncFnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(30);
    while !condition().await {
        assert!(Instant::now() < deadline, "waited in vain until {what}");
        sleep(Duration::from_millis(5)).await;
    }
}
