//! What happened: recorded in the transaction that did it, turned into reactions by the worker.

use crate::db::Conn;
use crate::ids::{
    AccountId, AttachmentId, BoostId, InteractionId, NotificationId, ReportId, StoryId, SubscriptionId,
};
use crate::schema::events;
use crate::stories::Audience;
use crate::{Core, Error, Result};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde::{Deserialize, Serialize};

/// Something that happened. Carries ids, so that reactions read what is true when they run; what is gone by then
/// travels along.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each variant says who did what; its fields are named for that")]
pub enum Event {
    /// A member sent film or sound, which is to be made fit to show.
    FilmSent { media: AttachmentId },
    /// A member told a story or replied.
    StoryPublished { story: StoryId },
    /// A story from another server was stored for the first time.
    StoryReceived { story: StoryId },
    /// A member changed a story.
    StoryEdited { story: StoryId },
    /// Another server changed a story.
    StoryEditReceived { story: StoryId },
    /// A member deleted a story.
    StoryDeleted {
        /// The story.
        story: StoryId,
        /// Accounts of other servers that passed it on or liked it, so that their servers have it and must be told.
        #[serde(default)]
        holders: Vec<AccountId>,
    },
    /// A story of a member is for others than before: they changed its audience, folded it away or unfolded it.
    StoryAudienceChanged {
        /// The story.
        story: StoryId,
        /// Who could read it.
        from: Audience,
        /// When that changed.
        at: DateTime<Utc>,
    },
    /// Another server deleted a story.
    StoryDeletionReceived { story: StoryId },
    /// Somebody liked a story.
    Favourited { account: AccountId, story: StoryId },
    /// Somebody took a like back. `uri` named it.
    Unfavourited { account: AccountId, story: StoryId, uri: String },
    /// Somebody passed a story on.
    Boosted { boost: BoostId },
    /// Somebody took a boost back. `uri` named it.
    Unboosted { account: AccountId, boost: BoostId, story: StoryId, uri: String },
    /// Somebody asks to follow somebody. `accepted` when the followee is open and here, so that it holds at once.
    FollowRequested { follower: AccountId, followee: AccountId, accepted: bool },
    /// The followee said yes.
    FollowAccepted { follower: AccountId, followee: AccountId },
    /// The followee said no, or removed a follower. `uri` named the follow.
    FollowRejected { follower: AccountId, followee: AccountId, uri: String },
    /// The follower left or withdrew. `uri` named the follow.
    FollowUndone { follower: AccountId, followee: AccountId, uri: String },
    /// Somebody blocked somebody.
    Blocked { blocker: AccountId, blocked: AccountId },
    /// Somebody lifted a block. `uri` named it.
    Unblocked { blocker: AccountId, blocked: AccountId, uri: String },
    /// A member put a story on their profile, or a steward (`by`) at the top of a community of ours.
    Pinned {
        account: AccountId,
        story: StoryId,
        #[serde(default)]
        by: Option<AccountId>,
    },
    /// It was taken down again.
    Unpinned {
        account: AccountId,
        story: StoryId,
        #[serde(default)]
        by: Option<AccountId>,
    },
    /// A member changed their profile.
    AccountUpdated { account: AccountId },
    /// A local account was deleted or suspended for good; its actor says goodbye.
    AccountDeleted { account: AccountId },
    /// A local account moved away.
    AccountMoved { account: AccountId, target: AccountId },
    /// A remote account moved; local followers go along.
    MoveReceived { account: AccountId, target: AccountId },
    /// A member voted in a poll of another server.
    Voted { account: AccountId, story: StoryId },
    /// Votes came in for a poll.
    PollChanged {
        /// The story that asks.
        story: StoryId,
        /// When this was noted, so that each telling has a name.
        at: DateTime<Utc>,
    },
    /// A poll is over.
    PollEnded {
        /// The story that asks.
        story: StoryId,
        /// When this was noted.
        at: DateTime<Utc>,
    },
    /// A steward took a story out of a community of ours.
    StoryRemoved { community: AccountId, story: StoryId, by: AccountId },
    /// A steward let a story back in.
    StoryRestored { community: AccountId, story: StoryId, by: AccountId },
    /// A steward closed a thread to further answers, or opened it again.
    ThreadLocked { community: AccountId, story: StoryId, by: AccountId, locked: bool },
    /// A steward banned somebody from a community of ours, or lifted that.
    MemberBanned { community: AccountId, account: AccountId, by: AccountId, banned: bool },
    /// Somebody began (`named`) or ceased to look after a community of ours.
    StewardNamed { community: AccountId, account: AccountId, by: AccountId, named: bool },
    /// Whoever tells a story here said yes or no to an answer, a like or a boost of another server.
    Answered { interaction: InteractionId, accepted: bool },
    /// A member asks somebody elsewhere whether a story may say that theirs gave it courage.
    InspirationOffered { story: StoryId },
    /// A member answered such a question of somebody elsewhere.
    InspirationAnswered { story: StoryId, accepted: bool },
    /// One of the two took it back.
    InspirationEnded {
        /// Who took back what they had said.
        by: AccountId,
        /// The other.
        to: AccountId,
        /// The story that named another.
        story: StoryId,
        /// What it named.
        source_uri: String,
        /// Id of the Offer.
        offer_uri: String,
        /// Id of the Accept, where that is what was taken back.
        accept_uri: Option<String>,
    },
    /// A member took back that a story of theirs may be quoted by one.
    QuoteRevoked {
        /// The quoted story.
        story: StoryId,
        /// Who quotes it.
        by: AccountId,
        /// Unguessable part of the stamp's address, which is gone.
        slug: String,
    },
    /// A device of a member is to be told of a notification.
    Rung { notification: NotificationId, subscription: SubscriptionId },
    /// A member reported somebody, or another server did, for the stewards of a community of ours.
    Reported { report: ReportId },
}

/// Records `event` in the caller's transaction: it happens if and only if the change does.
///
/// # Errors
/// When the row cannot be written.
pub async fn record(core: &Core, conn: &mut Conn, event: &Event) -> Result<()> {
    let json = serde_json::to_value(event).map_err(Error::internal)?;
    diesel::insert_into(events::table)
        .values((events::event.eq(json), events::recorded_at.eq(core.now())))
        .execute(conn)
        .await?;
    // Woken a moment before the commit at the earliest; the dispatcher polls too, so an early wake-up costs nothing.
    core.events.notify_one();
    Ok(())
}

/// Takes the oldest `limit` events off the table, in the caller's transaction, so that their reactions are queued
/// exactly if they are gone. Two who take at a time take turns: were the second to pass over what the first holds, a
/// later event could have its consequences first.
///
/// # Errors
/// When Postgres fails.
pub async fn take(conn: &mut Conn, limit: i64) -> Result<Vec<Event>> {
    let ids = events::table
        .select(events::id)
        .order(events::id)
        .limit(limit)
        .for_update()
        .load::<i64>(conn)
        .await?;
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut rows = diesel::delete(events::table.filter(events::id.eq_any(ids)))
        .returning((events::id, events::event))
        .get_results::<(i64, serde_json::Value)>(conn)
        .await?;
    rows.sort_by_key(|(id, _)| *id);
    rows.into_iter().map(|(_, json)| serde_json::from_value(json).map_err(Error::internal)).collect()
}
