//! What an account is.

use crate::ids::AccountId;
use crate::schema::accounts;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

/// ActivityStreams actor kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[repr(i16)]
pub enum AccountKind {
    /// A person.
    #[default]
    Person = 0,
    /// A bot.
    Service = 1,
    /// A community.
    Group = 2,
    /// An organisation.
    Organization = 3,
    /// A server speaking for itself.
    Application = 4,
}

impl AccountKind {
    /// From the number in the database; unknown numbers are persons.
    #[must_use]
    pub fn from_i16(number: i16) -> Self {
        match number {
            1 => Self::Service,
            2 => Self::Group,
            3 => Self::Organization,
            4 => Self::Application,
            _ => Self::Person,
        }
    }
}

/// A row of a profile's table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// Plain text.
    pub name: String,
    /// Sanitised HTML.
    pub value: String,
}

/// A custom emoji as it stood in a story or a profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Emoji {
    /// Without colons.
    pub shortcode: String,
    /// Address of the picture.
    pub url: String,
}

/// What a profile shows beside its text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Profile {
    /// Name and value pairs.
    pub fields: Vec<Field>,
    /// Custom emoji in the name, the note or the fields.
    pub emojis: Vec<Emoji>,
    /// Address of the picture.
    pub avatar: Option<String>,
    /// Address of the picture across the top.
    pub header: Option<String>,
}

/// Collections of a remote actor.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Endpoints {
    /// `sharedInbox`.
    pub shared_inbox: Option<String>,
    /// `outbox`.
    pub outbox: Option<String>,
    /// `followers`.
    pub followers: Option<String>,
    /// `following`.
    pub following: Option<String>,
    /// `featured`.
    pub featured: Option<String>,
}

/// An account, local or remote.
#[derive(Debug, Clone)]
pub struct Account {
    /// Id here.
    pub id: AccountId,
    /// Name without host, as the account writes it.
    pub name: String,
    /// `None` for accounts of this server.
    pub host: Option<String>,
    /// What it is.
    pub kind: AccountKind,
    /// ActivityPub id.
    pub uri: String,
    /// Page for people.
    pub url: String,
    /// Name to show; may be empty.
    pub display_name: String,
    /// Sanitised HTML.
    pub note_html: String,
    /// What was typed (local accounts).
    pub note_source: String,
    /// Fields, emoji, pictures.
    pub profile: Profile,
    /// Personal inbox (remote accounts).
    pub inbox_url: String,
    /// Remote collections.
    pub endpoints: Endpoints,
    /// Follows are asked for.
    pub locked: bool,
    /// Automated.
    pub bot: bool,
    /// Wants to be found in directories.
    pub discoverable: bool,
    /// Wants its public stories found by search.
    pub indexable: bool,
    /// Other ids of the same person.
    pub also_known_as: Vec<String>,
    /// Where it moved to.
    pub moved_to: Option<AccountId>,
    /// When it moved.
    pub moved_at: Option<DateTime<Utc>>,
    /// Suspended by this server.
    pub suspended_at: Option<DateTime<Utc>>,
    /// Deleted at its origin.
    pub gone_at: Option<DateTime<Utc>>,
    /// Its host is blocked by a rule of this server.
    pub barred_at: Option<DateTime<Utc>>,
    /// Newest story.
    pub last_story_at: Option<DateTime<Utc>>,
    /// Last time the actor document was read (remote accounts).
    pub fetched_at: Option<DateTime<Utc>>,
    /// First seen (remote) or registered (local).
    pub created_at: DateTime<Utc>,
    /// Last change.
    pub updated_at: DateTime<Utc>,
}

impl Account {
    /// Whether it lives here.
    #[must_use]
    pub fn is_local(&self) -> bool {
        self.host.is_none()
    }

    /// Whether its words may be shown and its activities obeyed.
    #[must_use]
    pub fn is_active(&self) -> bool {
        self.suspended_at.is_none() && self.gone_at.is_none() && self.barred_at.is_none()
    }

    /// `name` for local accounts, `name@host` for remote ones.
    #[must_use]
    pub fn acct(&self) -> String {
        match &self.host {
            Some(host) => format!("{}@{host}", self.name),
            None => self.name.clone(),
        }
    }
}

/// A row of `accounts`, as diesel reads it; [`Account`] is made of it.
#[derive(Debug, Clone, Queryable, Selectable, QueryableByName)]
#[diesel(table_name = accounts)]
#[diesel(check_for_backend(diesel::pg::Pg))]
pub struct AccountRow {
    id: AccountId,
    name: String,
    host: Option<String>,
    kind: i16,
    uri: String,
    url: String,
    display_name: String,
    note_html: String,
    note_source: String,
    profile: serde_json::Value,
    inbox_url: String,
    endpoints: serde_json::Value,
    locked: bool,
    bot: bool,
    discoverable: bool,
    indexable: bool,
    also_known_as: Vec<String>,
    moved_to: Option<AccountId>,
    moved_at: Option<DateTime<Utc>>,
    suspended_at: Option<DateTime<Utc>>,
    gone_at: Option<DateTime<Utc>>,
    barred_at: Option<DateTime<Utc>>,
    last_story_at: Option<DateTime<Utc>>,
    fetched_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl From<AccountRow> for Account {
    fn from(row: AccountRow) -> Self {
        Self {
            id: row.id,
            name: row.name,
            host: row.host,
            kind: AccountKind::from_i16(row.kind),
            uri: row.uri,
            url: row.url,
            display_name: row.display_name,
            note_html: row.note_html,
            note_source: row.note_source,
            // Written only by us; what an older version wrote reads as the defaults.
            profile: serde_json::from_value(row.profile).unwrap_or_default(),
            inbox_url: row.inbox_url,
            endpoints: serde_json::from_value(row.endpoints).unwrap_or_default(),
            locked: row.locked,
            bot: row.bot,
            discoverable: row.discoverable,
            indexable: row.indexable,
            also_known_as: row.also_known_as,
            moved_to: row.moved_to,
            moved_at: row.moved_at,
            suspended_at: row.suspended_at,
            gone_at: row.gone_at,
            barred_at: row.barred_at,
            last_story_at: row.last_story_at,
            fetched_at: row.fetched_at,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}
