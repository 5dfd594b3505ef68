//! A server that is blocked vanishes with all its people, and comes back without their follows.

use super::kit::{arrives, follow, home, later, note, reply, stories, tell};
use crate::world::World;
use hearth_core::Error;
use hearth_core::follows::{Wishes, queries as follows, request};
use hearth_core::ids::AccountId;
use hearth_core::notifications::list::{Wanted, list};
use hearth_core::notifications::{NotificationKind, notify};
use hearth_core::page::Page;
use hearth_core::peers::rules::{self, Rule};
use hearth_core::stories::{Audience, RemoteStory, boost, favourite, show};
use hearth_core::timelines::feed;
use hearth_core::timelines::public::{Reach, public};

#[tokio::test(flavor = "multi_thread")]
async fn what_a_blocked_server_told_is_hidden_until_it_is_blocked_no_more() {
    let world = World::new().await;
    let core = &world.core;
    let ada = world.member("ada").await;
    let (eve, dan) =
        (world.remote("eve", "sub.bad.example").await, world.remote("dan", "good.example").await);
    let theirs = arrives(&world, note(&world, &eve, "1", "theirs")).await;
    later(&world);
    let other = arrives(&world, note(&world, &dan, "1", "others")).await;
    let readable = async || {
        let list = public(core, AccountId(0), Reach::Everywhere, false, Page::first(40)).await.unwrap();
        let shown = show::show(core, ada.id, theirs).await.is_ok();
        (stories(&list), shown)
    };
    assert_eq!(readable().await, (vec![other, theirs], true));
    rules::set_rule(core, "bad.example", Some(Rule::Blocked), "spam").await.unwrap();
    assert_eq!(readable().await, (vec![other], false));
    assert!(core.accounts.peek(eve.id).is_none(), "what was in memory is forgotten");
    // A nearer rule that allows lets one of its subdomains out again.
    rules::set_rule(core, "sub.bad.example", Some(Rule::Allowed), "").await.unwrap();
    assert_eq!(readable().await, (vec![other, theirs], true));
    rules::set_rule(core, "sub.bad.example", None, "").await.unwrap();
    assert_eq!(readable().await, (vec![other], false));
    rules::set_rule(core, "bad.example", None, "").await.unwrap();
    assert_eq!(readable().await, (vec![other, theirs], true));
}

#[tokio::test(flavor = "multi_thread")]
async fn follows_with_a_blocked_server_end_both_ways_and_for_good() {
    let world = World::new().await;
    let core = &world.core;
    let ada = world.member("ada").await;
    let (eve, dan) = (world.remote("eve", "bad.example").await, world.remote("dan", "good.example").await);
    for (follower, followee) in [(&ada, &eve), (&eve, &ada), (&ada, &dan), (&dan, &ada)] {
        follow(&world, follower, followee).await;
    }
    let story = arrives(&world, note(&world, &eve, "1", "theirs")).await;
    feed::add_story(core, story).await.unwrap();
    later(&world);
    assert_eq!(stories(&home(&world, ada.id).await), [story]);
    rules::set_rule(core, "bad.example", Some(Rule::Blocked), "").await.unwrap();
    let ended = async || {
        let between = |one: AccountId, two: AccountId| async move {
            follows::between(core, one, two).await.unwrap().is_none()
        };
        (between(ada.id, eve.id).await, between(eve.id, ada.id).await, between(ada.id, dan.id).await)
    };
    assert_eq!(ended().await, (true, true, false));
    assert_eq!(stories(&home(&world, ada.id).await), []);
    let refused = request::request(core, &ada, &eve, Wishes::default()).await;
    assert!(matches!(refused, Err(Error::NotFound(_))));
    rules::set_rule(core, "bad.example", None, "").await.unwrap();
    assert_eq!(ended().await, (true, true, false), "the follows stay over");
    request::request(core, &ada, &eve, Wishes::default()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn notifications_and_boosts_of_a_blocked_server_are_hidden_too() {
    let world = World::new().await;
    let core = &world.core;
    let ada = world.member("ada").await;
    let eve = world.remote("eve", "bad.example").await;
    let story = tell(&world, &ada, "mine", Audience::Public).await;
    let answer = RemoteStory {
        parent_uri: Some(show::load(core, story).await.unwrap().unwrap().story.uri.clone()),
        ..note(&world, &eve, "1", "an answer")
    };
    let answer = arrives(&world, answer).await;
    notify::of_story(core, answer).await.unwrap();
    favourite::receive(core, &eve, story, "https://bad.example/likes/1", None).await.unwrap();
    notify::of_favourite(core, eve.id, story).await.unwrap();
    boost::receive(core, &eve, story, "https://bad.example/boosts/1", Audience::Public, core.now())
        .await
        .unwrap();
    let heard = async || {
        let all = list(core, ada.id, &Wanted::default(), Page::first(20)).await.unwrap();
        all.into_iter().map(|one| one.kind).collect::<Vec<_>>()
    };
    let both = [NotificationKind::Favourite, NotificationKind::Mention];
    assert_eq!(heard().await, both);
    rules::set_rule(core, "bad.example", Some(Rule::Blocked), "").await.unwrap();
    assert_eq!(heard().await, []);
    // What the blocked server's people said or did is no reason to answer them any more.
    let mine = reply(&world, &ada, story, "more", Audience::Public).await;
    assert!(show::show(core, ada.id, mine).await.is_ok());
    assert!(show::show(core, ada.id, answer).await.is_err());
    rules::set_rule(core, "bad.example", None, "").await.unwrap();
    assert_eq!(heard().await, both);
}
