//! Takes a notification back, when what it told of was taken back.

use super::Job;
use crate::{Context, verdict};
use hearth_core::ids::{AccountId, StoryId};
use hearth_core::notifications::{NotificationKind, notify};
use hearth_core::stories::show;
use hearth_queue::{Message, Verdict};
use serde::{Deserialize, Serialize};

/// Take a notification back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdraw {
    kind: NotificationKind,
    from: AccountId,
    about: About,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum About {
    /// A story: its author was told.
    Story(StoryId),
    /// An account: it was told itself.
    Account(AccountId),
}

impl Withdraw {
    /// What the author of `story` was told of `from`.
    #[must_use]
    pub fn about_story(kind: NotificationKind, from: AccountId, story: StoryId) -> Self {
        Self { kind, from, about: About::Story(story) }
    }

    /// What `followee` was told of `follower`.
    #[must_use]
    pub fn about_follow(kind: NotificationKind, follower: AccountId, followee: AccountId) -> Self {
        Self { kind, from: follower, about: About::Account(followee) }
    }
}

impl Message for Withdraw {
    const NAME: &'static str = "withdraw";
}

impl Job for Withdraw {
    async fn run(self, context: Context) -> Result<(), Verdict> {
        let core = &context.core;
        let (to, story) = match self.about {
            About::Account(account) => (account, None),
            About::Story(story) => {
                let Some(view) = show::load(core, story).await.map_err(|error| verdict::of_core(&error))?
                else {
                    return Ok(());
                };
                (view.story.author_id, Some(story))
            }
        };
        notify::withdraw(core, to, self.kind, self.from, story)
            .await
            .map_err(|error| verdict::of_core(&error))
    }
}
