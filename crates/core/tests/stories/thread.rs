//! The thread around a story.

use super::kit::{arrives, note, reply, stories, tell};
use crate::world::World;
use hearth_core::Error;
use hearth_core::ids::{AccountId, StoryId};
use hearth_core::restrictions::{block, mute};
use hearth_core::stories::context::context;
use hearth_core::stories::{Audience, RemoteStory, queries};

#[tokio::test(flavor = "multi_thread")]
async fn replies_stand_depth_first_and_oldest_first() {
    let world = World::new().await;
    let (ada, ben) = (world.member("ada").await, world.member("ben").await);
    let root = tell(&world, &ada, "root", Audience::Public).await;
    let a = reply(&world, &ben, root, "a", Audience::Public).await;
    let b = reply(&world, &ben, root, "b", Audience::Public).await;
    let aa = reply(&world, &ada, a, "aa", Audience::Public).await;
    let ba = reply(&world, &ada, b, "ba", Audience::Public).await;
    let aaa = reply(&world, &ben, aa, "aaa", Audience::Public).await;
    let ab = reply(&world, &ada, a, "ab", Audience::Public).await;
    let around = context(&world.core, AccountId(0), root).await.unwrap();
    assert_eq!(stories(&around.descendants), [a, aa, aaa, ab, b, ba]);
    assert!(around.ancestors.is_empty());
    let around = context(&world.core, ada.id, aa).await.unwrap();
    assert_eq!(stories(&around.ancestors), [root, a]);
    assert_eq!(stories(&around.descendants), [aaa]);
    assert_eq!(around.ancestors[0].marks.replies, 2);
    let names = |pairs: Vec<(StoryId, String)>| pairs.into_iter().map(|(id, _)| id).collect::<Vec<_>>();
    assert_eq!(names(queries::open_replies(&world.core, root, 0, 10).await.unwrap()), [a, b]);
    assert_eq!(names(queries::open_replies(&world.core, root, a.0, 10).await.unwrap()), [b]);
    assert_eq!(names(queries::open_thread(&world.core, root, 0, 3).await.unwrap()), [root, a, b]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_reader_may_not_read_or_does_not_want_is_left_out() {
    let world = World::new().await;
    let (ada, ben, cleo, dan) = (
        world.member("ada").await,
        world.member("ben").await,
        world.member("cleo").await,
        world.member("dan").await,
    );
    let root = tell(&world, &ada, "root", Audience::Public).await;
    let hidden = reply(&world, &ben, root, "for ada alone", Audience::Direct).await;
    let muted = reply(&world, &cleo, root, "loud", Audience::Public).await;
    let below = reply(&world, &ada, muted, "hm", Audience::Public).await;
    let blocked = reply(&world, &dan, root, "rude", Audience::Public).await;
    assert_eq!(
        stories(&context(&world.core, ada.id, root).await.unwrap().descendants),
        [hidden, muted, below, blocked]
    );
    assert_eq!(
        stories(&context(&world.core, AccountId(0), root).await.unwrap().descendants),
        [muted, below, blocked]
    );
    mute::mute(&world.core, &ben, &cleo, true, None).await.unwrap();
    block::block(&world.core, &ben, &dan).await.unwrap();
    assert_eq!(stories(&context(&world.core, ben.id, root).await.unwrap().descendants), [hidden, below]);
    assert!(matches!(context(&world.core, cleo.id, hidden).await, Err(Error::NotFound(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_see_sixty_replies_twenty_deep() {
    let world = World::new().await;
    let ada = world.member("ada").await;
    let ben = world.remote("ben", "other.example").await;
    let root = tell(&world, &ada, "root", Audience::Public).await;
    let mut parent = super::kit::view(&world, root).await.story.uri.clone();
    for number in 0..30 {
        super::kit::later(&world);
        let story =
            RemoteStory { parent_uri: Some(parent), ..note(&world, &ben, &format!("deep{number}"), "x") };
        parent = story.uri.clone();
        arrives(&world, story).await;
    }
    let (world, core) = (&world, &world.core);
    assert_eq!(context(core, AccountId(0), root).await.unwrap().descendants.len(), 20);
    assert_eq!(context(core, ada.id, root).await.unwrap().descendants.len(), 30);
    for number in 0..60 {
        reply(world, &ada, root, &format!("wide {number}"), Audience::Public).await;
    }
    assert_eq!(context(core, AccountId(0), root).await.unwrap().descendants.len(), 60);
    assert_eq!(context(core, ada.id, root).await.unwrap().descendants.len(), 90);
}
