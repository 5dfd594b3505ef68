//! A Hearth without network for each test: its own database, a clock that stands still, chance that repeats itself.

use std::os::unix::process::CommandExt as _;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock};

use chrono::{DateTime, Utc};
use diesel_async::{AsyncConnection as _, AsyncPgConnection, SimpleAsyncConnection as _};
use hearth_core::accounts::receive::RemoteAccount;
use hearth_core::accounts::{Account, AccountKind, Endpoints, Profile, keys, receive, register};
use hearth_core::chance::Chance;
use hearth_core::clock::MockClock;
use hearth_core::db::Db;
use hearth_core::event::{self, Event};
use hearth_core::here::Here;
use hearth_core::members::Role;
use hearth_core::{Core, Parts};
use hearth_embedded_postgres::{Cluster, Settings};

/// A domain of its own, `hearth.example`.
pub struct World {
    pub core: Core,
    pub clock: Arc<MockClock>,
}

impl World {
    pub async fn new() -> Self {
        static DATABASES: AtomicU32 = AtomicU32::new(0);
        let name = format!("world_{}", DATABASES.fetch_add(1, Ordering::Relaxed));
        let cluster = tokio::task::spawn_blocking(|| LazyLock::force(&CLUSTER)).await.unwrap();
        run(cluster, &format!("CREATE DATABASE {name} TEMPLATE form STRATEGY FILE_COPY")).await;
        core_in(cluster, &name)
    }

    /// Somebody with a login here.
    pub async fn member(&self, name: &str) -> Account {
        register::register(&self.core, name, "", Role::Member).await.unwrap()
    }

    /// Somebody of another server, open to follows.
    pub async fn remote(&self, name: &str, host: &str) -> Account {
        receive::receive(&self.core, remote(name, host)).await.unwrap()
    }

    /// What was recorded since the last call.
    pub async fn events(&self) -> Vec<Event> {
        let mut conn = self.core.db.conn().await.unwrap();
        event::take(&mut conn, 1_000).await.unwrap()
    }

    /// Runs SQL for what no verb does.
    pub async fn sql(&self, text: &str) {
        self.core.db.conn().await.unwrap().batch_execute(text).await.unwrap();
    }
}

/// The document of `name@host`, with a shared inbox.
pub fn remote(name: &str, host: &str) -> RemoteAccount {
    let uri = format!("https://{host}/users/{name}");
    RemoteAccount {
        name: name.to_owned(),
        host: host.to_owned(),
        kind: AccountKind::Person,
        url: format!("https://{host}/@{name}"),
        display_name: String::new(),
        note_html: String::new(),
        profile: Profile::default(),
        inbox_url: format!("{uri}/inbox"),
        endpoints: Endpoints {
            shared_inbox: Some(format!("https://{host}/inbox")),
            followers: Some(format!("{uri}/followers")),
            ..Endpoints::default()
        },
        locked: false,
        discoverable: true,
        indexable: false,
        also_known_as: Vec::new(),
        moved_to: None,
        published_at: None,
        keys: vec![keys::RemoteKey {
            uri: format!("{uri}#main-key"),
            algorithm: keys::Algorithm::Rsa,
            public_key: format!("PEM of {uri}"),
        }],
        uri,
    }
}

/// One cluster for all tests of the process, with a database `form` that the others are copied from.
static CLUSTER: LazyLock<Cluster> = LazyLock::new(|| {
    let folder = std::env::temp_dir().join(format!("hearth-core-{}", std::process::id()));
    remove_after_this_process(&folder);
    let settings = Settings { data_dir: folder, durable: false, max_connections: 200, extra: Vec::new() };
    let cluster = Cluster::start(&settings).unwrap();
    std::thread::scope(|scope| scope.spawn(|| make_form(&cluster)).join()).unwrap();
    cluster
});

/// On a runtime of its own, which takes its connections with it: nobody may be connected to what is copied.
fn make_form(cluster: &Cluster) {
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        run(cluster, "CREATE DATABASE form").await;
        let world = core_in(cluster, "form");
        world.core.db.migrate().await.unwrap();
        // Keys cost a tenth of a second each, and no test cares whose they are.
        keys::stock_up(&world.core, 1).await.unwrap();
        world
            .sql("INSERT INTO spare_keys (rsa_private, rsa_public, ed25519_private, ed25519_public) \
                  SELECT rsa_private, rsa_public, ed25519_private, ed25519_public FROM spare_keys, generate_series(1, 30)")
            .await;
    });
    tokio::runtime::Runtime::new().unwrap().block_on(run(
        cluster,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'form'",
    ));
}

fn core_in(cluster: &Cluster, database: &str) -> World {
    let start: DateTime<Utc> = "2027-01-15T08:00:00Z".parse().unwrap();
    let clock = Arc::new(MockClock::at(start));
    let core = Core::new(Parts {
        db: Db::new(&cluster.url(database), 8).unwrap(),
        clock: clock.clone(),
        chance: Arc::new(Chance::seeded(7)),
        here: Here::new("hearth.example", false),
    });
    World { core, clock }
}

async fn run(cluster: &Cluster, statement: &str) {
    AsyncPgConnection::establish(&cluster.url("postgres"))
        .await
        .unwrap()
        .batch_execute(statement)
        .await
        .unwrap();
}

/// The cluster lives as long as this process, so only another one can remove its folder.
#[expect(clippy::zombie_processes, reason = "it outlives this process; that is what it is for")]
fn remove_after_this_process(folder: &std::path::Path) {
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
