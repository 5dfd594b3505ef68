//! What every part of federation is given: the domain, the one client, keys, settings.

use crate::client::{AllowedAddress, Client};
use crate::delivery::Heard;
use crate::error::{Error, Result};
use crate::keyring::Keyring;
use crate::peers::Asked;
use crate::resolve::Memory;
use crate::routes::actors::ActorCache;
use crate::settings::Settings;
use crate::signatures::Verifier;
use chrono::TimeDelta;
use hearth_core::Core;
use hearth_core::accounts::cache::AccountCache;
use hearth_core::elsewhere::Wake;
use hearth_core::ids::AccountId;
use std::sync::Arc;
use url::Url;

/// Federation's context; cheap to clone.
#[derive(Debug, Clone)]
pub struct Federation {
    /// The domain.
    pub core: Core,
    /// The one way out.
    pub client: Client,
    /// Parsed keys: ours to sign with, others' to verify with.
    pub keys: Arc<Keyring>,
    /// Checks signatures of requests to this server.
    pub verifier: Arc<Verifier>,
    /// Actor documents of local accounts, kept as bytes.
    pub actors: Arc<ActorCache>,
    /// Servers asked what they run.
    pub asked: Arc<Asked>,
    /// When other servers last spoke to us.
    pub heard: Arc<Heard>,
    /// Settings.
    pub settings: Arc<Settings>,
    /// What is remembered between fetches.
    pub memory: Arc<Memory>,
    /// Woken when there is something to send.
    pub outgoing: Arc<Wake>,
    /// Woken when something arrived.
    pub incoming: Arc<Wake>,
}

impl Federation {
    /// Builds the context.
    ///
    /// # Errors
    /// When a setting cannot be used or TLS cannot be set up.
    pub fn new(core: Core, settings: Settings) -> Result<Self> {
        let origin =
            Url::parse(core.here.base()).map_err(|_| Error::Untrusted("server.domain is not a host"))?;
        let allowed = settings
            .allowed_addresses
            .iter()
            .map(|text| text.parse::<AllowedAddress>())
            .collect::<std::result::Result<Vec<_>, _>>()
            .map_err(|_| {
                Error::Untrusted(
                    "federation.allowed_addresses holds something that is not an address or network",
                )
            })?;
        let client = Client::new(crate::client::Settings {
            allow_http: settings.allow_http,
            allowed_addresses: allowed,
            user_agent: format!("Hearth/{} (+{})", env!("CARGO_PKG_VERSION"), core.here.base()),
            ..crate::client::Settings::default()
        })?;
        let (outgoing, incoming) = (core.elsewhere.wake("outgoing"), core.elsewhere.wake("incoming"));
        let actors = Arc::new(ActorCache::new());
        let ear = Arc::clone(&actors);
        core.elsewhere.hear(AccountCache::WORD, move |id| ear.drop_one_or_all(id.map(AccountId)));
        Ok(Self {
            verifier: Arc::new(Verifier::new(&origin, TimeDelta::seconds(settings.clock_skew))),
            keys: Arc::new(Keyring::new()),
            actors,
            asked: Arc::new(Asked::new()),
            client,
            core,
            heard: Arc::new(Heard::new()),
            settings: Arc::new(settings),
            memory: Arc::new(Memory::new()),
            outgoing,
            incoming,
        })
    }
}
