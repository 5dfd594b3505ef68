//! Following, being followed, and the refusals.

use crate::world::{World, remote};
use hearth_core::Error;
use hearth_core::accounts::update::{self, ProfileChange};
use hearth_core::accounts::{Account, receive, suspend};
use hearth_core::event::Event;
use hearth_core::follows::queries::{between, by_uri, followers, following, requests};
use hearth_core::follows::{Wishes, accept, reject, request, undo};
use hearth_core::page::Page;
use hearth_core::restrictions::{block, block_host};

const FOLLOW: &str = "https://other.example/follows/1";

async fn locked(world: &World, name: &str) -> Account {
    let account = world.member(name).await;
    let change = ProfileChange { locked: Some(true), ..ProfileChange::default() };
    let account = update::update(&world.core, &account, change).await.unwrap();
    world.events().await;
    account
}

#[tokio::test]
async fn an_open_account_here_is_followed_at_once() {
    let world = World::new().await;
    let (ada, ben) = (world.member("ada").await, world.member("ben").await);
    request::request(&world.core, &ada, &ben, Wishes::default()).await.unwrap();
    let follow = between(&world.core, ada.id, ben.id).await.unwrap().unwrap();
    assert!(follow.accepted);
    assert!(follow.uri.starts_with("https://hearth.example/activities/follows/"));
    assert_eq!(by_uri(&world.core, &follow.uri).await.unwrap().unwrap().id, follow.id);
    let event = Event::FollowRequested { follower: ada.id, followee: ben.id, accepted: true };
    assert_eq!(world.events().await, [event]);
    // Again changes the wishes and says nothing.
    request::request(&world.core, &ada, &ben, Wishes { notify: Some(true), ..Wishes::default() })
        .await
        .unwrap();
    assert_eq!(between(&world.core, ada.id, ben.id).await.unwrap().unwrap().uri, follow.uri);
    assert_eq!(world.events().await, []);
    assert!(between(&world.core, ben.id, ada.id).await.unwrap().is_none());
}

/// Security case 35: a request is no follow until it is accepted.
#[tokio::test]
async fn a_locked_account_is_asked_and_answers() {
    let world = World::new().await;
    let (ada, ben) = (world.member("ada").await, locked(&world, "ben").await);
    let core = &world.core;
    request::request(core, &ada, &ben, Wishes::default()).await.unwrap();
    assert!(!between(core, ada.id, ben.id).await.unwrap().unwrap().accepted);
    assert_eq!(requests(core, ben.id, Page::first(9)).await.unwrap()[0].1.id, ada.id);
    assert!(followers(core, ben.id, Page::first(9)).await.unwrap().is_empty());
    assert!(following(core, ada.id, Page::first(9)).await.unwrap().is_empty());
    assert!(matches!(accept::accept(core, &ada, &ben).await, Err(Error::NotFound(_))));
    // Nobody says yes from outside for an account of ours, nor no.
    accept::receive_accept(core, &ben, &ada).await.unwrap();
    reject::receive_reject(core, &ben, &ada).await.unwrap();
    assert!(!between(core, ada.id, ben.id).await.unwrap().unwrap().accepted);
    accept::accept(core, &ben, &ada).await.unwrap();
    assert_eq!(followers(core, ben.id, Page::first(9)).await.unwrap()[0].1.id, ada.id);
    assert!(matches!(accept::accept(core, &ben, &ada).await, Err(Error::NotFound(_))));
    let asked = Event::FollowRequested { follower: ada.id, followee: ben.id, accepted: false };
    assert_eq!(world.events().await, [asked, Event::FollowAccepted { follower: ada.id, followee: ben.id }]);
    let uri = between(core, ada.id, ben.id).await.unwrap().unwrap().uri;
    reject::reject(core, &ben, &ada).await.unwrap();
    reject::reject(core, &ben, &ada).await.unwrap();
    assert_eq!(world.events().await, [Event::FollowRejected { follower: ada.id, followee: ben.id, uri }]);
    assert!(between(core, ada.id, ben.id).await.unwrap().is_none());
}

