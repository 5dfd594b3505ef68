//! What stewards do about stories.

use super::kit::{answers, founded, joins, note, reads, tells, texts};
use crate::world::World;
use hearth_core::communities::{Joining, Visibility, ban, moderate, prompt, queries, reports, timeline};
use hearth_core::event::Event;
use hearth_core::ids::AccountId;
use hearth_core::page::Page;
use hearth_core::reports::{Told, create};
use hearth_core::stories::receive::receive;

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_story_is_read_by_its_author_and_the_stewards_alone() {
    let world = World::new().await;
    let (ada, ben) = (world.member("ada").await, world.member("ben").await);
    let cleo = world.member("cleo").await;
    let lake = founded(&world, &ada, Visibility::Public, Joining::Open).await;
    for who in [&ben, &cleo] {
        joins(&world, who, &lake).await;
    }
    let story = tells(&world, &ben, &lake, "buy this").await.unwrap();
    assert!(moderate::remove_story(&world.core, &cleo, &lake, story, "").await.is_err());
    world.events().await;
    moderate::remove_story(&world.core, &ada, &lake, story, "an advertisement").await.unwrap();
    let events = world.events().await;
    assert!(matches!(events[..], [Event::Unboosted { .. }, Event::StoryRemoved { .. }]), "{events:?}");
    moderate::remove_story(&world.core, &ada, &lake, story, "again").await.unwrap();
    assert_eq!(world.events().await, []);
    for (reader, may) in [(ada.id, true), (ben.id, true), (cleo.id, false), (AccountId(0), false)] {
        assert_eq!(reads(&world, reader, story).await, may);
    }
    assert!(texts(&world, cleo.id, &lake).await.is_empty());
    moderate::restore(&world.core, &ada, &lake, story).await.unwrap();
    let events = world.events().await;
    assert!(matches!(events[..], [Event::Boosted { .. }, Event::StoryRestored { .. }]), "{events:?}");
    assert!(reads(&world, AccountId(0), story).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_thread_takes_no_answers_from_anywhere() {
    let world = World::new().await;
    let (ada, ben) = (world.member("ada").await, world.member("ben").await);
    let cleo = world.remote("cleo", "other.example").await;
    let lake = founded(&world, &ada, Visibility::Public, Joining::Open).await;
    joins(&world, &ben, &lake).await;
    let story = tells(&world, &ben, &lake, "cold water").await.unwrap();
    let reply = answers(&world, &ben, story, "and deep").await.unwrap();
    assert!(moderate::lock(&world.core, &ada, &lake, reply, true).await.is_err());
    moderate::lock(&world.core, &ada, &lake, story, true).await.unwrap();
    assert!(answers(&world, &ben, reply, "more").await.is_err());
    answers(&world, &ada, story, "that was enough").await.unwrap();
    let uri = hearth_core::stories::show::load(&world.core, story).await.unwrap().unwrap().story.uri.clone();
    let late = receive(&world.core, note(&world, &cleo, "late", None, Some(&uri))).await.unwrap().unwrap();
    assert!(!reads(&world, AccountId(0), late).await && reads(&world, ada.id, late).await);
    moderate::lock(&world.core, &ada, &lake, story, false).await.unwrap();
    answers(&world, &ben, reply, "more").await.unwrap();
    ban::ban(&world.core, &ada, &lake, &cleo, None, "").await.unwrap();
    let again = receive(&world.core, note(&world, &cleo, "again", None, Some(&uri))).await.unwrap().unwrap();
    assert!(!reads(&world, AccountId(0), again).await, "the banned answer nobody here");
}

#[tokio::test(flavor = "multi_thread")]
async fn pins_prompts_and_reports_are_the_stewards() {
    let world = World::new().await;
    let (ada, ben) = (world.member("ada").await, world.member("ben").await);
    let lake = founded(&world, &ada, Visibility::Public, Joining::Open).await;
    joins(&world, &ben, &lake).await;
    let story = tells(&world, &ben, &lake, "cold water").await.unwrap();
    let asks = tells(&world, &ada, &lake, "Tell of a first swim").await.unwrap();
    moderate::pin(&world.core, &ada, &lake, story, true).await.unwrap();
    let pinned = timeline::pinned(&world.core, AccountId(0), lake.account.id).await.unwrap();
    assert_eq!(pinned.len(), 1);
    assert!(prompt::mark(&world.core, &ada, &lake, story, true).await.is_err(), "not her own");
    prompt::mark(&world.core, &ada, &lake, asks, true).await.unwrap();
    let prompts = timeline::prompts(&world.core, ben.id, lake.account.id, Page::first(5)).await.unwrap();
    assert_eq!(prompts.iter().map(|one| one.view.story.id).collect::<Vec<_>>(), [asks]);
    create(&world.core, &ben, &ada, &[asks], &Told { comment: "hm", forward: false, ..Told::default() })
        .await
        .unwrap();
    create(&world.core, &ben, &ada, &[], &Told { comment: "her name", forward: false, ..Told::default() })
        .await
        .unwrap();
    let open = reports::open(&world.core, &ada, &lake, 10).await.unwrap();
    assert_eq!(open.iter().map(|one| one.comment.as_str()).collect::<Vec<_>>(), ["hm"]);
    assert!(reports::open(&world.core, &ben, &lake, 10).await.is_err());
    reports::resolve(&world.core, &ada, &lake, open[0].id).await.unwrap();
    assert!(reports::open(&world.core, &ada, &lake, 10).await.unwrap().is_empty());
    moderate::remove_story(&world.core, &ada, &lake, story, "").await.unwrap();
    assert!(timeline::pinned(&world.core, ada.id, lake.account.id).await.unwrap().is_empty());
    assert!(queries::is_removed(&world.core, story).await.unwrap());
}
