//! Files on this machine's disk, spread over folders, each written beside its place and moved there whole.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::{Name, Store};

/// Files below one folder.
#[derive(Debug, Clone)]
pub struct Disk {
    root: PathBuf,
}

impl Disk {
    /// Keeps files below `root`, which is made when the first file comes.
    #[must_use]
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// `ab/cd/abcd…`: 65,536 folders keep each one short.
    fn path(&self, name: &Name) -> PathBuf {
        let text = name.as_str();
        self.root.join(&text[..2]).join(&text[2..4]).join(text)
    }
}

impl Store for Disk {
    fn put(&self, name: &Name, bytes: &[u8]) -> io::Result<()> {
        let path = self.path(name);
        let folder = path.parent().unwrap_or(&self.root);
        fs::create_dir_all(folder)?;
        // Two may write under one name at once.
        let beside = path.with_extension(format!("{}.part", Name::new().as_str()));
        let written = write(&beside, bytes).and_then(|()| fs::rename(&beside, &path));
        if let Err(error) = written {
            // What is half there has no name in any row: nobody would ever drop it.
            let _ = fs::remove_file(&beside);
            return Err(error);
        }
        // The folders too: a file whose folder is not yet on disk is lost with it.
        for folder in path.ancestors().skip(1).take(3) {
            File::open(folder)?.sync_all()?;
        }
        Ok(())
    }

    fn open(&self, name: &Name) -> io::Result<File> {
        File::open(self.path(name))
    }

    fn remove(&self, name: &Name) -> io::Result<()> {
        match fs::remove_file(self.path(name)) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