#[tokio::test]
async fn a_remote_account_is_asked_and_only_its_own_word_counts() {
    let world = World::new().await;
    let (ada, cleo) = (world.member("ada").await, world.remote("cleo", "other.example").await);
    let mallory = world.remote("mallory", "other.example").await;
    let core = &world.core;
    accept::receive_accept(core, &cleo, &ada).await.unwrap();
    assert!(between(core, ada.id, cleo.id).await.unwrap().is_none(), "never asked for");
    request::request(core, &ada, &cleo, Wishes::default()).await.unwrap();
    // Security case 34: the word of somebody who is not the followee.
    accept::receive_accept(core, &mallory, &ada).await.unwrap();
    reject::receive_reject(core, &mallory, &ada).await.unwrap();
    assert!(!between(core, ada.id, cleo.id).await.unwrap().unwrap().accepted);
    accept::receive_accept(core, &cleo, &ada).await.unwrap();
    accept::receive_accept(core, &cleo, &ada).await.unwrap();
    let follow = between(core, ada.id, cleo.id).await.unwrap().unwrap();
    assert!(follow.accepted);
    let (follower, followee) = (ada.id, cleo.id);
    let told = [
        Event::FollowRequested { follower, followee, accepted: false },
        Event::FollowAccepted { follower, followee },
    ];
    assert_eq!(world.events().await, told);
    undo::undo(core, &ada, &cleo).await.unwrap();
    undo::undo(core, &ada, &cleo).await.unwrap();
    assert_eq!(world.events().await, [Event::FollowUndone { follower, followee, uri: follow.uri }]);
}

#[tokio::test]
async fn a_remote_follower_can_be_turned_away_later() {
    let world = World::new().await;
    let (ada, cleo) = (world.member("ada").await, world.remote("cleo", "other.example").await);
    let core = &world.core;
    request::request(core, &ada, &cleo, Wishes::default()).await.unwrap();
    accept::receive_accept(core, &cleo, &ada).await.unwrap();
    reject::receive_reject(core, &cleo, &ada).await.unwrap();
    assert!(between(core, ada.id, cleo.id).await.unwrap().is_none());
    assert!(matches!(world.events().await[2], Event::FollowRejected { .. }));
}

#[tokio::test]
async fn refusals() {
    let world = World::new().await;
    let core = &world.core;
    let (ada, ben) = (world.member("ada").await, world.member("ben").await);
    let [cleo, dan, eva] = [
        world.remote("cleo", "other.example").await,
        world.remote("dan", "third.example").await,
        world.remote("eva", "fourth.example").await,
    ];
    let asked = async |followee: &Account| request::request(core, &ada, followee, Wishes::default()).await;
    assert!(matches!(asked(&ada).await, Err(Error::Invalid(_))));
    block::block(core, &ben, &ada).await.unwrap();
    assert!(matches!(asked(&ben).await, Err(Error::Forbidden(_))));
    block::block(core, &ada, &cleo).await.unwrap();
    assert!(matches!(asked(&cleo).await, Err(Error::Forbidden(_))));
    block_host::block_host(core, &ada, "third.example").await.unwrap();
    assert!(matches!(asked(&dan).await, Err(Error::Forbidden(_))));
    suspend::suspend(core, &eva).await.unwrap();
    assert!(matches!(asked(&eva).await, Err(Error::NotFound(_))));
    let mut new = remote("finn", "other.example");
    let mut old = remote("finn", "old.example");
    new.also_known_as = vec![old.uri.clone()];
    old.moved_to = Some(new.uri.clone());
    receive::receive(core, new).await.unwrap();
    let old = receive::receive(core, old).await.unwrap();
    assert!(matches!(asked(&old).await, Err(Error::Forbidden(_))));
}

