//! Brings a cluster up for the process that holds its lock.

use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use crate::error::Error;
use crate::home::Home;
use crate::identity;
use crate::pid_file::{self, Found, PidFile, Stage};
use crate::settings::Settings;
use crate::{binaries, initialise, launch, sockets};

/// How often a state that another process changes is looked at.
pub(crate) const STEP: Duration = Duration::from_millis(5);

/// A server that answers, and whose it is.
pub(crate) enum Up {
    /// Ours, with where its part of the log begins.
    Started(Child, PidFile, u64),
    /// Somebody's who did not take the lock: a person with `pg_ctl`.
    Theirs(PidFile),
}

/// Starts the server, making the data folder first where there is none. The caller holds the lock.
pub(crate) fn run(home: &Home, settings: &Settings) -> Result<Up, Error> {
    let cluster = home.cluster();
    if let Some(theirs) = wait_for_the_last_one(home)? {
        return Ok(Up::Theirs(theirs));
    }
    let made_by = home.made_by()?;
    let binaries = binaries::find(made_by, &cluster)?;
    let identity = identity::settle(home, &binaries)?;
    if made_by.is_none() {
        initialise::run(home, &binaries, identity, settings.durable)?;
    }
    let sockets = sockets::make(home, &identity)?;
    let log = home.open_log()?;
    // Made by root in a folder of somebody else's, these two would stop that user from running the cluster themselves.
    for made in [home.lock(), home.log()] {
        identity::give(&made, identity)?;
    }
    let log_start = log.metadata().map_or(0, |log| log.len());

    let mut command = Command::new(binaries.postgres());
    command.arg("-D").arg(&cluster);
    for (name, value) in settings.for_server(&sockets) {
        command.arg("-c").arg(format!("{name}={value}"));
    }
    own_environment(&mut command);
    let error_log = log.try_clone().map_err(Error::io("open", &home.folder))?;
    command.current_dir(&home.data_dir).stdin(Stdio::null()).stdout(log).stderr(error_log);
    launch::become_other(&mut command, identity);
    let mut child = launch::spawn(command).map_err(Error::io("run", &binaries.postgres()))?;
    let up = wait_until_ready(&mut child, home, log_start)?;
    Ok(Up::Started(child, up, log_start))
}

/// Gives Postgres's programs this process's environment without what would change their mind about anything.
pub(crate) fn own_environment(command: &mut Command) {
    for (name, _) in env::vars_os() {
        let name_bytes = name.as_encoded_bytes();
        if name_bytes.starts_with(b"PG") || name_bytes.starts_with(b"LC_") || name_bytes.starts_with(b"LANG")
        {
            command.env_remove(&name);
        }
    }
    command.env("LC_ALL", "C.UTF-8");
}

/// Sees the predecessor out. The lock is free, so whoever ran it is gone, and the kernel has told it to shut down.
fn wait_for_the_last_one(home: &Home) -> Result<Option<PidFile>, Error> {
    /// A server that still answers after this long was not told to go: it is a person's.
    const PATIENCE: Duration = Duration::from_secs(3);
    let cluster = home.cluster();
    let since = Instant::now();
    loop {
        match pid_file::look(&cluster) {
            Found::Nothing => return Ok(None),
            Found::Running(file) if file.stage == Stage::Ready && since.elapsed() > PATIENCE => {
                return Ok(Some(file));
            }
            // One that starts or stops gets the time it needs: it may be repairing the data.
            Found::Running(_) => {}
            // Sessions of a server that was killed go by themselves; Postgres refuses to start beside them.
            Found::Stale | Found::Reused if pid_file::is_in_use(&cluster) && since.elapsed() < PATIENCE => {}
            Found::Stale => return Ok(None),
            Found::Reused => {
                let path = pid_file::path(&cluster);
                fs::remove_file(&path).map_err(Error::io("remove", &path))?;
                return Ok(None);
            }
        }
        thread::sleep(STEP);
    }
}

/// Waits for as long as the server lives: recovery after a crash takes what it takes.
fn wait_until_ready(child: &mut Child, home: &Home, log_start: u64) -> Result<PidFile, Error> {
    loop {
        if let Some(status) = ended(child)? {
            return Err(Error::EndedEarly { status, said: home.end_of_log(log_start) });
        }
        if let Found::Running(file) = pid_file::look(&home.cluster())
            && file.stage == Stage::Ready
            && file.pid == child.id()
        {
            return Ok(file);
        }
        thread::sleep(STEP);
    }
}

/// How the server ended, if it did.
pub(crate) fn ended(child: &mut Child) -> Result<Option<ExitStatus>, Error> {
    child.try_wait().map_err(Error::io("wait for", std::path::Path::new("postgres")))
}
