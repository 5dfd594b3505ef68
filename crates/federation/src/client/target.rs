//! Which URLs we ask anything of, decided before a name is looked up.

use http::{HeaderMap, header::HOST};
use url::{Host, Position, Url};

use super::{Client, ClientError, Refusal};

impl Client {
    /// Whether anything would be asked of this URL; what its name leads to is checked when it is.
    ///
    /// # Errors
    /// `Refused`, saying why not.
    pub fn may_ask(&self, url: &Url) -> Result<(), ClientError> {
        self.towards(url).map(|_| ())
    }

    /// The inner client for this URL.
    ///
    /// # Errors
    /// `Refused` by scheme, credentials, port, or a literal address, which would never reach the resolver.
    pub(super) fn towards(&self, url: &Url) -> Result<&reqwest::Client, ClientError> {
        let refused = |why| Err(ClientError::Refused(why));
        let usual = match url.scheme() {
            "https" => 443,
            "http" if self.allow_http => 80,
            _ => return refused(Refusal::Scheme),
        };
        if !url.username().is_empty() || url.password().is_some() {
            // The library would send them as `Authorization`.
            return refused(Refusal::Credentials);
        }
        let literal = match url.host() {
            Some(Host::Domain(_)) => None,
            Some(Host::Ipv4(address)) => Some(address.into()),
            Some(Host::Ipv6(address)) => Some(address.into()),
            None => return refused(Refusal::Url),
        };
        let door = self.doors.towards(url).ok_or(ClientError::Refused(Refusal::Port))?;
        if let Some(address) = literal
            && !self.policy.permits(address, url.port().unwrap_or(usual), url.port().is_none())
        {
            return refused(Refusal::Address);
        }
        Ok(door)
    }
}

/// Takes `Host` out of headers that were signed for `url`; the connection writes it itself, from the same URL.
///
/// # Errors
/// `Refused` when it names another host: a signature must never travel to one it was not made for.
pub(super) fn unhost(headers: &mut HeaderMap, url: &Url) -> Result<(), ClientError> {
    match headers.remove(HOST) {
        Some(host) if host.as_bytes() != url[Position::BeforeHost..Position::AfterPort].as_bytes() => {
            Err(ClientError::Refused(Refusal::SignedForAnother))
        }
        _ => Ok(()),
    }
}
