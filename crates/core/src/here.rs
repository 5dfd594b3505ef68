//! This server's own name, and the addresses made of it.

use crate::proxied::seal::Seal;
use std::sync::{Arc, OnceLock};
use url::Url;

/// Name under which the server itself signs requests; reserved among account names.
pub const INSTANCE_ACTOR: &str = "hearth.actor";

/// This server: its domain and the base of all its addresses.
#[derive(Debug, Clone)]
pub struct Here {
    domain: String,
    base: String,
    seal: Arc<OnceLock<Seal>>,
}

impl Here {
    /// `domain` is the host, with its port if it has one, as it stands in handles and ids. `http` is for closed
    /// networks and tests.
    #[must_use]
    pub fn new(domain: &str, http: bool) -> Self {
        let domain = domain.to_ascii_lowercase();
        let base = format!("{}://{domain}", if http { "http" } else { "https" });
        Self { domain, base, seal: Arc::default() }
    }

    /// The domain of our handles, lower case.
    #[must_use]
    pub fn domain(&self) -> &str {
        &self.domain
    }

    /// The domain without its port.
    #[must_use]
    pub fn host(&self) -> &str {
        self.domain.rsplit_once(':').map_or(self.domain.as_str(), |(host, _)| host)
    }

    /// Scheme and authority, without a slash at the end.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Whether `uri` belongs to this server.
    #[must_use]
    pub fn owns(&self, uri: &str) -> bool {
        uri.strip_prefix(&self.base).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']))
            || Url::parse(uri).is_ok_and(|url| {
                url.host_str().is_some_and(|host| match url.port() {
                    Some(port) => format!("{host}:{port}") == self.domain,
                    None => host.trim_end_matches('.') == self.domain,
                })
            })
    }

    /// ActivityPub id of the local account `name`.
    #[must_use]
    pub fn account_uri(&self, name: &str) -> String {
        format!("{}/users/{name}", self.base)
    }

    /// Page of the local account `name`.
    #[must_use]
    pub fn account_url(&self, name: &str) -> String {
        format!("{}/@{name}", self.base)
    }

    /// ActivityPub id of a local story.
    #[must_use]
    pub fn story_uri(&self, author: &str, slug: &str) -> String {
        format!("{}/users/{author}/stories/{slug}", self.base)
    }

    /// Page of a local story.
    #[must_use]
    pub fn story_url(&self, author: &str, slug: &str) -> String {
        format!("{}/@{author}/{slug}", self.base)
    }

    /// Id of an activity of ours: `kind` is a lower-case word such as `follows`, `slug` is unguessable.
    #[must_use]
    pub fn activity_uri(&self, kind: &str, slug: &str) -> String {
        format!("{}/activities/{kind}/{slug}", self.base)
    }

    /// The thread that starts at the story with this slug (FEP-7888).
    #[must_use]
    pub fn context_uri(&self, slug: &str) -> String {
        format!("{}/contexts/{slug}", self.base)
    }

    /// Address of a kept file.
    #[must_use]
    pub fn media_url(&self, file: &str) -> String {
        format!("{}/media/{file}", self.base())
    }

    /// What seals addresses of others' pictures, once they are to be shown through this server.
    #[must_use]
    pub fn seal(&self) -> Option<&Seal> {
        self.seal.get()
    }

    /// From now on, others' pictures are shown through this server. The first seal holds.
    pub(crate) fn seal_with(&self, seal: Seal) {
        let _ = self.seal.set(seal);
    }

    /// Page of a hashtag.
    #[must_use]
    pub fn tag_url(&self, tag: &str) -> String {
        format!("{}/tags/{tag}", self.base)
    }
}

/// The host of an `http(s)` address as peers are told apart by: lower-case punycode, no dot at the end, with the port
/// where it is not the scheme's own.
#[must_use]
pub fn host_of(address: &str) -> Option<String> {
    let url = Url::parse(address).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    let host = url.host_str()?.trim_end_matches('.').to_owned();
    match url.port() {
        _ if host.is_empty() => None,
        Some(port) => Some(format!("{host}:{port}")),
        None => Some(host),
    }
}
