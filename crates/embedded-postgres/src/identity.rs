//! Decides as whom Postgres runs, because it refuses to run as root.
//!
//! As an ordinary user it just runs. As root there are two ways. A user namespace in which root has another user's number
//! is the better one: to the kernel Postgres stays root, so that it reaches its files wherever they are. Where that is
//! refused, as containers often do, Postgres becomes another user for good, and its files become that user's. The choice
//! is made once; who owns the data folder is its record.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, lchown};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::binaries::Binaries;
use crate::error::Error;
use crate::home::Home;
use crate::launch;
use crate::users::{self, User};

/// As whom Postgres runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Identity {
    /// As the ordinary user with this uid, who runs this process too.
    Plain(u32),
    /// As root who looks like this user to itself.
    Namespace(User),
    /// As this user.
    Account(User),
}

/// Finds the identity for a cluster, and gives the folder to its owner where that is not so already.
pub(crate) fn settle(home: &Home, binaries: &Binaries) -> Result<Identity, Error> {
    let me = launch::effective_uid();
    if me != 0 {
        return Ok(Identity::Plain(me));
    }
    let mut tried = Vec::new();
    for (name, identity) in candidates(home)? {
        match try_out(identity, home, binaries) {
            Ok(()) => {
                give(&home.folder, identity)?;
                return Ok(identity);
            }
            Err(error) => tried.push(format!("{name}: {error}")),
        }
    }
    Err(Error::NoIdentity { tried: tried.join("; ") })
}

impl Identity {
    /// The uid that owns Postgres's files.
    pub(crate) fn file_owner(self) -> u32 {
        match self {
            Self::Plain(uid) => uid,
            Self::Namespace(_) => 0,
            Self::Account(user) => user.uid,
        }
    }

    /// The uid of this process.
    pub(crate) fn launcher(self) -> u32 {
        match self {
            Self::Plain(uid) => uid,
            Self::Namespace(_) | Self::Account(_) => 0,
        }
    }

    /// To whom a file that this process has made must be given, if to anybody.
    pub(crate) fn chown_to(self) -> Option<User> {
        match self {
            Self::Plain(_) => None,
            Self::Namespace(_) => Some(User { uid: 0, gid: 0 }),
            Self::Account(user) => Some(user),
        }
    }
}

/// What root may try, best first. A cluster that exists says by its owner what was chosen for it.
fn candidates(home: &Home) -> Result<Vec<(String, Identity)>, Error> {
    let cluster = home.cluster();
    let account = |(name, user): (String, User)| (format!("as user {name}"), Identity::Account(user));
    if home.made_by()?.is_some() {
        let owner = fs::metadata(&cluster).map_err(Error::io("look at", &cluster))?;
        if owner.uid() != 0 {
            let known = users::by_uid(owner.uid()).map(account).into_iter().collect();
            return Ok(known);
        }
    }
    let stand_ins = users::stand_ins();
    let namespace =
        stand_ins.first().map(|(_, user)| ("in a user namespace".to_owned(), Identity::Namespace(*user)));
    // Where root works in an ordinary user's checkout, that user reaches the folder and `postgres` may not.
    let owner = fs::metadata(&home.data_dir).map_err(Error::io("look at", &home.data_dir))?.uid();
    let owner = users::by_uid(owner).filter(|(_, user)| user.uid != 0);
    Ok(namespace.into_iter().chain(owner.into_iter().chain(stand_ins).map(account)).collect())
}

/// Runs something harmless as this user from the data folder on, so that a refusal shows before any file changes hands.
fn try_out(identity: Identity, home: &Home, binaries: &Binaries) -> Result<(), String> {
    let mut command = Command::new(binaries.postgres());
    command.arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    launch::must_reach(&mut command, identity, &home.data_dir);
    let status =
        launch::spawn(command).and_then(|mut child| child.wait()).map_err(|error| error.to_string())?;
    if status.success() { Ok(()) } else { Err(status.to_string()) }
}

/// Hands a file, or a folder and what is in it, over, unless it is that user's already.
pub(crate) fn give(path: &Path, identity: Identity) -> Result<(), Error> {
    let Some(user) = identity.chown_to() else { return Ok(()) };
    let found = fs::symlink_metadata(path).map_err(Error::io("look at", path))?;
    if found.uid() == user.uid {
        return Ok(());
    }
    if found.is_dir() {
        for entry in fs::read_dir(path).map_err(Error::io("list", path))? {
            give(&entry.map_err(Error::io("list", path))?.path(), identity)?;
        }
    }
    // A folder comes after what is in it, so that an interrupted hand-over is finished by the next one.
    lchown(path, Some(user.uid), Some(user.gid)).map_err(Error::io("give away", path))
}
