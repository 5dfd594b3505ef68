//! Finds the Postgres that is installed on this machine.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use crate::error::Error;

/// A folder with `initdb` and `postgres` in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Binaries {
    folder: PathBuf,
    major: u32,
}

/// Finds the binaries that fit: those of the version that made the data folder, or for a new folder the best ones.
///
/// `cluster` is only named in the error.
pub(crate) fn find(made_by: Option<u32>, cluster: &Path) -> Result<Binaries, Error> {
    // Debian's folders carry the version in their name: the usual case costs no process.
    if let Some(major) = made_by
        && let Some(binaries) = packaged().into_iter().find(|found| found.major == major)
    {
        return Ok(binaries);
    }
    choose(everywhere(), made_by, cluster)
}

impl Binaries {
    /// The program that makes a data folder.
    pub(crate) fn initdb(&self) -> PathBuf {
        self.folder.join("initdb")
    }

    /// The server.
    pub(crate) fn postgres(&self) -> PathBuf {
        self.folder.join("postgres")
    }
}

fn choose(found: Vec<Binaries>, made_by: Option<u32>, cluster: &Path) -> Result<Binaries, Error> {
    if found.is_empty() {
        return Err(Error::NoBinaries);
    }
    let mut majors: Vec<String> = found.iter().map(|binaries| binaries.major.to_string()).collect();
    majors.dedup();
    let fits = |binaries: &Binaries| made_by.is_none_or(|major| binaries.major == major);
    found.into_iter().find(fits).ok_or_else(|| Error::OtherVersion {
        cluster: cluster.to_owned(),
        made_by: made_by.unwrap_or_default(),
        found: majors.join(" and "),
    })
}

/// All that can be found, best first: what `pg_config` names, then packages with the newest first, then the search path.
fn everywhere() -> Vec<Binaries> {
    let mut found: Vec<Binaries> = configured().into_iter().chain(packaged()).collect();
    let path = env::var_os("PATH").unwrap_or_default();
    for binaries in env::split_paths(&path).filter_map(|folder| in_folder(&folder)) {
        if !found.contains(&binaries) {
            found.push(binaries);
        }
    }
    found
}

fn configured() -> Option<Binaries> {
    let output = Command::new("pg_config").arg("--bindir").output().ok()?;
    in_folder(Path::new(String::from_utf8(output.stdout).ok()?.trim()))
}

/// Where Debian's packages (`/usr/lib/postgresql/15/bin`) and the PostgreSQL project's rpms (`/usr/pgsql-15/bin`) put them.
fn packaged() -> Vec<Binaries> {
    let mut found = Vec::new();
    for (parent, prefix) in [("/usr/lib/postgresql", ""), ("/usr", "pgsql-")] {
        for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let major =
                name.to_str().and_then(|name| name.strip_prefix(prefix)).and_then(|major| major.parse().ok());
            let folder = entry.path().join("bin");
            if let (Some(major), true) = (major, complete(&folder)) {
                found.push(Binaries { folder, major });
            }
        }
    }
    found.sort_by_key(|binaries| std::cmp::Reverse(binaries.major));
    found
}

fn in_folder(folder: &Path) -> Option<Binaries> {
    if !complete(folder) {
        return None;
    }
    let output = Command::new(folder.join("postgres")).arg("--version").output().ok()?;
    let major = major_of(&String::from_utf8_lossy(&output.stdout))?;
    Some(Binaries { folder: folder.to_owned(), major })
}

/// `initdb` is what a folder that holds only client programs lacks.
fn complete(folder: &Path) -> bool {
    ["initdb", "postgres"].iter().all(|name| folder.join(name).is_file())
}

/// The major version in `postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)` or `postgres (PostgreSQL) 18rc1`.
fn major_of(text: &str) -> Option<u32> {
    let version =
        text.split_whitespace().find(|word| word.starts_with(|first: char| first.is_ascii_digit()))?;
    let digits = version.find(|letter: char| !letter.is_ascii_digit()).map_or(version, |end| &version[..end]);
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn binaries(major: u32) -> Binaries {
        Binaries { folder: format!("/pg/{major}").into(), major }
    }

    #[test]
    fn versions_are_read_out_of_what_postgres_says() {
        assert_eq!(major_of("postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)\n"), Some(15));
        assert_eq!(major_of("postgres (PostgreSQL) 18rc1"), Some(18));
        assert_eq!(major_of("something else"), None);
    }

    #[test]
    fn without_any_postgres_the_message_says_what_to_install() {
        let text = choose(Vec::new(), None, Path::new("/d")).unwrap_err().to_string();
        assert!(text.contains("apt-get install postgresql") && text.contains("database.url"), "{text}");
    }

    #[test]
    fn an_existing_folder_gets_the_version_that_made_it_and_a_new_one_the_best() {
        let found = || vec![binaries(17), binaries(15)];
        assert_eq!(choose(found(), Some(15), Path::new("/d")).unwrap(), binaries(15));
        assert_eq!(choose(found(), None, Path::new("/d")).unwrap(), binaries(17));
        let text = choose(found(), Some(13), Path::new("/d")).unwrap_err().to_string();
        assert!(text.contains("17 and 15") && text.contains("postgresql-13"), "{text}");
    }
}
