//! Blocks, mutes and blocked servers.

use crate::world::World;
use chrono::TimeDelta;
use hearth_core::Error;
use hearth_core::accounts::Account;
use hearth_core::event::Event;
use hearth_core::follows::queries::between;
use hearth_core::follows::{Wishes, accept, request};
use hearth_core::page::Page;
use hearth_core::restrictions::{block, block_host, mute};

async fn follow_each_other(world: &World, ada: &Account, cleo: &Account) {
    request::request(&world.core, ada, cleo, Wishes::default()).await.unwrap();
    accept::receive_accept(&world.core, cleo, ada).await.unwrap();
    request::receive_request(&world.core, cleo, ada, "https://other.example/f").await.unwrap();
    world.events().await;
}

#[tokio::test]
async fn a_block_ends_follows_both_ways_and_says_so() {
    let world = World::new().await;
    let (ada, cleo) = (world.member("ada").await, world.remote("cleo", "other.example").await);
    follow_each_other(&world, &ada, &cleo).await;
    let ours = between(&world.core, ada.id, cleo.id).await.unwrap().unwrap().uri;
    block::block(&world.core, &ada, &cleo).await.unwrap();
    block::block(&world.core, &ada, &cleo).await.unwrap();
    assert!(between(&world.core, ada.id, cleo.id).await.unwrap().is_none());
    assert!(between(&world.core, cleo.id, ada.id).await.unwrap().is_none());
    let theirs = "https://other.example/f".to_owned();
    let told = [
        Event::FollowUndone { follower: ada.id, followee: cleo.id, uri: ours },
        Event::FollowRejected { follower: cleo.id, followee: ada.id, uri: theirs },
        Event::Blocked { blocker: ada.id, blocked: cleo.id },
    ];
    assert_eq!(world.events().await, told);
    assert_eq!(block::blocked(&world.core, ada.id, Page::first(5)).await.unwrap()[0].1.id, cleo.id);
    block::unblock(&world.core, &ada, &cleo).await.unwrap();
    block::unblock(&world.core, &ada, &cleo).await.unwrap();
    let told = world.events().await;
    assert!(
        matches!(&told[..], [Event::Unblocked { uri, .. }] if uri.starts_with("https://hearth.example/activities/blocks/"))
    );
    assert!(block::blocked(&world.core, ada.id, Page::first(5)).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_block_between_members_needs_no_word_to_other_servers_about_follows() {
    let world = World::new().await;
    let (ada, ben) = (world.member("ada").await, world.member("ben").await);
    request::request(&world.core, &ben, &ada, Wishes::default()).await.unwrap();
    world.events().await;
    block::block(&world.core, &ada, &ben).await.unwrap();
    assert_eq!(world.events().await, [Event::Blocked { blocker: ada.id, blocked: ben.id }]);
    assert!(between(&world.core, ben.id, ada.id).await.unwrap().is_none());
    assert!(matches!(block::block(&world.core, &ada, &ada).await, Err(Error::Invalid(_))));
}

#[tokio::test]
async fn a_block_from_elsewhere_ends_follows_quietly() {
    let world = World::new().await;
    let (ada, cleo) = (world.member("ada").await, world.remote("cleo", "other.example").await);
    follow_each_other(&world, &ada, &cleo).await;
    block::receive_block(&world.core, &cleo, &ada, "https://other.example/b").await.unwrap();
    assert!(between(&world.core, ada.id, cleo.id).await.unwrap().is_none());
    assert!(between(&world.core, cleo.id, ada.id).await.unwrap().is_none());
    assert_eq!(world.events().await, []);
    let refused = request::request(&world.core, &ada, &cleo, Wishes::default()).await;
    assert!(matches!(refused, Err(Error::Forbidden(_))));
    block::receive_unblock(&world.core, &cleo, &ada, None).await.unwrap();
    request::request(&world.core, &ada, &cleo, Wishes::default()).await.unwrap();
    // Nobody blocks in the name of a member, nor somebody who is not ours.
    let dan = world.remote("dan", "third.example").await;
    block::receive_block(&world.core, &ada, &cleo, "https://other.example/b2").await.unwrap();
    block::receive_block(&world.core, &dan, &cleo, "https://third.example/b").await.unwrap();
    assert!(block::blocked(&world.core, ada.id, Page::first(5)).await.unwrap().is_empty());
    assert!(block::blocked(&world.core, dan.id, Page::first(5)).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_blocked_server_loses_all_follows_and_hears_of_those_alone() {
    let world = World::new().await;
    let ada = world.member("ada").await;
    let (cleo, dan) =
        (world.remote("cleo", "other.example").await, world.remote("dan", "sub.other.example").await);
    follow_each_other(&world, &ada, &cleo).await;
    request::request(&world.core, &ada, &dan, Wishes::default()).await.unwrap();
    world.events().await;
    block_host::block_host(&world.core, &ada, "Other.Example").await.unwrap();
    let mut told = world.events().await;
    told.sort_by_key(|event| matches!(event, Event::FollowUndone { .. }));
    assert!(matches!(&told[..], [Event::FollowRejected { .. }, Event::FollowUndone { .. }]), "{told:?}");
    assert!(between(&world.core, ada.id, cleo.id).await.unwrap().is_none());
    assert!(between(&world.core, ada.id, dan.id).await.unwrap().is_some(), "subdomains are another matter");
    let hosts = block_host::blocked_hosts(&world.core, ada.id, Page::first(5)).await.unwrap();
    assert_eq!(hosts[0].1, "other.example");
    block_host::unblock_host(&world.core, &ada, "other.example").await.unwrap();
    assert!(block_host::blocked_hosts(&world.core, ada.id, Page::first(5)).await.unwrap().is_empty());
    for host in ["", "hearth.example", "https://x"] {
        assert!(matches!(block_host::block_host(&world.core, &ada, host).await, Err(Error::Invalid(_))));
    }
}

#[tokio::test]
async fn a_mute_lasts_as_long_as_was_said() {
    let world = World::new().await;
    let core = &world.core;
    let (ada, ben) = (world.member("ada").await, world.member("ben").await);
    let cleo = world.remote("cleo", "other.example").await;
    mute::mute(core, &ada, &ben, true, Some(TimeDelta::minutes(5))).await.unwrap();
    mute::mute(core, &ada, &cleo, true, None).await.unwrap();
    let muted = async || {
        mute::muted(core, ada.id, Page::first(5))
            .await
            .unwrap()
            .into_iter()
            .map(|(_, a)| a.id)
            .collect::<Vec<_>>()
    };
    assert_eq!(muted().await, [cleo.id, ben.id]);
    world.clock.step(TimeDelta::minutes(4));
    assert_eq!(mute::lift_expired(core).await.unwrap(), 0);
    mute::mute(core, &ada, &ben, false, Some(TimeDelta::minutes(5))).await.unwrap();
    world.clock.step(TimeDelta::minutes(4));
    assert_eq!(mute::lift_expired(core).await.unwrap(), 0, "it was prolonged");
    world.clock.step(TimeDelta::minutes(2));
    assert_eq!(mute::lift_expired(core).await.unwrap(), 1);
    assert_eq!(muted().await, [cleo.id]);
    mute::unmute(core, &ada, &cleo).await.unwrap();
    assert!(muted().await.is_empty());
    assert_eq!(world.events().await, [], "nobody is told");
    assert!(matches!(mute::mute(core, &ada, &ada, true, None).await, Err(Error::Invalid(_))));
    for never in [TimeDelta::zero(), TimeDelta::seconds(-1), TimeDelta::MAX] {
        assert!(matches!(mute::mute(core, &ada, &ben, true, Some(never)).await, Err(Error::Invalid(_))));
    }
}
