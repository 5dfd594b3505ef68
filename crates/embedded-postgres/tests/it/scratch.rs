//! Gives each test a folder and a way to ask its cluster.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use std::{fs, thread};

use hearth_embedded_postgres::{Cluster, Settings};

/// A folder that is gone after the test.
pub struct Scratch(PathBuf);

impl Scratch {
    /// `name` keeps the tests of one process apart.
    pub fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("hearth-pg-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The folder for the cluster.
    pub fn data(&self) -> PathBuf {
        self.0.join("data")
    }

    /// Postgres's own folder.
    pub fn cluster(&self) -> PathBuf {
        self.data().join("postgres/cluster")
    }

    pub fn start(&self) -> Cluster {
        Cluster::start(&forgetful(&self.data())).unwrap()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).unwrap();
    }
}

/// Settings for a cluster that need not survive a power cut.
pub fn forgetful(data_dir: &Path) -> Settings {
    Settings { data_dir: data_dir.to_owned(), durable: false, max_connections: 12, extra: Vec::new() }
}

/// What `psql` answers, one row a line; it also proves that the address is a good one.
pub fn ask(cluster: &Cluster, sql: &str) -> String {
    let address = cluster.url("postgres");
    let output =
        Command::new("psql").args(["-XAtq", "-v", "ON_ERROR_STOP=1", &address, "-c", sql]).output().unwrap();
    assert!(output.status.success(), "{sql}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
}

/// What Postgres's own inspection tool says about the state of a stopped cluster.
pub fn control_state(cluster: &Path) -> String {
    let bin = Command::new("pg_config").arg("--bindir").output().unwrap().stdout;
    let tool = Path::new(String::from_utf8(bin).unwrap().trim()).join("pg_controldata");
    let text = String::from_utf8(Command::new(tool).arg(cluster).output().unwrap().stdout).unwrap();
    let line = text.lines().find_map(|line| line.strip_prefix("Database cluster state:"));
    line.unwrap_or(&text).trim().to_owned()
}

/// Whether a process of this number runs; one that has ended and was not collected does not.
pub fn is_alive(pid: u32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    stat.rsplit(')').next().and_then(|rest| rest.split_whitespace().next()).is_some_and(|state| state != "Z")
}

/// Waits until something another process does has come true.
pub fn eventually(what: &str, mut done: impl FnMut() -> bool) {
    let since = Instant::now();
    while !done() {
        assert!(since.elapsed() < Duration::from_secs(60), "still not: {what}");
        thread::sleep(Duration::from_millis(10));
    }
}

/// Sends a signal, as a person would.
pub fn kill(signal: &str, pid: u32) {
    assert!(Command::new("kill").args([signal, &pid.to_string()]).status().unwrap().success());
}

/// Whether the tests run as root.
pub fn as_root() -> bool {
    fs::metadata("/proc/self").map(|me| std::os::unix::fs::MetadataExt::uid(&me)).unwrap() == 0
}