#[tokio::test]
async fn a_follow_from_elsewhere_holds_at_once_or_waits_and_is_answered_each_time() {
    let world = World::new().await;
    let (ada, ben) = (world.member("ada").await, locked(&world, "ben").await);
    let cleo = world.remote("cleo", "other.example").await;
    let core = &world.core;
    request::receive_request(core, &cleo, &ada, FOLLOW).await.unwrap();
    request::receive_request(core, &cleo, &ada, FOLLOW).await.unwrap();
    request::receive_request(core, &cleo, &ben, "https://other.example/follows/2").await.unwrap();
    let open = Event::FollowRequested { follower: cleo.id, followee: ada.id, accepted: true };
    let asked = Event::FollowRequested { follower: cleo.id, followee: ben.id, accepted: false };
    assert_eq!(world.events().await, [open.clone(), open, asked]);
    assert_eq!(between(core, cleo.id, ada.id).await.unwrap().unwrap().uri, FOLLOW);
    accept::accept(core, &ben, &cleo).await.unwrap();
    // What was accepted stays so when it is asked again.
    request::receive_request(core, &cleo, &ben, "https://other.example/follows/3").await.unwrap();
    let follow = between(core, cleo.id, ben.id).await.unwrap().unwrap();
    assert!(follow.accepted);
    assert_eq!(follow.uri, "https://other.example/follows/3");
}

#[tokio::test]
async fn a_blocked_follower_from_elsewhere_is_rejected_and_others_are_ignored() {
    let world = World::new().await;
    let (ada, ben) = (world.member("ada").await, world.member("ben").await);
    let (cleo, dan) =
        (world.remote("cleo", "other.example").await, world.remote("dan", "third.example").await);
    let core = &world.core;
    block::block(core, &ada, &cleo).await.unwrap();
    block_host::block_host(core, &ada, "third.example").await.unwrap();
    world.events().await;
    request::receive_request(core, &cleo, &ada, FOLLOW).await.unwrap();
    request::receive_request(core, &dan, &ada, "https://third.example/f").await.unwrap();
    let rejected = |follower: &Account, uri: &str| Event::FollowRejected {
        follower: follower.id,
        followee: ada.id,
        uri: uri.to_owned(),
    };
    assert_eq!(world.events().await, [rejected(&cleo, FOLLOW), rejected(&dan, "https://third.example/f")]);
    // A follow between two others is nobody's to send.
    request::receive_request(core, &ben, &ada, FOLLOW).await.unwrap();
    request::receive_request(core, &cleo, &dan, FOLLOW).await.unwrap();
    suspend::suspend(core, &cleo).await.unwrap();
    let cleo = hearth_core::accounts::queries::by_id(core, cleo.id).await.unwrap();
    request::receive_request(core, &cleo, &ben, FOLLOW).await.unwrap();
    assert_eq!(world.events().await, []);
}

#[tokio::test]
async fn lists_are_paged_by_cursor_both_ways() {
    let world = World::new().await;
    let ada = world.member("ada").await;
    let core = &world.core;
    for number in 0..5 {
        let follower = world.remote(&format!("r{number}"), "other.example").await;
        let uri = format!("https://other.example/follows/{number}");
        request::receive_request(core, &follower, &ada, &uri).await.unwrap();
    }
    let names =
        |list: Vec<(i64, Account)>| list.into_iter().map(|(_, account)| account.name).collect::<Vec<_>>();
    let first = followers(core, ada.id, Page::first(2)).await.unwrap();
    let cursor = first[1].0;
    assert_eq!(names(first), ["r4", "r3"]);
    let second = followers(core, ada.id, Page { max: Some(cursor), ..Page::first(2) }).await.unwrap();
    let cursor = second[1].0;
    assert_eq!(names(second), ["r2", "r1"]);
    let above = followers(core, ada.id, Page { min: Some(cursor), ..Page::first(2) }).await.unwrap();
    assert_eq!(names(above), ["r3", "r2"]);
    let newest = followers(core, ada.id, Page { since: Some(cursor), ..Page::first(2) }).await.unwrap();
    assert_eq!(names(newest), ["r4", "r3"]);
}

#[tokio::test]
async fn a_follow_and_a_block_at_once_never_both_stand() {
    let world = World::new().await;
    let core = &world.core;
    let (ada, ben) = (world.member("ada").await, world.member("ben").await);
    for _ in 0..10 {
        let (_, blocked) = tokio::join!(
            request::request(core, &ada, &ben, Wishes::default()),
            block::block(core, &ben, &ada)
        );
        blocked.unwrap();
        assert!(between(core, ada.id, ben.id).await.unwrap().is_none());
        block::unblock(core, &ben, &ada).await.unwrap();
    }
}
