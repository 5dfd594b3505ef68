//! Reads an actor document.

use crate::origin::reading::{flag, id, id_of, ids, kind, many, normal, page, text, time};
use crate::origin::url::{normalise_id, same_origin};
use crate::origin::{Trusted, host_of};
use crate::signatures::VerifyingKey;
use crate::{Error, Result};
use hearth_core::accounts::handle::is_name;
use hearth_core::accounts::keys::{Algorithm, RemoteKey};
use hearth_core::accounts::receive::RemoteAccount;
use hearth_core::accounts::{AccountKind, Emoji, Endpoints, Field, Profile};
use serde_json::Value;
use url::Url;

/// As many keys of one actor as are looked at (as the rest of the field).
const MOST_KEYS: usize = 10;
/// As many fields of a profile as are kept.
const MOST_FIELDS: usize = 50;
/// As many aliases as are kept.
const MOST_ALIASES: usize = 256;

/// What kind of actor a document is; `None` if it is no actor.
pub fn actor_kind(document: &Value) -> Option<AccountKind> {
    match kind(document) {
        "Person" => Some(AccountKind::Person),
        "Service" => Some(AccountKind::Service),
        "Group" => Some(AccountKind::Group),
        "Organization" => Some(AccountKind::Organization),
        "Application" => Some(AccountKind::Application),
        _ => None,
    }
}

/// Reads an actor. Its handle's host is that of its id, until WebFinger confirms another.
///
/// # Errors
/// [`Error::Untrusted`] when it is no actor, has no usable name, or its inbox lies on another server.
pub fn read(trusted: &Trusted) -> Result<RemoteAccount> {
    let (document, origin) = (trusted.value(), trusted.id());
    let kind = actor_kind(document).ok_or(Error::Untrusted("the document is no actor"))?;
    let name = text(document, "preferredUsername")
        .filter(|name| is_name(name))
        .ok_or(Error::Untrusted("the actor's name is not one that can stand in a handle"))?;
    let own = |key: &str| id(document, key).filter(|address| is_own(origin, address));
    let inbox =
        own("inbox").ok_or(Error::Untrusted("the actor's inbox is missing or lies on another server"))?;
    let shared = document.get("endpoints").and_then(|endpoints| id(endpoints, "sharedInbox"));
    Ok(RemoteAccount {
        uri: origin.as_str().to_owned(),
        name: name.to_owned(),
        host: host_of(origin).ok_or(Error::Untrusted("the actor's id has no host"))?,
        kind,
        url: page(document).filter(|url| is_own(origin, url)).unwrap_or_else(|| origin.as_str().to_owned()),
        display_name: text(document, "name").unwrap_or_default().to_owned(),
        note_html: text(document, "summary").unwrap_or_default().to_owned(),
        profile: profile(document),
        inbox_url: inbox,
        endpoints: Endpoints {
            shared_inbox: shared.filter(|address| is_own(origin, address)),
            outbox: own("outbox"),
            followers: own("followers"),
            following: own("following"),
            featured: own("featured"),
        },
        locked: flag(document, "manuallyApprovesFollowers"),
        discoverable: flag(document, "discoverable"),
        indexable: flag(document, "indexable"),
        also_known_as: ids(document, "alsoKnownAs").into_iter().take(MOST_ALIASES).collect(),
        moved_to: id(document, "movedTo"),
        published_at: time(document, "published"),
        keys: keys(document, origin),
    })
}

fn is_own(origin: &Url, address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| same_origin(origin, &url))
}

fn profile(document: &Value) -> Profile {
    let field = |entry: &&Value| {
        (kind(entry) == "PropertyValue").then(|| Field {
            name: text(entry, "name").unwrap_or_default().to_owned(),
            value: text(entry, "value").unwrap_or_default().to_owned(),
        })
    };
    Profile {
        fields: many(document, "attachment").iter().filter_map(field).take(MOST_FIELDS).collect(),
        emojis: emojis(document),
        avatar: many(document, "icon").into_iter().find_map(picture),
        header: many(document, "image").into_iter().find_map(picture),
    }
}

fn picture(value: &Value) -> Option<String> {
    match value {
        Value::Object(_) => page(value),
        other => id_of(other).and_then(normal),
    }
}

/// The custom emoji among a document's tags.
pub fn emojis(document: &Value) -> Vec<Emoji> {
    many(document, "tag")
        .into_iter()
        .filter(|tag| kind(tag) == "Emoji")
        .filter_map(|tag| {
            let shortcode = text(tag, "name")?.trim_matches(':');
            let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-' | '+');
            let fine = !shortcode.is_empty() && shortcode.len() <= 64 && shortcode.chars().all(plain);
            let url = many(tag, "icon").into_iter().find_map(picture)?;
            fine.then(|| Emoji { shortcode: shortcode.to_owned(), url })
        })
        .take(200)
        .collect()
}

/// The keys a document lists as its own: each names the actor as its owner, and its address lies under the actor's, so
/// that nobody can claim the key of a neighbour on the same server.
fn keys(document: &Value, origin: &Url) -> Vec<RemoteKey> {
    let rsa = many(document, "publicKey").into_iter().filter_map(|key| {
        let pem = text(key, "publicKeyPem").filter(|_| is_owned(key, "owner", origin))?;
        let usable = VerifyingKey::from_pem(pem).is_ok_and(|key| key.is_rsa());
        let uri = key_id(key, origin).filter(|_| usable)?;
        Some(RemoteKey { uri, algorithm: Algorithm::Rsa, public_key: block(pem).to_owned() })
    });
    let multikeys = many(document, "assertionMethod").into_iter().filter_map(|key| {
        let multibase = text(key, "publicKeyMultibase").filter(|_| is_owned(key, "controller", origin))?;
        let usable = VerifyingKey::from_multibase(multibase).is_ok_and(|key| !key.is_rsa());
        let uri = key_id(key, origin).filter(|_| usable)?;
        Some(RemoteKey { uri, algorithm: Algorithm::Ed25519, public_key: multibase.to_owned() })
    });
    rsa.chain(multikeys).take(MOST_KEYS).collect()
}

fn is_owned(key: &Value, property: &str, origin: &Url) -> bool {
    id(key, property).as_deref() == Some(origin.as_str())
}

fn key_id(key: &Value, origin: &Url) -> Option<String> {
    let uri: String = normalise_id(text(key, "id")?).ok()?.into();
    let rest = uri.strip_prefix(origin.as_str())?;
    // A slash in front keeps `/users/adam` from being under `/users/ada`.
    (rest.is_empty() || rest.starts_with(['#', '/', '?'])).then_some(uri)
}

/// A PEM without what stands behind it, which at least one server fills with stray memory.
fn block(pem: &str) -> &str {
    let end = pem.find("-----END ").and_then(|end| Some(end + 9 + pem.get(end + 9..)?.find("-----")? + 5));
    end.and_then(|end| pem.get(..end)).unwrap_or(pem)
}
