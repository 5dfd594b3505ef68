//! Keeping files: under names nobody can guess, so that having the address is having been given it.

mod disk;
mod name;
#[cfg(test)]
mod tests;

pub use disk::Disk;
pub use name::Name;

/// Where files are kept. All of it blocks: call it where that is allowed.
pub trait Store: std::fmt::Debug + Send + Sync {
    /// Keeps a file under a name, in place of what was kept there; once this returns, it outlives a power cut.
    ///
    /// # Errors
    /// What the disk says.
    fn put(&self, name: &Name, bytes: &[u8]) -> std::io::Result<()>;

    /// Opens a kept file to be read, also from its middle.
    ///
    /// # Errors
    /// `NotFound` where nothing is kept under the name; what the disk says.
    fn open(&self, name: &Name) -> std::io::Result<std::fs::File>;

    /// Drops a file; dropping what is gone is no error, so that a job may do it twice.
    ///
    /// # Errors
    /// What the disk says.
    fn remove(&self, name: &Name) -> std::io::Result<()>;
}
