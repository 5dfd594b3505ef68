//! Makes a new data folder, whole or not at all.

use std::fs::{self, DirBuilder, File};
use std::os::unix::fs::{DirBuilderExt as _, lchown};
use std::process::{Command, Stdio};

use crate::binaries::Binaries;
use crate::error::Error;
use crate::home::Home;
use crate::identity::Identity;
use crate::launch;
use crate::start::own_environment;

/// Makes the cluster. A crash at any moment leaves either none, and the next start makes it again, or all of it.
///
/// Text is UTF-8 and is ordered by its bytes, on every machine and after every upgrade of the system's libraries;
/// upper and lower case are known for all of Unicode.
pub(crate) fn run(home: &Home, binaries: &Binaries, identity: Identity, durable: bool) -> Result<(), Error> {
    clear_away(home);
    let fresh = home.fresh();
    DirBuilder::new().mode(0o700).create(&fresh).map_err(Error::io("make", &fresh))?;
    if let Some(user) = identity.chown_to() {
        lchown(&fresh, Some(user.uid), Some(user.gid)).map_err(Error::io("give away", &fresh))?;
    }

    let mut command = Command::new(binaries.initdb());
    command.arg("--pgdata").arg(&fresh);
    command.args(["--username=hearth", "--auth-local=trust", "--auth-host=reject", "--encoding=UTF8"]);
    command.args(["--locale=C.UTF-8", "--lc-collate=C", "--text-search-config=simple"]);
    if !durable {
        command.arg("--no-sync");
    }
    own_environment(&mut command);
    command.current_dir(&home.data_dir).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    launch::become_other(&mut command, identity);
    let child = launch::spawn(command).map_err(Error::io("run", &binaries.initdb()))?;
    let output = child.wait_with_output().map_err(Error::io("wait for", &binaries.initdb()))?;
    if !output.status.success() {
        let said = format!("{} ({})", String::from_utf8_lossy(&output.stderr).trim(), output.status);
        return Err(Error::Initialise { said });
    }

    let cluster = home.cluster();
    fs::rename(&fresh, &cluster).map_err(Error::io("put into its place", &cluster))?;
    let folder = File::open(&home.folder).and_then(|folder| folder.sync_all());
    folder.map_err(Error::io("write down", &home.folder))
}

/// Removes what was left half made. An `initdb` whose holder was killed may be at its last breath in there still, and
/// clears up behind itself: so each has a folder of its own, and what cannot be removed is left to the next start.
fn clear_away(home: &Home) {
    for entry in fs::read_dir(&home.folder).into_iter().flatten().flatten() {
        if entry.file_name().as_encoded_bytes().starts_with(Home::FRESH.as_bytes()) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}
