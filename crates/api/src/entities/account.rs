//! `Account`. Counts of followers are 0: nobody's are counted.

use super::emoji::CustomEmoji;
use super::time::{Day, DayStamp};
use hearth_core::accounts::{self, AccountKind};
use hearth_core::here::Here;
use hearth_core::ids::AccountId;
use hearth_core::proxied::{Form, Shown};
use serde::{Serialize, Serializer};
use std::borrow::Cow;

/// A row of a profile's table.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Field<'a> {
    pub(super) name: &'a str,
    pub(super) value: Cow<'a, str>,
    pub(super) verified_at: Option<&'a str>,
}

/// Address of a picture: an account's own, or the one that everybody without has.
#[derive(Debug, Clone, Copy)]
enum Picture<'a> {
    Own(Shown<'a>),
    Usual(&'a Here, &'static str),
}

impl Serialize for Picture<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Own(address) => address.serialize(serializer),
            Self::Usual(here, file) => serializer.collect_str(&format_args!("{}/static/{file}", here.base())),
        }
    }
}

/// `name` of this server, `name@host` of another.
pub(super) fn acct(account: &accounts::Account) -> Cow<'_, str> {
    if account.is_local() { Cow::Borrowed(&account.name) } else { Cow::Owned(account.acct()) }
}

/// Anyone who can be named.
#[derive(Debug, Clone, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "the entity has them")]
pub(crate) struct Account<'a> {
    id: AccountId,
    username: &'a str,
    acct: Cow<'a, str>,
    display_name: &'a str,
    locked: bool,
    bot: bool,
    discoverable: bool,
    indexable: bool,
    group: bool,
    created_at: DayStamp,
    note: &'a str,
    url: &'a str,
    uri: &'a str,
    avatar: Picture<'a>,
    avatar_static: Picture<'a>,
    avatar_description: &'static str,
    header: Picture<'a>,
    header_static: Picture<'a>,
    header_description: &'static str,
    followers_count: u8,
    following_count: u8,
    statuses_count: u8,
    last_status_at: Option<Day>,
    hide_collections: bool,
    show_media: bool,
    show_media_replies: bool,
    show_featured: bool,
    feature_approval: FeatureApproval,
    noindex: bool,
    emojis: Vec<CustomEmoji<'a>>,
    roles: [(); 0],
    fields: Vec<Field<'a>>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    suspended: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    moved: Option<Box<Self>>,
}

/// Who may put somebody into a collection: nobody, since there are none here.
#[derive(Debug, Clone, Copy, Serialize)]
struct FeatureApproval {
    automatic: [(); 0],
    manual: [(); 0],
    current_user: &'static str,
}

/// `PartialAccountWithAvatar`
#[derive(Debug, Clone, Serialize)]
pub(super) struct Partial<'a> {
    id: AccountId,
    acct: Cow<'a, str>,
    url: &'a str,
    avatar: Picture<'a>,
    avatar_static: Picture<'a>,
    avatar_description: &'static str,
    locked: bool,
    bot: bool,
}

impl<'a> Account<'a> {
    /// An account as others see it. Of a suspended one only the name is left.
    pub(crate) fn of(here: &'a Here, account: &'a accounts::Account) -> Self {
        let shown = account.is_active();
        let profile = &account.profile;
        let picture = |own: &'a Option<String>, form: Form, file: &'static str| match own {
            Some(address) if shown => Picture::Own(Shown::picture(here, address, form)),
            _ => Picture::Usual(here, file),
        };
        let avatar = picture(&profile.avatar, Form::Small, "avatar.png");
        let header = picture(&profile.header, Form::Whole, "header.png");
        let field = |field: &'a accounts::Field| Field {
            name: &field.name,
            value: Cow::Borrowed(&field.value),
            verified_at: None,
        };
        Self {
            id: account.id,
            username: &account.name,
            acct: acct(account),
            display_name: if shown { &account.display_name } else { "" },
            locked: account.locked,
            bot: account.bot || account.kind == AccountKind::Service,
            discoverable: account.discoverable,
            indexable: account.indexable,
            group: account.kind == AccountKind::Group,
            created_at: DayStamp(account.created_at),
            note: if shown { &account.note_html } else { "" },
            url: &account.url,
            uri: &account.uri,
            avatar,
            avatar_static: avatar,
            avatar_description: "",
            header,
            header_static: header,
            header_description: "",
            followers_count: 0,
            following_count: 0,
            statuses_count: 0,
            last_status_at: account.last_story_at.map(Day),
            hide_collections: true,
            show_media: true,
            show_media_replies: true,
            show_featured: true,
            feature_approval: FeatureApproval { automatic: [], manual: [], current_user: "denied" },
            noindex: !account.indexable,
            emojis: profile
                .emojis
                .iter()
                .filter(|_| shown)
                .map(|emoji| CustomEmoji::of(here, emoji))
                .collect(),
            roles: [],
            fields: profile.fields.iter().filter(|_| shown).map(field).collect(),
            suspended: account.suspended_at.is_some(),
            moved: None,
        }
    }

    /// What little is shown of somebody in a crowd.
    pub(super) fn part(self) -> Partial<'a> {
        let Self { id, acct, url, avatar, avatar_static, avatar_description, locked, bot, .. } = self;
        Partial { id, acct, url, avatar, avatar_static, avatar_description, locked, bot }
    }

    /// The same, with the account it moved to.
    pub(crate) fn moved_to(mut self, target: Option<Self>) -> Self {
        self.moved = target.map(Box::new);
        self
    }
}
