//! Who hears of what, once, and only of what they may and want to.

use crate::world::World;
use chrono::TimeDelta;
use hearth_core::Error;
use hearth_core::accounts::{Account, suspend};
use hearth_core::follows::{Wishes, request, undo};
use hearth_core::ids::{NotificationId, StoryId};
use hearth_core::notifications::NotificationKind as Kind;
use hearth_core::notifications::list::{Wanted, list, show};
use hearth_core::notifications::{dismiss, notify};
use hearth_core::page::Page;
use hearth_core::restrictions::{block, block_host, mute};
use hearth_core::stories::{Audience, Draft, boost, edit, favourite, publish};

fn draft(text: &str, audience: Audience) -> Draft {
    Draft { audience: Some(audience), ..Draft::plain(text) }
}

async fn heard(world: &World, member: &Account) -> Vec<(Kind, String)> {
    let all = list(&world.core, member.id, &Wanted::default(), Page::first(20)).await.unwrap();
    all.into_iter().map(|one| (one.kind, one.from.name.clone())).collect()
}

async fn told(world: &World, author: &Account, text: &str, audience: Audience) -> StoryId {
    let story = publish::publish(&world.core, author, draft(text, audience)).await.unwrap();
    notify::of_story(&world.core, story).await.unwrap();
    story
}

#[tokio::test]
async fn those_named_answered_or_listening_hear_of_a_story_once() {
    let world = World::new().await;
    let core = &world.core;
    let [ada, ben, eva] = [world.member("ada").await, world.member("ben").await, world.member("eva").await];
    request::request(core, &eva, &ada, Wishes { notify: Some(true), ..Wishes::default() }).await.unwrap();
    let story = told(&world, &ada, "hello @ben and @ada", Audience::Public).await;
    notify::of_story(core, story).await.unwrap();
    assert_eq!(heard(&world, &ben).await, [(Kind::Mention, "ada".to_owned())]);
    assert_eq!(heard(&world, &eva).await, [(Kind::Story, "ada".to_owned())]);
    assert_eq!(heard(&world, &ada).await, []);
    let reply = Draft { parent: Some(story), ..draft("an answer", Audience::Public) };
    let reply = publish::publish(core, &ben, reply).await.unwrap();
    notify::of_story(core, reply).await.unwrap();
    assert_eq!(heard(&world, &ada).await, [(Kind::Mention, "ben".to_owned())]);
    // A reply rings no bell, and an edit none: neither again nor for those who listen only since.
    let finn = world.member("finn").await;
    request::request(core, &finn, &ada, Wishes { notify: Some(true), ..Wishes::default() }).await.unwrap();
    edit::edit(core, &ada, story, draft("hello again @ben", Audience::Public)).await.unwrap();
    notify::of_story(core, story).await.unwrap();
    assert_eq!(heard(&world, &finn).await, []);
    assert_eq!(heard(&world, &eva).await.len(), 1);
    assert_eq!(heard(&world, &ben).await.len(), 1);
}

#[tokio::test]
async fn nobody_hears_of_what_they_may_not_read() {
    let world = World::new().await;
    let core = &world.core;
    let (ada, eva) = (world.member("ada").await, world.member("eva").await);
    request::request(core, &eva, &ada, Wishes { notify: Some(true), ..Wishes::default() }).await.unwrap();
    told(&world, &ada, "to myself", Audience::Direct).await;
    assert_eq!(heard(&world, &eva).await, []);
    let story = told(&world, &ada, "to those who follow", Audience::Followers).await;
    assert_eq!(heard(&world, &eva).await.len(), 1);
    undo::undo(core, &eva, &ada).await.unwrap();
    assert_eq!(heard(&world, &eva).await, [], "what may no longer be read is left out");
    let ids = list(core, eva.id, &Wanted::default(), Page::first(20)).await.unwrap();
    assert!(ids.is_empty());
    hearth_core::stories::delete::delete(core, &ada, story).await.unwrap();
    assert_eq!(heard(&world, &eva).await, []);
}

