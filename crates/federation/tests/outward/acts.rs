//! Likes, boosts, follows, blocks, pins and reports across servers.

use crate::kit::{Kit, Waiting, inboxes};
use crate::world::World;
use hearth_core::accounts::Account;
use hearth_core::follows::request::Wishes;
use hearth_core::follows::{accept, reject, request, undo};
use hearth_core::ids::StoryId;
use hearth_core::reports::Told;
use hearth_core::restrictions::block;
use hearth_core::stories::RemoteStory;
use hearth_core::stories::{Audience, boost, favourite, pin, receive};
use hearth_core::{reports, stories};

const BEN: &str = "https://other.example/inbox";

async fn bens_story(world: &World, ben: &Account, audience: Audience) -> StoryId {
    let mut remote: RemoteStory = crate::kit::note(world, ben);
    remote.audience = audience;
    receive::receive(&world.core, remote).await.unwrap().unwrap()
}

fn check(waiting: &Waiting, kind: &str, object: &str) {
    assert_eq!(waiting.kind(), kind);
    let json = waiting.json();
    let told = match &json["object"] {
        serde_json::Value::String(id) => id.clone(),
        embedded => embedded["type"].as_str().unwrap().to_owned(),
    };
    assert_eq!(told, object, "{json}");
    assert!(json["@context"].is_string() || json["@context"].is_array());
}

#[tokio::test(flavor = "multi_thread")]
async fn likes_go_to_the_author_alone() {
    let kit = Kit::new().await;
    let (ada, ben) = (kit.world.member("ada").await, kit.world.remote("ben", "other.example").await);
    let cleo = kit.world.remote("cleo", "third.example").await;
    kit.followed_by(&cleo, &ada).await;
    let story = bens_story(&kit.world, &ben, Audience::Public).await;
    favourite::favourite(&kit.world.core, &ada, story).await.unwrap();
    let like = kit.one().await;
    check(&like, "Like", "https://other.example/notes/1");
    assert_eq!((like.inbox.as_str(), like.priority, like.days), (BEN, 2, 1));
    favourite::unfavourite(&kit.world.core, &ada, story).await.unwrap();
    let undo = kit.one().await;
    check(&undo, "Undo", "Like");
    assert_eq!(undo.json()["object"]["id"], like.json()["id"]);
    assert_eq!((undo.lane, undo.days), (like.lane, 14));
}

