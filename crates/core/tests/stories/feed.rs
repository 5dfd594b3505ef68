//! Home feeds: what comes in, what stays out, and that a rebuilt feed is the same as a kept one.

use super::kit::{arrives, follow, home, later, note, reply, stories, tell};
use crate::world::World;
use chrono::TimeDelta;
use diesel::QueryableByName;
use diesel::sql_types::BigInt;
use diesel_async::RunQueryDsl as _;
use hearth_core::accounts::Account;
use hearth_core::chance::Chance;
use hearth_core::follows::{Wishes, request, undo};
use hearth_core::ids::{BoostId, StoryId};
use hearth_core::restrictions::{block, mute};
use hearth_core::stories::publish::publish;
use hearth_core::stories::{Audience, Draft, RemoteStory, boost};
use hearth_core::timelines::feed;

async fn fed(world: &World, story: StoryId) -> StoryId {
    feed::add_story(&world.core, story).await.unwrap();
    story
}

async fn passes(world: &World, who: &Account, story: StoryId) -> BoostId {
    later(world);
    let id = boost::boost(&world.core, who, story, Audience::Public).await.unwrap();
    feed::add_boost(&world.core, id).await.unwrap();
    id
}

#[derive(QueryableByName, Debug, PartialEq, Eq)]
struct Row {
    #[diesel(sql_type = BigInt)]
    entry_id: i64,
    #[diesel(sql_type = BigInt)]
    story_id: i64,
    #[diesel(sql_type = BigInt)]
    author_id: i64,
    #[diesel(sql_type = BigInt)]
    boost_id: i64,
}

