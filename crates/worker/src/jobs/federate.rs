//! Tells other servers what happened here.

use super::Job;
use crate::{Context, verdict};
use hearth_core::event::Event;
use hearth_queue::{Message, Verdict};
use serde::{Deserialize, Serialize};

/// Tell other servers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Federate {
    /// What happened.
    pub event: Event,
}

impl Message for Federate {
    const NAME: &'static str = "federate";
    const PRIORITY: i16 = 10;
}

impl Job for Federate {
    async fn run(self, context: Context) -> Result<(), Verdict> {
        hearth_federation::outbound::federate(&context.federation, &self.event)
            .await
            .map_err(|error| verdict::of_federation(&error))
    }
}
