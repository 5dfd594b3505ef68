//! Actors as the servers of the field describe them.

use super::{ACTIVITY, fetched, here, trusted};
use crate::origin::documents::actor::read;
use crate::origin::gate::{Opened, open};
use crate::signatures::{generate_ed25519, generate_rsa};
use hearth_core::accounts::AccountKind;
use hearth_core::accounts::keys::Algorithm;
use hearth_core::accounts::receive::RemoteAccount;
use serde_json::{Value, json};
use std::sync::LazyLock;

const ADA: &str = "https://other.example/users/ada";

static PEM: LazyLock<String> = LazyLock::new(|| generate_rsa().unwrap().public_pem);

fn mastodon() -> Value {
    json!({
        "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1", { "toot": "http://joinmastodon.org/ns#" }],
        "id": ADA, "type": "Person", "preferredUsername": "ada", "name": "Ada :heart:", "summary": "<p>tells</p>",
        "inbox": format!("{ADA}/inbox"), "outbox": format!("{ADA}/outbox"),
        "followers": format!("{ADA}/followers"), "following": format!("{ADA}/following"),
        "featured": format!("{ADA}/collections/featured"), "url": "https://other.example/@ada",
        "manuallyApprovesFollowers": true, "discoverable": true, "indexable": false, "published": "2024-05-01T00:00:00Z",
        "alsoKnownAs": ["https://third.example/users/ada"],
        "endpoints": { "sharedInbox": "https://other.example/inbox" },
        "publicKey": { "id": format!("{ADA}#main-key"), "owner": ADA, "publicKeyPem": *PEM },
        "icon": { "type": "Image", "mediaType": "image/png", "url": "https://files.example/ada.png" },
        "attachment": [{ "type": "PropertyValue", "name": "Home", "value": "<a href=\"https://ada.example\">here</a>" }],
        "tag": [{ "type": "Emoji", "name": ":heart:", "icon": { "type": "Image", "url": "https://files.example/heart.png" } }],
    })
}

fn with(key: &str, value: Value) -> Result<RemoteAccount, crate::Error> {
    let mut document = mastodon();
    document[key] = value;
    read(&trusted(&document))
}

fn keys_of(document: &Value) -> Vec<String> {
    read(&trusted(document)).unwrap().keys.into_iter().map(|key| key.uri).collect()
}

#[test]
fn mastodons() {
    let ada = read(&trusted(&mastodon())).unwrap();
    assert_eq!((ada.uri.as_str(), ada.name.as_str(), ada.host.as_str()), (ADA, "ada", "other.example"));
    assert_eq!(
        (ada.kind, ada.locked, ada.discoverable, ada.indexable),
        (AccountKind::Person, true, true, false)
    );
    assert_eq!(ada.url, "https://other.example/@ada");
    assert_eq!(ada.endpoints.shared_inbox.as_deref(), Some("https://other.example/inbox"));
    assert_eq!(ada.endpoints.featured, Some(format!("{ADA}/collections/featured")));
    assert_eq!(ada.also_known_as, ["https://third.example/users/ada"]);
    assert_eq!(ada.profile.avatar.as_deref(), Some("https://files.example/ada.png"));
    assert_eq!(ada.profile.fields.len(), 1);
    assert_eq!(ada.profile.emojis[0].shortcode, "heart");
    assert_eq!(ada.keys.len(), 1);
}

#[test]
fn gotosocials_key_has_a_path() {
    let mut document = mastodon();
    document["publicKey"]["id"] = json!(format!("{ADA}/main-key"));
    assert_eq!(keys_of(&document), [format!("{ADA}/main-key")]);
}

#[test]
fn lemmys_community_and_its_moderators() {
    let id = "https://lemmy.example/c/tales";
    let group = read(&trusted(&json!({
        "@context": ["https://join-lemmy.org/context.json", "https://www.w3.org/ns/activitystreams"],
        "id": id, "type": "Group", "preferredUsername": "tales", "name": "Tales", "summary": "<p>about</p>",
        "source": { "content": "about", "mediaType": "text/markdown" },
        "inbox": format!("{id}/inbox"), "outbox": format!("{id}/outbox"), "followers": format!("{id}/followers"),
        "attributedTo": format!("{id}/moderators"), "featured": format!("{id}/featured"),
        "endpoints": { "sharedInbox": "https://lemmy.example/inbox" },
        "publicKey": { "id": format!("{id}#main-key"), "owner": id, "publicKeyPem": *PEM },
    })))
    .unwrap();
    assert_eq!((group.kind, group.name.as_str(), group.keys.len()), (AccountKind::Group, "tales", 1));
    assert_eq!(group.url, id);
}

