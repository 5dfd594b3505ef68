//! What every handler is given.

use crate::streaming::Hub;
use crate::{Rooms, Settings, oauth};
use chrono::{DateTime, Utc};
use hearth_core::{Core, signup};
use hearth_federation::Federation;
use std::sync::Arc;

/// The context of handlers; cheap to clone.
#[derive(Debug, Clone)]
pub struct State {
    /// The domain.
    pub core: Core,
    /// Other servers: to look up and to preview.
    pub federation: Federation,
    /// Where files are kept.
    pub rooms: Rooms,
    /// What this server says of itself.
    pub settings: Arc<Settings>,
    /// How apps are let in.
    pub oauth: Arc<oauth::Settings>,
    /// Who listens.
    pub(crate) hub: Hub,
    /// Who may sign up.
    pub registrations: Arc<signup::Settings>,
    /// Since when this process runs, and says what it says of itself.
    pub started: DateTime<Utc>,
}

impl State {
    /// Puts the parts together.
    #[must_use]
    pub fn new(core: Core, federation: Federation, rooms: Rooms, settings: Settings) -> Self {
        let (started, hub) = (core.now(), Hub::new(core.clone()));
        Self {
            core,
            federation,
            rooms,
            settings: Arc::new(settings),
            oauth: Arc::default(),
            registrations: Arc::default(),
            started,
            hub,
        }
    }

    /// The same, with what was set for newcomers.
    #[must_use]
    pub fn with_registrations(self, settings: signup::Settings) -> Self {
        Self { registrations: Arc::new(settings), ..self }
    }

    /// The same, with what was set for apps.
    #[must_use]
    pub fn with_oauth(self, settings: oauth::Settings) -> Self {
        Self { oauth: Arc::new(settings), ..self }
    }
}
