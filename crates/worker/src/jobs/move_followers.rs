//! Lets local followers go along with somebody who moved to another account.

use super::Job;
use crate::{Context, verdict};
use hearth_core::accounts::{moving, queries};
use hearth_core::follows::{Wishes, request, undo};
use hearth_core::ids::AccountId;
use hearth_core::{Error, Result};
use hearth_queue::{Message, Verdict};
use serde::{Deserialize, Serialize};

/// Follow the new account with everybody here who followed the old one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoveFollowers {
    /// Moved away.
    pub account: AccountId,
    /// Moved to.
    pub target: AccountId,
}

impl Message for MoveFollowers {
    const NAME: &'static str = "move_followers";
}

impl Job for MoveFollowers {
    async fn run(self, context: Context) -> Result<(), Verdict> {
        go_along(&context, &self).await.map_err(|error| verdict::of_core(&error))
    }
}

async fn go_along(context: &Context, job: &MoveFollowers) -> Result<()> {
    let core = &context.core;
    let (old, new) = (queries::by_id(core, job.account).await?, queries::by_id(core, job.target).await?);
    for follower in moving::followers_to_move(core, job.account, job.target).await? {
        match request::request(core, &follower, &new, Wishes::default()).await {
            // Somebody who blocks the new account, say, stays behind; the others still move.
            Ok(()) | Err(Error::Forbidden(_) | Error::Invalid(_) | Error::NotFound(_)) => {}
            Err(error) => return Err(error),
        }
        undo::undo(core, &follower, &old).await?;
    }
    Ok(())
}
