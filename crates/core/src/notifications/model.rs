//! What a notification is.

use crate::accounts::Account;
use crate::ids::NotificationId;
use crate::stories::Entry;
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// Why somebody is notified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(i16)]
pub enum NotificationKind {
    /// Named in a story, or answered.
    Mention = 0,
    /// Followed.
    Follow = 1,
    /// Asked for a follow.
    FollowRequest = 2,
    /// An own story was liked.
    Favourite = 3,
    /// An own story was passed on.
    Boost = 4,
    /// Somebody followed with a bell told a story.
    Story = 5,
    /// A story one passed on was changed.
    Edit = 6,
    /// A poll that one made or answered is over.
    Poll = 7,
}

impl NotificationKind {
    /// From the number in the database; an unknown number is a mention.
    #[must_use]
    pub fn from_i16(number: i16) -> Self {
        match number {
            1 => Self::Follow,
            2 => Self::FollowRequest,
            3 => Self::Favourite,
            4 => Self::Boost,
            5 => Self::Story,
            6 => Self::Edit,
            7 => Self::Poll,
            _ => Self::Mention,
        }
    }
}

/// Something a member should hear about.
#[derive(Debug, Clone)]
pub struct Notification {
    /// Id here.
    pub id: NotificationId,
    /// Why.
    pub kind: NotificationKind,
    /// Who did it.
    pub from: Arc<Account>,
    /// To which story.
    pub entry: Option<Entry>,
    /// When.
    pub created_at: DateTime<Utc>,
}
