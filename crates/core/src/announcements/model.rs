//! What an announcement is.

use crate::accounts::{Account, Emoji};
use crate::ids::AccountId;
use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Bool, Nullable, Text, Timestamptz};

/// Something that everybody who lives here is told.
#[derive(Debug, Clone)]
pub struct Announcement {
    /// Its row.
    pub row: Row,
    /// Its text as HTML.
    pub html: String,
    /// Whom it names.
    pub mentions: Vec<Account>,
    /// Hashtags as written.
    pub tags: Vec<String>,
    /// Custom emoji in its text.
    pub emojis: Vec<Emoji>,
    /// With what people reacted, in the order in which each came first.
    pub reactions: Vec<Reaction>,
}

/// A row of announcements as somebody reads it.
#[derive(Debug, Clone, QueryableByName)]
pub struct Row {
    /// Id here.
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    /// As it was typed: Markdown.
    #[diesel(sql_type = Text)]
    pub text: String,
    /// When what it tells of begins.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub starts_at: Option<DateTime<Utc>>,
    /// When that ends; then it is shown no more.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub ends_at: Option<DateTime<Utc>>,
    /// Both are days rather than moments.
    #[diesel(sql_type = Bool)]
    pub all_day: bool,
    /// Since when people see it; nobody does if it was not published, or withdrawn.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub published_at: Option<DateTime<Utc>>,
    /// Last change.
    #[diesel(sql_type = Timestamptz)]
    pub updated_at: DateTime<Utc>,
    /// The reader put it away.
    #[diesel(sql_type = Bool)]
    pub read: bool,
}

/// An emoji with which somebody reacted. How many did is not counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reaction {
    /// The emoji, or the shortcode of a custom one.
    pub name: String,
    /// The reader is among them.
    pub mine: bool,
    /// Address of the picture of a custom one.
    pub url: Option<String>,
}

/// An announcement as it comes in.
#[derive(Debug, Clone, Default)]
pub struct Form {
    /// Markdown.
    pub text: String,
    /// When what it tells of begins.
    pub starts_at: Option<DateTime<Utc>>,
    /// When that ends.
    pub ends_at: Option<DateTime<Utc>>,
    /// Both are days rather than moments.
    pub all_day: bool,
}

/// Nobody in particular reads: an announcement as it is told to all.
pub const EVERYBODY: AccountId = AccountId(0);
