//! Accounts that move.

use crate::world::{World, remote};
use chrono::TimeDelta;
use hearth_core::Error;
use hearth_core::accounts::update::{self, ProfileChange};
use hearth_core::accounts::{Account, moving, queries, receive};
use hearth_core::event::Event;
use hearth_core::follows::{Wishes, accept, request};

/// `name@host`, which names `alias` as another id of the same person.
async fn known_as(world: &World, name: &str, host: &str, alias: &Account) -> Account {
    let mut document = remote(name, host);
    document.also_known_as = vec![alias.uri.clone()];
    receive::receive(&world.core, document).await.unwrap()
}

#[tokio::test]
async fn a_member_moves_away_once_in_seven_days() {
    let world = World::new().await;
    let core = &world.core;
    let ada = world.member("ada").await;
    let stranger = world.remote("stranger", "third.example").await;
    assert!(
        matches!(moving::move_away(core, &ada, &stranger).await, Err(Error::Invalid(_))),
        "not named in return"
    );
    assert!(matches!(moving::move_away(core, &stranger, &ada).await, Err(Error::Forbidden(_))));
    let new = known_as(&world, "ada", "new.example", &ada).await;
    moving::move_away(core, &ada, &new).await.unwrap();
    let (account, target) = (ada.id, new.id);
    assert_eq!(
        world.events().await,
        [Event::AccountMoved { account, target }, Event::MoveReceived { account, target }]
    );
    assert_eq!(queries::by_id(core, ada.id).await.unwrap().moved_to, Some(new.id));
    let newer = known_as(&world, "ada", "newer.example", &ada).await;
    world.clock.step(TimeDelta::days(6));
    assert!(matches!(moving::move_away(core, &ada, &newer).await, Err(Error::Invalid(_))));
    world.clock.step(TimeDelta::days(2));
    moving::move_away(core, &ada, &newer).await.unwrap();
}

/// Security case 38.
#[tokio::test]
async fn a_move_from_elsewhere_is_believed_once_and_never_in_a_loop() {
    let world = World::new().await;
    let core = &world.core;
    let old = world.remote("cleo", "old.example").await;
    let mallory = world.remote("mallory", "third.example").await;
    assert!(matches!(moving::receive_move(core, &old, &mallory).await, Err(Error::Invalid(_))));
    assert!(matches!(moving::receive_move(core, &old, &old).await, Err(Error::Invalid(_))));
    let new = known_as(&world, "cleo", "new.example", &old).await;
    moving::receive_move(core, &old, &new).await.unwrap();
    moving::receive_move(core, &old, &new).await.unwrap();
    assert_eq!(world.events().await, [Event::MoveReceived { account: old.id, target: new.id }]);
    // Back again: the old account has itself moved on.
    let mut document = remote("cleo", "old.example");
    document.also_known_as = vec![new.uri.clone()];
    document.moved_to = Some(new.uri.clone());
    let old = receive::receive(core, document).await.unwrap();
    assert_eq!(old.moved_to, Some(new.id));
    assert!(matches!(moving::receive_move(core, &new, &old).await, Err(Error::Invalid(_))));
    let third = known_as(&world, "cleo", "newer.example", &old).await;
    assert!(
        matches!(moving::receive_move(core, &old, &third).await, Err(Error::Invalid(_))),
        "within seven days"
    );
}

#[tokio::test]
async fn a_refreshed_document_does_not_swallow_the_move() {
    let world = World::new().await;
    let old = world.remote("cleo", "old.example").await;
    let new = known_as(&world, "cleo", "new.example", &old).await;
    let mut document = remote("cleo", "old.example");
    document.moved_to = Some(new.uri.clone());
    let old = receive::receive(&world.core, document).await.unwrap();
    moving::receive_move(&world.core, &old, &new).await.unwrap();
    assert_eq!(world.events().await.len(), 1);
}

#[tokio::test]
async fn followers_here_who_do_not_follow_the_new_account_go_along() {
    let world = World::new().await;
    let core = &world.core;
    let [ada, ben, eva] = [world.member("ada").await, world.member("ben").await, world.member("eva").await];
    let old = world.remote("cleo", "old.example").await;
    let new = known_as(&world, "cleo", "new.example", &old).await;
    for follower in [&ada, &ben] {
        request::request(core, follower, &old, Wishes::default()).await.unwrap();
        accept::receive_accept(core, &old, follower).await.unwrap();
    }
    request::request(core, &eva, &old, Wishes::default()).await.unwrap();
    request::request(core, &ben, &new, Wishes::default()).await.unwrap();
    let along = moving::followers_to_move(core, old.id, new.id).await.unwrap();
    assert_eq!(along.iter().map(|account| account.id).collect::<Vec<_>>(), [ada.id]);
}

#[tokio::test]
async fn a_member_can_be_moved_to() {
    let world = World::new().await;
    let (ada, old) = (world.member("ada").await, world.remote("ada", "old.example").await);
    let change = ProfileChange { also_known_as: Some(vec![old.uri.clone()]), ..ProfileChange::default() };
    let ada = update::update(&world.core, &ada, change).await.unwrap();
    moving::receive_move(&world.core, &old, &ada).await.unwrap();
}
