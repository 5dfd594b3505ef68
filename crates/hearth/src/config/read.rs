//! Reads the configuration: defaults, then the file, then the environment.

use super::check::check;
use super::nearest::nearest;
use super::sections::Config;
use figment::Figment;
use figment::error::Kind;
use figment::providers::{Env, Format as _, Serialized, Toml};
use std::path::{Path, PathBuf};

/// Why the configuration cannot be used; the text says what to do.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read {}: {cause}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        cause: std::io::Error,
    },
    /// A key or value is wrong.
    #[error("{0}")]
    Wrong(String),
}

/// Loads `file` (if given) and the environment over the defaults, and checks the whole.
///
/// # Errors
/// When the file cannot be read, a key is unknown (the nearest known one is named), or values do not fit together.
pub fn load(file: Option<&Path>) -> Result<Config, ConfigError> {
    let text = match file {
        Some(path) => std::fs::read_to_string(path)
            .map_err(|cause| ConfigError::File { path: path.to_owned(), cause })?,
        None => String::new(),
    };
    read(
        Figment::from(Serialized::defaults(Config::default()))
            .merge(Toml::string(&text))
            .merge(environment()),
    )
}

/// As [`load`], from a text and without the environment.
///
/// # Errors
/// As [`load`].
pub fn parse(text: &str) -> Result<Config, ConfigError> {
    read(Figment::from(Serialized::defaults(Config::default())).merge(Toml::string(text)))
}

/// `HEARTH__SERVER__DOMAIN` sets `server.domain`. Lists are written as in TOML.
fn environment() -> Env {
    Env::prefixed("HEARTH__").split("__")
}

fn read(figment: Figment) -> Result<Config, ConfigError> {
    let config: Config = figment.extract().map_err(|error| ConfigError::Wrong(told(error)))?;
    check(&config).map_err(ConfigError::Wrong)?;
    Ok(config)
}

fn told(error: figment::Error) -> String {
    error.into_iter().map(|error| one(&error)).collect::<Vec<_>>().join("\n")
}

fn one(error: &figment::Error) -> String {
    let place = error.path.join(".");
    match &error.kind {
        Kind::UnknownField(name, known) => {
            let section = error.path.iter().take(error.path.len().saturating_sub(1)).cloned();
            let full = section.clone().chain([name.clone()]).collect::<Vec<_>>().join(".");
            match nearest(name, known) {
                Some(meant) => {
                    let meant = section.chain([meant.to_owned()]).collect::<Vec<_>>().join(".");
                    format!("unknown setting `{full}`: did you mean `{meant}`?")
                }
                None => format!("unknown setting `{full}`: known here are {}", known.join(", ")),
            }
        }
        kind => format!("setting `{place}`: {kind}"),
    }
}
