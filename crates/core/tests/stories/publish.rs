//! Members tell stories and reply.

use super::kit::{follow, home, named, reply, tell, view};
use crate::world::World;
use chrono::TimeDelta;
use hearth_core::Error;
use hearth_core::accounts::Handle;
use hearth_core::event::Event;
use hearth_core::ids::{AccountId, StoryId};
use hearth_core::markup::Format;
use hearth_core::stories::publish::{mentioned, publish};
use hearth_core::stories::{Audience, Draft, Outward, QuotePolicy, show};
use hearth_core::timelines::feed;

#[tokio::test(flavor = "multi_thread")]
async fn a_story_stands_as_it_was_told() {
    let world = World::new().await;
    let ada = world.member("ada").await;
    let ben = world.remote("ben", "other.example").await;
    world.events().await;
    let draft = Draft {
        title: "A <b> night".to_owned(),
        text: "Hello @ben@other.example and @nobody@other.example, #FirstStep & #firststep".to_owned(),
        summary: "fear".to_owned(),
        sensitive: true,
        audience: Some(Audience::Public),
        language: Some("en".to_owned()),
        ..Draft::plain("")
    };
    let id = publish(&world.core, &ada, draft).await.unwrap();
    assert_eq!(world.events().await, [Event::StoryPublished { story: id }]);
    let view = view(&world, id).await;
    let slug = view.story.slug.clone().unwrap();
    assert_eq!(view.story.uri, format!("https://hearth.example/users/ada/stories/{slug}"));
    assert_eq!(view.story.url, format!("https://hearth.example/@ada/{slug}"));
    assert_eq!(view.story.context_uri, Some(format!("https://hearth.example/contexts/{slug}")));
    assert_eq!(view.story.root_id, id);
    assert_eq!(view.story.quote_policy, QuotePolicy::Public);
    assert!(view.html().starts_with("<p><strong>A &lt;b&gt; night</strong></p><p>Hello "), "{}", view.html());
    assert!(view.story.content_html.contains(&ben.url));
    assert!(view.story.content_html.contains("@nobody@other.example"));
    assert_eq!(named(&view), [("ben@other.example".to_owned(), false)]);
    assert_eq!(view.tags.len(), 1);
    assert_eq!((view.tags[0].tag.as_str(), view.tags[0].name.as_str()), ("firststep", "FirstStep"));
    let entry = show::show_at(&world.core, AccountId(0), "Ada", &slug).await.unwrap();
    assert_eq!(entry.view.story.id, id);
}

