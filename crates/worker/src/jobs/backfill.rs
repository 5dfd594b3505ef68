//! Brings the last stories of a community elsewhere, when somebody here joined it.

use super::Job;
use crate::{Context, verdict};
use hearth_core::ids::AccountId;
use hearth_queue::{Message, Verdict};
use serde::{Deserialize, Serialize};

/// Bring the last stories of a community.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Backfill {
    /// Its account.
    pub community: AccountId,
}

impl Message for Backfill {
    const NAME: &'static str = "backfill";
    // Comfort, not duty: people's own acts go first.
    const PRIORITY: i16 = -10;
    const MAX_ATTEMPTS: i32 = 4;

    fn unique_key(&self) -> Option<String> {
        Some(self.community.to_string())
    }
}

impl Job for Backfill {
    async fn run(self, context: Context) -> Result<(), Verdict> {
        hearth_federation::resolve::backfill(&context.federation, self.community)
            .await
            .map_err(|error| verdict::of_federation(&error))
    }
}
