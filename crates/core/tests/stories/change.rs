//! Stories are edited, keep their history, and are deleted.

use super::kit::{arrives, follow, home, later, note, reply, tell, view};
use crate::world::World;
use chrono::TimeDelta;
use hearth_core::Error;
use hearth_core::event::Event;
use hearth_core::ids::AccountId;
use hearth_core::stories::edit::{edit, receive_edit};
use hearth_core::stories::history::history;
use hearth_core::stories::{
    Audience, Draft, RemoteStory, boost, context, delete, favourite, pin, queries, quotes, show,
};
use hearth_core::timelines::feed;

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_replaces_the_words_and_keeps_the_old_ones() {
    let world = World::new().await;
    let (ada, ben, cleo) = (world.member("ada").await, world.member("ben").await, world.member("cleo").await);
    let id = tell(&world, &ada, "@ben one #old", Audience::Followers).await;
    // As it is in memory before.
    assert!(show::show(&world.core, ada.id, id).await.unwrap().view.story.edited_at.is_none());
    world.events().await;
    let draft =
        Draft { title: "Two".to_owned(), audience: Some(Audience::Public), ..Draft::plain("@cleo two #new") };
    edit(&world.core, &ada, id, draft.clone()).await.unwrap();
    assert_eq!(world.events().await, [Event::StoryEdited { story: id }]);
    let shown = show::show(&world.core, ben.id, id).await.unwrap().view;
    assert_eq!(shown.story.title, "Two");
    assert_eq!(shown.story.source, "@cleo two #new");
    assert_eq!(shown.story.audience, Audience::Followers);
    assert_eq!(shown.tags.iter().map(|tag| tag.tag.as_str()).collect::<Vec<_>>(), ["new"]);
    let mut named: Vec<AccountId> = shown.mentions.iter().map(|mention| mention.account.id).collect();
    named.sort_unstable();
    assert_eq!(named, [ben.id, cleo.id]);
    // Newer than before, though the clock stands still.
    assert!(shown.story.edited_at.unwrap() > shown.story.published_at);
    let versions = history(&world.core, cleo.id, id).await.unwrap();
    assert_eq!(versions.len(), 2);
    assert!(versions[0].content_html.contains("one"));
    assert_eq!((versions[0].at, versions[1].at), (shown.story.published_at, shown.story.edited_at.unwrap()));
    assert!(versions[1].html().starts_with("<p><strong>Two</strong></p>"));
    // The same again is no edit.
    edit(&world.core, &ada, id, draft).await.unwrap();
    assert_eq!(world.events().await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_edits_or_deletes_what_others_told() {
    let world = World::new().await;
    let (ada, ben) = (world.member("ada").await, world.member("ben").await);
    let remote = world.remote("eve", "other.example").await;
    let id = tell(&world, &ada, "mine", Audience::Public).await;
    let theirs = arrives(&world, note(&world, &remote, "1", "hers")).await;
    assert!(matches!(edit(&world.core, &ben, id, Draft::plain("x")).await, Err(Error::NotFound(_))));
    assert!(matches!(delete::delete(&world.core, &ben, id).await, Err(Error::NotFound(_))));
    assert!(matches!(edit(&world.core, &remote, theirs, Draft::plain("x")).await, Err(Error::Forbidden(_))));
    assert!(matches!(delete::delete(&world.core, &remote, theirs).await, Err(Error::NotFound(_))));
    assert!(matches!(edit(&world.core, &ada, id, Draft::plain(" ")).await, Err(Error::Invalid(_))));
    assert_eq!(view(&world, id).await.story.source, "mine");
    assert_eq!(view(&world, theirs).await.story.content_html, "<p>hers</p>");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_or_undated_change_from_elsewhere_has_no_effect() {
    let world = World::new().await;
    let ben = world.remote("ben", "other.example").await;
    let id = arrives(&world, note(&world, &ben, "1", "one")).await;
    world.events().await;
    let at = |seconds| Some(world.core.now() + TimeDelta::seconds(seconds));
    let version = |text: &str, edited_at| RemoteStory { edited_at, ..note(&world, &ben, "1", text) };
    receive_edit(&world.core, version("undated", None)).await.unwrap();
    receive_edit(&world.core, version("three", at(3))).await.unwrap();
    receive_edit(&world.core, version("two", at(2))).await.unwrap();
    receive_edit(&world.core, version("three again", at(3))).await.unwrap();
    assert_eq!(view(&world, id).await.story.content_html, "<p>three</p>");
    assert_eq!(world.events().await, [Event::StoryEditReceived { story: id }]);
    assert_eq!(history(&world.core, AccountId(0), id).await.unwrap().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_story_leaves_nothing_but_its_place() {
    let world = World::new().await;
    let (ada, ben) = (world.member("ada").await, world.member("ben").await);
    let remote = world.remote("eve", "other.example").await;
    follow(&world, &ben, &ada).await;
    let root = tell(&world, &ada, "root", Audience::Public).await;
    let id = reply(&world, &ada, root, "@ben #tag private thing", Audience::Public).await;
    let below = reply(&world, &ben, id, "answer", Audience::Public).await;
    edit(&world.core, &ada, id, Draft::plain("@ben #tag other thing")).await.unwrap();
    favourite::favourite(&world.core, &ben, id).await.unwrap();
    let passed = boost::boost(&world.core, &ben, id, Audience::Public).await.unwrap();
    pin::pin(&world.core, &ada, id).await.unwrap();
    quotes::request(&world.core, &remote, id, "https://other.example/q/1").await.unwrap().unwrap();
    feed::add_story(&world.core, id).await.unwrap();
    assert!(home(&world, ben.id).await.iter().any(|entry| entry.view.story.id == id));
    world.sql(&format!(
        "INSERT INTO notifications (id, account_id, kind, from_id, story_id, created_at) VALUES (1, {}, 0, {}, {id}, now())",
        ben.id, ada.id
    ))
    .await;
    let slug = view(&world, id).await.story.slug.clone().unwrap();
    world.events().await;
    delete::delete(&world.core, &ada, id).await.unwrap();
    assert_eq!(world.events().await, [Event::StoryDeleted { story: id, holders: Vec::new() }]);
    let left = view(&world, id).await;
    assert!(left.story.deleted_at.is_some());
    assert_eq!((left.story.content_html.as_str(), left.story.source.as_str()), ("", ""));
    assert!(left.tags.is_empty());
    // Those who were told must be told of the end.
    assert_eq!(left.mentions.len(), 1);
    let core = &world.core;
    let gone =
        |answer: hearth_core::Result<()>| assert!(matches!(answer, Err(Error::NotFound(_))), "{answer:?}");
    gone(show::show(core, ada.id, id).await.map(drop));
    gone(show::show_entry(core, ada.id, id.0).await.map(drop));
    gone(history(core, ada.id, id).await.map(drop));
    gone(context::context(core, ada.id, id).await.map(drop));
    gone(favourite::favourite(core, &ben, id).await);
    gone(boost::boost(core, &ada, id, Audience::Public).await.map(drop));
    gone(pin::pin(core, &ada, id).await);
    gone(edit(core, &ada, id, Draft::plain("back")).await);
    let answer = Draft { parent: Some(id), ..Draft::plain("too late") };
    gone(hearth_core::stories::publish::publish(core, &ben, answer).await.map(drop));
    assert_eq!(quotes::request(core, &remote, id, "https://other.example/q/2").await.unwrap(), None);
    assert!(matches!(show::show_at(&world.core, ada.id, "ada", &slug).await, Err(Error::Gone(_))));
    assert!(matches!(boost::by_id(&world.core, passed).await, Err(Error::NotFound(_))));
    assert!(matches!(delete::delete(&world.core, &ada, id).await, Err(Error::NotFound(_))));
    assert!(!home(&world, ben.id).await.iter().any(|entry| entry.view.story.id == id));
    assert_eq!(queries::by_uri(&world.core, &left.story.uri).await.unwrap(), None);
    // The thread holds together over the gap.
    let around = context::context(&world.core, ben.id, root).await.unwrap();
    assert_eq!(super::kit::stories(&around.descendants), [below]);
    assert_eq!(
        super::kit::stories(&context::context(&world.core, ben.id, below).await.unwrap().ancestors),
        [root]
    );
    for table in
        ["story_edits", "favourites", "boosts", "pins", "notifications", "feed", "story_tags", "quote_stamps"]
    {
        world.sql(&format!("DO $$ BEGIN ASSERT NOT EXISTS (SELECT 1 FROM {table} WHERE story_id = {id}), '{table}'; END $$"))
            .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_story_that_was_private_is_not_known_to_have_been() {
    let world = World::new().await;
    let ada = world.member("ada").await;
    let id = tell(&world, &ada, "private", Audience::Followers).await;
    let slug = view(&world, id).await.story.slug.clone().unwrap();
    delete::delete(&world.core, &ada, id).await.unwrap();
    assert!(matches!(show::show_at(&world.core, AccountId(0), "ada", &slug).await, Err(Error::NotFound(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_server_deletes_is_gone_here_too() {
    let world = World::new().await;
    let ben = world.remote("ben", "other.example").await;
    let id = arrives(&world, note(&world, &ben, "1", "hi")).await;
    world.events().await;
    later(&world);
    for _ in 0..2 {
        delete::receive_deletion(&world.core, &ben, "https://other.example/notes/1").await.unwrap();
    }
    assert_eq!(world.events().await, [Event::StoryDeletionReceived { story: id }]);
    assert!(view(&world, id).await.story.deleted_at.is_some());
}
