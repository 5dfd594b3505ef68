//! An account as other servers read it: an actor.

use super::{Document, tag};
use hearth_core::accounts::keys::{Algorithm, Key};
use hearth_core::accounts::{Account, AccountKind};
use hearth_core::here::{Here, INSTANCE_ACTOR};
use serde_json::{Value, json};

/// The actor document. `moved_to` is the id of the account it moved to.
#[must_use]
pub fn actor(here: &Here, account: &Account, keys: &[Key], moved_to: Option<&str>) -> Document {
    let uri = &account.uri;
    let server = is_server(account);
    let handle = handle(here, account);
    let document = Document::named(uri, kind(account))
        .set("preferredUsername", handle)
        .set("webfinger", format!("{handle}@{}", here.domain()))
        .text("name", &account.display_name)
        .text("summary", &account.note_html)
        .set("url", account.url.as_str())
        .set("inbox", if server { shared_inbox(here) } else { format!("{uri}/inbox") })
        .set("outbox", format!("{uri}/outbox"));
    let document = if server {
        document
    } else {
        document
            .set("followers", format!("{uri}/followers"))
            .set("following", format!("{uri}/following"))
            .set("featured", format!("{uri}/collections/featured"))
            .set("discoverable", account.discoverable)
            .set("indexable", account.indexable)
            // To the day: when exactly somebody arrived is theirs to tell.
            .set("published", account.created_at.format("%Y-%m-%dT00:00:00Z").to_string())
    };
    document
        .maybe("attributedTo", is_community(account).then(|| moderators_of(account)))
        .maybe("postingRestrictedToMods", is_community(account).then_some(false))
        .set("manuallyApprovesFollowers", account.locked || server)
        .set("endpoints", json!({ "sharedInbox": shared_inbox(here) }))
        .maybe("icon", account.profile.avatar.as_deref().map(image))
        .maybe("image", account.profile.header.as_deref().map(image))
        .list("attachment", account.profile.fields.iter().map(|field| property(&field.name, &field.value)))
        .list("tag", account.profile.emojis.iter().map(tag::emoji))
        .list("alsoKnownAs", account.also_known_as.iter().map(String::as_str))
        .maybe("movedTo", moved_to)
        .maybe("publicKey", keys.iter().find(|key| key.algorithm == Algorithm::Rsa).map(public_key(uri)))
        .list(
            "assertionMethod",
            keys.iter().filter(|key| key.algorithm == Algorithm::Ed25519).map(multikey(uri)),
        )
}

/// The name an account is found by: the server's own is its host (without a port, which no name may hold).
#[must_use]
pub fn handle<'a>(here: &'a Here, account: &'a Account) -> &'a str {
    if is_server(account) { here.host() } else { &account.name }
}

/// Whether this is the account the server itself speaks with.
#[must_use]
pub fn is_server(account: &Account) -> bool {
    account.is_local() && account.kind == AccountKind::Application && account.name == INSTANCE_ACTOR
}

/// The inbox that serves the whole server.
#[must_use]
pub fn shared_inbox(here: &Here) -> String {
    format!("{}/inbox", here.base())
}

/// The ActivityStreams type.
#[must_use]
pub fn kind(account: &Account) -> &'static str {
    match account.kind {
        AccountKind::Person if account.bot => "Service",
        AccountKind::Person => "Person",
        AccountKind::Service => "Service",
        AccountKind::Group => "Group",
        AccountKind::Organization => "Organization",
        AccountKind::Application => "Application",
    }
}

fn is_community(account: &Account) -> bool {
    account.is_local() && account.kind == AccountKind::Group
}

/// Address of the collection of those who look after a community (FEP-1b12).
#[must_use]
pub fn moderators_of(account: &Account) -> String {
    format!("{}/moderators", account.uri)
}

/// The actor document of a journey: whose it is, and where its chapters stand in order.
#[must_use]
pub fn journey(document: Document, account: &Account, author: Option<&str>) -> Document {
    document.maybe("attributedTo", author).set("chapters", chapters_of(account))
}

/// Address of the collection of a journey's chapters.
#[must_use]
pub fn chapters_of(account: &Account) -> String {
    format!("{}/chapters", account.uri)
}

fn image(url: &str) -> Document {
    Document::new("Image").set("url", url)
}

fn property(name: &str, value: &str) -> Document {
    Document::new("PropertyValue").set("name", name).set("value", value)
}

fn public_key(owner: &str) -> impl Fn(&Key) -> Value {
    move |key| json!({ "id": key.uri, "owner": owner, "publicKeyPem": key.public_key })
}

/// FEP-521a.
fn multikey(owner: &str) -> impl Fn(&Key) -> Value {
    move |key| json!({ "id": key.uri, "type": "Multikey", "controller": owner, "publicKeyMultibase": key.public_key })
}
