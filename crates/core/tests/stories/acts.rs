//! Likes, boosts, pins and quotes.

use super::kit::{arrives, follow, note, tell, view};
use crate::world::World;
use hearth_core::Error;
use hearth_core::accounts::{Account, suspend};
use hearth_core::event::Event;
use hearth_core::ids::AccountId;
use hearth_core::page::Page;
use hearth_core::restrictions::block;
use hearth_core::stories::{Audience, boost, favourite, pin, quotes, show};
use hearth_core::timelines::account;

#[tokio::test(flavor = "multi_thread")]
async fn a_like_is_one_however_often_it_is_given() {
    let world = World::new().await;
    let (ada, ben) = (world.member("ada").await, world.member("ben").await);
    let id = tell(&world, &ada, "hi", Audience::Public).await;
    world.events().await;
    favourite::favourite(&world.core, &ben, id).await.unwrap();
    let uri = favourite::uri_of(&world.core, ben.id, id).await.unwrap().unwrap();
    assert!(uri.starts_with("https://hearth.example/activities/likes/"));
    favourite::favourite(&world.core, &ben, id).await.unwrap();
    assert_eq!(favourite::uri_of(&world.core, ben.id, id).await.unwrap().unwrap(), uri);
    assert!(show::show(&world.core, ben.id, id).await.unwrap().marks.favourited);
    assert!(!show::show(&world.core, ada.id, id).await.unwrap().marks.favourited);
    favourite::unfavourite(&world.core, &ben, id).await.unwrap();
    favourite::unfavourite(&world.core, &ben, id).await.unwrap();
    let told = world.events().await;
    let (account, story) = (ben.id, id);
    assert_eq!(told, [Event::Favourited { account, story }, Event::Unfavourited { account, story, uri }]);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_author_learns_who_likes_a_story() {
    let world = World::new().await;
    let (ada, ben, cleo) = (world.member("ada").await, world.member("ben").await, world.member("cleo").await);
    let id = tell(&world, &ada, "hi", Audience::Public).await;
    favourite::favourite(&world.core, &ben, id).await.unwrap();
    favourite::favourite(&world.core, &cleo, id).await.unwrap();
    let names = favourite::by(&world.core, ada.id, id).await.unwrap();
    assert_eq!(names.iter().map(|account| account.name.as_str()).collect::<Vec<_>>(), ["cleo", "ben"]);
    for other in [ben.id, AccountId(0)] {
        assert!(favourite::by(&world.core, other, id).await.unwrap().is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn likes_from_elsewhere_converge_in_every_order() {
    let world = World::new().await;
    let ada = world.member("ada").await;
    let ben = world.remote("ben", "other.example").await;
    let eve = world.remote("eve", "evil.example").await;
    let (like, core) = ("https://other.example/likes/1", &world.core);
    // In order, with repeats in flight.
    let first = tell(&world, &ada, "1", Audience::Public).await;
    world.events().await;
    for _ in 0..2 {
        favourite::receive(core, &ben, first, like, Some("❤")).await.unwrap();
    }
    // Nobody else can take it back.
    favourite::receive_undo(core, &eve, Some(like), Some(first)).await.unwrap();
    assert!(favourite::uri_of(core, ben.id, first).await.unwrap().is_some());
    favourite::receive_undo(core, &ben, Some(like), Some(first)).await.unwrap();
    assert_eq!(favourite::uri_of(core, ben.id, first).await.unwrap(), None);
    assert_eq!(world.events().await.len(), 2);
    // Done again under the same id, as some servers do, it is done; the last word counts.
    favourite::receive(core, &ben, first, like, None).await.unwrap();
    assert_eq!(favourite::uri_of(core, ben.id, first).await.unwrap().as_deref(), Some(like));
    favourite::receive_undo(core, &ben, Some(like), Some(first)).await.unwrap();
    assert_eq!(world.events().await.len(), 2);
    // The Undo overtakes.
    let second = tell(&world, &ada, "2", Audience::Public).await;
    world.events().await;
    let like = "https://other.example/likes/2";
    favourite::receive_undo(core, &ben, Some(like), None).await.unwrap();
    for _ in 0..2 {
        favourite::receive(core, &ben, second, like, None).await.unwrap();
    }
    assert_eq!(favourite::uri_of(core, ben.id, second).await.unwrap(), None);
    assert_eq!(world.events().await, []);
    // By the story alone.
    favourite::receive(core, &ben, second, "https://other.example/likes/3", None).await.unwrap();
    favourite::receive_undo(core, &ben, None, Some(second)).await.unwrap();
    assert_eq!(favourite::uri_of(core, ben.id, second).await.unwrap(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_cannot_read_one_cannot_like_from_elsewhere() {
    let world = World::new().await;
    let ada = world.member("ada").await;
    let ben = world.remote("ben", "other.example").await;
    let id = tell(&world, &ada, "private", Audience::Followers).await;
    world.events().await;
    favourite::receive(&world.core, &ben, id, "https://other.example/likes/1", None).await.unwrap();
    boost::receive(&world.core, &ben, id, "https://other.example/b/1", Audience::Public, world.core.now())
        .await
        .unwrap();
    assert_eq!(world.events().await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn open_stories_are_passed_on_once() {
    let world = World::new().await;
    let (ada, ben) = (world.member("ada").await, world.member("ben").await);
    let id = tell(&world, &ada, "hi", Audience::Unlisted).await;
    world.events().await;
    let first = boost::boost(&world.core, &ben, id, Audience::Public).await.unwrap();
    assert_eq!(boost::boost(&world.core, &ben, id, Audience::Public).await.unwrap(), first);
    let (passed, story) = boost::by_id(&world.core, first).await.unwrap();
    assert_eq!((passed.booster.id, story), (ben.id, id));
    let entry = show::show_entry(&world.core, AccountId(0), first.0).await.unwrap();
    assert_eq!(entry.boost.unwrap().uri, passed.uri);
    assert!(show::show_entry(&world.core, ben.id, id.0).await.unwrap().marks.boosted);
    boost::unboost(&world.core, &ben, id).await.unwrap();
    boost::unboost(&world.core, &ben, id).await.unwrap();
    let undone = Event::Unboosted { account: ben.id, boost: first, story: id, uri: passed.uri };
    assert_eq!(world.events().await, [Event::Boosted { boost: first }, undone]);
    assert!(matches!(show::show_entry(&world.core, ben.id, first.0).await, Err(Error::NotFound(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_open_is_not_passed_on() {
    let world = World::new().await;
    let (ada, ben) = (world.member("ada").await, world.member("ben").await);
    follow(&world, &ben, &ada).await;
    for audience in [Audience::Followers, Audience::Direct, Audience::Local] {
        let id = tell(&world, &ada, "@ben hi", audience).await;
        let passed = boost::boost(&world.core, &ben, id, Audience::Public).await;
        assert!(matches!(passed, Err(Error::Forbidden(_))), "{audience:?}");
        let own = boost::boost(&world.core, &ada, id, Audience::Public).await;
        assert_eq!(own.is_ok(), audience == Audience::Followers, "{audience:?}");
        if let Ok(own) = own {
            assert_eq!(boost::by_id(&world.core, own).await.unwrap().0.audience, Audience::Followers);
        }
    }
    let open = tell(&world, &ada, "hi", Audience::Public).await;
    for audience in [Audience::Direct, Audience::Local] {
        assert!(matches!(boost::boost(&world.core, &ben, open, audience).await, Err(Error::Invalid(_))));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn boosts_from_elsewhere_converge_in_every_order() {
    let world = World::new().await;
    let ben = world.remote("ben", "other.example").await;
    let cleo = world.remote("cleo", "third.example").await;
    let id = arrives(&world, note(&world, &cleo, "1", "hi")).await;
    world.events().await;
    let (core, uri, at) = (&world.core, "https://other.example/b/1", world.core.now());
    let pass = || boost::receive(core, &ben, id, uri, Audience::Public, at);
    futures::future::join_all((0..8).map(|_| pass()))
        .await
        .into_iter()
        .for_each(|done| assert!(done.unwrap()));
    assert_eq!(world.events().await.len(), 1);
    boost::receive_undo(core, &cleo, Some(uri), Some(id)).await.unwrap();
    assert_eq!(world.events().await, []);
    boost::receive_undo(core, &ben, Some(uri), None).await.unwrap();
    assert_eq!(world.events().await.len(), 1);
    pass().await.unwrap();
    assert!(matches!(world.events().await[..], [Event::Boosted { .. }]), "the last word counts");
    boost::receive_undo(core, &ben, Some(uri), Some(id)).await.unwrap();
    assert_eq!(world.events().await.len(), 1);
    let late = "https://other.example/b/2";
    boost::receive_undo(core, &ben, Some(late), Some(id)).await.unwrap();
    boost::receive(core, &ben, id, late, Audience::Public, at).await.unwrap();
    assert_eq!(world.events().await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn members_feature_own_open_stories() {
    let world = World::new().await;
    let (ada, ben) = (world.member("ada").await, world.member("ben").await);
    let first = tell(&world, &ada, "1", Audience::Public).await;
    let second = tell(&world, &ada, "2", Audience::Unlisted).await;
    let private = tell(&world, &ada, "@ben 3", Audience::Followers).await;
    world.events().await;
    for story in [first, second, first] {
        pin::pin(&world.core, &ada, story).await.unwrap();
    }
    assert!(matches!(pin::pin(&world.core, &ada, private).await, Err(Error::Invalid(_))));
    assert!(matches!(pin::pin(&world.core, &ben, first).await, Err(Error::Invalid(_))));
    assert_eq!(pin::featured(&world.core, ada.id).await.unwrap(), [second, first]);
    assert!(show::show(&world.core, ada.id, first).await.unwrap().marks.pinned);
    assert!(!show::show(&world.core, ben.id, first).await.unwrap().marks.pinned);
    pin::unpin(&world.core, &ada, first).await.unwrap();
    pin::unpin(&world.core, &ada, first).await.unwrap();
    assert_eq!(world.events().await.len(), 3);
    let eve = world.remote("eve", "other.example").await;
    let hers = arrives(&world, note(&world, &eve, "1", "x")).await;
    pin::receive(&world.core, &eve, hers, true).await.unwrap();
    pin::receive(&world.core, &eve, second, true).await.unwrap();
    assert_eq!(pin::featured(&world.core, eve.id).await.unwrap(), [hers]);
    pin::receive(&world.core, &eve, hers, false).await.unwrap();
    assert_eq!(pin::featured(&world.core, eve.id).await.unwrap(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn quotes_are_stamped_as_the_author_allows() {
    let world = World::new().await;
    let ada = world.member("ada").await;
    let (ben, eve) = (world.remote("ben", "other.example").await, world.remote("eve", "evil.example").await);
    follow(&world, &ben, &ada).await;
    let id = tell(&world, &ada, "hi", Audience::Public).await;
    let (core, quote) = (&world.core, "https://other.example/q/1");
    let stamp = quotes::request(core, &ben, id, quote).await.unwrap().unwrap();
    assert_eq!(quotes::request(core, &ben, id, quote).await.unwrap().unwrap(), stamp);
    // Nobody takes over another's quote.
    assert_eq!(quotes::request(core, &eve, id, quote).await.unwrap(), None);
    assert_eq!(quotes::stamp(core, &stamp.slug).await.unwrap(), stamp);
    assert!(matches!(quotes::stamp(core, "x").await, Err(Error::NotFound(_))));
    for (policy, follower, stranger) in [(0, false, false), (1, true, false), (2, true, true)] {
        world.sql(&format!("UPDATE stories SET quote_policy = {policy} WHERE id = {id}")).await;
        for (who, may) in [(&ben, follower), (&eve, stranger)] {
            let quote = format!("{}/q/{policy}", who.uri);
            assert_eq!(quotes::request(core, who, id, &quote).await.unwrap().is_some(), may, "{quote}");
        }
    }
    let hidden = tell(&world, &ada, "private", Audience::Direct).await;
    assert_eq!(quotes::request(core, &ben, hidden, "https://other.example/q/2").await.unwrap(), None);
    assert!(view(&world, hidden).await.story.deleted_at.is_none());
}

/// Done, undone and done again under another id: all orders in which the three can arrive, each told twice.
#[tokio::test(flavor = "multi_thread")]
async fn an_act_done_again_survives_the_undo_of_the_first_in_every_order() {
    let world = World::new().await;
    let ada = world.member("ada").await;
    let ben = world.remote("ben", "other.example").await;
    let core = &world.core;
    for (round, order) in
        [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]].into_iter().enumerate()
    {
        let id = tell(&world, &ada, "hi", Audience::Public).await;
        let uri = |number: i32| format!("https://other.example/{round}/{number}");
        for step in order.into_iter().chain(order) {
            match step {
                1 => {
                    favourite::receive_undo(core, &ben, Some(&uri(0)), Some(id)).await.unwrap();
                    boost::receive_undo(core, &ben, Some(&format!("{}b", uri(0))), Some(id)).await.unwrap();
                }
                done => {
                    favourite::receive(core, &ben, id, &uri(done), None).await.unwrap();
                    let uri = format!("{}b", uri(done));
                    boost::receive(core, &ben, id, &uri, Audience::Public, core.now()).await.unwrap();
                }
            }
        }
        assert_eq!(favourite::uri_of(core, ben.id, id).await.unwrap(), Some(uri(2)), "{order:?}");
        let marks = show::show(core, ben.id, id).await.unwrap().marks;
        assert!(marks.favourited && marks.boosted, "{order:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_meets_the_boosts_of_those_who_blocked_them_or_are_suspended() {
    let world = World::new().await;
    let (ada, ben, cleo) = (world.member("ada").await, world.member("ben").await, world.member("cleo").await);
    let id = tell(&world, &ada, "hi", Audience::Public).await;
    let passed = boost::boost(&world.core, &ben, id, Audience::Public).await.unwrap();
    let seen = async |viewer: &Account| {
        let everything = account::Wanted::default();
        let told =
            account::account(&world.core, viewer.id, ben.id, everything, Page::first(9)).await.unwrap();
        let shown = show::show_entry(&world.core, viewer.id, passed.0).await.is_ok();
        assert_eq!(shown, !told.is_empty());
        shown
    };
    assert!(seen(&cleo).await && seen(&ada).await);
    block::block(&world.core, &ben, &cleo).await.unwrap();
    assert!(!seen(&cleo).await && seen(&ada).await);
    suspend::suspend(&world.core, &ben).await.unwrap();
    assert!(!seen(&ada).await);
}
