//! How people prove who they are: password, one-time code, and the browser that remembers it.

mod address;
pub mod devices;
pub(crate) mod hashing;
pub mod password;
pub mod prove;
pub mod second;
pub mod sessions;
pub mod tries;

pub use address::Address;
pub use prove::{Attempt, Known, Proof};

use crate::{Core, Result};

/// Forgets what has run out.
///
/// # Errors
/// When Postgres fails.
pub async fn prune(core: &Core) -> Result<()> {
    sessions::prune(core).await?;
    devices::prune(core).await?;
    tries::prune(core).await
}
