//! Finds out whether a Postgres runs in a data folder, by its `postmaster.pid` and by what the kernel knows.

use std::fs::{self, Metadata};
use std::io::ErrorKind;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

/// What a running server wrote about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PidFile {
    /// The server's process.
    pub(crate) pid: u32,
    /// The folder of its socket.
    pub(crate) sockets: PathBuf,
    /// How far it has come.
    pub(crate) stage: Stage,
}

/// How far a running server has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// It starts, or recovers from a crash.
    Starting,
    /// It answers.
    Ready,
    /// It shuts down.
    Stopping,
}

/// What stands in a data folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// No server runs, and none says it does.
    Nothing,
    /// The server that wrote the file is gone, and nothing has its number: Postgres clears such a file away by itself.
    Stale,
    /// The server is gone, and another program has its number now, which Postgres cannot tell from a running server.
    Reused,
    /// A server runs.
    Running(PidFile),
}

/// Where a server writes about itself.
pub(crate) fn path(cluster: &Path) -> PathBuf {
    cluster.join("postmaster.pid")
}

/// Looks into a data folder.
pub(crate) fn look(cluster: &Path) -> Found {
    let Ok(text) = fs::read_to_string(path(cluster)) else { return Found::Nothing };
    // An empty file is one that is being written, or was when the machine went down.
    let Some(file) = parse(&text) else { return Found::Stale };
    match fs::metadata(format!("/proc/{}/cwd", file.pid)) {
        Ok(place) if same_folder(&place, cluster) => Found::Running(file),
        Ok(_) => Found::Reused,
        // No such process, or one that has ended and waits to be collected.
        Err(error) if error.kind() == ErrorKind::NotFound => Found::Stale,
        // Root without the right to look at other users' processes (a container): the name has to do.
        Err(_) if is_postgres(file.pid) => Found::Running(file),
        Err(_) => Found::Reused,
    }
}

/// Whether any process still works in this data folder: sessions outlive a server that was killed by a moment.
pub(crate) fn is_in_use(cluster: &Path) -> bool {
    let mut processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    processes.any(|process| {
        fs::metadata(process.path().join("cwd")).is_ok_and(|place| same_folder(&place, cluster))
    })
}

fn same_folder(place: &Metadata, cluster: &Path) -> bool {
    fs::metadata(cluster).is_ok_and(|cluster| cluster.dev() == place.dev() && cluster.ino() == place.ino())
}

fn is_postgres(pid: u32) -> bool {
    fs::read_to_string(format!("/proc/{pid}/comm")).is_ok_and(|name| name.trim() == "postgres")
}

/// The file's lines: process, data folder, start time, port, socket folder, address, shared memory, stage.
fn parse(text: &str) -> Option<PidFile> {
    let lines: Vec<&str> = text.lines().collect();
    // A server in single-user mode writes its number with a minus.
    let pid = lines.first()?.trim().trim_start_matches('-').parse().ok().filter(|pid| *pid > 0)?;
    let stage = match lines.get(7).map(|stage| stage.trim()) {
        Some("ready") => Stage::Ready,
        Some("stopping") => Stage::Stopping,
        _ => Stage::Starting,
    };
    Some(PidFile { pid, sockets: lines.get(4).unwrap_or(&"").into(), stage })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_of_a_running_server_is_read() {
        let text = "42\n/d/cluster\n1763856000\n5432\n/d/run\n\n  123   4\nready   \n";
        assert_eq!(parse(text), Some(PidFile { pid: 42, sockets: "/d/run".into(), stage: Stage::Ready }));
    }

    #[test]
    fn a_file_without_its_last_line_belongs_to_a_server_that_starts() {
        assert_eq!(parse("42\n/d/cluster\n").map(|file| file.stage), Some(Stage::Starting));
        assert_eq!(parse(""), None);
        assert_eq!(parse("0\n"), None);
    }
}
