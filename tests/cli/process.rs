//! A server in a process of its own: it can be killed at any moment, and started again on what it left behind.

use chrono::{DateTime, Utc};
use clap::Parser as _;
use hearth::cli::{self, Cli};
use hearth::config::{self, Config};
use hearth_core::Core;
use hearth_core::accounts::{Account, register};
use hearth_core::clock::{Clock as _, MockClock, SystemClock};
use hearth_core::members::{Role, Scopes, tokens};
use hearth_federation::Settings;
use hearth_testkit::{Actor, Answer, Remote, TestDatabase};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// One server, on a database that outlives its process, with ada who lives there and ben elsewhere who follows her.
pub struct Server {
    /// Its address.
    pub base: String,
    /// Its database.
    pub database: TestDatabase,
    /// Who lives there.
    pub ada: Account,
    /// Who follows her.
    pub ben: Actor,
    /// Where ben lives: all that leaves arrives here.
    pub remote: Remote,
    /// Ada's app.
    pub app: App,
    listen: SocketAddr,
    child: Option<Child>,
}

/// An app that goes on when its server does not answer.
#[derive(Clone)]
pub struct App {
    base: String,
    token: String,
    http: reqwest::Client,
}

/// The process of a [`Server`]: this very program, which runs this alone.
#[test]
#[ignore = "runs for as long as another test wants it to"]
fn serves() {
    serve("hearth serve");
}

/// As [`serves`]: takes what arrives, and works on nothing.
#[test]
#[ignore = "runs for as long as another test wants it to"]
fn serves_requests_alone() {
    serve("hearth serve --only web");
}

/// Runs a command line until the process that started this one ends.
fn serve(line: &str) {
    // Nobody named a database: somebody runs all that is ignored.
    if config::load(None).unwrap().database.url.is_empty() {
        return;
    }
    std::thread::spawn(|| {
        let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
        std::process::exit(1);
    });
    cli::run(Cli::parse_from(line.split(' '))).unwrap();
}

/// An address that stays free while the process is down. It lies below the ports that the kernel hands out, so that no
/// other test is given it meanwhile.
fn address() -> SocketAddr {
    let first = 20_000 + u16::try_from(std::process::id() % 100).unwrap() * 100;
    let mut ports = (first..32_000).map(|port| SocketAddr::from(([127, 0, 0, 1], port)));
    static TAKEN: Mutex<BTreeSet<SocketAddr>> = Mutex::new(BTreeSet::new());
    let mut taken = TAKEN.lock().unwrap();
    let free = |address: &SocketAddr| TcpListener::bind(address).is_ok();
    let found = ports.find(|address| !taken.contains(address) && free(address)).unwrap();
    taken.insert(found);
    found
}

fn core(listen: SocketAddr, database: &TestDatabase) -> Core {
    let mut config = Config::default();
    config.server.domain = format!("localhost:{}", listen.port());
    config.federation = Settings::for_testing();
    hearth::App::new(config, database.db.clone()).unwrap().core
}

impl Server {
    /// A server that runs, with nothing left to do.
    pub async fn start() -> Self {
        let listen = address();
        let database = TestDatabase::new().await;
        let core = core(listen, &database);
        let ada = register::register(&core, "ada", "", Role::Member).await.unwrap();
        let scopes = Scopes::parse("read write follow").unwrap();
        let token = tokens::create(&core, ada.id, &scopes, "test", None).await.unwrap();
        let remote = Remote::start(Arc::new(MockClock::at(now()))).await;
        let ben = remote.actor("ben", 0);
        let base = core.here.base().to_owned();
        let app = App { base: base.clone(), token, http: hearth_testkit::person::http() };
        let mut server = Self { base, database, ada, ben, remote, app, listen, child: None };
        server.run().await;
        server.be_followed().await;
        server
    }

    /// The domain on its database, beside the process.
    pub fn core(&self) -> Core {
        core(self.listen, &self.database)
    }

    async fn be_followed(&self) {
        let follow = self.ben.activity("Follow", &json!(self.ada.uri));
        self.app.receive(&self.ben, &follow).await.unwrap().is(202);
        until("ben is accepted", async || !self.remote.activities_of("Accept").is_empty()).await;
        self.rests().await;
        self.remote.forget();
    }

    /// Starts the process (again), and waits until it answers.
    pub async fn run(&mut self) {
        self.run_as("cli::process::serves").await;
    }

    /// The same for a process that takes requests and leaves the work to another.
    pub async fn run_for_requests(&mut self) {
        self.run_as("cli::process::serves_requests_alone").await;
    }