#[tokio::test(flavor = "multi_thread")]
async fn markdown_keeps_its_source_and_names_those_of_this_server() {
    let world = World::new().await;
    let (ada, ben) = (world.member("ada").await, world.member("ben").await);
    let draft = Draft {
        text: "*Hi* @Ben@HEARTH.example".to_owned(),
        format: Format::Markdown,
        audience: Some(Audience::Unlisted),
        ..Draft::plain("")
    };
    let handle: Handle = "ben".parse().unwrap();
    assert_eq!(
        mentioned(&world.core, &draft).iter().map(|it| it.name.to_lowercase()).collect::<Vec<_>>(),
        [handle.name]
    );
    assert_eq!(mentioned(&world.core, &draft)[0].host, None);
    let view = view(&world, publish(&world.core, &ada, draft).await.unwrap()).await;
    assert_eq!(
        (view.story.source.as_str(), view.story.source_type.as_str()),
        ("*Hi* @Ben@HEARTH.example", "text/markdown")
    );
    assert!(view.story.content_html.contains("<em>Hi</em>"));
    assert_eq!(view.mentions[0].account.id, ben.id);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_told_is_refused() {
    let world = World::new().await;
    let ada = world.member("ada").await;
    let ben = world.remote("ben", "other.example").await;
    let blank = publish(&world.core, &ada, Draft::plain("  \n ")).await;
    assert!(matches!(blank, Err(Error::Invalid(_))), "{blank:?}");
    let long = publish(&world.core, &ada, Draft::plain(&"a".repeat(20_001))).await;
    assert!(matches!(long, Err(Error::Invalid(_))));
    assert!(matches!(publish(&world.core, &ben, Draft::plain("hi")).await, Err(Error::Forbidden(_))));
    let missing = Draft { parent: Some(StoryId(42)), ..Draft::plain("hi") };
    assert!(matches!(publish(&world.core, &ada, missing).await, Err(Error::NotFound(_))));
    assert!(world.events().await.iter().all(|event| !matches!(event, Event::StoryPublished { .. })));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_without_an_audience_goes_to_followers() {
    let world = World::new().await;
    let ada = world.member("ada").await;
    let id = publish(&world.core, &ada, Draft::plain("quietly")).await.unwrap();
    let story = view(&world, id).await;
    assert_eq!(story.story.audience, Audience::Followers);
    assert_eq!(story.story.quote_policy, QuotePolicy::Nobody);
    hearth_core::members::model::remember_audience(&world.core, ada.id, Audience::Local).await.unwrap();
    let id = publish(&world.core, &ada, Draft::plain("among us")).await.unwrap();
    let story = view(&world, id).await;
    assert_eq!(story.story.audience, Audience::Local);
    assert!(Outward::of(story).is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_belongs_to_its_thread_and_names_whom_it_answers() {
    let world = World::new().await;
    let (ada, ben) = (world.member("ada").await, world.member("ben").await);
    let root = tell(&world, &ada, "first", Audience::Public).await;
    let answer = reply(&world, &ben, root, "second", Audience::Public).await;
    let third = reply(&world, &ada, answer, "third", Audience::Public).await;
    let (root, answer, third) =
        (view(&world, root).await, view(&world, answer).await, view(&world, third).await);
    assert_eq!(answer.story.parent_uri.as_ref(), Some(&root.story.uri));
    assert_eq!(third.story.root_id, root.story.id);
    assert_eq!(third.story.context_uri, root.story.context_uri);
    assert_eq!(answer.parent_author, Some(ada.id));
    assert_eq!(named(&answer), [("ada".to_owned(), false)]);
    let own = reply(&world, &ada, root.story.id, "and another thing", Audience::Public).await;
    assert_eq!(named(&*view(&world, own).await), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_never_reaches_further_than_what_it_answers() {
    let world = World::new().await;
    let (ada, ben) = (world.member("ada").await, world.member("ben").await);
    follow(&world, &ben, &ada).await;
    use Audience::{Direct, Followers, Local, Public, Unlisted};
    let expected = [
        (Public, [Public, Unlisted, Followers, Direct, Local]),
        (Unlisted, [Unlisted, Unlisted, Followers, Direct, Local]),
        (Followers, [Followers, Followers, Followers, Direct, Direct]),
        (Direct, [Direct; 5]),
        (Local, [Local, Local, Local, Direct, Local]),
    ];
    for (outer, inner) in expected {
        let root = tell(&world, &ada, "@ben hi", outer).await;
        for (asked, given) in [Public, Unlisted, Followers, Direct, Local].into_iter().zip(inner) {
            let answer = reply(&world, &ben, root, "yes", asked).await;
            assert_eq!(view(&world, answer).await.story.audience, given, "{asked:?} under {outer:?}");
            // Whoever is answered can always read the answer.
            assert!(show::show(&world.core, ada.id, answer).await.is_ok());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_key_within_an_hour_gives_the_same_story() {
    let world = World::new().await;
    let (ada, ben) = (world.member("ada").await, world.member("ben").await);
    let draft = || Draft { idempotency_key: Some("k".to_owned()), ..Draft::plain("once") };
    let core = &world.core;
    let twice = futures::future::join_all((0..8).map(|_| publish(core, &ada, draft()))).await;
    let first = *twice[0].as_ref().unwrap();
    assert!(twice.into_iter().all(|id| id.unwrap() == first));
    assert_ne!(publish(core, &ben, draft()).await.unwrap(), first);
    world.clock.step(TimeDelta::minutes(59));
    assert_eq!(publish(core, &ada, draft()).await.unwrap(), first);
    world.clock.step(TimeDelta::minutes(2));
    assert_ne!(publish(core, &ada, draft()).await.unwrap(), first);
    // A refused draft leaves its key free.
    let bad =
        Draft { parent: Some(StoryId(1)), idempotency_key: Some("new".to_owned()), ..Draft::plain("x") };
    publish(core, &ada, bad).await.unwrap_err();
    let good = Draft { idempotency_key: Some("new".to_owned()), ..Draft::plain("x") };
    publish(core, &ada, good).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn those_whom_the_author_blocked_cannot_answer() {
    let world = World::new().await;
    let (ada, ben) = (world.member("ada").await, world.member("ben").await);
    let root = tell(&world, &ada, "hi", Audience::Public).await;
    hearth_core::restrictions::block::block(&world.core, &ada, &ben).await.unwrap();
    let draft = Draft { parent: Some(root), ..Draft::plain("hey") };
    assert!(matches!(publish(&world.core, &ben, draft).await, Err(Error::NotFound(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_name_shows_at_once_on_stories_in_memory() {
    let world = World::new().await;
    let ada = world.member("ada").await;
    let story = tell(&world, &ada, "hi", Audience::Public).await;
    feed::add_story(&world.core, story).await.unwrap();
    assert_eq!(home(&world, ada.id).await[0].view.author.display_name, "");
    let change = hearth_core::accounts::update::ProfileChange {
        display_name: Some("Ada L.".to_owned()),
        ..hearth_core::accounts::update::ProfileChange::default()
    };
    hearth_core::accounts::update::update(&world.core, &ada, change).await.unwrap();
    assert_eq!(home(&world, ada.id).await[0].view.author.display_name, "Ada L.");
}
