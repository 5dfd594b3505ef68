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

    fn line(&self) -> Option<String> {
        subject(&self.event)
    }
}

impl Job for Federate {
    async fn run(self, context: Context) -> Result<(), Verdict> {
        hearth_federation::outbound::federate(&context.federation, &self.event)
            .await
            .map_err(|error| verdict::of_federation(&error))
    }
}

/// What an event is about: other servers must hear of the same thing in the order it happened in.
fn subject(event: &Event) -> Option<String> {
    match *event {
        Event::StoryPublished { story }
        | Event::StoryEdited { story }
        | Event::StoryDeleted { story, .. }
        | Event::PollChanged { story, .. }
        | Event::PollEnded { story, .. }
        | Event::StoryAudienceChanged { story, .. }
        | Event::StoryRemoved { story, .. }
        | Event::StoryRestored { story, .. }
        | Event::ThreadLocked { story, .. }
        | Event::QuoteRevoked { story, .. }
        | Event::Pinned { story, .. }
        | Event::Unpinned { story, .. } => Some(format!("story {story}")),
        Event::Favourited { account, story } | Event::Unfavourited { account, story, .. } => {
            Some(format!("like {account} {story}"))
        }
        Event::Voted { account, story } => Some(format!("vote {account} {story}")),
        Event::Boosted { boost } | Event::Unboosted { boost, .. } => Some(format!("boost {boost}")),
        Event::FollowRequested { follower, followee, .. }
        | Event::FollowAccepted { follower, followee }
        | Event::FollowRejected { follower, followee, .. }
        | Event::FollowUndone { follower, followee, .. } => Some(format!("follow {follower} {followee}")),
        Event::Blocked { blocker, blocked } | Event::Unblocked { blocker, blocked, .. } => {
            Some(format!("block {blocker} {blocked}"))
        }
        Event::MemberBanned { community, account, .. } => Some(format!("ban {community} {account}")),
        Event::StewardNamed { community, account, .. } => Some(format!("steward {community} {account}")),
        Event::AccountUpdated { account }
        | Event::AccountDeleted { account }
        | Event::AccountMoved { account, .. } => Some(format!("account {account}")),
        Event::Answered { interaction, .. } => Some(format!("interaction {interaction}")),
        Event::InspirationOffered { story }
        | Event::InspirationAnswered { story, .. }
        | Event::InspirationEnded { story, .. } => Some(format!("inspired {story}")),
        Event::Reported { .. }
        | Event::FilmSent { .. }
        | Event::StoryReceived { .. }
        | Event::Rung { .. }
        | Event::StoryEditReceived { .. }
        | Event::StoryDeletionReceived { .. }
        | Event::MoveReceived { .. } => None,
    }
}