#[tokio::test]
async fn blocks_and_mutes_are_silent_before_and_after() {
    let world = World::new().await;
    let core = &world.core;
    let [ada, ben, eva, finn] = [
        world.member("ada").await,
        world.member("ben").await,
        world.member("eva").await,
        world.member("finn").await,
    ];
    mute::mute(core, &ben, &ada, true, None).await.unwrap();
    mute::mute(core, &eva, &ada, false, None).await.unwrap();
    block::block(core, &finn, &ada).await.unwrap();
    told(&world, &ada, "@ben @eva @finn", Audience::Public).await;
    assert_eq!(heard(&world, &ben).await, []);
    assert_eq!(heard(&world, &eva).await.len(), 1, "this mute lets notifications through");
    assert_eq!(heard(&world, &finn).await, []);
    mute::mute(core, &eva, &ada, true, None).await.unwrap();
    assert_eq!(heard(&world, &eva).await, []);
    mute::unmute(core, &eva, &ada).await.unwrap();
    suspend::suspend(core, &ada).await.unwrap();
    assert_eq!(heard(&world, &eva).await, []);
    suspend::unsuspend(core, &ada).await.unwrap();
    assert_eq!(heard(&world, &eva).await.len(), 1);
    block::block(core, &eva, &ada).await.unwrap();
    block::unblock(core, &eva, &ada).await.unwrap();
    assert_eq!(heard(&world, &eva).await, [], "a block takes them for good");
}

#[tokio::test]
async fn likes_and_boosts_come_and_go() {
    let world = World::new().await;
    let core = &world.core;
    let (ada, ben) = (world.member("ada").await, world.member("ben").await);
    let story = told(&world, &ada, "about tea", Audience::Public).await;
    favourite::favourite(core, &ben, story).await.unwrap();
    favourite::favourite(core, &ada, story).await.unwrap();
    let passed = boost::boost(core, &ben, story, Audience::Public).await.unwrap();
    for account in [&ada, &ben] {
        notify::of_favourite(core, account.id, story).await.unwrap();
        notify::of_favourite(core, account.id, story).await.unwrap();
    }
    notify::of_boost(core, passed).await.unwrap();
    let ben_said = |kind| (kind, "ben".to_owned());
    assert_eq!(heard(&world, &ada).await, [ben_said(Kind::Boost), ben_said(Kind::Favourite)]);
    let only = Wanted { kinds: vec![Kind::Favourite], ..Wanted::default() };
    assert_eq!(list(core, ada.id, &only, Page::first(5)).await.unwrap().len(), 1);
    let without = Wanted { without: vec![Kind::Favourite], from: Some(ben.id), ..Wanted::default() };
    assert_eq!(list(core, ada.id, &without, Page::first(5)).await.unwrap()[0].kind, Kind::Boost);
    let of_others = Wanted { from: Some(ada.id), ..Wanted::default() };
    assert!(list(core, ada.id, &of_others, Page::first(5)).await.unwrap().is_empty());
    // Taken back while the like stands: another like came in between.
    notify::withdraw(core, ada.id, Kind::Favourite, ben.id, Some(story)).await.unwrap();
    assert_eq!(heard(&world, &ada).await.len(), 2);
    favourite::unfavourite(core, &ben, story).await.unwrap();
    notify::withdraw(core, ada.id, Kind::Favourite, ben.id, Some(story)).await.unwrap();
    assert_eq!(heard(&world, &ada).await, [ben_said(Kind::Boost)]);
}

