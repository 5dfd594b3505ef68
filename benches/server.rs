//! Starts the real server as a child with a private Postgres in a folder of its own, and measures what it uses.

use crate::cpu::{self, Cpu, Memory};
use crate::load::Connection;
use crate::signing::plain_get;
use anyhow::{Context as _, Result, bail};
use hearth_embedded_postgres::Cluster;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How a server is started.
#[derive(Debug, Clone)]
pub struct Place {
    /// The program.
    pub program: PathBuf,
    /// Its data folder.
    pub data: PathBuf,
    /// Where it listens.
    pub address: SocketAddr,
}

/// A running server.
pub struct Server {
    /// How it was started.
    pub place: Place,
    child: Child,
    idle: Idle,
}

/// Processor seconds used per second while nothing is asked.
#[derive(Debug, Clone, Copy, Default)]
pub struct Idle {
    /// By the server.
    pub own: f64,
    /// By its Postgres.
    pub others: f64,
}

/// What was used since a measurement began, less what is used anyway.
#[derive(Debug, Clone, Copy)]
pub struct Used {
    /// Processor seconds of the server.
    pub hearth: f64,
    /// Processor seconds of its Postgres.
    pub postgres: f64,
    /// Time that passed.
    pub wall: Duration,
}

impl Used {
    /// Processor seconds.
    pub fn cpu(&self) -> f64 {
        self.hearth + self.postgres
    }

    /// Processor microseconds for each of `count`.
    pub fn micros(&self, count: usize) -> f64 {
        self.cpu() * 1e6 / count.max(1) as f64
    }

    /// How the microseconds are shared.
    pub fn shares(&self, count: usize) -> String {
        let part = |seconds: f64| seconds * 1e6 / count.max(1) as f64;
        format!("Hearth {:.0} µs, Postgres {:.0} µs", part(self.hearth), part(self.postgres))
    }
}

impl Place {
    /// Host and port as they stand in handles.
    pub fn domain(&self) -> String {
        format!("localhost:{}", self.address.port())
    }

    /// Where everything of the server begins.
    pub fn base(&self) -> String {
        format!("http://{}", self.domain())
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command
            .env("HEARTH__SERVER__DOMAIN", self.domain())
            .env("HEARTH__SERVER__LISTEN", self.address.to_string())
            .env("HEARTH__SERVER__DATA_DIR", &self.data)
            .env("HEARTH__FEDERATION__ALLOW_HTTP", "true")
            .env("HEARTH__FEDERATION__ALLOWED_ADDRESSES", r#"["127.0.0.0/8","::1"]"#)
            .env("HEARTH__LOG__FILTER", "warn")
            .stdin(Stdio::null());
        command
    }

    /// Runs a command of the command line and answers what it printed.
    pub fn tell(&self, arguments: &[&str]) -> Result<String> {
        let output = self.command().args(arguments).output().context("the program cannot be run")?;
        if !output.status.success() {
            bail!("hearth {}: {}", arguments.join(" "), String::from_utf8_lossy(&output.stderr));
        }
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    /// The address of a database in the private cluster, while the server runs.
    pub fn database(&self, name: &str) -> Result<String> {
        let cluster = Cluster::attach(&self.data)?.context("the server's Postgres does not run")?;
        Ok(cluster.url(name))
    }

    /// Starts the server and waits until it answers; answers how long that took.
    pub async fn serve(&self, arguments: &[&str]) -> Result<(Server, Duration)> {
        let log = std::fs::File::create(log_of(&self.data))?;
        let start = Instant::now();
        let child = self.command().arg("serve").args(arguments).stdout(Stdio::null()).stderr(log).spawn()?;
        let mut server = Server { place: self.clone(), child, idle: Idle::default() };
        let request = plain_get(&self.domain(), "/nodeinfo/2.0", "");
        loop {
            if let Some(status) = server.child.try_wait()? {
                bail!("the server ended ({status}): see {}", log_of(&self.data).display());
            }
            if let Ok(Ok(200)) =
                tokio::time::timeout(Duration::from_secs(5), ask(self.address, &request)).await
            {
                return Ok((server, start.elapsed()));
            }
            anyhow::ensure!(start.elapsed() < Duration::from_secs(60), "the server does not answer");
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }
}

/// Where the server's messages go.
pub fn log_of(data: &Path) -> PathBuf {
    data.with_extension("log")
}

async fn ask(address: SocketAddr, request: &[u8]) -> Result<u16> {
    Ok(Connection::open(address).await?.exchange(request).await?.status)
}

impl Server {
    /// Learns what the server uses while nothing is asked of it.
    pub async fn measure_idle(&mut self, length: Duration) -> Result<Idle> {
        self.idle = Idle::default();
        let meter = self.meter()?;
        tokio::time::sleep(length).await;
        let used = meter.stop()?;
        let seconds = used.wall.as_secs_f64();
        self.idle = Idle { own: used.hearth / seconds, others: used.postgres / seconds };
        Ok(self.idle)
    }

    /// Begins a measurement.
    pub fn meter(&self) -> Result<Meter> {
        let pid = self.child.id();
        Ok(Meter { pid, idle: self.idle, start: Instant::now(), before: cpu::of_tree(pid)? })
    }

    /// Memory of the server, without its Postgres.
    pub fn memory(&self) -> Result<Memory> {
        cpu::memory(self.child.id())
    }

    /// Asks it to end and waits.
    pub fn stop(mut self) -> Result<()> {
        self.end()
    }

    fn end(&mut self) -> Result<()> {
        if self.child.try_wait()?.is_some() {
            return Ok(());
        }
        // The child was not waited for yet, so its number is nobody else's.
        let told = Command::new("kill").arg(self.child.id().to_string()).status()?;
        anyhow::ensure!(told.success(), "the server cannot be told to end");
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Something failed before: no server may stay behind.
        let _ = self.end();
    }
}

/// A measurement under way.
pub struct Meter {
    pid: u32,
    idle: Idle,
    start: Instant,
    before: Cpu,
}

impl Meter {
    /// What was used since.
    pub fn stop(&self) -> Result<Used> {
        let (now, wall) = (cpu::of_tree(self.pid)?, self.start.elapsed());
        let more = |now: Duration, before: Duration, idle: f64| {
            (now.saturating_sub(before).as_secs_f64() - idle * wall.as_secs_f64()).max(0.0)
        };
        Ok(Used {
            hearth: more(now.own, self.before.own, self.idle.own),
            postgres: more(now.others, self.before.others, self.idle.others),
            wall,
        })
    }
}
