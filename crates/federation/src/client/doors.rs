//! The inner clients: one per kind of port, because the check of a resolved address has to know the port.

use std::collections::{HashMap, hash_map::Entry};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use url::Url;

use super::address::Policy;
use super::resolver::{CheckedResolver, Lookup, Port};
use super::{ClientError, Settings};

/// Deliveries go to thousands of hosts, most of them rarely: two idle connections each, for a minute, keep a burst
/// warm without hoarding sockets.
const IDLE_PER_HOST: usize = 2;
const IDLE_FOR: Duration = Duration::from_secs(60);

/// In production there is one, for `https` on its own port; the others exist only where settings name addresses.
pub(super) struct Doors {
    https: reqwest::Client,
    http: Option<reqwest::Client>,
    named: HashMap<u16, reqwest::Client>,
    any: Option<reqwest::Client>,
}

impl Doors {
    pub(super) fn open(
        settings: &Settings,
        policy: &Arc<Policy>,
        lookup: &Arc<dyn Lookup>,
    ) -> Result<Self, ClientError> {
        let open = |port| {
            let resolver = CheckedResolver { lookup: Arc::clone(lookup), policy: Arc::clone(policy), port };
            build(settings, resolver).map_err(ClientError::Setup)
        };
        let mut named = HashMap::new();
        for port in settings.allowed_addresses.iter().filter_map(super::AllowedAddress::port) {
            if let Entry::Vacant(place) = named.entry(port) {
                place.insert(open(Port::Named(port))?);
            }
        }
        let any = settings.allowed_addresses.iter().any(|allowed| allowed.port().is_none());
        Ok(Self {
            https: open(Port::Usual(443))?,
            http: settings.allow_http.then(|| open(Port::Usual(80))).transpose()?,
            named,
            any: any.then(|| open(Port::Any)).transpose()?,
        })
    }

    /// The client to use for a URL, or none where the port is not one we talk to.
    pub(super) fn towards(&self, url: &Url) -> Option<&reqwest::Client> {
        match (url.port(), url.scheme()) {
            (None, "https") => Some(&self.https),
            (None, _) => self.http.as_ref(),
            (Some(port), _) => self.named.get(&port).or(self.any.as_ref()),
        }
    }
}

impl fmt::Debug for Doors {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Doors").field("named", &self.named.keys()).finish_non_exhaustive()
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the one way out to the network")]
fn build(settings: &Settings, resolver: CheckedResolver) -> Result<reqwest::Client, reqwest::Error> {
    reqwest::Client::builder()
        .user_agent(&settings.user_agent)
        .redirect(reqwest::redirect::Policy::none())
        // A proxy named in the environment would open sockets that nobody has checked.
        .no_proxy()
        .referer(false)
        .connect_timeout(settings.connect_timeout)
        .pool_max_idle_per_host(IDLE_PER_HOST)
        .pool_idle_timeout(IDLE_FOR)
        .tcp_nodelay(true)
        .dns_resolver(resolver)
        .build()
}
