//! Why a request did not bring an answer, in the kinds the callers treat differently.

use std::error::Error as StdError;

use super::resolver::NoAddress;

/// Why nothing usable came back.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// We did not even try: a URL or address we do not talk to. Trying again changes nothing.
    #[error("refused: {0}")]
    Refused(Refusal),
    /// The total time ran out, wherever the exchange stood.
    #[error("timed out")]
    Timeout,
    /// No connection, or it broke before an answer.
    #[error("could not connect")]
    Connect(#[source] reqwest::Error),
    /// The certificate or the handshake failed.
    #[error("TLS failed")]
    Tls(#[source] reqwest::Error),
    /// The name has no address, or the name service failed.
    #[error("name not found")]
    Dns(#[source] reqwest::Error),
    /// The body is longer than the cap.
    #[error("body too large")]
    TooLarge,
    /// More than three redirects.
    #[error("too many redirects")]
    TooManyRedirects,
    /// The body broke off or could not be decompressed.
    #[error("body unreadable")]
    Body(#[source] reqwest::Error),
    /// The answer was not HTTP, or the connection broke while it was awaited.
    #[error("exchange failed")]
    Exchange(#[source] reqwest::Error),
    /// The client could not be built.
    #[error("client set-up failed")]
    Setup(#[source] reqwest::Error),
}

impl ClientError {
    /// Whether the same request may work later: networks, names and certificates heal.
    pub fn passes(&self) -> bool {
        !matches!(self, Self::Refused(_) | Self::TooLarge | Self::TooManyRedirects | Self::Setup(_))
    }
}

/// What was wrong with a destination.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not `https` (nor `http` where that is allowed).
    #[error("scheme")]
    Scheme,
    /// A port other than the scheme's own, towards an address that is not let through by name.
    #[error("port")]
    Port,
    /// Not a global unicast address, nor let through by name.
    #[error("address")]
    Address,
    /// A user name or password in the URL.
    #[error("credentials in the URL")]
    Credentials,
    /// No host, or the URL cannot be requested at all.
    #[error("not a URL to request")]
    Url,
    /// The headers were signed for another host.
    #[error("signed for another host")]
    SignedForAnother,
    /// From `https` to `http`.
    #[error("redirect from https to http")]
    Downgrade,
}

impl ClientError {
    /// Sorts what the library reports while connecting and waiting for the head of an answer.
    pub(super) fn sending(error: reqwest::Error) -> Self {
        let mut cause: Option<&(dyn StdError + 'static)> = Some(&error);
        while let Some(inner) = cause {
            if inner.is::<NoAddress>() {
                return Self::Refused(Refusal::Address);
            }
            if is_tls(inner) {
                return Self::Tls(error);
            }
            cause = inner.source();
        }
        match () {
            () if error.is_timeout() => Self::Timeout,
            () if error.is_builder() => Self::Refused(Refusal::Url),
            () if error.is_dns() => Self::Dns(error),
            () if error.is_connect() => Self::Connect(error),
            () => Self::Exchange(error),
        }
    }

    /// Sorts what the library reports while the body comes in.
    pub(super) fn reading(error: reqwest::Error) -> Self {
        if error.is_timeout() { Self::Timeout } else { Self::Body(error) }
    }
}

fn is_tls(error: &(dyn StdError + 'static)) -> bool {
    // The connector wraps the TLS error in an io error, which hides it from the chain of sources.
    error.is::<rustls::Error>()
        || error
            .downcast_ref::<std::io::Error>()
            .and_then(std::io::Error::get_ref)
            .is_some_and(|inner| inner.is::<rustls::Error>() || is_tls(inner))
}