#[tokio::test]
async fn who_passed_a_story_on_hears_of_each_edit() {
    let world = World::new().await;
    let core = &world.core;
    let (ada, ben) = (world.member("ada").await, world.member("ben").await);
    let story = told(&world, &ada, "about tea", Audience::Public).await;
    boost::boost(core, &ben, story, Audience::Public).await.unwrap();
    notify::of_edit(core, story).await.unwrap();
    assert_eq!(heard(&world, &ben).await, [], "nothing was edited yet");
    for text in ["about coffee", "about water"] {
        world.clock.step(TimeDelta::minutes(1));
        edit::edit(core, &ada, story, draft(text, Audience::Public)).await.unwrap();
        notify::of_edit(core, story).await.unwrap();
        notify::of_edit(core, story).await.unwrap();
        assert_eq!(heard(&world, &ben).await, [(Kind::Edit, "ada".to_owned())]);
        dismiss::clear(core, ben.id).await.unwrap();
        notify::of_edit(core, story).await.unwrap();
        assert_eq!(heard(&world, &ben).await, [], "told and cleared away");
    }
}

#[tokio::test]
async fn follows_and_requests_are_told_while_they_stand() {
    let world = World::new().await;
    let core = &world.core;
    let (ada, cleo) = (world.member("ada").await, world.remote("cleo", "other.example").await);
    notify::of_follow(core, cleo.id, ada.id, Kind::Follow).await.unwrap();
    assert_eq!(heard(&world, &ada).await, [], "there is no follow");
    request::receive_request(core, &cleo, &ada, "https://other.example/f").await.unwrap();
    notify::of_follow(core, cleo.id, ada.id, Kind::FollowRequest).await.unwrap();
    notify::of_follow(core, cleo.id, ada.id, Kind::Follow).await.unwrap();
    assert_eq!(heard(&world, &ada).await, [(Kind::Follow, "cleo".to_owned())]);
    undo::receive_undo(core, &cleo, &ada, None).await.unwrap();
    assert_eq!(heard(&world, &ada).await, []);
    request::receive_request(core, &cleo, &ada, "https://other.example/g").await.unwrap();
    notify::of_follow(core, cleo.id, ada.id, Kind::Follow).await.unwrap();
    block_host::block_host(core, &ada, "other.example").await.unwrap();
    block_host::unblock_host(core, &ada, "other.example").await.unwrap();
    assert_eq!(heard(&world, &ada).await, []);
}

#[tokio::test]
async fn one_is_shown_dismissed_and_never_comes_back() {
    let world = World::new().await;
    let core = &world.core;
    let [ada, ben] = [world.member("ada").await, world.member("ben").await];
    let story = told(&world, &ada, "hello @ben", Audience::Public).await;
    told(&world, &ada, "hello again @ben", Audience::Public).await;
    let all = list(core, ben.id, &Wanted::default(), Page::first(5)).await.unwrap();
    assert_eq!(all.len(), 2);
    assert!(all[0].id > all[1].id);
    let older = list(core, ben.id, &Wanted::default(), Page { max: Some(all[0].id.0), ..Page::first(5) })
        .await
        .unwrap();
    assert_eq!(older[0].id, all[1].id);
    let one = show(core, ben.id, all[1].id).await.unwrap();
    assert_eq!(one.entry.unwrap().view.story.id, story);
    assert!(matches!(show(core, ada.id, all[1].id).await, Err(Error::NotFound(_))), "it is ben's");
    assert!(matches!(dismiss::dismiss(core, ada.id, all[1].id).await, Err(Error::NotFound(_))));
    dismiss::dismiss(core, ben.id, all[1].id).await.unwrap();
    assert!(matches!(dismiss::dismiss(core, ben.id, all[1].id).await, Err(Error::NotFound(_))));
    assert!(matches!(show(core, ben.id, all[1].id).await, Err(Error::NotFound(_))));
    assert!(matches!(show(core, ben.id, NotificationId(i64::MAX)).await, Err(Error::NotFound(_))));
    notify::of_story(core, story).await.unwrap();
    assert_eq!(heard(&world, &ben).await.len(), 1);
    dismiss::clear(core, ben.id).await.unwrap();
    assert_eq!(heard(&world, &ben).await, []);
}
