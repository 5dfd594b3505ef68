//! `Profile`: one's own account as it is edited.

use super::account::Field;
use hearth_core::accounts;
use hearth_core::ids::AccountId;
use hearth_core::markup::to_text;
use serde::Serialize;
use std::borrow::Cow;

/// One's own profile; pictures that were never sent are null.
#[derive(Debug, Clone, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "the entity has them")]
pub(crate) struct Profile<'a> {
    id: AccountId,
    display_name: &'a str,
    note: &'a str,
    fields: Vec<Field<'a>>,
    avatar: Option<&'a str>,
    avatar_static: Option<&'a str>,
    avatar_description: &'static str,
    header: Option<&'a str>,
    header_static: Option<&'a str>,
    header_description: &'static str,
    locked: bool,
    bot: bool,
    hide_collections: bool,
    discoverable: bool,
    indexable: bool,
    show_media: bool,
    show_media_replies: bool,
    show_featured: bool,
    attribution_domains: [(); 0],
}

impl<'a> Profile<'a> {
    /// The profile of a member.
    pub(crate) fn of(account: &'a accounts::Account) -> Self {
        let field = |field: &'a accounts::Field| Field {
            name: &field.name,
            value: Cow::Owned(to_text(&field.value)),
            verified_at: None,
        };
        let (avatar, header) = (account.profile.avatar.as_deref(), account.profile.header.as_deref());
        Self {
            id: account.id,
            display_name: &account.display_name,
            note: &account.note_source,
            fields: account.profile.fields.iter().map(field).collect(),
            avatar,
            avatar_static: avatar,
            avatar_description: "",
            header,
            header_static: header,
            header_description: "",
            locked: account.locked,
            bot: account.bot,
            hide_collections: true,
            discoverable: account.discoverable,
            indexable: account.indexable,
            show_media: true,
            show_media_replies: true,
            show_featured: true,
            attribution_domains: [],
        }
    }
}
