//! Stories of other servers arrive: once, in any order, with or without their parents.

use super::kit::{arrives, later, named, note, view};
use crate::world::World;
use chrono::TimeDelta;
use hearth_core::accounts::Account;
use hearth_core::event::Event;
use hearth_core::ids::StoryId;
use hearth_core::stories::RemoteAttachment;
use hearth_core::stories::delete::receive_deletion;
use hearth_core::stories::edit::receive_edit;
use hearth_core::stories::receive::receive;
use hearth_core::stories::{RemoteStory, queries};

#[tokio::test(flavor = "multi_thread")]
async fn a_story_is_stored_once_cleaned_and_complete() {
    let world = World::new().await;
    let ben = world.remote("ben", "other.example").await;
    let ada = world.member("ada").await;
    world.events().await;
    let story = RemoteStory {
        title: "Title & more".to_owned(),
        content_html: "<p><strong>Title &amp; more</strong></p><p>Body<script>x()</script></p>".to_owned(),
        summary: "<i>notes</i>".to_owned(),
        url: "javascript:x()".to_owned(),
        tags: vec!["One".to_owned(), "one".to_owned(), "#Two".to_owned()],
        mentions: vec![(ada.id, true), (ada.id, false)],
        attachments: vec![attachment("https://other.example/a.jpg"), attachment("data:x")],
        published_at: world.core.now() + TimeDelta::hours(3),
        ..note(&world, &ben, "1", "")
    };
    let id = arrives(&world, story.clone()).await;
    assert_eq!(world.events().await, [Event::StoryReceived { story: id }]);
    let stored = view(&world, id).await;
    assert_eq!(stored.story.content_html, "<p>Body</p>");
    assert_eq!(stored.html(), "<p><strong>Title &amp; more</strong></p><p>Body</p>");
    assert_eq!(stored.story.summary, "notes");
    assert_eq!(stored.story.url, stored.story.uri);
    assert_eq!(stored.story.published_at, world.core.now());
    assert_eq!(named(&stored), [("ada".to_owned(), false)]);
    assert_eq!(stored.tags.iter().map(|tag| tag.tag.as_str()).collect::<Vec<_>>(), ["one", "two"]);
    assert_eq!(stored.attachments.len(), 1);
    for _ in 0..3 {
        assert_eq!(receive(&world.core, story.clone()).await.unwrap(), Some(id));
    }
    assert_eq!(world.events().await, []);
    assert_eq!(queries::by_uri(&world.core, &story.uri).await.unwrap(), Some(id));
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_told_of_a_story_when_it_is_sent_not_when_it_is_fetched() {
    let world = World::new().await;
    let ben = world.remote("ben", "other.example").await;
    world.events().await;
    let fetched = RemoteStory { pushed: false, ..note(&world, &ben, "1", "hi") };
    let id = arrives(&world, fetched.clone()).await;
    arrives(&world, fetched.clone()).await;
    assert_eq!(world.events().await, []);
    for _ in 0..2 {
        arrives(&world, note(&world, &ben, "1", "hi")).await;
    }
    arrives(&world, fetched).await;
    assert_eq!(world.events().await, [Event::StoryReceived { story: id }]);
}

fn attachment(url: &str) -> RemoteAttachment {
    RemoteAttachment {
        media_type: "image/jpeg".to_owned(),
        url: url.to_owned(),
        preview_url: None,
        description: Some("a nul \0 inside".to_owned()),
        blurhash: None,
        width: Some(3),
        height: Some(2),
        focus: Some((0.5, -0.5)),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_story_at_the_same_time_from_many_sides_is_one() {
    let world = World::new().await;
    let ben = world.remote("ben", "other.example").await;
    world.events().await;
    let copies = (0..16).map(|_| receive(&world.core, note(&world, &ben, "1", "hi")));
    let ids: Vec<_> =
        futures::future::join_all(copies).await.into_iter().map(|id| id.unwrap().unwrap()).collect();
    assert!(ids.iter().all(|id| *id == ids[0]));
    assert_eq!(world.events().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_can_store_over_a_tombstone_over_ours_or_over_anothers() {
    let world = World::new().await;
    let (ben, eve) = (world.remote("ben", "other.example").await, world.remote("eve", "other.example").await);
    let id = arrives(&world, note(&world, &ben, "1", "hi")).await;
    let stolen = RemoteStory {
        edited_at: Some(world.core.now() + TimeDelta::hours(1)),
        ..note(&world, &eve, "1", "evil")
    };
    assert_eq!(receive(&world.core, stolen.clone()).await.unwrap(), None);
    receive_edit(&world.core, stolen.clone()).await.unwrap();
    receive_deletion(&world.core, &eve, &stolen.uri).await.unwrap();
    assert_eq!(view(&world, id).await.story.content_html, "<p>hi</p>");
    let ours = RemoteStory {
        uri: "https://hearth.example/users/ada/stories/1".to_owned(),
        ..note(&world, &ben, "2", "x")
    };
    assert_eq!(receive(&world.core, ours).await.unwrap(), None);
    receive_deletion(&world.core, &ben, "https://other.example/notes/3").await.unwrap();
    assert_eq!(receive(&world.core, note(&world, &ben, "3", "late")).await.unwrap(), None);
    // Nobody keeps a neighbour's story from being known here.
    receive_deletion(&world.core, &eve, "https://other.example/notes/4").await.unwrap();
    assert!(!queries::is_buried(&world.core, "https://other.example/notes/4").await.unwrap());
    assert!(receive(&world.core, note(&world, &ben, "4", "told")).await.unwrap().is_some());
    world.clock.step(TimeDelta::days(91));
    assert_eq!(hearth_core::stories::delete::prune(&world.core).await.unwrap(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_that_are_suspended_or_gone_tell_nothing() {
    let world = World::new().await;
    let ben = world.remote("ben", "other.example").await;
    world.sql(&format!("UPDATE accounts SET suspended_at = now() WHERE id = {}", ben.id)).await;
    assert_eq!(receive(&world.core, note(&world, &ben, "1", "hi")).await.unwrap(), None);
}

/// What a server tells of one story, in the order in which it happened.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Said {
    Create,
    Update(i64),
    Delete,
}

async fn hear(world: &World, author: &Account, slug: &str, said: Said) {
    let version = |number: i64| RemoteStory {
        edited_at: (number > 0).then(|| world.core.now() + TimeDelta::seconds(number)),
        tags: vec![format!("v{number}")],
        ..note(world, author, slug, &format!("version {number}"))
    };
    let core = &world.core;
    match said {
        Said::Create => {
            receive(core, version(0)).await.unwrap();
        }
        Said::Update(number) => {
            let update = version(number);
            // What federation does with a change of something unknown: it fetches it.
            if queries::by_uri(core, &update.uri).await.unwrap().is_none() {
                receive(core, update).await.unwrap();
            } else {
                receive_edit(core, update).await.unwrap();
            }
        }
        Said::Delete => receive_deletion(core, author, &version(0).uri).await.unwrap(),
    }
}

fn permutations<T: Copy>(items: &[T]) -> Vec<Vec<T>> {
    if items.len() < 2 {
        return vec![items.to_vec()];
    }
    (0..items.len())
        .flat_map(|first| {
            let rest: Vec<T> =
                items.iter().enumerate().filter(|(at, _)| *at != first).map(|(_, item)| *item).collect();
            permutations(&rest).into_iter().map(move |mut tail| {
                tail.insert(0, items[first]);
                tail
            })
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn creates_updates_and_deletes_in_any_order_and_twice_end_alike() {
    let world = World::new().await;
    let ben = world.remote("ben", "other.example").await;
    let mut number = 0;
    for deleted in [false, true] {
        let mut all = vec![Said::Create, Said::Update(1), Said::Update(2)];
        if deleted {
            all.push(Said::Delete);
        }
        for order in permutations(&all) {
            // Once as it is, once with each said twice at once, once with everything said again at the end.
            let doubled: Vec<Said> = order.iter().flat_map(|said| [*said, *said]).collect();
            let again: Vec<Said> = order.iter().chain(order.iter().rev()).copied().collect();
            for sequence in [order.clone(), doubled, again] {
                number += 1;
                let slug = format!("p{number}");
                for said in &sequence {
                    hear(&world, &ben, &slug, *said).await;
                }
                let uri = format!("https://other.example/notes/{slug}");
                let found = queries::by_uri(&world.core, &uri).await.unwrap();
                if deleted {
                    assert_eq!(found, None, "{sequence:?}");
                } else {
                    let end = view(&world, found.unwrap()).await;
                    assert_eq!(end.story.content_html, "<p>version 2</p>", "{sequence:?}");
                    assert_eq!(end.tags[0].tag, "v2", "{sequence:?}");
                }
            }
        }
    }
}

async fn family(world: &World, id: StoryId) -> (Option<StoryId>, StoryId) {
    let view = view(world, id).await;
    (view.story.parent_id, view.story.root_id)
}

#[tokio::test(flavor = "multi_thread")]
async fn orphans_find_their_parents_in_every_order_of_arrival() {
    let world = World::new().await;
    let ben = world.remote("ben", "other.example").await;
    for (round, order) in permutations(&[0_usize, 1, 2, 3]).into_iter().enumerate() {
        // 0 ← 1 ← 2, 1 ← 3
        let parents = [None, Some(0), Some(1), Some(1)];
        let mut ids = [None; 4];
        for place in order {
            later(&world);
            let uri = |place: usize| format!("https://other.example/notes/{round}-{place}");
            let story = RemoteStory {
                parent_uri: parents[place].map(uri),
                ..note(&world, &ben, &format!("{round}-{place}"), "x")
            };
            ids[place] = Some(arrives(&world, story).await);
        }
        let ids = ids.map(Option::unwrap);
        for place in 0..4 {
            assert_eq!(
                family(&world, ids[place]).await,
                (parents[place].map(|at| ids[at]), ids[0]),
                "round {round}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thread_that_bites_its_tail_is_cut() {
    let world = World::new().await;
    let ben = world.remote("ben", "other.example").await;
    let uri = |slug: &str| Some(format!("https://other.example/notes/{slug}"));
    let a = arrives(&world, RemoteStory { parent_uri: uri("c"), ..note(&world, &ben, "a", "x") }).await;
    let b = arrives(&world, RemoteStory { parent_uri: uri("a"), ..note(&world, &ben, "b", "x") }).await;
    let c = arrives(&world, RemoteStory { parent_uri: uri("b"), ..note(&world, &ben, "c", "x") }).await;
    let own = arrives(&world, RemoteStory { parent_uri: uri("own"), ..note(&world, &ben, "own", "x") }).await;
    assert_eq!(family(&world, a).await, (None, a));
    assert_eq!(family(&world, b).await, (Some(a), a));
    assert_eq!(family(&world, c).await, (Some(b), a));
    assert_eq!(family(&world, own).await, (None, own));
}

#[tokio::test(flavor = "multi_thread")]
async fn whole_threads_that_arrive_at_once_are_joined() {
    let world = World::new().await;
    let ben = world.remote("ben", "other.example").await;
    let chance = hearth_core::chance::Chance::seeded(11);
    for round in 0..12 {
        let mut stories: Vec<RemoteStory> = (0..14_usize)
            .map(|place| RemoteStory {
                parent_uri: (place > 0)
                    .then(|| format!("https://other.example/notes/{round}-{}", (place - 1) / 2)),
                ..note(&world, &ben, &format!("{round}-{place}"), "x")
            })
            .collect();
        stories.sort_by_cached_key(|_| chance.next());
        let arriving = stories.iter().map(|story| receive(&world.core, story.clone()));
        let ids: Vec<StoryId> =
            futures::future::join_all(arriving).await.into_iter().map(|id| id.unwrap().unwrap()).collect();
        let top = queries::by_uri(&world.core, &format!("https://other.example/notes/{round}-0"))
            .await
            .unwrap()
            .unwrap();
        for (story, id) in stories.iter().zip(ids) {
            let stored = view(&world, id).await;
            assert_eq!(stored.story.root_id, top, "{} in round {round}", story.uri);
            assert_eq!(stored.story.parent_id.is_some(), id != top);
        }
    }
}
