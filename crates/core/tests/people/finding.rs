//! Looking accounts up, and what stands between them and the reader.

use crate::world::{World, remote};
use hearth_core::Error;
use hearth_core::accounts::relationship::relationships;
use hearth_core::accounts::{Handle, delete, queries, receive, suspend};
use hearth_core::follows::{Wishes, request};
use hearth_core::ids::AccountId;
use hearth_core::restrictions::{block, block_host, mute};

async fn names(world: &World, viewer: AccountId, text: &str, following: bool) -> Vec<String> {
    let found = queries::matching(&world.core, viewer, text, following, 10, 0).await.unwrap();
    found.iter().map(hearth_core::accounts::Account::acct).collect()
}

#[tokio::test]
async fn by_id_uri_handle_and_name() {
    let world = World::new().await;
    let ada = world.member("ada").await;
    let cleo = world.remote("Cleo", "other.example").await;
    let core = &world.core;
    assert_eq!(queries::by_id(core, ada.id).await.unwrap().name, "ada");
    assert!(matches!(queries::by_id(core, AccountId(1)).await, Err(Error::NotFound(_))));
    let both: Vec<_> = queries::by_ids(core, &[cleo.id, AccountId(1), ada.id])
        .await
        .unwrap()
        .into_iter()
        .map(|a| a.id)
        .collect();
    assert_eq!(both, [cleo.id, ada.id]);
    assert_eq!(queries::by_uri(core, &cleo.uri).await.unwrap().unwrap().id, cleo.id);
    assert!(queries::by_uri(core, "https://other.example/nobody").await.unwrap().is_none());
    for (handle, id) in [("ADA", ada.id), ("ada@hearth.example", ada.id), ("cleo@other.example", cleo.id)] {
        let handle: Handle = handle.parse().unwrap();
        assert_eq!(queries::by_handle(core, &handle).await.unwrap().map(|found| found.id), Some(id));
    }
    assert_eq!(queries::local(core, "Ada").await.unwrap().id, ada.id);
    assert!(matches!(queries::local(core, "cleo").await, Err(Error::NotFound(_))));
    assert!(matches!(queries::local(core, "a\0da").await, Err(Error::NotFound(_))));
    assert!(queries::by_uri(core, "https://other.example/\0").await.unwrap().is_none());
    assert!(names(&world, ada.id, "a\0", false).await.is_empty());
    delete::delete(core, &ada).await.unwrap();
    assert!(matches!(queries::local(core, "ada").await, Err(Error::Gone(_))));
}

#[tokio::test]
async fn the_start_of_a_name_finds_those_who_want_to_be_found() {
    let world = World::new().await;
    let ada = world.member("ada").await;
    let (ben, _bea) = (world.member("ben").await, world.remote("bea", "other.example").await);
    let mut shy = remote("betty", "other.example");
    shy.discoverable = false;
    shy.display_name = "100% Wool_".to_owned();
    let betty = receive::receive(&world.core, shy).await.unwrap();
    assert_eq!(names(&world, ada.id, "be", false).await, ["bea@other.example"]);
    assert_eq!(names(&world, ada.id, "@BEN", false).await, ["ben"]);
    assert_eq!(names(&world, ada.id, "betty@other.example", false).await, ["betty@other.example"]);
    assert_eq!(names(&world, ada.id, "betty@third.example", false).await, [""; 0]);
    assert_eq!(names(&world, ada.id, "100%", false).await, [""; 0]);
    request::request(&world.core, &ada, &ben, Wishes::default()).await.unwrap();
    world
        .sql(&format!(
            "INSERT INTO follows (follower_id, followee_id, accepted_at, uri, id, created_at) \
        VALUES ({}, {}, now(), 'https://other.example/f', 5, now())",
            betty.id, ada.id
        ))
        .await;
    assert_eq!(names(&world, ada.id, "be", false).await, ["ben", "bea@other.example", "betty@other.example"]);
    assert_eq!(names(&world, ada.id, "be", true).await, ["ben"]);
    assert_eq!(names(&world, ada.id, "100%", false).await, ["betty@other.example"]);
    assert_eq!(names(&world, ada.id, "  ", false).await, [""; 0]);
}

#[tokio::test]
async fn neither_blocked_nor_suspended_accounts_are_found() {
    let world = World::new().await;
    let ada = world.member("ada").await;
    let (cleo, dan) =
        (world.remote("cleo", "other.example").await, world.remote("dan", "other.example").await);
    block::receive_block(&world.core, &cleo, &ada, "https://other.example/b").await.unwrap();
    suspend::suspend(&world.core, &dan).await.unwrap();
    assert_eq!(names(&world, ada.id, "cleo", false).await, [""; 0]);
    assert_eq!(names(&world, ada.id, "dan", false).await, [""; 0]);
}

#[tokio::test]
async fn a_relationship_tells_each_fact_once() {
    let world = World::new().await;
    let core = &world.core;
    let (ada, ben) = (world.member("ada").await, world.member("ben").await);
    let cleo = world.remote("cleo", "other.example").await;
    let wishes =
        Wishes { show_boosts: Some(false), notify: Some(true), languages: Some(vec!["de".to_owned()]) };
    request::request(core, &ada, &ben, wishes).await.unwrap();
    request::request(core, &ada, &cleo, Wishes::default()).await.unwrap();
    request::receive_request(core, &cleo, &ada, "https://other.example/f").await.unwrap();
    mute::mute(core, &ada, &cleo, false, Some(chrono::TimeDelta::hours(1))).await.unwrap();
    let list = relationships(core, ada.id, &[cleo.id, AccountId(1), ben.id]).await.unwrap();
    let [to_cleo, to_ben] = &list[..] else { panic!("{list:?}") };
    assert_eq!((to_cleo.id, to_ben.id), (cleo.id, ben.id));
    assert!(
        to_ben.following
            && !to_ben.showing_boosts
            && to_ben.notifying
            && !to_ben.followed_by
            && !to_ben.requested
    );
    assert_eq!(to_ben.languages, ["de"]);
    assert!(
        to_cleo.requested
            && !to_cleo.following
            && to_cleo.followed_by
            && to_cleo.muting
            && to_cleo.showing_boosts
    );
    assert!(!to_cleo.muting_notifications && to_cleo.muting_expires_at.is_some());
    world.clock.step(chrono::TimeDelta::hours(2));
    assert!(!relationships(core, ada.id, &[cleo.id]).await.unwrap()[0].muting);
    block_host::block_host(core, &ada, "other.example").await.unwrap();
    block::block(core, &ada, &ben).await.unwrap();
    let list = relationships(core, ada.id, &[cleo.id, ben.id]).await.unwrap();
    assert!(list[0].host_blocking && !list[0].followed_by && !list[0].requested);
    assert!(list[1].blocking && !list[1].following);
    assert!(relationships(core, ben.id, &[ada.id]).await.unwrap()[0].blocked_by);
}
