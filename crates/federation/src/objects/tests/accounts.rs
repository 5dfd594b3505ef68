//! Actors, WebFinger, host-meta and NodeInfo.

use super::kit::{account, ada, here, keys, noon, text};
use crate::objects::actor::actor;
use crate::objects::context::Context;
use crate::objects::server::{Schema, links, node_info};
use crate::objects::tombstone::tombstone;
use crate::objects::{Document, webfinger};
use hearth_core::accounts::keys::{Algorithm, Key};
use hearth_core::accounts::{Account, AccountKind, Emoji, Field, Profile};
use hearth_core::here::INSTANCE_ACTOR;
use hearth_core::ids::AccountId;

fn key(account: &Account, algorithm: Algorithm) -> Key {
    let (name, public_key) = match algorithm {
        Algorithm::Rsa => ("main-key", "-----BEGIN PUBLIC KEY-----\nAA==\n-----END PUBLIC KEY-----\n"),
        Algorithm::Ed25519 => ("ed25519-key", "z6Mk"),
    };
    Key {
        uri: format!("{}#{name}", account.uri),
        account_id: account.id,
        algorithm,
        public_key: public_key.to_owned(),
        private_key: None,
        fetched_at: noon(),
    }
}

fn with_keys(account: &Account) -> Document {
    let keys = [key(account, Algorithm::Rsa), key(account, Algorithm::Ed25519)];
    actor(&here(), account, &keys, None)
}

#[test]
fn a_person_who_said_nothing_of_themselves() {
    insta::assert_snapshot!(text(with_keys(&ada())));
    assert_eq!(keys(with_keys(&ada()), Context::Actor)[..3], ["@context", "id", "type"]);
}

#[test]
fn a_person_who_said_everything_and_moved() {
    let picture = |name: &str| Some(format!("https://hearth.example/media/{name}"));
    let account = Account {
        display_name: "Ada :fern:".to_owned(),
        note_html: "<p>Walks.</p>".to_owned(),
        locked: true,
        discoverable: true,
        indexable: true,
        also_known_as: vec!["https://other.example/users/ada".to_owned()],
        moved_to: Some(AccountId(9)),
        profile: Profile {
            fields: vec![Field { name: "Garden".to_owned(), value: "<p>Yes</p>".to_owned() }],
            emojis: vec![Emoji {
                shortcode: "fern".to_owned(),
                url: "https://hearth.example/emoji/fern".to_owned(),
            }],
            avatar: picture("a.webp"),
            header: picture("h.webp"),
        },
        ..ada()
    };
    let moved = actor(&here(), &account, &[], Some("https://third.example/users/ada"));
    insta::assert_snapshot!(text(moved));
}

#[test]
fn the_server_itself() {
    let account = Account {
        kind: AccountKind::Application,
        uri: "https://hearth.example/actor".to_owned(),
        url: "https://hearth.example/about".to_owned(),
        ..account(3, INSTANCE_ACTOR, None)
    };
    insta::assert_snapshot!(text(with_keys(&account)));
    let handle = crate::objects::actor::handle(&here(), &account).to_owned();
    assert_eq!(handle, "hearth.example");
}

#[test]
fn kinds_of_accounts() {
    let kind = |kind, bot| crate::objects::actor::kind(&Account { kind, bot, ..ada() });
    assert_eq!(kind(AccountKind::Person, false), "Person");
    assert_eq!(kind(AccountKind::Person, true), "Service");
    assert_eq!(kind(AccountKind::Service, false), "Service");
    assert_eq!(kind(AccountKind::Group, false), "Group");
    assert_eq!(kind(AccountKind::Organization, false), "Organization");
}

#[test]
fn how_an_account_is_found() {
    insta::assert_snapshot!(webfinger::descriptor(&here(), "ada", &ada()));
    insta::assert_snapshot!(webfinger::host_meta(&here()));
}

#[test]
fn what_the_server_runs() {
    insta::assert_snapshot!(links(&here()));
    insta::assert_snapshot!(
        node_info(&here(), Schema::V2_1, 3).to_string().replace(env!("CARGO_PKG_VERSION"), "x.y.z")
    );
    assert!(Schema::V2_0.media_type().ends_with("schema/2.0#\""));
}

#[test]
fn what_is_left_of_one() {
    insta::assert_snapshot!(text(tombstone(&ada().uri, Some("Person"), Some(noon()))));
}
