//! Chooses the folder for the socket: its path must be short, and nobody else may reach into it.

use std::env;
use std::fs::{self, DirBuilder};
use std::io::{self, ErrorKind};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, PermissionsExt as _, lchown};
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::home::Home;
use crate::identity::Identity;

/// The kernel's limit for the path of a unix socket, in bytes, without the closing zero.
const LIMIT: usize = 107;
/// What Postgres calls the socket in its folder.
const NAME: &str = "/.s.PGSQL.5432";

/// Makes the first folder that serves: beside the data, or in the system's places for such things where that is too long.
pub(crate) fn make(home: &Home, identity: &Identity) -> Result<PathBuf, Error> {
    let mut tried = Vec::new();
    for folder in candidates(home, identity) {
        match serves(&folder).and_then(|()| claim(&folder, identity)) {
            Ok(()) => return Ok(folder),
            Err(error) => tried.push(format!("{}: {error}", folder.display())),
        }
    }
    Err(Error::NoSocketFolder { tried: tried.join("; ") })
}

/// Whether the path is one that a socket can have and an address can say: clients take a comma for the next server.
fn serves(folder: &Path) -> io::Result<()> {
    if folder.as_os_str().len() + NAME.len() > LIMIT {
        return Err(io::Error::other("it is too long"));
    }
    match folder.to_str() {
        Some(text) if !text.contains([',', '\n']) => Ok(()),
        _ => Err(io::Error::other("no address can hold its name")),
    }
}

/// Removes a folder outside the data folder again; it is empty once the server has stopped.
pub(crate) fn remove(home: &Home, sockets: &Path) {
    if !sockets.starts_with(&home.folder) {
        // Left behind, it is one empty folder that the next start takes again.
        let _ = fs::remove_dir(sockets);
    }
}

fn candidates(home: &Home, identity: &Identity) -> Vec<PathBuf> {
    let name = format!("hearth-{:016x}", fingerprint(home.folder.as_os_str().as_bytes()));
    let run_time = match identity.file_owner() {
        0 => PathBuf::from("/run"),
        uid => PathBuf::from(format!("/run/user/{uid}")),
    };
    vec![
        home.folder.join("run"),
        run_time.join(&name),
        env::temp_dir().join(&name),
        Path::new("/tmp").join(&name),
    ]
}

/// Takes the folder if it can be had for this user alone. A folder that somebody else put there first is refused.
fn claim(folder: &Path, identity: &Identity) -> io::Result<()> {
    match DirBuilder::new().mode(0o700).create(folder) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    let found = fs::symlink_metadata(folder)?;
    let ours = found.uid() == identity.file_owner() || found.uid() == identity.launcher();
    if !found.is_dir() || !ours {
        return Err(io::Error::new(ErrorKind::PermissionDenied, "it belongs to somebody else"));
    }
    if let Some(user) = identity.chown_to() {
        lchown(folder, Some(user.uid), Some(user.gid))?;
    }
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700))
}

/// FNV-1a: the same folder gets the same name at every start, and two folders get two names.
fn fingerprint(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fingerprints_are_those_of_the_published_function() {
        assert_eq!(fingerprint(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fingerprint(b"foobar"), 0x8594_4171_f739_67e8);
    }
}
