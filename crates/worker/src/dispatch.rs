//! Who cares about what: the only such list in the program.

use crate::jobs::{
    Backfill, End, Federate, FeedBoost, FeedFollowee, FeedForget, FeedStory, FetchThread, FindCard, MakeFilm,
    MoveFollowers, NotifyBoost, NotifyEdit, NotifyFavourite, NotifyFollow, NotifyPoll, NotifyStory, Push,
    Reaction, Stream, Withdraw,
};
use hearth_core::event::{self, Event};
use hearth_core::notifications::NotificationKind;
use hearth_core::stories::Audience;
use hearth_core::{Core, Error, Result};
use hearth_queue::{Bell, NewJob};

/// How many events one transaction turns into jobs.
const BATCH: i64 = 256;

/// What follows from an event. A new event does not compile until somebody says so here.
#[must_use]
#[expect(clippy::too_many_lines, reason = "the one list of consequences; cut in two it would be two lists")]
pub fn reactions(event: &Event) -> Vec<Reaction> {
    let federate = || Reaction::Federate(Federate { event: event.clone() });
    let stream = |story, end| Reaction::Stream(Stream { story, end });
    match *event {
        Event::FilmSent { media } => vec![Reaction::MakeFilm(MakeFilm { media })],
        Event::StoryPublished { story } => {
            vec![
                federate(),
                Reaction::FeedStory(FeedStory { story }),
                Reaction::NotifyStory(NotifyStory { story }),
                Reaction::FindCard(FindCard { story }),
            ]
        }
        Event::StoryReceived { story } => vec![
            Reaction::FeedStory(FeedStory { story }),
            Reaction::NotifyStory(NotifyStory { story }),
            Reaction::FetchThread(FetchThread { story }),
            Reaction::FindCard(FindCard { story }),
        ],
        Event::StoryEdited { story } => {
            vec![
                federate(),
                Reaction::NotifyEdit(NotifyEdit { story }),
                Reaction::NotifyStory(NotifyStory { story }),
                Reaction::FindCard(FindCard { story }),
                stream(story, End::Changed),
            ]
        }
        Event::StoryAudienceChanged { story, from, .. } => vec![
            federate(),
            Reaction::FindCard(FindCard { story }),
            Reaction::FeedStory(FeedStory { story }),
            Reaction::NotifyStory(NotifyStory { story }),
            stream(
                story,
                if matches!(from, Audience::Public | Audience::Local) {
                    End::Withdrawn
                } else {
                    End::Changed
                },
            ),
        ],
        Event::StoryEditReceived { story } => {
            vec![
                Reaction::NotifyEdit(NotifyEdit { story }),
                Reaction::NotifyStory(NotifyStory { story }),
                Reaction::FindCard(FindCard { story }),
                stream(story, End::Changed),
            ]
        }
        Event::Rung { notification, subscription } => {
            vec![Reaction::Push(Push { notification, subscription })]
        }
        Event::Voted { .. } | Event::PollChanged { .. } => vec![federate()],
        Event::PollEnded { story, .. } => vec![federate(), Reaction::NotifyPoll(NotifyPoll { story })],
        Event::Favourited { account, story } => {
            vec![federate(), Reaction::NotifyFavourite(NotifyFavourite { account, story })]
        }
        Event::Unfavourited { account, story, .. } => {
            vec![
                federate(),
                Reaction::Withdraw(Withdraw::about_story(NotificationKind::Favourite, account, story)),
            ]
        }
        Event::Boosted { boost } => {
            vec![
                federate(),
                Reaction::FeedBoost(FeedBoost { boost }),
                Reaction::NotifyBoost(NotifyBoost { boost }),
            ]
        }
        Event::Unboosted { account, story, .. } => {
            vec![
                federate(),
                Reaction::Withdraw(Withdraw::about_story(NotificationKind::Boost, account, story)),
            ]
        }
        Event::FollowRequested { follower, followee, accepted } => {
            let mut list =
                vec![federate(), Reaction::NotifyFollow(NotifyFollow { follower, followee, accepted })];
            if accepted {
                list.push(Reaction::FeedFollowee(FeedFollowee { follower, followee }));
            }
            list
        }
        Event::FollowAccepted { follower, followee } => vec![
            federate(),
            Reaction::FeedFollowee(FeedFollowee { follower, followee }),
            Reaction::Backfill(Backfill { community: followee }),
            Reaction::Withdraw(Withdraw::about_follow(NotificationKind::FollowRequest, follower, followee)),
        ],
        Event::FollowRejected { follower, followee, .. } | Event::FollowUndone { follower, followee, .. } => {
            vec![
                federate(),
                Reaction::FeedForget(FeedForget { member: follower, author: followee }),
                Reaction::Withdraw(Withdraw::about_follow(
                    NotificationKind::FollowRequest,
                    follower,
                    followee,
                )),
            ]
        }
        Event::MoveReceived { account, target } => {
            vec![Reaction::MoveFollowers(MoveFollowers { account, target })]
        }
        Event::StoryDeletionReceived { story } => vec![stream(story, End::Deleted)],
        Event::StoryDeleted { story, .. } => vec![federate(), stream(story, End::Deleted)],
        Event::StoryRemoved { story, .. } => vec![federate(), stream(story, End::Withdrawn)],
        Event::StoryRestored { .. }
        | Event::ThreadLocked { .. }
        | Event::MemberBanned { .. }
        | Event::StewardNamed { .. }
        | Event::Blocked { .. }
        | Event::Unblocked { .. }
        | Event::Pinned { .. }
        | Event::Unpinned { .. }
        | Event::AccountUpdated { .. }
        | Event::AccountDeleted { .. }
        | Event::AccountMoved { .. }
        | Event::Answered { .. }
        | Event::QuoteRevoked { .. }
        | Event::InspirationOffered { .. }
        | Event::InspirationAnswered { .. }
        | Event::InspirationEnded { .. }
        | Event::Reported { .. } => vec![federate()],
    }
}

/// Turns waiting events into jobs, in one transaction per batch; answers how many events there were.
///
/// # Errors
/// When Postgres fails; the events stay then.
pub async fn dispatch(core: &Core, bell: &Bell) -> Result<u64> {
    use diesel_async::AsyncConnection as _;
    let mut conn = core.db.conn().await?;
    let now = core.now();
    let taken = conn
        .transaction(async |tx| {
            let events = event::take(tx, BATCH).await?;
            let jobs: Vec<NewJob> = events
                .iter()
                .flat_map(reactions)
                .map(|reaction| reaction.job())
                .collect::<std::result::Result<_, _>>()
                .map_err(Error::internal)?;
            hearth_queue::enqueue(tx, &jobs, now).await.map_err(Error::internal)?;
            Ok::<_, Error>(events.len())
        })
        .await?;
    if taken > 0 {
        bell.ring();
    }
    Ok(u64::try_from(taken).unwrap_or(u64::MAX))
}
