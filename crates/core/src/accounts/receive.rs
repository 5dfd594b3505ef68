//! Stores what another server says of an account.

use crate::accounts::Account;
use crate::{Core, Result};
use crate::accounts::{AccountKind, Endpoints, Profile};
use crate::accounts::keys::RemoteKey;

/// Stores or refreshes a remote account, its inbox, its host and its keys (keys no longer named are removed) in one transaction. Sanitises `note_html` and field values, cleans names, cuts to limits. A handle that now belongs to another uri on the same host moves to the newer document. Returns the stored account; records nothing (a profile change needs no reaction), forgets caches.
pub async fn receive(core: &Core, remote: RemoteAccount) -> Result<Account> {
    todo!()
}

/// Marks a remote account deleted at its origin: stories become tombstones, follows end, feeds and notifications lose them.
pub async fn receive_deletion(core: &Core, account: &Account) -> Result<()> {
    todo!()
}

/// An actor document, read and trusted by the federation crate.
#[derive(Debug, Clone)]
pub struct RemoteAccount {
    /// `id`.
    pub uri: String,
    /// `preferredUsername`, remote grammar.
    pub name: String,
    /// Host of the handle (as WebFinger confirmed it, else that of the id).
    pub host: String,
    /// `type`.
    pub kind: AccountKind,
    /// Page for people.
    pub url: String,
    /// `name`.
    pub display_name: String,
    /// `summary`, not yet sanitised.
    pub note_html: String,
    /// Fields (values not yet sanitised), emoji, pictures.
    pub profile: Profile,
    /// `inbox`.
    pub inbox_url: String,
    /// Other collections.
    pub endpoints: Endpoints,
    /// `manuallyApprovesFollowers`.
    pub locked: bool,
    /// `discoverable`.
    pub discoverable: bool,
    /// `indexable`.
    pub indexable: bool,
    /// `alsoKnownAs`.
    pub also_known_as: Vec<String>,
    /// `movedTo`.
    pub moved_to: Option<String>,
    /// `published`.
    pub published_at: Option<chrono::DateTime<chrono::Utc>>,
    /// Every usable key the document lists.
    pub keys: Vec<RemoteKey>,
}
