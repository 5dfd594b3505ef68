//! Names to addresses, with the check that nobody can get behind: it sees the very addresses that are connected to.

use std::fmt;
use std::io;
use std::net::{SocketAddr, ToSocketAddrs as _};
use std::sync::Arc;

use futures::future::BoxFuture;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::sync::Semaphore;

use super::address::Policy;

/// Of a name with more addresses than this only the first are tried.
const MAX_ADDRESSES: usize = 8;

/// The system's name service blocks a thread per question; more than this at once would starve the pool that
/// signing and files use too.
const MAX_QUESTIONS: usize = 128;

/// A name service. Port 0 in an answer means the port of the URL, or else that of its scheme.
pub trait Lookup: Send + Sync + fmt::Debug {
    /// All addresses of a name.
    ///
    /// # Errors
    /// Whatever the name service reports; it becomes `ClientError::Dns`.
    fn lookup(&self, name: String) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>>;
}

/// The name service of the machine.
#[derive(Debug, Clone)]
pub struct SystemLookup {
    questions: Arc<Semaphore>,
}

impl Default for SystemLookup {
    fn default() -> Self {
        Self { questions: Arc::new(Semaphore::new(MAX_QUESTIONS)) }
    }
}

impl Lookup for SystemLookup {
    fn lookup(&self, name: String) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>> {
        let questions = Arc::clone(&self.questions);
        Box::pin(async move {
            let permit = questions.acquire_owned().await.map_err(io::Error::other)?;
            let answer = tokio::task::spawn_blocking(move || {
                // Held by the thread, not the caller, who may have given up long before the name service does.
                let _permit = permit;
                (name.as_str(), 0).to_socket_addrs().map(Iterator::collect)
            });
            answer.await.map_err(io::Error::other)?
        })
    }
}

/// Every address of the name was refused.
#[derive(Debug, thiserror::Error)]
#[error("no address of this name may be talked to")]
pub(super) struct NoAddress;

/// Which port the connections of one inner client go to, as far as it is known.
#[derive(Debug, Clone, Copy)]
pub(super) enum Port {
    /// The scheme's own; global addresses are fine.
    Usual(u16),
    /// One the settings name; only addresses they name with it.
    Named(u16),
    /// Any other; only addresses they name without a port.
    Any,
}

/// Looks names up and lets only permitted addresses through to the connector.
pub(super) struct CheckedResolver {
    pub(super) lookup: Arc<dyn Lookup>,
    pub(super) policy: Arc<Policy>,
    pub(super) port: Port,
}

impl Resolve for CheckedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let answer = self.lookup.lookup(name.as_str().to_owned());
        let policy = Arc::clone(&self.policy);
        let port = self.port;
        Box::pin(async move {
            let found = answer.await?;
            let permitted: Vec<SocketAddr> = found
                .iter()
                .copied()
                .filter(|address| is_permitted(&policy, port, *address))
                .take(MAX_ADDRESSES)
                .collect();
            match (permitted.is_empty(), found.is_empty()) {
                (false, _) => Ok(Box::new(permitted.into_iter()) as Addrs),
                (true, false) => Err(NoAddress.into()),
                (true, true) => Err(io::Error::from(io::ErrorKind::NotFound).into()),
            }
        })
    }
}

fn is_permitted(policy: &Policy, port: Port, address: SocketAddr) -> bool {
    match port {
        // Only here does a port in the answer count: the URL names none, so the connector takes the answer's.
        Port::Usual(usual) => {
            let actual = if address.port() == 0 { usual } else { address.port() };
            policy.permits(address.ip(), actual, actual == usual)
        }
        Port::Named(port) => policy.permits(address.ip(), port, false),
        Port::Any => policy.permits(address.ip(), 0, false),
    }
}
