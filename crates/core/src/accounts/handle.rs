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
    if RESERVED.contains(&name) || name == INSTANCE_ACTOR {
        return Err(Error::Invalid(format!("the name `{name}` is reserved: choose another")));
    }
    Ok(())
}

/// The host of a handle as it is stored: lower-case punycode, with a port where one is written.
fn host_from(text: &str) -> Option<String> {
    let (name, port) = match text.rsplit_once(':') {
        Some((name, port)) => (name, Some(port.parse::<u16>().ok()?)),
        None => (text, None),
    };
    let name = idna::domain_to_ascii_strict(name.trim_end_matches('.')).ok().or_else(|| address(name))?;
    if name.is_empty() || name.len() > 253 {
        return None;
    }
    Some(port.map_or_else(|| name.clone(), |port| format!("{name}:{port}")))
}

/// Addresses instead of names are met in closed networks.
fn address(text: &str) -> Option<String> {
    text.parse::<std::net::Ipv4Addr>().ok().map(|address| address.to_string())
}

#[cfg(test)]
mod tests {
    use super::{Handle, check_new, is_name};

    fn read(text: &str) -> Option<(String, Option<String>)> {
        text.parse::<Handle>().ok().map(|handle| (handle.name, handle.host))
    }

    #[test]
    fn reads_every_form() {
        let ada = |host: Option<&str>| Some(("ada".to_owned(), host.map(str::to_owned)));
        assert_eq!(read("ada"), ada(None));
        assert_eq!(read("@ada"), ada(None));
        assert_eq!(read("ada@Other.Example"), ada(Some("other.example")));
        assert_eq!(read("@ada@other.example:8080"), ada(Some("other.example:8080")));
        assert_eq!(read("acct:ada@other.example."), ada(Some("other.example")));
        assert_eq!(read("ada@127.0.0.1:3000"), ada(Some("127.0.0.1:3000")));
        assert_eq!(read("ada@bücher.example"), ada(Some("xn--bcher-kva.example")));
    }

    #[test]
    fn refuses_what_is_no_handle() {
        for bad in [
            "",
            "@",
            "@@x",
            "a b",
            "ada@",
            "ada@b c",
            "ada@x:99999",
            "ада@other.example",
            ".ada",
            "ada-",
            "a@b@c",
        ] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn folds_this_servers_domain() {
        let handle = "ada@HEARTH.example".parse::<Handle>().unwrap().here("hearth.example");
        assert_eq!(handle.host, None);
    }

    #[test]
    fn names_here_are_plain_and_not_reserved() {
        assert!(check_new("ada_99").is_ok());
        for bad in ["", "Ada", "a.b", "admin", "ünal", "a-b", &"x".repeat(31)] {
            assert!(check_new(bad).is_err(), "{bad}");
        }
        assert!(is_name("a.b-c_d"));
    }
}
