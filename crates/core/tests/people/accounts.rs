//! Registering, receiving, finding and losing accounts.

use crate::world::World;
use hearth_core::Error;
use hearth_core::accounts::{AccountKind, keys, queries, register};
use hearth_core::follows::{Wishes, request};
use hearth_core::members::Role;

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
    assert_eq!(
        uris,
        ["https://hearth.example/users/ada#main-key", "https://hearth.example/users/ada#ed25519-key"]
    );
    assert!(keys.iter().all(|key| key.private_key.is_some()));
    assert_eq!(world.events().await, []);
}

#[tokio::test]
async fn names_that_are_taken_or_impossible_are_refused() {
    let world = World::new().await;
    world.member("ada").await;
    assert!(matches!(
        register::register(&world.core, "ada", "", Role::Member).await,
        Err(Error::Conflict(_))
    ));
    for name in ["", "Ada", "a b", "é", "hearth.actor", "admin"] {
        let refused = register::register(&world.core, name, "", Role::Member).await;
        assert!(matches!(refused, Err(Error::Invalid(_))), "{name}");
    }
}

#[tokio::test]
async fn two_who_want_one_name_at_once_get_one() {
    let world = World::new().await;
    let tries = (0..4).map(|_| register::register(&world.core, "ada", "", Role::Member));
    let done = futures::future::join_all(tries).await;
    assert_eq!(done.iter().filter(|result| result.is_ok()).count(), 1);
    assert!(
        done.iter().filter(|result| result.is_err()).all(|result| matches!(result, Err(Error::Conflict(_))))
    );
}

#[tokio::test]
async fn keys_are_made_when_none_are_spare_and_stocked_up_again() {
    let world = World::new().await;
    world.sql("DELETE FROM spare_keys").await;
    let ada = world.member("ada").await;
    assert_eq!(keys::of_account(&world.core, ada.id).await.unwrap().len(), 2);
    keys::stock_up(&world.core, 1).await.unwrap();
    keys::stock_up(&world.core, 1).await.unwrap();
    let ben = world.member("ben").await;
    let (of_ada, of_ben) = (
        keys::of_account(&world.core, ada.id).await.unwrap(),
        keys::of_account(&world.core, ben.id).await.unwrap(),
    );
    assert_ne!(of_ada[0].public_key, of_ben[0].public_key);
    assert_eq!(keys::by_uri(&world.core, &of_ben[1].uri).await.unwrap().unwrap().account_id, ben.id);
    assert!(keys::by_uri(&world.core, "https://hearth.example/users/ben").await.unwrap().is_none());
}

#[tokio::test]
async fn the_server_has_one_account_of_its_own_that_nobody_meets() {
    let world = World::new().await;
    let actor = register::instance_actor(&world.core).await.unwrap();
    assert_eq!(actor.uri, "https://hearth.example/actor");
    assert_eq!(actor.kind, AccountKind::Application);
    assert!(actor.locked);
    assert_eq!(register::instance_actor(&world.core).await.unwrap().id, actor.id);
    let keys = keys::of_account(&world.core, actor.id).await.unwrap();
    assert_eq!(keys[0].uri, "https://hearth.example/actor#main-key");
    let ada = world.member("ada").await;
    let all: Vec<_> =
        queries::all_local(&world.core).await.unwrap().into_iter().map(|account| account.id).collect();
    assert_eq!(all, [ada.id]);
    let refused = request::request(&world.core, &ada, &actor, Wishes::default()).await;
    assert!(matches!(refused, Err(Error::Forbidden(_))));
}