    async fn run_as(&mut self, test: &str) {
        assert!(self.child.is_none(), "it runs");
        let mut command = Command::new(std::env::current_exe().unwrap());
        command
            .args(["--exact", test, "--include-ignored", "--nocapture"])
            .env("HEARTH__SERVER__DOMAIN", format!("localhost:{}", self.listen.port()))
            .env("HEARTH__SERVER__LISTEN", self.listen.to_string())
            .env("HEARTH__DATABASE__URL", &self.database.url)
            .env("HEARTH__SERVER__DATA_DIR", self.data())
            .env("HEARTH__FEDERATION__ALLOW_HTTP", "true")
            .env("HEARTH__FEDERATION__ALLOWED_ADDRESSES", r#"["127.0.0.0/8"]"#)
            .env("HEARTH__LOG__FILTER", "warn")
            .stdin(Stdio::piped())
            .stdout(Stdio::null());
        self.child = Some(command.spawn().unwrap());
        let ready = format!("{}/health/ready", self.base);
        until("the server answers", async || {
            let child = self.child.as_mut().unwrap();
            assert!(child.try_wait().unwrap().is_none(), "the server ended");
            self.app.http.get(&ready).send().await.is_ok_and(|answer| answer.status().is_success())
        })
        .await;
    }

    /// Where it keeps files.
    fn data(&self) -> PathBuf {
        std::env::temp_dir().join(format!("hearth-{}-{}", std::process::id(), self.listen.port()))
    }

    /// Ends the process as a power cut would: SIGKILL, nothing is finished.
    pub fn kill(&mut self) {
        let mut child = self.child.take().expect("it runs");
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// What the killed process held is free: stands for the half or whole minute that its leases last.
    pub async fn leases_run_out(&self) {
        assert!(self.child.is_none(), "a process that lives would go on with what it lost");
        let past = "now() - interval '1 second'";
        for table in ["jobs", "arrivals", "peers"] {
            let statement = format!("UPDATE {table} SET lease_until = {past} WHERE lease_until > {past}");
            hearth_testkit::database::execute(&self.database.url, &statement).await;
        }
    }

    /// `GET`, which must succeed.
    pub async fn get(&self, path: &str) -> Value {
        self.app.ask(Method::GET, path, "", &Value::Null).await.unwrap().ok()
    }

    /// `POST`, which must succeed.
    pub async fn post(&self, path: &str, key: &str, body: Value) -> Value {
        self.app.ask(Method::POST, path, key, &body).await.unwrap().ok()
    }

    /// Waits until nothing is left to do or to send, and nothing was given up.
    pub async fn rests(&self) {
        until("nothing is left to do", async || self.number(LEFT).await == 0).await;
    }

    /// The number that a statement answers.
    pub async fn number(&self, statement: &str) -> i64 {
        self.database.number(statement).await
    }
}

impl App {
    /// A request with an `Idempotency-Key` (if that is not empty); none when the server went before it had answered.
    pub async fn ask(&self, method: Method, path: &str, key: &str, body: &Value) -> Option<Answer> {
        let mut request = self.http.request(method, format!("{}{path}", self.base)).bearer_auth(&self.token);
        if !body.is_null() {
            request = request.json(body);
        }
        if !key.is_empty() {
            request = request.header("Idempotency-Key", key);
        }
        answer(request).await
    }

    /// Somebody elsewhere sends something, signed, to the app's server; none as above.
    pub async fn receive(&self, from: &Actor, activity: &Value) -> Option<Answer> {
        let (inbox, body) = (format!("{}/inbox", self.base), activity.to_string().into_bytes());
        let headers = from.sign(&inbox, &body, now(), false);
        answer(self.http.post(inbox).headers(headers).body(body)).await
    }
}

async fn answer(request: reqwest::RequestBuilder) -> Option<Answer> {
    let response = request.send().await.ok()?;
    let (status, headers) = (response.status(), response.headers().clone());
    let text = response.text().await.ok()?;
    Some(Answer { status, headers, json: serde_json::from_str(&text).unwrap_or(Value::Null), text })
}

/// What is recorded for somebody to act on.
pub const LEFT: &str = "SELECT (SELECT count(*) FROM events) + (SELECT count(*) FROM jobs) \
    + (SELECT count(*) FROM deliveries) + (SELECT count(*) FROM arrivals WHERE done_at IS NULL)";

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            // It may have ended by itself.
            let _ = child.kill();
            let _ = child.wait();
        }
        // Where nothing was sent there is none.
        let _ = std::fs::remove_dir_all(self.data());
    }
}

/// The time that the process goes by.
pub fn now() -> DateTime<Utc> {
    SystemClock::default().now()
}

/// Waits until it is this late.
pub async fn until_late(at: DateTime<Utc>) {
    tokio::time::sleep((at - now()).to_std().unwrap_or_default()).await;
}

/// Waits for a condition.
pub async fn until(what: &str, mut condition: impl AsyncFnMut() -> bool) {
    let since = Instant::now();
    while !condition().await {
        assert!(since.elapsed() < Duration::from_secs(30), "waited in vain until {what}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
