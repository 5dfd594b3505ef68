//! Public, hashtag and account timelines, and how all of them are paged.

use super::kit::{arrives, follow, home, ids, later, note, reply, stories, tell};
use crate::world::World;
use hearth_core::ids::AccountId;
use hearth_core::page::Page;
use hearth_core::restrictions::{block, block_host, mute};
use hearth_core::stories::RemoteAttachment;
use hearth_core::stories::{Audience, Entry, RemoteStory, boost, pin};
use hearth_core::timelines::account::{self, account};
use hearth_core::timelines::public::{Reach, public};
use hearth_core::timelines::{feed, tag};

const NOBODY: AccountId = AccountId(0);

async fn seen(world: &World, viewer: AccountId, reach: Reach) -> Vec<Entry> {
    public(&world.core, viewer, reach, false, Page::first(40)).await.unwrap()
}

fn picture() -> RemoteAttachment {
    RemoteAttachment {
        media_type: "image/jpeg".to_owned(),
        url: "https://other.example/a.jpg".to_owned(),
        preview_url: None,
        description: None,
        blurhash: None,
        width: None,
        height: None,
        focus: None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_public_timeline_holds_public_top_level_stories() {
    let world = World::new().await;
    let (ada, ben) = (world.member("ada").await, world.member("ben").await);
    let remote = world.remote("eve", "other.example").await;
    let here = tell(&world, &ada, "here", Audience::Public).await;
    let local = tell(&world, &ada, "local", Audience::Local).await;
    for audience in [Audience::Unlisted, Audience::Followers, Audience::Direct] {
        tell(&world, &ada, "no", audience).await;
    }
    reply(&world, &ben, here, "reply", Audience::Public).await;
    boost::boost(&world.core, &ben, here, Audience::Public).await.unwrap();
    later(&world);
    let there =
        arrives(&world, RemoteStory { attachments: vec![picture()], ..note(&world, &remote, "1", "x") })
            .await;
    assert_eq!(stories(&seen(&world, NOBODY, Reach::Everywhere).await), [there, here]);
    assert_eq!(stories(&seen(&world, NOBODY, Reach::Here).await), [here]);
    assert_eq!(stories(&seen(&world, NOBODY, Reach::Elsewhere).await), [there]);
    assert_eq!(stories(&seen(&world, ben.id, Reach::Here).await), [local, here]);
    assert_eq!(stories(&seen(&world, remote.id, Reach::Here).await), [here]);
    let media = public(&world.core, NOBODY, Reach::Everywhere, true, Page::first(40)).await.unwrap();
    assert_eq!(stories(&media), [there]);
    mute::mute(&world.core, &ben, &ada, true, None).await.unwrap();
    assert_eq!(stories(&seen(&world, ben.id, Reach::Everywhere).await), [there]);
    block_host::block_host(&world.core, &ben, "other.example").await.unwrap();
    assert_eq!(stories(&seen(&world, ben.id, Reach::Everywhere).await), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_meet_without_gap_or_overlap() {
    let world = World::new().await;
    let ada = world.member("ada").await;
    let mut all = Vec::new();
    for number in 0..10 {
        let id = tell(&world, &ada, &format!("{number} #t"), Audience::Public).await;
        feed::add_story(&world.core, id).await.unwrap();
        all.insert(0, id.0);
    }
    for list in 0..4 {
        let read = async |page| {
            let tags = tag::Wanted { any: vec!["T".to_owned()], ..tag::Wanted::default() };
            ids(&match list {
                0 => hearth_core::timelines::home::home(&world.core, ada.id, page).await.unwrap(),
                1 => public(&world.core, NOBODY, Reach::Here, false, page).await.unwrap(),
                2 => account(&world.core, NOBODY, ada.id, account::Wanted::default(), page).await.unwrap(),
                _ => tag::tagged(&world.core, NOBODY, &tags, false, false, page).await.unwrap(),
            })
        };
        let page = Page { limit: 3, ..Page::default() };
        assert_eq!(read(page).await, all[..3]);
        assert_eq!(read(Page { max: Some(all[2]), ..page }).await, all[3..6]);
        assert_eq!(read(Page { since: Some(all[8]), ..page }).await, all[..3]);
        assert_eq!(read(Page { min: Some(all[8]), ..page }).await, all[5..8]);
        assert_eq!(read(Page { min: Some(all[8]), max: Some(all[6]), ..page }).await, all[7..8]);
        assert!(read(Page { min: Some(all[0]), ..page }).await.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_timeline_merges_what_was_told_and_passed_on() {
    let world = World::new().await;
    let (ada, ben, cleo) = (world.member("ada").await, world.member("ben").await, world.member("cleo").await);
    let remote = world.remote("eve", "other.example").await;
    let first = tell(&world, &ada, "one #Tag", Audience::Public).await;
    let bens = tell(&world, &ben, "by ben", Audience::Public).await;
    later(&world);
    let passed = boost::boost(&world.core, &ada, bens, Audience::Public).await.unwrap();
    let private = tell(&world, &ada, "private", Audience::Followers).await;
    let to_ben = reply(&world, &ada, bens, "hi ben", Audience::Public).await;
    let to_self = reply(&world, &ada, first, "more", Audience::Public).await;
    let read = async |viewer, wanted| {
        ids(&account(&world.core, viewer, ada.id, wanted, Page::first(20)).await.unwrap())
    };
    let all = || account::Wanted::default();
    assert_eq!(read(NOBODY, all()).await, [to_self.0, to_ben.0, passed.0, first.0]);
    follow(&world, &cleo, &ada).await;
    assert_eq!(read(cleo.id, all()).await, [to_self.0, to_ben.0, private.0, passed.0, first.0]);
    let wanted = account::Wanted { exclude_replies: true, ..all() };
    assert_eq!(read(NOBODY, wanted).await, [to_self.0, passed.0, first.0]);
    let wanted = account::Wanted { exclude_boosts: true, ..all() };
    assert_eq!(read(NOBODY, wanted).await, [to_self.0, to_ben.0, first.0]);
    let wanted = account::Wanted { tag: Some("TAG".to_owned()), ..all() };
    assert_eq!(read(NOBODY, wanted).await, [first.0]);
    assert!(read(NOBODY, account::Wanted { only_media: true, ..all() }).await.is_empty());
    pin::pin(&world.core, &ada, first).await.unwrap();
    assert_eq!(read(NOBODY, account::Wanted { pinned: true, ..all() }).await, [first.0]);
    // Whoever blocked the reader shows nothing, and nobody meets those they block through others.
    block::block(&world.core, &cleo, &ben).await.unwrap();
    assert_eq!(read(cleo.id, all()).await, [to_self.0, to_ben.0, private.0, first.0]);
    block::block(&world.core, &ada, &cleo).await.unwrap();
    assert!(read(cleo.id, all()).await.is_empty());
    block_host::block_host(&world.core, &ada, "other.example").await.unwrap();
    assert!(read(remote.id, all()).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn hashtags_are_found_folded_and_combined() {
    let world = World::new().await;
    let ada = world.member("ada").await;
    let both = tell(&world, &ada, "#Grief #Hope", Audience::Public).await;
    let grief = tell(&world, &ada, "#grief", Audience::Public).await;
    let hope = tell(&world, &ada, "#HOPE", Audience::Public).await;
    tell(&world, &ada, "#grief", Audience::Unlisted).await;
    let words = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let read = async |any: &[&str], all: &[&str], none: &[&str]| {
        let tags = tag::Wanted { any: words(any), all: words(all), none: words(none) };
        stories(&tag::tagged(&world.core, NOBODY, &tags, false, false, Page::first(20)).await.unwrap())
    };
    assert_eq!(read(&["GRIEF"], &[], &[]).await, [grief, both]);
    assert_eq!(read(&["grief", "hope"], &[], &[]).await, [hope, grief, both]);
    assert_eq!(read(&["grief"], &["Hope"], &[]).await, [both]);
    assert_eq!(read(&["grief"], &[], &["hope"]).await, [grief]);
    let found = tag::matching(&world.core, "#H", 10).await.unwrap();
    assert_eq!(
        found.iter().map(|tag| (tag.tag.as_str(), tag.name.as_str())).collect::<Vec<_>>(),
        [("hope", "HOPE")]
    );
    assert_eq!(tag::matching(&world.core, "", 10).await.unwrap().len(), 2);
    assert!(tag::matching(&world.core, "%", 10).await.unwrap().is_empty());
    let grief = tag::Wanted { any: words(&["grief"]), ..tag::Wanted::default() };
    let far = tag::tagged(&world.core, NOBODY, &grief, true, true, Page::first(20));
    assert!(far.await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suspended_account_is_seen_nowhere() {
    let world = World::new().await;
    let (ada, ben, cleo) = (world.member("ada").await, world.member("ben").await, world.member("cleo").await);
    follow(&world, &cleo, &ada).await;
    follow(&world, &cleo, &ben).await;
    let bens = tell(&world, &ben, "by ben", Audience::Public).await;
    let adas = tell(&world, &ada, "by ada", Audience::Public).await;
    later(&world);
    let passed = boost::boost(&world.core, &ada, bens, Audience::Public).await.unwrap();
    for story in [bens, adas] {
        feed::add_story(&world.core, story).await.unwrap();
    }
    world.sql(&format!("DELETE FROM feed WHERE story_id = {bens}")).await;
    feed::add_boost(&world.core, passed).await.unwrap();
    assert_eq!(ids(&home(&world, cleo.id).await), [passed.0, adas.0]);
    hearth_core::accounts::suspend::suspend(&world.core, &ada).await.unwrap();
    assert!(home(&world, cleo.id).await.is_empty());
    assert_eq!(stories(&seen(&world, cleo.id, Reach::Here).await), [bens]);
    let told =
        account(&world.core, cleo.id, ada.id, account::Wanted::default(), Page::first(20)).await.unwrap();
    assert!(told.is_empty());
}
