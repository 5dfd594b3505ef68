//! `CredentialAccount`: one's own account, with what was typed and what was chosen.

use super::account::{Account, Field};
use super::words;
use hearth_core::accounts;
use hearth_core::here::Here;
use hearth_core::markup::to_text;
use hearth_core::members::{Member, Role};
use serde::Serialize;
use std::borrow::Cow;

#[derive(Debug, Clone, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "the entity has them")]
struct Source<'a> {
    note: &'a str,
    fields: Vec<Field<'a>>,
    privacy: &'static str,
    sensitive: bool,
    language: &'a str,
    follow_requests_count: i64,
    discoverable: bool,
    indexable: bool,
    hide_collections: bool,
    attribution_domains: [(); 0],
    quote_policy: &'static str,
}

#[derive(Debug, Clone, Serialize)]
struct RoleEntity {
    id: &'static str,
    name: &'static str,
    permissions: &'static str,
    color: &'static str,
    highlighted: bool,
    collection_limit: u8,
}

/// One's own account.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Credentials<'a> {
    #[serde(flatten)]
    account: Account<'a>,
    source: Source<'a>,
    role: RoleEntity,
}

impl<'a> Credentials<'a> {
    /// An account as its member sees it; `requests` are those who wait to follow it.
    pub(crate) fn of(
        here: &'a Here,
        account: &'a accounts::Account,
        member: &'a Member,
        requests: i64,
    ) -> Self {
        let field = |field: &'a accounts::Field| Field {
            name: &field.name,
            value: Cow::Owned(to_text(&field.value)),
            verified_at: None,
        };
        let source = Source {
            note: &account.note_source,
            fields: account.profile.fields.iter().map(field).collect(),
            privacy: words::default_visibility(member),
            sensitive: member.default_sensitive,
            language: member.default_language.as_deref().unwrap_or_default(),
            follow_requests_count: requests,
            discoverable: account.discoverable,
            indexable: account.indexable,
            hide_collections: true,
            attribution_domains: [],
            quote_policy: "public",
        };
        let (id, name) = match member.role {
            Role::Member => ("-99", ""),
            Role::Moderator => ("2", "Moderator"),
            Role::Owner => ("3", "Owner"),
        };
        let role =
            RoleEntity { id, name, permissions: "0", color: "", highlighted: false, collection_limit: 0 };
        Self { account: Account::of(here, account), source, role }
    }
}
