//! What a community is, and how somebody stands to it.

use crate::accounts::Account;
use crate::ids::AccountId;
use crate::stories::Audience;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

macro_rules! numbered {
    ($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $variant:ident = $number:literal),+ $(,)? } else $other:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        #[repr(i16)]
        pub enum $name {
            $($(#[$each])* $variant = $number,)+
        }

        impl $name {
            /// From the number in the database; an unknown number gives away the least.
            #[must_use]
            pub fn from_i16(number: i16) -> Self {
                match number {
                    $($number => Self::$variant,)+
                    _ => Self::$other,
                }
            }
        }
    };
}

numbered! {
    /// Who may read the stories of a community.
    Visibility {
        /// Anyone.
        Public = 0,
        /// Anyone; they stand in no public timeline.
        Unlisted = 1,
        /// Members of this server; nothing of it leaves.
        Server = 2,
        /// Its members.
        Members = 3,
        /// Its members; nobody else learns that it is there.
        Invite = 4,
    } else Invite
}

impl Visibility {
    /// The audience of stories told in it.
    #[must_use]
    pub fn audience(self) -> Audience {
        match self {
            Self::Public => Audience::Public,
            Self::Unlisted => Audience::Unlisted,
            Self::Server => Audience::Local,
            Self::Members | Self::Invite => Audience::Members,
        }
    }

    /// Whether anyone at all may read it.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Public | Self::Unlisted)
    }
}

numbered! {
    /// How one becomes a member.
    Joining {
        /// Anyone joins.
        Open = 0,
        /// Anyone asks, and is let in or not.
        Request = 1,
        /// By invitation.
        Invite = 2,
    } else Invite
}

numbered! {
    /// What a member looks after. Each may do what those before it may.
    Role {
        /// Nothing in particular.
        Member = 0,
        /// Newcomers.
        Greeter = 1,
        /// The community.
        Steward = 2,
        /// The community, and who its stewards are.
        Founder = 3,
    } else Member
}

numbered! {
    /// How somebody stands to a community.
    State {
        /// Asked to join.
        Pending = 0,
        /// In.
        Member = 1,
        /// Kept out.
        Banned = 2,
        /// Invited, by name.
        Invited = 3,
    } else Pending
}

/// A community of this server.
#[derive(Debug, Clone)]
pub struct Community {
    /// Its account: the name, the picture, the profile.
    pub account: Account,
    /// What newcomers read first.
    pub welcome: String,
    /// Who may read it.
    pub visibility: Visibility,
    /// How one joins.
    pub joining: Joining,
    /// What is asked of those who ask to join; empty for nothing.
    pub question: String,
    /// Version of the agreement; 0 for none.
    pub agreement: i32,
    /// When it was founded.
    pub created_at: DateTime<Utc>,
}

/// Somebody's standing in a community.
#[derive(Debug, Clone)]
pub struct Member {
    /// Who.
    pub account: Account,
    /// How.
    pub state: State,
    /// What they look after.
    pub role: Role,
    /// What they said when they asked to join.
    pub answer: String,
    /// Version of the agreement they accepted last.
    pub agreement: i32,
    /// When a ban ends; `None` for one without an end.
    pub banned_until: Option<DateTime<Utc>>,
    /// Why they were banned.
    pub reason: String,
    /// When they joined.
    pub joined_at: Option<DateTime<Utc>>,
    /// Who greeted them.
    pub greeted_by: Option<AccountId>,
    /// Their handle.
    pub greeter: Option<String>,
    /// When they were greeted.
    pub greeted_at: Option<DateTime<Utc>>,
    /// Cursor of lists.
    pub id: i64,
    /// When they asked or joined.
    pub created_at: DateTime<Utc>,
}
