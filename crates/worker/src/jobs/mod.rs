//! The jobs: each a small serialisable struct with a body that can be run again.

mod backfill;
mod card;
mod federate;
mod feed;
mod fetch_thread;
mod film;
mod move_followers;
mod notify;
mod push;
mod stream;
mod withdraw;

use crate::Context;
use hearth_queue::{Error, Message, NewJob, Runner, Verdict};

pub use backfill::Backfill;
pub use card::{FetchCard, FindCard};
pub use federate::Federate;
pub use feed::{FeedBoost, FeedFollowee, FeedForget, FeedStory};
pub use fetch_thread::FetchThread;
pub use film::MakeFilm;
pub use move_followers::MoveFollowers;
pub use notify::{NotifyBoost, NotifyEdit, NotifyFavourite, NotifyFollow, NotifyPoll, NotifyStory};
pub use push::Push;
pub use stream::{End, Stream};
pub use withdraw::Withdraw;

/// A message with its body.
pub(crate) trait Job: Message {
    /// Does it; may be run more than once.
    fn run(self, context: Context) -> impl Future<Output = Result<(), Verdict>> + Send;
}

macro_rules! reactions {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {
        /// One consequence of an event.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Reaction {
            $($(#[$doc])* $name($name),)+
        }

        impl Reaction {
            /// The job that does it.
            pub(crate) fn job(&self) -> Result<NewJob, Error> {
                match self {
                    $(Self::$name(message) => NewJob::of(message),)+
                }
            }
        }

        /// Tells the runner the body of every job.
        #[must_use]
        pub(crate) fn register(runner: Runner<Context>) -> Runner<Context> {
            runner$(.register(|context: Context, message: $name| message.run(context)))+
        }
    };
}

reactions! {
    /// Tell other servers.
    Federate,
    /// Put a story into feeds.
    FeedStory,
    /// Put a boost into feeds.
    FeedBoost,
    /// Put what somebody newly followed told lately into the follower's feed.
    FeedFollowee,
    /// Take somebody's stories out of a feed.
    FeedForget,
    /// Notify those a story names.
    NotifyStory,
    /// Notify those who passed on a story that changed.
    NotifyEdit,
    /// Notify those who made or answered a poll that is over.
    NotifyPoll,
    /// Notify the author of a liked story.
    NotifyFavourite,
    /// Notify the author of a boosted story.
    NotifyBoost,
    /// Notify somebody who was followed or asked.
    NotifyFollow,
    /// Tell a device of a notification.
    Push,
    /// Tell those who listen what happened to a story.
    Stream,
    /// Take a notification back.
    Withdraw,
    /// Fetch what a story answers.
    FetchThread,
    /// Bring the last stories of a community that was joined.
    Backfill,
    /// Make film or sound fit to show.
    MakeFilm,
    /// Find the page that a story links to.
    FindCard,
    /// Ask a page what it says of itself.
    FetchCard,
    /// Let local followers go along with somebody who moved.
    MoveFollowers,
}
