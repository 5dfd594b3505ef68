//! Shows below a story what the page says that it links to.

use super::Job;
use crate::{Context, verdict};
use chrono::TimeDelta;
use hearth_core::cards::{find, keep};
use hearth_core::ids::{CardId, StoryId};
use hearth_core::{Core, Error};
use hearth_queue::{Message, NewJob, Verdict};
use serde::{Deserialize, Serialize};
use url::Url;

/// A story from elsewhere reaches many servers at once: within so many seconds they do not all ask its page.
const APART: u64 = 60;

/// Find the page that a story links to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindCard {
    /// The story.
    pub story: StoryId,
}

impl Message for FindCard {
    const NAME: &'static str = "find_card";
    // Comfort, not duty: people's own acts go first.
    const PRIORITY: i16 = -10;

    fn unique_key(&self) -> Option<String> {
        Some(self.story.to_string())
    }
}

impl Job for FindCard {
    async fn run(self, context: Context) -> Result<(), Verdict> {
        let core = &context.core;
        if !context.federation.settings.cards {
            return Ok(());
        }
        let wanted = find::find(core, self.story).await.map_err(|error| verdict::of_core(&error))?;
        let Some(wanted) = wanted else { return Ok(()) };
        let wait = if wanted.first_hand { 0 } else { 1 + core.chance.next() % APART };
        ask_in(core, wanted.card, wait).await.map_err(|error| verdict::of_core(&error))
    }
}

/// Puts the question off by so many seconds; one that waits already is not asked twice.
async fn ask_in(core: &Core, card: CardId, seconds: u64) -> hearth_core::Result<()> {
    let job = NewJob::of(&FetchCard { card }).map_err(Error::internal)?;
    let wait = TimeDelta::seconds(i64::try_from(seconds).unwrap_or_default());
    let mut conn = core.db.conn().await?;
    let jobs = [job.at(core.now() + wait)];
    hearth_queue::enqueue(&mut conn, &jobs, core.now()).await.map_err(Error::internal)
}

/// Ask a page what it says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FetchCard {
    /// Its card.
    pub card: CardId,
}

impl Message for FetchCard {
    const NAME: &'static str = "fetch_card";
    const PRIORITY: i16 = -10;
    const MAX_ATTEMPTS: i32 = 4;

    fn unique_key(&self) -> Option<String> {
        Some(self.card.to_string())
    }
}

impl Job for FetchCard {
    async fn run(self, context: Context) -> Result<(), Verdict> {
        let failed = |error: Error| verdict::of_core(&error);
        let url = keep::url(&context.core, self.card).await.map_err(failed)?;
        let url = Url::parse(&url).map_err(|error| Verdict::Discard(error.to_string()))?;
        let page = hearth_federation::cards::page(&context.federation, &url)
            .await
            .map_err(|error| verdict::of_federation(&error))?;
        keep::keep(&context.core, self.card, page.as_ref()).await.map_err(failed)
    }
}
