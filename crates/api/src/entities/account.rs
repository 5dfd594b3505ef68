//! `Account` and `CredentialAccount`. Counts of followers are 0: nobody's are counted.

use super::time::{day, day_stamp};
use hearth_core::Core;
use hearth_core::accounts::{self, AccountKind, Emoji};
use hearth_core::members::{Member, Role};
use serde::Serialize;

/// A custom emoji.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct CustomEmoji {
    shortcode: String,
    url: String,
    static_url: String,
    visible_in_picker: bool,
}

impl From<&Emoji> for CustomEmoji {
    fn from(emoji: &Emoji) -> Self {
        Self {
            shortcode: emoji.shortcode.clone(),
            url: emoji.url.clone(),
            static_url: emoji.url.clone(),
            visible_in_picker: true,
        }
    }
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct Field {
    name: String,
    value: String,
    verified_at: Option<String>,
}

/// Anyone who can be named.
#[derive(Debug, Clone, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "the entity has them")]
pub(crate) struct Account {
    pub(crate) id: String,
    username: String,
    acct: String,
    display_name: String,
    locked: bool,
    bot: bool,
    discoverable: bool,
    indexable: bool,
    group: bool,
    created_at: String,
    note: String,
    url: String,
    uri: String,
    avatar: String,
    avatar_static: String,
    header: String,
    header_static: String,
    followers_count: u32,
    following_count: u32,
    statuses_count: u32,
    last_status_at: Option<String>,
    hide_collections: bool,
    noindex: bool,
    emojis: Vec<CustomEmoji>,
    roles: Vec<()>,
    fields: Vec<Field>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    suspended: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    moved: Option<Box<Self>>,
}

impl Account {
    /// An account as others see it.
    pub(crate) fn of(core: &Core, account: &accounts::Account) -> Self {
        let profile = &account.profile;
        let picture = |own: &Option<String>, file: &str| {
            own.clone().unwrap_or_else(|| format!("{}/static/{file}", core.here.base()))
        };
        let (avatar, header) =
            (picture(&profile.avatar, "avatar.png"), picture(&profile.header, "header.png"));
        let field = |field: &accounts::Field| Field {
            name: field.name.clone(),
            value: field.value.clone(),
            verified_at: None,
        };
        Self {
            id: account.id.to_string(),
            username: account.name.clone(),
            acct: account.acct(),
            display_name: account.display_name.clone(),
            locked: account.locked,
            bot: account.bot || account.kind == AccountKind::Service,
            discoverable: account.discoverable,
            indexable: account.indexable,
            group: account.kind == AccountKind::Group,
            created_at: day_stamp(account.created_at),
            note: account.note_html.clone(),
            url: account.url.clone(),
            uri: account.uri.clone(),
            avatar_static: avatar.clone(),
            avatar,
            header_static: header.clone(),
            header,
            followers_count: 0,
            following_count: 0,
            statuses_count: 0,
            last_status_at: account.last_story_at.map(day),
            hide_collections: true,
            noindex: !account.indexable,
            emojis: profile.emojis.iter().map(CustomEmoji::from).collect(),
            roles: Vec::new(),
            fields: profile.fields.iter().map(field).collect(),
            suspended: account.suspended_at.is_some(),
            moved: None,
        }
    }

    /// The same, with the account it moved to.
    pub(crate) fn moved_to(mut self, target: Option<Self>) -> Self {
        self.moved = target.map(Box::new);
        self
    }
}

#[derive(Debug, Clone, Serialize)]
struct Source {
    note: String,
    fields: Vec<Field>,
    privacy: &'static str,
    sensitive: bool,
    language: Option<String>,
    follow_requests_count: u32,
    discoverable: bool,
    indexable: bool,
    hide_collections: bool,
    attribution_domains: Vec<()>,
    quote_policy: &'static str,
}

#[derive(Debug, Clone, Serialize)]
struct RoleEntity {
    id: &'static str,
    name: &'static str,
    permissions: &'static str,
    color: &'static str,
    highlighted: bool,
}

/// One's own account.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Credentials {
    #[serde(flatten)]
    account: Account,
    source: Source,
    role: RoleEntity,
}

impl Credentials {
    /// An account as its member sees it.
    pub(crate) fn of(core: &Core, account: &accounts::Account, member: &Member) -> Self {
        let source = Source {
            note: account.note_source.clone(),
            fields: account
                .profile
                .fields
                .iter()
                .map(|field| Field {
                    name: field.name.clone(),
                    value: hearth_core::markup::to_text(&field.value),
                    verified_at: None,
                })
                .collect(),
            // A new account starts with its followers, until it was asked.
            privacy: member.default_audience.map_or("private", super::words::visibility),
            sensitive: member.default_sensitive,
            language: member.default_language.clone(),
            follow_requests_count: 0,
            discoverable: account.discoverable,
            indexable: account.indexable,
            hide_collections: true,
            attribution_domains: Vec::new(),
            quote_policy: "public",
        };
        let (id, name) = match member.role {
            Role::Member => ("-99", ""),
            Role::Moderator => ("2", "Moderator"),
            Role::Owner => ("3", "Owner"),
        };
        let role = RoleEntity { id, name, permissions: "0", color: "", highlighted: false };
        Self { account: Account::of(core, account), source, role }
    }
}
