//! A fresh database for each test, copied from a template in one cluster per test process.

use diesel_async::SimpleAsyncConnection as _;
use hearth_core::db::Db;
use hearth_embedded_postgres::{Cluster, Settings};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::sync::OnceCell;

static CLUSTER: OnceCell<Cluster> = OnceCell::const_new();
static NUMBER: AtomicU32 = AtomicU32::new(0);

/// A database of one test's own.
#[derive(Debug, Clone)]
pub struct TestDatabase {
    /// A pool of connections to it.
    pub db: Db,
    /// Its address.
    pub url: String,
}

/// The folder of this process's cluster. Postgres ends with the process; the folder is small and in the temporary
/// directory.
fn folder() -> PathBuf {
    std::env::temp_dir().join(format!("hearth-test-{}", std::process::id()))
}

async fn cluster() -> &'static Cluster {
    CLUSTER
        .get_or_init(|| async {
            let settings =
                Settings { data_dir: folder(), durable: false, max_connections: 400, extra: Vec::new() };
            tokio::task::spawn_blocking(move || {
                sweep();
                let cluster =
                    Cluster::start(&settings).expect("Postgres must be installed: script/bootstrap does it");
                // Migrations block their thread, which a test's own runtime may not have to spare.
                tokio::runtime::Builder::new_multi_thread()
                    .worker_threads(1)
                    .enable_all()
                    .build()
                    .unwrap()
                    .block_on(make_template(&cluster));
                cluster
            })
            .await
            .unwrap()
        })
        .await
}

/// Removes what test processes left behind that are gone by now.
fn sweep() {
    for entry in std::fs::read_dir(std::env::temp_dir()).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let pid = name.to_str().and_then(|name| name.strip_prefix("hearth-test-")).map(str::to_owned);
        if pid.is_some_and(|pid| !std::path::Path::new("/proc").join(pid).exists()) {
            // Another process may be sweeping too.
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}

async fn make_template(cluster: &Cluster) {
    execute(&cluster.url("postgres"), "CREATE DATABASE template_hearth").await;
    let template = Db::new(&cluster.url("template_hearth"), 1).unwrap();
    template.migrate().await.unwrap();
    template.pool().close();
}

/// One statement on a connection of its own.
pub async fn execute(url: &str, statement: &str) {
    let db = Db::new(url, 1).unwrap();
    db.conn().await.unwrap().batch_execute(statement).await.unwrap();
    db.pool().close();
}

impl TestDatabase {
    /// A database with every migration applied.
    pub async fn new() -> Self {
        let cluster = cluster().await;
        let name = format!("test_{}", NUMBER.fetch_add(1, Ordering::Relaxed));
        // Copying a template fails while anybody is connected to it, which a closing pool can be for a moment.
        let statement = format!("CREATE DATABASE {name} TEMPLATE template_hearth STRATEGY FILE_COPY");
        let maintenance = Db::new(&cluster.url("postgres"), 1).unwrap();
        let mut conn = maintenance.conn().await.unwrap();
        let mut result = conn.batch_execute(&statement).await;
        for _ in 0..100 {
            if result.is_ok() {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            result = conn.batch_execute(&statement).await;
        }
        result.expect("a database per test");
        let url = cluster.url(&name);
        Self { db: Db::new(&url, 12).unwrap(), url }
    }

    /// The cluster's address for another database, such as `postgres`.
    pub async fn url_of(database: &str) -> String {
        cluster().await.url(database)
    }
}
