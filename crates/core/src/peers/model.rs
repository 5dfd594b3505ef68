//! What is known of another server.

use crate::ids::PeerId;
use crate::{Core, Result};

/// The peer with this host, made if it is new.
pub async fn ensure(core: &Core, host: &str) -> Result<Peer> {
    todo!()
}

/// The peer with this host.
pub async fn by_host(core: &Core, host: &str) -> Result<Option<Peer>> {
    todo!()
}

/// Notes the software NodeInfo told.
pub async fn note_software(core: &Core, host: &str, software: &str, version: &str) -> Result<()> {
    todo!()
}

/// Hosts of other servers, for `instance/peers`.
pub async fn hosts(core: &Core) -> Result<Vec<String>> {
    todo!()
}

/// Another server. The health of deliveries lives in the same row and belongs to the federation crate.
#[derive(Debug, Clone)]
pub struct Peer {
    /// Id here.
    pub id: PeerId,
    /// Lower-case punycode host, with a non-default port.
    pub host: String,
    /// NodeInfo `software.name`, lower case.
    pub software: Option<String>,
    /// NodeInfo `software.version`.
    pub software_version: Option<String>,
    /// When that was last asked.
    pub software_checked_at: Option<chrono::DateTime<chrono::Utc>>,
}