#[test]
fn misskeys_has_null_for_what_is_not_set() {
    let id = "https://misskey.example/users/9abc";
    let user = read(&trusted(&json!({
        "@context": ["https://www.w3.org/ns/activitystreams"], "type": "Person", "id": id,
        "inbox": format!("{id}/inbox"), "outbox": format!("{id}/outbox"), "followers": format!("{id}/followers"),
        "following": format!("{id}/following"), "featured": format!("{id}/collections/featured"),
        "sharedInbox": "https://misskey.example/inbox", "endpoints": { "sharedInbox": "https://misskey.example/inbox" },
        "url": "https://misskey.example/@ben", "preferredUsername": "ben", "name": null, "summary": null,
        "icon": null, "image": null, "tag": [], "manuallyApprovesFollowers": false, "discoverable": true, "isCat": true,
        "publicKey": { "id": format!("{id}#main-key"), "type": "Key", "owner": id, "publicKeyPem": *PEM },
    })))
    .unwrap();
    assert_eq!((user.name.as_str(), user.display_name.as_str(), user.keys.len()), ("ben", "", 1));
    assert_eq!(user.profile.avatar, None);
}

#[test]
fn snacs_stray_bytes_behind_the_key_do_no_harm() {
    let mut document = mastodon();
    document["publicKey"]["publicKeyPem"] = json!(format!("{}@@", *PEM));
    let bytes: Vec<u8> = document
        .to_string()
        .into_bytes()
        .into_iter()
        .map(|byte| if byte == b'@' { 0xfe } else { byte })
        .collect();
    // The mark stands in addresses too; those were only in places that do not matter here.
    let text = String::from_utf8_lossy(&bytes).replace("\u{fffd}context", "@context");
    let Ok(Opened::Trusted(open)) = open(&here(), &fetched(ADA, ACTIVITY, text.into_bytes())) else {
        panic!("refused")
    };
    let ada = read(&open).unwrap();
    assert_eq!(ada.keys.len(), 1);
    assert!(ada.keys[0].public_key.ends_with("-----END PUBLIC KEY-----"));
}

#[test]
fn a_key_is_its_owners_or_it_is_none() {
    let with_key = |key: Value| {
        let mut document = mastodon();
        document["publicKey"] = key;
        keys_of(&document).len()
    };
    let pem = PEM.as_str();
    assert_eq!(with_key(json!({ "id": format!("{ADA}#k"), "owner": ADA, "publicKeyPem": pem })), 1);
    assert_eq!(
        with_key(
            json!([{ "id": format!("{ADA}#a"), "owner": ADA, "publicKeyPem": pem }, { "id": format!("{ADA}#b"), "owner": ADA, "publicKeyPem": pem }])
        ),
        2
    );
    for bad in [
        json!({ "id": format!("{ADA}#k"), "owner": "https://other.example/users/ben", "publicKeyPem": pem }),
        json!({ "id": format!("{ADA}#k"), "publicKeyPem": pem }),
        json!({ "id": "https://other.example/users/ben#main-key", "owner": ADA, "publicKeyPem": pem }),
        json!({ "id": format!("{ADA}m#main-key"), "owner": ADA, "publicKeyPem": pem }),
        json!({ "id": "https://third.example/users/ada#main-key", "owner": ADA, "publicKeyPem": pem }),
        json!({ "id": format!("{ADA}#k"), "owner": ADA, "publicKeyPem": "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----" }),
        json!("https://other.example/key"),
    ] {
        assert_eq!(with_key(bad.clone()), 0, "{bad}");
    }
}

#[test]
fn ed25519_comes_as_a_multikey() {
    let multibase = generate_ed25519().unwrap().public_multibase;
    let mut document = mastodon();
    document["assertionMethod"] = json!([{ "id": format!("{ADA}#ed25519-key"), "type": "Multikey", "controller": ADA, "publicKeyMultibase": multibase }]);
    let keys = read(&trusted(&document)).unwrap().keys;
    assert_eq!(
        keys.iter().map(|key| key.algorithm).collect::<Vec<_>>(),
        [Algorithm::Rsa, Algorithm::Ed25519]
    );
}

#[test]
fn an_inbox_on_another_server_is_refused_and_other_endpoints_dropped() {
    for inbox in [
        json!("https://third.example/inbox"),
        json!("http://other.example/inbox"),
        json!("file:///etc/passwd"),
        json!(null),
        json!(7),
    ] {
        assert!(with("inbox", inbox.clone()).is_err(), "{inbox}");
    }
    let shared = with("endpoints", json!({ "sharedInbox": "https://third.example/inbox" })).unwrap();
    assert_eq!(shared.endpoints.shared_inbox, None);
    assert_eq!(with("followers", json!("https://third.example/f")).unwrap().endpoints.followers, None);
    assert_eq!(with("url", json!("https://third.example/@ada")).unwrap().url, ADA);
}

#[test]
fn names_are_plain() {
    for bad in ["", "ada@third.example", "аda", "ada\u{202e}", "a da", "ada\u{200b}", ".ada"] {
        assert!(with("preferredUsername", json!(bad)).is_err(), "{bad:?}");
    }
    assert!(with("type", json!("Note")).is_err());
}
