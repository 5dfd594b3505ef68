//! Handles: the names accounts have, `name@host`.

use crate::here::INSTANCE_ACTOR;
use crate::{Error, Result};
use std::fmt;
use std::str::FromStr;

/// Longest name of an account of this server.
pub const MAX_NAME: usize = 30;

/// Names that would mislead people or collide with addresses.
const RESERVED: [&str; 25] = [
    "about",
    "abuse",
    "actor",
    "admin",
    "administrator",
    "api",
    "hearth",
    "help",
    "info",
    "instance",
    "mod",
    "moderator",
    "nobody",
    "official",
    "owner",
    "postmaster",
    "root",
    "security",
    "server",
    "staff",
    "steward",
    "support",
    "system",
    "webmaster",
    "welcome",
];

/// `name` of this server, or `name@host` of another one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Handle {
    /// As written; compared without case.
    pub name: String,
    /// Lower-case punycode host, with its port if it has one; `None` for this server.
    pub host: Option<String>,
}

impl Handle {
    /// The same handle, with `domain` (this server's) folded to `None`.
    #[must_use]
    pub fn here(mut self, domain: &str) -> Self {
        if self.host.as_deref().is_some_and(|host| host.eq_ignore_ascii_case(domain)) {
            self.host = None;
        }
        self
    }
}

impl fmt::Display for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.host {
            Some(host) => write!(f, "{}@{host}", self.name),
            None => f.write_str(&self.name),
        }
    }
}

impl FromStr for Handle {
    type Err = Error;

    /// Reads `ada`, `@ada`, `ada@host`, `@ada@host:8080` and `acct:ada@host`.
    fn from_str(text: &str) -> Result<Self> {
        let wrong = || Error::invalid("that is not a handle: write it as name@host");
        let text = text.trim();
        let text = text.strip_prefix("acct:").unwrap_or(text);
        let text = text.strip_prefix('@').unwrap_or(text);
        let (name, host) = match text.split_once('@') {
            Some((name, host)) => (name, Some(host_from(host).ok_or_else(wrong)?)),
            None => (text, None),
        };
        if !is_name(name) {
            return Err(wrong());
        }
        Ok(Self { name: name.to_owned(), host })
    }
}

/// Whether `name` follows the grammar that Mastodon asks of every name: ASCII words joined by dots and hyphens.
#[must_use]
pub fn is_name(name: &str) -> bool {
    let word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let joined = |byte: u8| word(byte) || byte == b'.' || byte == b'-';
    name.len() <= 2_048
        && name.bytes().all(joined)
        && name.bytes().next().is_some_and(word)
        && name.bytes().next_back().is_some_and(word)
}

/// Checks a name that somebody wants here.
///
/// # Errors
/// [`Error::Invalid`] with what to do.
pub fn check_new(name: &str) -> Result<()> {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    if name.is_empty() || name.len() > MAX_NAME || !name.bytes().all(plain) {
        return Err(Error::Invalid(format!(
            "the name may hold small letters a to z, digits and underscores, at most {MAX_NAME} of them"
        )));
    }
    if is_reserved(name) {
        return Err(Error::Invalid(format!("the name `{name}` is reserved: choose another")));
    }
    Ok(())
}

/// Whether a name is kept free.
pub(crate) fn is_reserved(name: &str) -> bool {
    RESERVED.contains(&name) || name == INSTANCE_ACTOR
}

/// The host of a handle as it is stored: lower-case punycode, with a port where one is written.
fn host_from(text: &str) -> Option<String> {
    let (name, port) = match text.rsplit_once(':') {
        Some((name, port)) => (name, Some(port_from(port)?)),
        None => (text, None),
    };
    let name = name.strip_suffix('.').unwrap_or(name);
    let name = idna::domain_to_ascii_strict(name).ok().or_else(|| address(name))?;
    if name.is_empty() || name.len() > 253 {
        return None;
    }
    // The port that everybody means is not written.
    Some(match port.filter(|port| *port != 443) {
        Some(port) => format!("{name}:{port}"),
        None => name,
    })
}

fn port_from(text: &str) -> Option<u16> {
    // A sign would be read as well.
    text.parse().ok().filter(|port| *port != 0 && text.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Addresses instead of names are met in closed networks.
fn address(text: &str) -> Option<String> {
    text.parse::<std::net::Ipv4Addr>().ok().map(|address| address.to_string())
}

#[cfg(test)]
mod tests;
