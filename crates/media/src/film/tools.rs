//! Runs ffmpeg and ffprobe in a box: no input, no environment, a folder of their own, bounds of time, memory and disk.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use tokio::process::Command;

/// The two programs, where this machine has them.
#[derive(Debug, Clone)]
pub struct Tools {
    pub(super) ffmpeg: PathBuf,
    pub(super) ffprobe: PathBuf,
}

/// What one file may cost.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// The file as sent, in bytes.
    pub bytes: usize,
    /// How long it may play.
    pub length: Duration,
    /// How long each program may work on it.
    pub work: Duration,
    /// Memory that each program may ask for, in kilobytes.
    pub memory: u64,
    /// The longer side of what is kept, in pixels.
    pub side: u32,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            bytes: 40 << 20,
            length: Duration::from_secs(20 * 60),
            work: Duration::from_secs(300),
            memory: 4 << 20,
            side: 1_280,
        }
    }
}

/// Why nothing came of a file.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// Plays for longer than [`Bounds::length`].
    #[error("this plays for longer than {most} minutes: send a shorter one")]
    TooLong {
        /// The limit.
        most: u64,
    },
    /// Neither film nor sound can be read in it.
    #[error("this file cannot be read as film or sound: save it as MP4 or MP3 and send that")]
    Unreadable,
    /// The work did not end in time.
    #[error("this takes too long to make ready: send a shorter or smaller one")]
    TookTooLong,
    /// This machine lacks the programs: what to say.
    #[error("{0}")]
    NoTools(&'static str),
    /// This machine failed; the same may work later.
    #[error("the file could not be worked on")]
    Machine(#[from] std::io::Error),
}

impl Tools {
    /// The programs of this machine, if it has both.
    #[must_use]
    pub fn find() -> Option<Self> {
        let path = std::env::var_os("PATH")?;
        let find = |name: &str| {
            std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
        };
        Some(Self { ffmpeg: find("ffmpeg")?, ffprobe: find("ffprobe")? })
    }

    /// Runs a program to its end; answers what it wrote.
    pub(super) async fn run<A: AsRef<OsStr>>(
        &self,
        program: &Path,
        folder: &Path,
        arguments: &[A],
        bounds: &Bounds,
    ) -> Result<Vec<u8>, Refused> {
        // Blocks of 512 bytes: what is written is never much longer than what was sent.
        let (disk, seconds) = (bounds.bytes / 512 * 4, bounds.work.as_secs());
        let limits = format!(
            "ulimit -v {} && ulimit -t {} && ulimit -f {disk} && exec \"$0\" \"$@\"",
            bounds.memory,
            seconds * 2
        );
        let running = Command::new("/bin/sh")
            .arg("-c")
            .arg(limits)
            .arg(program)
            .args(arguments)
            .current_dir(folder)
            .env_clear()
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .output();
        let done = tokio::time::timeout(bounds.work, running).await.map_err(|_| Refused::TookTooLong)??;
        if done.status.success() { Ok(done.stdout) } else { Err(Refused::Unreadable) }
    }
}