async fn rows(world: &World, member: &Account) -> Vec<Row> {
    diesel::sql_query(format!(
        "SELECT entry_id, story_id, author_id, coalesce(boost_id, 0) AS boost_id FROM feed WHERE account_id = {} \
         ORDER BY entry_id DESC",
        member.id
    ))
    .load(&mut *world.core.db.conn().await.unwrap())
    .await
    .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn followers_and_the_author_get_what_they_may_read() {
    let world = World::new().await;
    let (ada, ben, cleo) = (world.member("ada").await, world.member("ben").await, world.member("cleo").await);
    follow(&world, &ben, &ada).await;
    let mut told = Vec::new();
    for audience in [Audience::Public, Audience::Unlisted, Audience::Followers, Audience::Local] {
        told.insert(0, fed(&world, tell(&world, &ada, "hi", audience).await).await);
    }
    let direct = fed(&world, tell(&world, &ada, "psst @cleo", Audience::Direct).await).await;
    assert_eq!(stories(&home(&world, ben.id).await), told);
    assert_eq!(stories(&home(&world, cleo.id).await), []);
    assert_eq!(stories(&home(&world, ada.id).await)[0], direct);
    let to_ben = fed(&world, tell(&world, &ada, "psst @ben", Audience::Direct).await).await;
    assert_eq!(stories(&home(&world, ben.id).await)[0], to_ben);
    // Again changes nothing.
    let before = rows(&world, &ben).await;
    fed(&world, to_ben).await;
    assert_eq!(rows(&world, &ben).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn replies_go_to_those_who_know_both() {
    let world = World::new().await;
    let (ada, ben, both, one) = (
        world.member("ada").await,
        world.member("ben").await,
        world.member("both").await,
        world.member("one").await,
    );
    let remote = world.remote("eve", "other.example").await;
    follow(&world, &both, &ada).await;
    follow(&world, &both, &ben).await;
    follow(&world, &one, &ada).await;
    follow(&world, &one, &remote).await;
    follow(&world, &ben, &ada).await;
    let root = tell(&world, &ben, "root", Audience::Public).await;
    let answer = fed(&world, reply(&world, &ada, root, "answer", Audience::Public).await).await;
    let more = fed(&world, reply(&world, &ada, answer, "more", Audience::Public).await).await;
    assert_eq!(stories(&home(&world, both.id).await), [more, answer]);
    // An answer to herself is for all who follow her; one to somebody else only for those who follow them or are them.
    assert_eq!(stories(&home(&world, one.id).await), [more]);
    assert_eq!(stories(&home(&world, ben.id).await), [more, answer]);
    assert_eq!(stories(&home(&world, ada.id).await), [more, answer]);
    // Whom an answer answers may be learned later; then it comes in.
    later(&world);
    let parent = note(&world, &remote, "0", "x");
    let parent_uri = Some(parent.uri.clone());
    let orphan = RemoteStory { parent_uri, ..note(&world, &remote, "1", "x") };
    let orphan = fed(&world, arrives(&world, orphan).await).await;
    assert_eq!(stories(&home(&world, one.id).await), [more]);
    arrives(&world, parent).await;
    assert_eq!(stories(&home(&world, one.id).await), [orphan, more]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_follow_limited_to_languages_lets_only_these_in() {
    let world = World::new().await;
    let (ada, ben) = (world.member("ada").await, world.member("ben").await);
    let wishes = Wishes { languages: Some(vec!["en".to_owned()]), ..Wishes::default() };
    request::request(&world.core, &ben, &ada, wishes).await.unwrap();
    let mut shown = Vec::new();
    for (language, wanted) in [(None, true), (Some("en"), true), (Some("en-GB"), true), (Some("de"), false)] {
        later(&world);
        let draft = Draft {
            audience: Some(Audience::Public),
            language: language.map(str::to_owned),
            ..Draft::plain("x")
        };
        let id = fed(&world, publish(&world.core, &ada, draft).await.unwrap()).await;
        if wanted {
            shown.insert(0, id);
        }
    }
    assert_eq!(stories(&home(&world, ben.id).await), shown);
}

#[tokio::test(flavor = "multi_thread")]
async fn boosts_come_in_unless_the_story_was_just_there() {
    let world = World::new().await;
    let (ada, ben, cleo, dan) = (
        world.member("ada").await,
        world.member("ben").await,
        world.member("cleo").await,
        world.member("dan").await,
    );
    follow(&world, &dan, &ada).await;
    follow(&world, &dan, &ben).await;
    let no_boosts = Wishes { show_boosts: Some(false), ..Wishes::default() };
    request::request(&world.core, &dan, &cleo, no_boosts).await.unwrap();
    let eves = world.member("eve").await;
    let story = tell(&world, &eves, "by eve", Audience::Public).await;
    passes(&world, &cleo, story).await;
    assert!(home(&world, dan.id).await.is_empty());
    let first = passes(&world, &ada, story).await;
    passes(&world, &ben, story).await;
    assert_eq!(super::kit::ids(&home(&world, dan.id).await), [first.0]);
    for number in 0..40 {
        fed(&world, tell(&world, &ada, &format!("{number}"), Audience::Public).await).await;
    }
    boost::unboost(&world.core, &ben, story).await.unwrap();
    let again = passes(&world, &ben, story).await;
    assert_eq!(home(&world, dan.id).await[0].id(), again.0);
    // Those who are muted are not met through others, and those who pass on neither.
    mute::mute(&world.core, &dan, &eves, true, None).await.unwrap();
    assert!(stories(&home(&world, dan.id).await).iter().all(|id| *id != story));
    mute::unmute(&world.core, &dan, &eves).await.unwrap();
    mute::mute(&world.core, &dan, &ben, true, None).await.unwrap();
    assert!(stories(&home(&world, dan.id).await).iter().all(|id| *id != story));
    boost::unboost(&world.core, &ada, story).await.unwrap();
    assert!(rows(&world, &dan).await.iter().all(|row| row.entry_id != first.0));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_mutes_is_not_even_kept() {
    let world = World::new().await;
    let (ada, ben, cleo) = (world.member("ada").await, world.member("ben").await, world.member("cleo").await);
    follow(&world, &cleo, &ada).await;
    follow(&world, &cleo, &ben).await;
    mute::mute(&world.core, &cleo, &ada, true, None).await.unwrap();
    let adas = fed(&world, tell(&world, &ada, "hi", Audience::Public).await).await;
    passes(&world, &ben, adas).await;
    let bens = fed(&world, tell(&world, &ben, "hi", Audience::Public).await).await;
    passes(&world, &ada, bens).await;
    assert_eq!(rows(&world, &cleo).await.iter().map(|row| row.entry_id).collect::<Vec<_>>(), [bens.0]);
    feed::rebuild(&world.core, cleo.id).await.unwrap();
    assert_eq!(rows(&world, &cleo).await.iter().map(|row| row.entry_id).collect::<Vec<_>>(), [bens.0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn feeds_follow_the_follows() {
    let world = World::new().await;
    let (ada, ben) = (world.member("ada").await, world.member("ben").await);
    let mut told = Vec::new();
    for number in 0..25 {
        told.insert(0, tell(&world, &ada, &format!("{number}"), Audience::Public).await);
    }
    follow(&world, &ben, &ada).await;
    feed::add_followee(&world.core, ben.id, ada.id).await.unwrap();
    assert_eq!(stories(&home(&world, ben.id).await), told[..20]);
    undo::undo(&world.core, &ben, &ada).await.unwrap();
    feed::remove_author(&world.core, ben.id, ada.id).await.unwrap();
    assert!(rows(&world, &ben).await.is_empty());
    follow(&world, &ben, &ada).await;
    feed::rebuild(&world.core, ben.id).await.unwrap();
    assert_eq!(rows(&world, &ben).await.len(), 25);
    block::block(&world.core, &ben, &ada).await.unwrap();
    assert!(home(&world, ben.id).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn feeds_are_kept_for_those_who_come_and_trimmed() {
    let world = World::new().await;
    let (ada, ben) = (world.member("ada").await, world.member("ben").await);
    follow(&world, &ben, &ada).await;
    let first = fed(&world, tell(&world, &ada, "1", Audience::Public).await).await;
    world
        .sql(&format!(
            "INSERT INTO feed (account_id, entry_id, story_id, author_id) \
         SELECT {}, n, {first}, {} FROM generate_series(1, 850) n",
            ada.id, ada.id
        ))
        .await;
    feed::trim(&world.core).await.unwrap();
    assert_eq!(rows(&world, &ada).await.len(), 800);
    assert_eq!(rows(&world, &ada).await[0].entry_id, first.0);
    world.clock.step(TimeDelta::days(15));
    world
        .sql(&format!("UPDATE members SET seen_at = '{}' WHERE account_id = {}", world.core.now(), ada.id))
        .await;
    feed::trim(&world.core).await.unwrap();
    assert_eq!(rows(&world, &ada).await.len(), 800);
    assert!(rows(&world, &ben).await.is_empty());
    let second = fed(&world, tell(&world, &ada, "2", Audience::Public).await).await;
    assert!(rows(&world, &ben).await.is_empty());
    feed::rebuild(&world.core, ben.id).await.unwrap();
    assert_eq!(stories(&home(&world, ben.id).await), [second, first]);
}

/// A village where everything happens at random, but the same each time.
#[tokio::test(flavor = "multi_thread")]
async fn a_rebuilt_feed_is_the_one_that_was_kept() {
    let world = World::new().await;
    let chance = Chance::seeded(3);
    let dice = |sides: usize| usize::try_from(chance.next() % u64::try_from(sides).unwrap()).unwrap();
    let mut people = Vec::new();
    for number in 0..5 {
        people.push(world.member(&format!("m{number}")).await);
    }
    for number in 0..3 {
        people.push(world.remote(&format!("r{number}"), "other.example").await);
    }
    for follower in &people[..5] {
        for followee in people.iter().filter(|other| other.id != follower.id) {
            if dice(2) == 0 {
                follow(&world, follower, followee).await;
                let (boosts, languages) =
                    (dice(4) > 0, if dice(3) == 0 { vec!["en".to_owned()] } else { Vec::new() });
                let wishes =
                    Wishes { show_boosts: Some(boosts), languages: Some(languages), ..Wishes::default() };
                request::request(&world.core, follower, followee, wishes).await.unwrap();
            }
        }
    }
    let mut all: Vec<StoryId> = Vec::new();
    for number in 0..150 {
        later(&world);
        let who = &people[dice(people.len())];
        if !all.is_empty() && dice(3) == 0 {
            let story = all[dice(all.len())];
            if let Ok(id) = pass(&world, who, story, number).await {
                feed::add_boost(&world.core, id).await.unwrap();
            }
            continue;
        }
        let parent = (!all.is_empty() && dice(2) == 0).then(|| all[dice(all.len())]);
        if let Some(id) = speak(&world, who, parent, number, dice(5), dice(3)).await {
            all.push(fed(&world, id).await);
        }
    }
    for member in &people[..5] {
        let kept = rows(&world, member).await;
        feed::rebuild(&world.core, member.id).await.unwrap();
        assert_eq!(rows(&world, member).await, kept, "{}", member.name);
        assert!(kept.len() > 10, "{}", kept.len());
    }
}

async fn pass(world: &World, who: &Account, story: StoryId, number: usize) -> Result<BoostId, ()> {
    if who.is_local() {
        return boost::boost(&world.core, who, story, Audience::Public).await.map_err(|_| ());
    }
    world.events().await;
    let uri = format!("{}/boosts/{number}", who.uri);
    boost::receive(&world.core, who, story, &uri, Audience::Public, world.core.now()).await.unwrap();
    match world.events().await.as_slice() {
        [hearth_core::event::Event::Boosted { boost }] => Ok(*boost),
        _ => Err(()),
    }
}

async fn speak(
    world: &World,
    who: &Account,
    parent: Option<StoryId>,
    number: usize,
    audience: usize,
    language: usize,
) -> Option<StoryId> {
    let audience = Audience::from_i16(i16::try_from(audience).unwrap());
    let language = ["en", "de", ""][language];
    let language = Some(language.to_owned()).filter(|tag| !tag.is_empty());
    if who.is_local() {
        let draft = Draft { audience: Some(audience), language, parent, ..Draft::plain("hello @m0 @m1") };
        return publish(&world.core, who, draft).await.ok();
    }
    let parent_uri = match parent {
        Some(parent) => Some(super::kit::view(world, parent).await.story.uri.clone()),
        None => None,
    };
    let audience = if audience == Audience::Local { Audience::Public } else { audience };
    let story =
        RemoteStory { audience, language, parent_uri, ..note(world, who, &format!("n{number}"), "hi") };
    Some(arrives(world, story).await)
}
