//! Stories told in a community, here and from elsewhere, and who reads them.

use super::kit::{answers, founded, joins, note, reads, tells, texts};
use crate::world::World;
use hearth_core::accounts::AccountKind;
use hearth_core::accounts::receive::receive as receive_account;
use hearth_core::communities::{Joining, Visibility, join, queries};
use hearth_core::event::Event;
use hearth_core::follows::request;
use hearth_core::ids::AccountId;
use hearth_core::page::Page;
use hearth_core::stories::publish::publish;
use hearth_core::stories::receive::receive;
use hearth_core::stories::{Audience, Draft, RemoteStory, show};
use hearth_core::timelines::{feed, home};

#[tokio::test(flavor = "multi_thread")]
async fn a_community_passes_its_stories_on_once_and_its_replies_never() {
    let world = World::new().await;
    let (ada, ben) = (world.member("ada").await, world.member("ben").await);
    let lake = founded(&world, &ada, Visibility::Public, Joining::Open).await;
    let stranger = tells(&world, &ben, &lake, "hi").await;
    assert!(stranger.is_err(), "whoever is not in does not speak in it");
    joins(&world, &ben, &lake).await;
    world.events().await;
    let story = tells(&world, &ben, &lake, "cold water").await.unwrap();
    let events = world.events().await;
    let [Event::StoryPublished { story: told }, Event::Boosted { boost }] = events[..] else {
        panic!("{events:?}");
    };
    assert_eq!(told, story);
    feed::add_boost(&world.core, boost).await.unwrap();
    let entries = home::home(&world.core, ada.id, Page::first(5)).await.unwrap();
    assert_eq!(entries[0].boost.as_ref().unwrap().booster.name, "lake");
    let reply = answers(&world, &ada, story, "how cold?").await.unwrap();
    assert_eq!(world.events().await, [Event::StoryPublished { story: reply }]);
    assert_eq!(queries::of_story(&world.core, reply).await.unwrap(), Some(lake.account.id));
    assert_eq!(texts(&world, AccountId(0), &lake).await, ["cold water"]);
    let view = show::load(&world.core, reply).await.unwrap().unwrap();
    assert_eq!(view.story.audience, Audience::Public);
    assert_eq!(view.community.as_ref().unwrap().id, lake.account.id);
    // What is meant for one alone is not told in the community.
    let draft =
        Draft { parent: Some(story), audience: Some(Audience::Direct), ..Draft::plain("only for you") };
    let aside = publish(&world.core, &ada, draft).await.unwrap();
    assert_eq!(queries::of_story(&world.core, aside).await.unwrap(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_members_say_among_themselves_nobody_else_reads() {
    for visibility in [Visibility::Members, Visibility::Invite] {
        let world = World::new().await;
        let (ada, ben) = (world.member("ada").await, world.member("ben").await);
        let (zoe, cleo) = (world.member("zoe").await, world.remote("cleo", "other.example").await);
        let lake = founded(&world, &ada, visibility, Joining::Request).await;
        hearth_core::communities::invite::by_name(&world.core, &ada, &lake, &ben).await.unwrap();
        joins(&world, &ben, &lake).await;
        // Naming somebody does not let them in, and asking for a wider audience does not widen it.
        let draft = Draft {
            community: Some(lake.account.id),
            audience: Some(Audience::Public),
            ..Draft::plain("a secret, @zoe and @cleo@other.example")
        };
        let story = publish(&world.core, &ben, draft).await.unwrap();
        let reply = Draft { audience: Some(Audience::Public), parent: Some(story), ..Draft::plain("thanks") };
        let reply = publish(&world.core, &ada, reply).await.unwrap();
        for id in [story, reply] {
            for (reader, may) in [(ada.id, true), (ben.id, true)] {
                assert_eq!(reads(&world, reader, id).await, may, "{visibility:?}");
            }
            for reader in [zoe.id, cleo.id, AccountId(0)] {
                assert!(!reads(&world, reader, id).await, "{visibility:?} leaks");
            }
        }
        assert!(texts(&world, zoe.id, &lake).await.is_empty());
        assert_eq!(texts(&world, ada.id, &lake).await.len(), 1);
        join::leave(&world.core, &ben, &lake).await.unwrap();
        assert!(reads(&world, ben.id, story).await, "one's own words stay one's own");
        assert!(!reads(&world, ben.id, reply).await, "leaving ends reading");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_for_this_server_never_leaves_it() {
    let world = World::new().await;
    let (ada, zoe) = (world.member("ada").await, world.member("zoe").await);
    let cleo = world.remote("cleo", "other.example").await;
    let lake = founded(&world, &ada, Visibility::Server, Joining::Open).await;
    let uri = "https://other.example/f/1";
    request::receive_request(&world.core, &cleo, &lake.account, uri).await.unwrap();
    assert!(queries::member(&world.core, lake.account.id, cleo.id).await.unwrap().is_none());
    let story = tells(&world, &ada, &lake, "for us").await.unwrap();
    assert!(reads(&world, zoe.id, story).await);
    assert!(!reads(&world, cleo.id, story).await && !reads(&world, AccountId(0), story).await);
    let view = show::load(&world.core, story).await.unwrap().unwrap();
    assert!(hearth_core::stories::Outward::of(view).is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn stories_and_answers_from_elsewhere_find_their_community() {
    let world = World::new().await;
    let ada = world.member("ada").await;
    let (ben, cleo) = (world.remote("ben", "a.example").await, world.remote("cleo", "b.example").await);
    let lake = founded(&world, &ada, Visibility::Public, Joining::Open).await;
    world.events().await;
    let here = Some(lake.account.id);
    let story = receive(&world.core, note(&world, &ben, "s", here, None)).await.unwrap().unwrap();
    let events = world.events().await;
    assert!(matches!(events[..], [Event::StoryReceived { .. }, Event::Boosted { .. }]), "{events:?}");
    assert_eq!(texts(&world, AccountId(0), &lake).await, ["s"]);
    // An answer that does not name the community belongs to it all the same, even when it comes before what it answers.
    let uri = |host: &str, slug: &str| format!("https://{host}/notes/{slug}");
    let deep = note(&world, &cleo, "deep", None, Some(&uri("b.example", "reply")));
    let deep = receive(&world.core, deep).await.unwrap().unwrap();
    let reply = note(&world, &cleo, "reply", None, Some(&uri("a.example", "s")));
    let reply = receive(&world.core, reply).await.unwrap().unwrap();
    for id in [story, reply, deep] {
        assert_eq!(queries::of_story(&world.core, id).await.unwrap(), here);
    }
    assert_eq!(texts(&world, AccountId(0), &lake).await, ["s"], "replies are no stories of their own");
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_a_community_does_not_know_does_not_speak_in_it_unless_it_is_open() {
    let world = World::new().await;
    let ada = world.member("ada").await;
    let ben = world.remote("ben", "a.example").await;
    let lake = founded(&world, &ada, Visibility::Public, Joining::Request).await;
    let here = Some(lake.account.id);
    let id = receive(&world.core, note(&world, &ben, "one", here, None)).await.unwrap().unwrap();
    assert_eq!(queries::of_story(&world.core, id).await.unwrap(), None);
    request::receive_request(&world.core, &ben, &lake.account, "https://a.example/f/1").await.unwrap();
    hearth_core::communities::requests::let_in(&world.core, &ada, &lake, &ben).await.unwrap();
    let id = receive(&world.core, note(&world, &ben, "two", here, None)).await.unwrap().unwrap();
    assert_eq!(queries::of_story(&world.core, id).await.unwrap(), here);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_elsewhere_speaks_to_members_by_addressing_the_community() {
    let world = World::new().await;
    let (ada, zoe) = (world.member("ada").await, world.member("zoe").await);
    let ben = world.remote("ben", "a.example").await;
    let lake = founded(&world, &ada, Visibility::Members, Joining::Open).await;
    let here = Some(lake.account.id);
    let letter = |slug: &str| RemoteStory {
        audience: Audience::Direct,
        mentions: vec![(lake.account.id, true)],
        ..note(&world, &ben, slug, here, None)
    };
    let before = receive(&world.core, letter("before")).await.unwrap().unwrap();
    assert!(!reads(&world, ada.id, before).await, "a stranger's letter is no story of the community");
    request::receive_request(&world.core, &ben, &lake.account, "https://a.example/f/1").await.unwrap();
    let story = receive(&world.core, letter("after")).await.unwrap().unwrap();
    assert!(reads(&world, ada.id, story).await && !reads(&world, zoe.id, story).await);
    let open = receive(&world.core, note(&world, &ben, "open", here, None)).await.unwrap().unwrap();
    assert_eq!(queries::of_story(&world.core, open).await.unwrap(), None, "what all read is not passed on");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_speaks_in_a_community_elsewhere() {
    let world = World::new().await;
    let ada = world.member("ada").await;
    let mut group = crate::world::remote("books", "forum.example");
    group.kind = AccountKind::Group;
    let books = receive_account(&world.core, group).await.unwrap();
    world.events().await;
    let draft = Draft { community: Some(books.id), title: "A book".to_owned(), ..Draft::plain("read it") };
    let story = publish(&world.core, &ada, draft).await.unwrap();
    assert_eq!(world.events().await, [Event::StoryPublished { story }], "it is theirs to pass on");
    let view = show::load(&world.core, story).await.unwrap().unwrap();
    assert_eq!(view.story.audience, Audience::Public);
    assert_eq!(view.community.as_ref().unwrap().id, books.id);
    // An app that knows no communities names one.
    let draft = Draft { audience: Some(Audience::Public), ..Draft::plain("@books@forum.example and this?") };
    let story = publish(&world.core, &ada, draft).await.unwrap();
    assert_eq!(queries::of_story(&world.core, story).await.unwrap(), Some(books.id));
    let ben = world.member("ben").await;
    let draft = Draft { community: Some(ben.id), ..Draft::plain("hm") };
    assert!(publish(&world.core, &ada, draft).await.is_err(), "a person is no community");
}
