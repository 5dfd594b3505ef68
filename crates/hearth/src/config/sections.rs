//! The sections of the configuration, each with its defaults.

use hearth_api::Settings as Instance;
use hearth_api::oauth::Settings as Oauth;
use hearth_core::signup::Settings as Registrations;
use hearth_federation::Settings as Federation;
use hearth_media::Settings as Media;
use serde::{Deserialize, Serialize};
use std::net::SocketAddr;
use std::path::PathBuf;

/// Everything that can be set.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// `[server]`
    pub server: Server,
    /// `[database]`
    pub database: Database,
    /// `[federation]`
    pub federation: Federation,
    /// `[media]`
    pub media: Media,
    /// `[instance]`
    pub instance: Instance,
    /// `[oauth]`
    pub oauth: Oauth,
    /// `[registrations]`
    pub registrations: Registrations,
    /// `[log]`
    pub log: Log,
}

/// Where this server is.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Server {
    /// The host, with its port if it has one, as it stands in handles and ids. Never change it once people follow you.
    pub domain: String,
    /// Address and port to listen on.
    pub listen: SocketAddr,
    /// Folder for the private database and files.
    pub data_dir: PathBuf,
    /// Addresses or networks of proxies in front, whose `X-Forwarded-For` says where requests come from.
    pub trusted_proxies: Vec<String>,
}

impl Default for Server {
    fn default() -> Self {
        Self {
            domain: "localhost:8080".to_owned(),
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            data_dir: PathBuf::from("data"),
            trusted_proxies: vec!["127.0.0.1".to_owned(), "::1".to_owned()],
        }
    }
}

/// Which Postgres.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Database {
    /// Address of a Postgres server. Empty: a private cluster in `server.data_dir`, run by this program.
    pub url: String,
    /// Connections at most.
    pub pool_size: usize,
    /// Wait for the disk at each commit. `false` is for tests alone: a power cut can then destroy the database.
    pub durable: bool,
}

impl Default for Database {
    fn default() -> Self {
        Self { url: String::new(), pool_size: 20, durable: true }
    }
}

/// What is written to standard error.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Log {
    /// A filter such as `info` or `info,hearth_federation=debug`.
    pub filter: String,
    /// One JSON object a line instead of text.
    pub json: bool,
}

impl Default for Log {
    fn default() -> Self {
        Self { filter: "info".to_owned(), json: false }
    }
}
