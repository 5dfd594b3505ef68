//! Stories go to those who may read them, once per server, and to nobody else.

use crate::kit::{Kit, inboxes};
use hearth_core::accounts::Account;
use hearth_core::event::Event;
use hearth_core::peers::rules::{Rule, set_rule};
use hearth_core::stories::draft::Draft;
use hearth_core::stories::publish::publish;
use hearth_core::stories::{Audience, boost, delete, edit, favourite};
use hearth_federation::signatures::digest::sha256;
use hearth_federation::{Mode, Settings, outbound};

async fn ada_with_followers(kit: &Kit) -> Account {
    let ada = kit.world.member("ada").await;
    for (name, host) in [("ben", "other.example"), ("cleo", "other.example"), ("dan", "third.example")] {
        let follower = kit.world.remote(name, host).await;
        kit.followed_by(&follower, &ada).await;
    }
    ada
}

#[tokio::test(flavor = "multi_thread")]
async fn once_per_server_and_first_to_those_named() {
    let kit = Kit::new().await;
    let ada = ada_with_followers(&kit).await;
    kit.world.remote("eve", "fourth.example").await;
    kit.tell(&ada, "Rain, @dan@third.example and @eve@fourth.example", Audience::Public).await;
    let said = kit.said().await;
    assert_eq!(
        inboxes(&said),
        ["https://fourth.example/inbox", "https://other.example/inbox", "https://third.example/inbox"]
    );
    assert_eq!(said.iter().map(|waiting| waiting.priority).collect::<Vec<_>>(), [0, 1, 0]);
    for waiting in &said {
        assert!(waiting.ready && waiting.days == 7 && waiting.lane == said[0].lane);
        assert_eq!(waiting.digest, sha256(&waiting.body));
        assert_eq!(waiting.json()["object"]["type"], "Note");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_event_again_adds_nothing() {
    let kit = Kit::new().await;
    let ada = ada_with_followers(&kit).await;
    let story = kit.tell(&ada, "Rain", Audience::Public).await;
    kit.federate().await;
    let before = kit.waiting().await.len();
    outbound::federate(&kit.federation, &Event::StoryPublished { story }).await.unwrap();
    assert_eq!((before, kit.waiting().await.len()), (2, 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn narrow_stories_stay_narrow() {
    let kit = Kit::new().await;
    let ada = ada_with_followers(&kit).await;
    kit.world.remote("eve", "fourth.example").await;
    kit.tell(&ada, "For us", Audience::Followers).await;
    assert_eq!(inboxes(&kit.said().await), ["https://other.example/inbox", "https://third.example/inbox"]);
    kit.tell(&ada, "For @eve@fourth.example", Audience::Direct).await;
    let direct = kit.one().await;
    assert_eq!((direct.inbox.as_str(), direct.priority), ("https://fourth.example/inbox", 0));
    kit.tell(&ada, "For this house and @eve@fourth.example", Audience::Local).await;
    assert!(kit.said().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_reaches_nobody_is_not_kept() {
    let kit = Kit::new().await;
    let ada = kit.world.member("ada").await;
    kit.tell(&ada, "For nobody yet", Audience::Followers).await;
    kit.tell(&ada, "For this house", Audience::Local).await;
    assert!(kit.said().await.is_empty());
    assert_eq!(kit.activities().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn blocked_dead_and_closed_get_nothing() {
    let kit = Kit::new().await;
    let ada = ada_with_followers(&kit).await;
    for (name, host) in [
        ("fay", "a.blocked.example"),
        ("gus", "b.blocked.example"),
        ("hal", "dead.example"),
        ("ida", "gone.example"),
    ] {
        let follower = kit.world.remote(name, host).await;
        kit.followed_by(&follower, &ada).await;
    }
    let core = &kit.world.core;
    set_rule(core, "b.blocked.example", Some(Rule::Allowed), "").await.unwrap();
    set_rule(core, "blocked.example", Some(Rule::Blocked), "").await.unwrap();
    kit.world
        .sql(
            "UPDATE peers SET state = 2 WHERE host = 'dead.example'; \
             UPDATE inboxes SET gone_at = now() WHERE url = 'https://gone.example/inbox'",
        )
        .await;
    kit.tell(&ada, "Rain", Audience::Public).await;
    assert_eq!(
        inboxes(&kit.said().await),
        ["https://b.blocked.example/inbox", "https://other.example/inbox", "https://third.example/inbox"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn with_an_allow_list_only_those_on_it() {
    let kit = Kit::with(Settings { mode: Mode::AllowList, ..Settings::for_testing() }).await;
    let ada = ada_with_followers(&kit).await;
    set_rule(&kit.world.core, "third.example", Some(Rule::Allowed), "").await.unwrap();
    kit.tell(&ada, "Rain", Audience::Public).await;
    assert_eq!(kit.one().await.inbox, "https://third.example/inbox");
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_the_author_blocked_is_not_told() {
    let kit = Kit::new().await;
    let ada = kit.world.member("ada").await;
    let ben = kit.world.remote("ben", "other.example").await;
    hearth_core::restrictions::block::block(&kit.world.core, &ada, &ben).await.unwrap();
    kit.said().await;
    kit.tell(&ada, "About @ben@other.example", Audience::Direct).await;
    assert!(kit.said().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn edits_follow_the_story_and_deletions_overtake_what_waits() {
    let kit = Kit::new().await;
    let ada = ada_with_followers(&kit).await;
    let eve = kit.world.remote("eve", "fourth.example").await;
    let story = kit.tell(&ada, "Rain, @eve@fourth.example", Audience::Public).await;
    let lane = kit.said().await[0].lane;
    kit.later();
    let draft = Draft::plain("Sun");
    edit::edit(&kit.world.core, &ada, story, draft).await.unwrap();
    kit.federate().await;
    let edited = kit.waiting().await;
    assert!(inboxes(&edited).contains(&"https://fourth.example/inbox"), "{eve:?} had it");
    for waiting in &edited {
        assert_eq!((waiting.kind().as_str(), waiting.priority, waiting.lane), ("Update", 1, lane));
        assert!(waiting.json()["object"]["updated"].is_string());
    }
    delete::delete(&kit.world.core, &ada, story).await.unwrap();
    kit.federate().await;
    let deleted = kit.waiting().await;
    assert_eq!(deleted.len(), 3, "the edit that waited went with the story");
    for waiting in &deleted {
        assert_eq!((waiting.kind().as_str(), waiting.lane, waiting.days), ("Delete", lane, 14));
        assert_eq!(waiting.json()["object"]["type"], "Tombstone");
        assert!(!String::from_utf8(waiting.body.clone()).unwrap().contains("Sun"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_title_is_no_vote() {
    let kit = Kit::new().await;
    let ada = ada_with_followers(&kit).await;
    kit.world.sql("UPDATE peers SET software = 'snac' WHERE host = 'third.example'").await;
    kit.later();
    let draft =
        Draft { audience: Some(Audience::Public), title: "Weather".to_owned(), ..Draft::plain("Rain") };
    publish(&kit.world.core, &ada, draft).await.unwrap();
    let said = kit.said().await;
    assert_eq!(inboxes(&said), ["https://other.example/inbox", "https://third.example/inbox"]);
    let (other, snac) = (said[0].json(), said[1].json());
    assert_eq!(other["object"]["name"], "Weather");
    assert!(snac["object"].get("name").is_none() && snac["id"] == other["id"]);
    assert_eq!(snac["object"]["content"], "<p><strong>Weather</strong></p><p>Rain</p>");
    assert!(said.iter().all(|waiting| waiting.ready && waiting.digest == sha256(&waiting.body)));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_passed_it_on_or_liked_it_hears_of_its_edits_and_its_end() {
    let kit = Kit::new().await;
    let ada = kit.world.member("ada").await;
    let (ben, cleo) =
        (kit.world.remote("ben", "other.example").await, kit.world.remote("cleo", "third.example").await);
    let story = kit.tell(&ada, "Rain", Audience::Public).await;
    kit.said().await;
    let (core, now) = (&kit.world.core, kit.world.core.now());
    boost::receive(core, &ben, story, "https://other.example/boosts/1", Audience::Public, now).await.unwrap();
    favourite::receive(core, &cleo, story, "https://third.example/likes/1", None).await.unwrap();
    assert!(kit.said().await.is_empty());
    kit.later();
    edit::edit(core, &ada, story, Draft::plain("Sun")).await.unwrap();
    assert_eq!(inboxes(&kit.said().await), ["https://other.example/inbox", "https://third.example/inbox"]);
    // A server that the author has blocked since may not read what is new, and hears of its end nonetheless.
    hearth_core::restrictions::block_host::block_host(core, &ada, "third.example").await.unwrap();
    kit.said().await;
    kit.later();
    edit::edit(core, &ada, story, Draft::plain("Wind")).await.unwrap();
    assert_eq!(inboxes(&kit.said().await), ["https://other.example/inbox"]);
    delete::delete(core, &ada, story).await.unwrap();
    assert_eq!(inboxes(&kit.said().await), ["https://other.example/inbox", "https://third.example/inbox"]);
}