#[tokio::test(flavor = "multi_thread")]
async fn likes_among_ourselves_stay_here() {
    let kit = Kit::new().await;
    let (ada, cleo) = (kit.world.member("ada").await, kit.world.member("cleo").await);
    let story = kit.tell(&cleo, "Rain", Audience::Public).await;
    kit.said().await;
    favourite::favourite(&kit.world.core, &ada, story).await.unwrap();
    assert!(kit.said().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn boosts_go_to_followers_and_the_author() {
    let kit = Kit::new().await;
    let (ada, ben) = (kit.world.member("ada").await, kit.world.remote("ben", "other.example").await);
    let cleo = kit.world.remote("cleo", "third.example").await;
    kit.followed_by(&cleo, &ada).await;
    let story = bens_story(&kit.world, &ben, Audience::Public).await;
    boost::boost(&kit.world.core, &ada, story, Audience::Public).await.unwrap();
    let said = kit.said().await;
    assert_eq!(inboxes(&said), [BEN, "https://third.example/inbox"]);
    check(&said[0], "Announce", "https://other.example/notes/1");
    boost::unboost(&kit.world.core, &ada, story).await.unwrap();
    let undone = kit.said().await;
    assert_eq!(inboxes(&undone), [BEN, "https://third.example/inbox"]);
    check(&undone[0], "Undo", "Announce");
    assert_eq!(undone[0].json()["object"]["id"], said[0].json()["id"]);
    boost::boost(&kit.world.core, &ada, story, Audience::Public).await.unwrap();
    let again = kit.said().await;
    assert_ne!(again[0].json()["id"], said[0].json()["id"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn follows_are_asked_for_and_ended() {
    let kit = Kit::new().await;
    let (ada, ben) = (kit.world.member("ada").await, kit.world.remote("ben", "other.example").await);
    request::request(&kit.world.core, &ada, &ben, Wishes::default()).await.unwrap();
    let follow = kit.one().await;
    check(&follow, "Follow", &ben.uri);
    assert_eq!((follow.inbox.as_str(), follow.priority), (BEN, 0));
    undo::undo(&kit.world.core, &ada, &ben).await.unwrap();
    let undone = kit.one().await;
    check(&undone, "Undo", "Follow");
    assert_eq!(undone.json()["object"]["id"], follow.json()["id"]);
    assert_eq!(undone.lane, follow.lane);
}

#[tokio::test(flavor = "multi_thread")]
async fn open_doors_answer_at_once_and_again() {
    let kit = Kit::new().await;
    let (ada, ben) = (kit.world.member("ada").await, kit.world.remote("ben", "other.example").await);
    let asks = async |uri: &str| request::receive_request(&kit.world.core, &ben, &ada, uri).await.unwrap();
    asks("https://other.example/follows/1").await;
    let first = kit.one().await;
    check(&first, "Accept", "Follow");
    assert_eq!(first.json()["object"]["id"], "https://other.example/follows/1");
    assert_eq!(first.json()["object"]["actor"], ben.uri);
    asks("https://other.example/follows/2").await;
    let second = kit.one().await;
    assert_eq!(second.json()["object"]["id"], "https://other.example/follows/2");
    assert_ne!(first.json()["id"], second.json()["id"]);
    // The same once more: our answer was lost.
    kit.later();
    asks("https://other.example/follows/2").await;
    let third = kit.one().await;
    check(&third, "Accept", "Follow");
    assert_eq!(third.json()["object"]["id"], "https://other.example/follows/2");
    assert_ne!(second.json()["id"], third.json()["id"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_follow_that_waits_is_asked_for_again_and_one_that_holds_is_not() {
    let kit = Kit::new().await;
    let (ada, ben) = (kit.world.member("ada").await, kit.world.remote("ben", "other.example").await);
    let ask = async || request::request(&kit.world.core, &ada, &ben, Wishes::default()).await.unwrap();
    ask().await;
    let first = kit.one().await;
    ask().await;
    let second = kit.one().await;
    check(&second, "Follow", &ben.uri);
    assert_ne!(first.json()["id"], second.json()["id"], "servers drop ids they know");
    accept::receive_accept(&kit.world.core, &ben, &ada).await.unwrap();
    ask().await;
    assert!(kit.said().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn closed_doors_answer_when_somebody_does() {
    let kit = Kit::new().await;
    let (ada, ben) = (kit.world.member("ada").await, kit.world.remote("ben", "other.example").await);
    kit.world.sql("UPDATE accounts SET locked = true WHERE name = 'ada'").await;
    kit.world.core.accounts.forget(ada.id);
    let ada = Account { locked: true, ..ada };
    request::receive_request(&kit.world.core, &ben, &ada, "https://other.example/follows/1").await.unwrap();
    assert!(kit.said().await.is_empty());
    accept::accept(&kit.world.core, &ada, &ben).await.unwrap();
    check(&kit.one().await, "Accept", "Follow");
    reject::reject(&kit.world.core, &ada, &ben).await.unwrap();
    let rejected = kit.one().await;
    check(&rejected, "Reject", "Follow");
    assert_eq!(rejected.json()["object"]["id"], "https://other.example/follows/1");
}

#[tokio::test(flavor = "multi_thread")]
async fn blocks_reach_whoever_is_blocked() {
    let kit = Kit::new().await;
    let (ada, ben) = (kit.world.member("ada").await, kit.world.remote("ben", "other.example").await);
    block::block(&kit.world.core, &ada, &ben).await.unwrap();
    let blocked = kit.one().await;
    check(&blocked, "Block", &ben.uri);
    block::unblock(&kit.world.core, &ada, &ben).await.unwrap();
    let undone = kit.one().await;
    check(&undone, "Undo", "Block");
    assert_eq!(undone.json()["object"]["id"], blocked.json()["id"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn pins_can_come_and_go_and_come() {
    let kit = Kit::new().await;
    let (ada, ben) = (kit.world.member("ada").await, kit.world.remote("ben", "other.example").await);
    kit.followed_by(&ben, &ada).await;
    let story = kit.tell(&ada, "Rain", Audience::Public).await;
    kit.said().await;
    let uri = kit.view(story).await.story.uri.clone();
    for expected in ["Add", "Remove", "Add"] {
        match expected {
            "Add" => pin::pin(&kit.world.core, &ada, story).await.unwrap(),
            _ => pin::unpin(&kit.world.core, &ada, story).await.unwrap(),
        }
        let said = kit.one().await;
        check(&said, expected, &uri);
        assert_eq!(said.json()["target"], "https://hearth.example/users/ada/collections/featured");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn reports_are_told_in_the_name_of_the_server() {
    let kit = Kit::new().await;
    let (ada, ben) = (kit.world.member("ada").await, kit.world.remote("ben", "other.example").await);
    let story = bens_story(&kit.world, &ben, Audience::Public).await;
    reports::create(&kit.world.core, &ada, &ben, &[story], &Told { comment: "spam", ..Told::default() })
        .await
        .unwrap();
    assert!(kit.said().await.is_empty());
    reports::create(
        &kit.world.core,
        &ada,
        &ben,
        &[story],
        &Told { comment: "spam", forward: true, ..Told::default() },
    )
    .await
    .unwrap();
    let flag = kit.one().await;
    let json = flag.json();
    assert_eq!(
        (json["type"].as_str(), json["actor"].as_str()),
        (Some("Flag"), Some("https://hearth.example/actor"))
    );
    assert_eq!(json["object"], serde_json::json!([ben.uri, "https://other.example/notes/1"]));
    assert!(!json.to_string().contains("ada"));
}

#[tokio::test(flavor = "multi_thread")]
async fn quotes_are_answered() {
    use hearth_federation::outbound::quotes::{Decided, answer};
    let kit = Kit::new().await;
    let (ada, ben) = (kit.world.member("ada").await, kit.world.remote("ben", "other.example").await);
    let story = kit.tell(&ada, "Rain", Audience::Public).await;
    kit.said().await;
    let quote_uri = "https://other.example/notes/6";
    let stamp = stories::quotes::request(&kit.world.core, &ben, story, quote_uri).await.unwrap();
    let stamp = stamp.expect("open stories may be quoted");
    let decided = Decided {
        request_uri: "https://other.example/requests/1",
        quoter: &ben,
        story,
        quote_uri,
        stamp: Some(&stamp),
    };
    answer(&kit.federation, decided).await.unwrap();
    let said = kit.one().await;
    check(&said, "Accept", "QuoteRequest");
    assert_eq!(said.json()["result"], format!("https://hearth.example/stamps/{}", stamp.slug));
    let refused = Decided { request_uri: "https://other.example/requests/2", stamp: None, ..decided };
    answer(&kit.federation, refused).await.unwrap();
    check(&kit.one().await, "Reject", "QuoteRequest");
}
