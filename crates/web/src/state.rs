//! What every page is given.

use hearth_core::Core;
use hearth_core::signup;
use hearth_federation::Federation;
use std::sync::Arc;

/// The context of pages; cheap to clone.
#[derive(Debug, Clone)]
pub struct State {
    /// The domain.
    pub core: Core,
    /// Other servers.
    pub federation: Federation,
    /// What this server calls itself.
    pub title: String,
    /// What it is for, in a sentence or two.
    pub purpose: String,
    /// What those who join agree to, one sentence each.
    pub rules: Arc<[String]>,
    /// Who may join.
    pub registrations: Arc<signup::Settings>,
}

impl State {
    /// Puts the parts together.
    #[must_use]
    pub fn new(core: Core, federation: Federation, title: String, purpose: String) -> Self {
        Self { core, federation, title, purpose, rules: Arc::default(), registrations: Arc::default() }
    }

    /// With who may join, and what they agree to.
    #[must_use]
    pub fn with_registrations(self, settings: signup::Settings, rules: &[String]) -> Self {
        Self { registrations: Arc::new(settings), rules: rules.into(), ..self }
    }
}
