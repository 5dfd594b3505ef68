//! Profiles that change, accounts that go or move.

use crate::kit::{Kit, inboxes};
use hearth_core::accounts::update::{ProfileChange, update};
use hearth_core::accounts::{Account, receive};
use hearth_core::accounts::{delete, moving};

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_profile_goes_to_followers() {
    let kit = Kit::new().await;
    let (ada, ben) = (kit.world.member("ada").await, kit.world.remote("ben", "other.example").await);
    kit.followed_by(&ben, &ada).await;
    kit.later();
    let change = ProfileChange { display_name: Some("Ada".to_owned()), ..ProfileChange::default() };
    update(&kit.world.core, &ada, change).await.unwrap();
    let said = kit.one().await;
    let json = said.json();
    assert_eq!((json["type"].as_str(), said.priority), (Some("Update"), 3));
    assert_eq!((&json["object"]["id"], &json["object"]["name"]), (&ada.uri.clone().into(), &"Ada".into()));
    assert!(
        json["object"]["publicKey"]["publicKeyPem"].as_str().unwrap().starts_with("-----BEGIN PUBLIC KEY")
    );
    assert!(json["object"]["assertionMethod"][0]["publicKeyMultibase"].as_str().unwrap().starts_with('z'));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_account_says_goodbye_to_everybody() {
    let kit = Kit::new().await;
    let (ada, ben) = (kit.world.member("ada").await, kit.world.remote("ben", "other.example").await);
    kit.world.remote("cleo", "third.example").await;
    kit.followed_by(&ben, &ada).await;
    delete::delete(&kit.world.core, &ada).await.unwrap();
    kit.federate().await;
    let said = kit.waiting().await;
    let goodbyes: Vec<_> =
        said.iter().filter(|waiting| waiting.json()["object"] == ada.uri.as_str()).collect();
    assert_eq!(goodbyes.len(), 2, "{:?}", inboxes(&said));
    assert!(goodbyes.iter().all(|waiting| waiting.kind() == "Delete" && waiting.days == 14));
    kit.federation.keys.signing(&kit.world.core, ada.id).await.expect("it still signs its goodbyes");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_move_takes_followers_along() {
    let kit = Kit::new().await;
    let (ada, ben) = (kit.world.member("ada").await, kit.world.remote("ben", "other.example").await);
    kit.followed_by(&ben, &ada).await;
    let target = target(&kit, &ada).await;
    moving::move_away(&kit.world.core, &ada, &target).await.unwrap();
    let said = kit.said().await;
    let moved = said.iter().find(|waiting| waiting.kind() == "Move").expect("a Move");
    assert_eq!((&moved.json()["object"], &moved.json()["target"]), (&ada.uri.into(), &target.uri.into()));
}

async fn target(kit: &Kit, ada: &Account) -> Account {
    let mut remote = crate::world::remote("ada", "third.example");
    remote.also_known_as = vec![ada.uri.clone()];
    receive::receive(&kit.world.core, remote).await.unwrap()
}
