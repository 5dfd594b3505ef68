//! Registering, receiving, finding and losing accounts.

use crate::world::World;
use hearth_core::accounts::{keys, register};
use hearth_core::members::Role;
use hearth_core::Error;

#[tokio::test]
async fn a_new_account_has_a_login_keys_and_addresses() {
    let world = World::new().await;
    let ada = register::register(&world.core, "ada", " Ada\u{202e} ", Role::Owner).await.unwrap();
    assert_eq!(ada.uri, "https://hearth.example/users/ada");
    assert_eq!(ada.display_name, "Ada");
    assert!(!ada.locked && !ada.discoverable && ada.is_local());
    let member = hearth_core::members::model::by_account(&world.core, ada.id).await.unwrap().unwrap();
    assert_eq!((member.role, member.default_audience), (Role::Owner, None));
    let keys = keys::of_account(&world.core, ada.id).await.unwrap();
    let uris: Vec<_> = keys.iter().map(|key| key.uri.as_str()).collect();
    assert_eq!(uris, ["https://hearth.example/users/ada#main-key", "https://hearth.example/users/ada#ed25519-key"]);
    assert!(keys.iter().all(|key| key.private_key.is_some()));
    assert_eq!(world.events().await, []);
}

#[tokio::test]
async fn names_that_are_taken_or_impossible_are_refused() {
    let world = World::new().await;
    world.member("ada").await;
    assert!(matches!(register::register(&world.core, "ada", "", Role::Member).await, Err(Error::Conflict(_))));
    for name in ["", "Ada", "a b", "é", "hearth.actor", "admin"] {
        let refused = register::register(&world.core, name, "", Role::Member).await;
        assert!(matches!(refused, Err(Error::Invalid(_))), "{name}");
    }
}
