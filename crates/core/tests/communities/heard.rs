//! Who asks is heard: what waits, what counts as an answer, and what brings a story back.

use super::kit::{answers, founded, joins, note, text};
use crate::world::World;
use chrono::{DateTime, TimeDelta, Utc};
use hearth_core::Error;
use hearth_core::accounts::{Account, suspend};
use hearth_core::communities::{Community, Joining, Visibility, moderate, prompt, queries};
use hearth_core::heard::{enough, queue};
use hearth_core::ids::{AccountId, StoryId};
use hearth_core::page::Page;
use hearth_core::replies::decide;
use hearth_core::restrictions::{block, mute};
use hearth_core::stories::publish::publish;
use hearth_core::stories::receive::receive;
use hearth_core::stories::{Audience, Draft, Kind, Wish, audience, delete, edit, fold};

pub async fn asks(world: &World, who: &Account, community: Option<AccountId>, words: &str) -> StoryId {
    world.clock.step(TimeDelta::seconds(1));
    let draft = Draft {
        community,
        kind: Some(Kind::Story),
        audience: community.is_none().then_some(Audience::Public),
        ..Draft::plain(words)
    };
    publish(&world.core, who, draft).await.unwrap()
}

async fn told(world: &World, who: &Account, draft: Draft) -> StoryId {
    world.clock.step(TimeDelta::seconds(1));
    publish(&world.core, who, draft).await.unwrap()
}

async fn queue_of(world: &World, reader: &Account, community: &Community, page: Page) -> Vec<queue::Waiting> {
    let spot = queries::spot(&world.core, reader.id, &community.account.name).await.unwrap();
    queue::in_community(&world.core, reader, spot, page).await.unwrap()
}

/// What waits in the community, for `reader`.
async fn waiting(world: &World, reader: &Account, community: &Community) -> Vec<String> {
    let found = queue_of(world, reader, community, Page::first(20)).await;
    found.iter().map(|one| text(&one.entry)).collect()
}

/// What waits on this server, for `reader`.
async fn here(world: &World, reader: &Account) -> Vec<String> {
    let found = queue::here(&world.core, reader, Page::first(20)).await.unwrap();
    found.iter().map(|one| text(&one.entry)).collect()
}

struct Lake {
    world: World,
    ada: Account,
    ben: Account,
    cleo: Account,
    lake: Community,
}

impl Lake {
    /// Ada founded it, ben and cleo are in.
    async fn new() -> Self {
        let world = World::new().await;
        let (ada, ben) = (world.member("ada").await, world.member("ben").await);
        let cleo = world.member("cleo").await;
        let lake = founded(&world, &ada, Visibility::Public, Joining::Open).await;
        for who in [&ben, &cleo] {
            joins(&world, who, &lake).await;
        }
        Self { world, ada, ben, cleo, lake }
    }

    async fn asks(&self, who: &Account, words: &str) -> StoryId {
        asks(&self.world, who, Some(self.lake.account.id), words).await
    }

    async fn waiting(&self) -> Vec<String> {
        waiting(&self.world, &self.cleo, &self.lake).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_waits_longest_stands_first_and_leaves_with_the_first_answer_of_somebody_else() {
    let scene = Lake::new().await;
    let Lake { world, ada, ben, cleo, lake } = &scene;
    let start: DateTime<Utc> = world.core.now() + TimeDelta::seconds(1);
    let first = scene.asks(ben, "one").await;
    let second = scene.asks(ada, "two").await;
    world.clock.step(TimeDelta::hours(6));
    let found = queue_of(world, cleo, lake, Page::first(1)).await;
    assert_eq!(found[0].since, start, "its clock runs from when it was told");
    assert_eq!(text(&found[0].entry), "one");
    let next = Page { min: Some(found[0].entry.id()), ..Page::first(20) };
    let rest = queue_of(world, cleo, lake, next).await;
    assert_eq!(rest.iter().map(|one| text(&one.entry)).collect::<Vec<_>>(), ["two"]);
    answers(world, ben, first, "I forgot to say").await.unwrap();
    assert_eq!(scene.waiting().await, ["one", "two"], "nobody hears themselves");
    let answer = answers(world, cleo, first, "I read you").await.unwrap();
    assert_eq!(scene.waiting().await, ["two"]);
    let thanks =
        Draft { parent: Some(second), audience: Some(Audience::Direct), ..Draft::plain("Thank you") };
    told(world, cleo, thanks).await;
    assert_eq!(scene.waiting().await, [""; 0], "thanks in private are words too");
    delete::delete(&world.core, cleo, answer).await.unwrap();
    assert_eq!(scene.waiting().await, ["one"], "what was taken back is no answer");
    let found = queue_of(world, cleo, lake, Page::first(1)).await;
    assert_eq!(found[0].since, start, "and its clock never stood still");
    assert_eq!(here(world, cleo).await, ["one"]);
    let stranger = world.member("zoe").await;
    let spot = queries::spot(&world.core, stranger.id, "lake").await.unwrap();
    let refused = queue::in_community(&world.core, &stranger, spot, Page::first(20)).await;
    assert!(matches!(refused, Err(Error::Forbidden(_))), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_asks_waits() {
    let scene = Lake::new().await;
    let Lake { world, ben, lake, .. } = &scene;
    let community = Some(lake.account.id);
    for (kind, wish, words) in [
        (Some(Kind::Story), None, "story"),
        (Some(Kind::SmallStep), None, "step"),
        (Some(Kind::Milestone), Some(Wish::AdviceWelcome), "milestone"),
        (Some(Kind::Question), None, "question"),
        (Some(Kind::Story), Some(Wish::NoReplies), "no replies"),
        (Some(Kind::Resource), None, "resource"),
        (Some(Kind::CopingIdea), None, "idea"),
        (Some(Kind::Quote), None, "quote"),
        (None, None, "from an app"),
    ] {
        told(world, ben, Draft { community, kind, wish, ..Draft::plain(words) }).await;
    }
    assert_eq!(scene.waiting().await, ["story", "step", "milestone", "question", "from an app"]);
    // Outside a community an app's word asks for nothing.
    told(world, ben, Draft { audience: Some(Audience::Public), ..Draft::plain("good morning") }).await;
    assert!(!here(world, ben).await.contains(&"good morning".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn held_answers_do_not_count_until_they_are_let_in() {
    let scene = Lake::new().await;
    let Lake { world, ben, cleo, lake, .. } = &scene;
    let community = Some(lake.account.id);
    let draft = Draft { community, kind: Some(Kind::Story), wish: Some(Wish::Circle), ..Draft::plain("one") };
    let story = told(world, ben, draft).await;
    let answer = answers(world, cleo, story, "Have you tried tea?").await.unwrap();
    assert_eq!(scene.waiting().await, ["one"]);
    decide::decline(&world.core, ben.id, answer).await.unwrap();
    assert_eq!(scene.waiting().await, ["one"]);
    decide::let_in(&world.core, ben.id, answer).await.unwrap();
    assert_eq!(scene.waiting().await, [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_that_nobody_sees_any_more_bring_a_story_back() {
    let scene = Lake::new().await;
    let Lake { world, ada, ben, cleo, lake } = &scene;
    let core = &world.core;
    let story = scene.asks(ben, "one").await;
    let answer = answers(world, cleo, story, "hm").await.unwrap();
    let heard = [""; 0];
    assert_eq!(scene.waiting().await, heard);
    moderate::remove_story(core, ada, lake, answer, "rude").await.unwrap();
    assert_eq!(scene.waiting().await, ["one"]);
    moderate::restore(core, ada, lake, answer).await.unwrap();
    assert_eq!(scene.waiting().await, heard);
    suspend::suspend(core, cleo).await.unwrap();
    assert_eq!(waiting(world, ada, lake).await, ["one"]);
    suspend::unsuspend(core, cleo).await.unwrap();
    assert_eq!(waiting(world, ada, lake).await, heard);
    block::block(core, ben, cleo).await.unwrap();
    assert_eq!(waiting(world, ada, lake).await, ["one"]);
    block::unblock(core, ben, cleo).await.unwrap();
    assert_eq!(waiting(world, ada, lake).await, heard);
    hearth_core::accounts::delete::delete(core, cleo).await.unwrap();
    assert_eq!(waiting(world, ada, lake).await, ["one"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_that_cannot_be_answered_does_not_wait() {
    let scene = Lake::new().await;
    let Lake { world, ada, ben, lake, .. } = &scene;
    let core = &world.core;
    let story = scene.asks(ben, "one").await;
    let (waits, gone) = (["one"], [""; 0]);
    fold::fold(core, ben, story).await.unwrap();
    assert_eq!(waiting(world, ben, lake).await, gone);
    fold::unfold(core, ben, story).await.unwrap();
    assert_eq!(scene.waiting().await, waits);
    moderate::remove_story(core, ada, lake, story, "").await.unwrap();
    assert_eq!(waiting(world, ada, lake).await, gone);
    moderate::restore(core, ada, lake, story).await.unwrap();
    moderate::lock(core, ada, lake, story, true).await.unwrap();
    assert_eq!(scene.waiting().await, gone);
    moderate::lock(core, ada, lake, story, false).await.unwrap();
    assert_eq!(scene.waiting().await, waits);
    let refused = enough::enough(core, ada, story).await;
    assert!(matches!(refused, Err(Error::NotFound(_))), "{refused:?}");
    enough::enough(core, ben, story).await.unwrap();
    assert_eq!(scene.waiting().await, gone);
    enough::not_yet(core, ben, story).await.unwrap();
    assert_eq!(scene.waiting().await, waits);
    let asked = scene.asks(ada, "what did you see?").await;
    prompt::mark(core, ada, lake, asked, true).await.unwrap();
    assert_eq!(scene.waiting().await, waits, "a prompt is no cry for an answer");
    delete::delete(core, ben, story).await.unwrap();
    assert_eq!(scene.waiting().await, gone);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_meets_there_what_they_may_not_or_do_not_want_to_read() {
    let scene = Lake::new().await;
    let Lake { world, ada, ben, cleo, lake } = &scene;
    let core = &world.core;
    let own = |audience| Draft { audience: Some(audience), kind: Some(Kind::Story), ..Draft::plain("") };
    for (audience, words) in [
        (Audience::Public, "public"),
        (Audience::Local, "here"),
        (Audience::Followers, "followers"),
        (Audience::OnlyMe, "diary"),
        (Audience::Direct, "letter"),
    ] {
        told(world, ben, Draft { text: words.to_owned(), ..own(audience) }).await;
    }
    let circle = hearth_core::circles::change::create(core, ben.id, "near").await.unwrap();
    hearth_core::circles::members::add(core, ben.id, circle, cleo).await.unwrap();
    told(world, ben, Draft { text: "circle".to_owned(), circle: Some(circle), ..own(Audience::Circle) })
        .await;
    assert_eq!(here(world, ada).await, ["public", "here"]);
    assert_eq!(here(world, cleo).await, ["public", "here", "circle"]);
    hearth_core::follows::request::request(core, ada, ben, hearth_core::follows::Wishes::default())
        .await
        .unwrap();
    assert_eq!(here(world, ada).await, ["public", "here", "followers"]);
    mute::mute(core, ada, ben, false, None).await.unwrap();
    assert_eq!(here(world, ada).await, [""; 0]);
    scene.asks(ben, "in the lake").await;
    assert_eq!(waiting(world, ada, lake).await, [""; 0]);
    assert_eq!(waiting(world, cleo, lake).await, ["in the lake"]);
    // What members say among themselves stands in the server's queue for them alone.
    let closed = hearth_core::communities::found::found(
        core,
        ben,
        &super::kit::plan("cove", Visibility::Members, Joining::Open),
    )
    .await
    .unwrap();
    asks(world, ben, Some(closed.account.id), "in the cove").await;
    assert!(!here(world, cleo).await.contains(&"in the cove".to_owned()));
    joins(world, cleo, &closed).await;
    assert!(here(world, cleo).await.contains(&"in the cove".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_and_askers_from_elsewhere_count() {
    let scene = Lake::new().await;
    let Lake { world, ben, lake, .. } = &scene;
    let core = &world.core;
    let (finn, gwen) = (world.remote("finn", "far.example").await, world.remote("gwen", "far.example").await);
    let story = scene.asks(ben, "one").await;
    let uri = super::kit::uri(world, story).await;
    // The second answer comes before the first, which it answers.
    let late = note(world, &gwen, "late", None, Some("https://far.example/notes/early"));
    receive(core, late).await.unwrap();
    assert_eq!(scene.waiting().await, ["one"]);
    receive(core, note(world, &finn, "early", None, Some(&uri))).await.unwrap();
    assert_eq!(scene.waiting().await, [""; 0]);
    delete::receive_deletion(core, &finn, "https://far.example/notes/early").await.unwrap();
    assert_eq!(scene.waiting().await, [""; 0], "gwen's still stands in the thread");
    delete::receive_deletion(core, &gwen, "https://far.example/notes/late").await.unwrap();
    assert_eq!(scene.waiting().await, ["one"]);
    // Somebody elsewhere asks; their answer was here first.
    world.clock.step(TimeDelta::seconds(1));
    receive(core, note(world, &finn, "asks", Some(lake.account.id), None)).await.unwrap();
    assert_eq!(scene.waiting().await, ["one", "asks"]);
    receive(core, note(world, &gwen, "before", None, Some("https://far.example/notes/second")))
        .await
        .unwrap();
    receive(core, note(world, &finn, "second", Some(lake.account.id), None)).await.unwrap();
    assert_eq!(scene.waiting().await, ["one", "asks"]);
    assert_eq!(here(world, ben).await, ["one"], "of this server's stories");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_answer_goes_while_another_comes_and_the_row_is_true_after_both() {
    let scene = Lake::new().await;
    let Lake { world, ada, ben, cleo, .. } = &scene;
    for round in 0..8 {
        let story = scene.asks(ben, &format!("round {round}")).await;
        let first = answers(world, cleo, story, "one").await.unwrap();
        let second = Draft { parent: Some(story), ..Draft::plain("two") };
        let (gone, came) =
            tokio::join!(delete::delete(&world.core, cleo, first), publish(&world.core, ada, second));
        gone.unwrap();
        came.unwrap();
        assert_eq!(scene.waiting().await, [""; 0], "round {round}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_that_says_anew_what_it_hopes_for_waits_or_does_not() {
    let scene = Lake::new().await;
    let Lake { world, ben, lake, .. } = &scene;
    let community = Some(lake.account.id);
    let draft = Draft { community, kind: Some(Kind::Resource), ..Draft::plain("one") };
    let story = told(world, ben, draft).await;
    let again = async |telling: &str, words: &str| {
        world.sql(&format!("UPDATE tellings SET {telling}")).await;
        world.clock.step(TimeDelta::seconds(1));
        edit::edit(&world.core, ben, story, Draft::plain(words)).await.unwrap();
        scene.waiting().await
    };
    assert_eq!(scene.waiting().await, [""; 0]);
    assert_eq!(again("kind = 6", "two").await, ["two"], "it is a question now");
    assert_eq!(again("wish = 5", "three").await, [""; 0], "no answers, please");
    assert_eq!(again("wish = 1", "four").await, ["four"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_made_wider_waits_where_more_can_answer() {
    let scene = Lake::new().await;
    let Lake { world, ada, ben, .. } = &scene;
    let draft =
        Draft { audience: Some(Audience::OnlyMe), kind: Some(Kind::Question), ..Draft::plain("shall I?") };
    let story = told(world, ben, draft).await;
    assert_eq!(here(world, ben).await, [""; 0]);
    audience::change_audience(&world.core, ben, story, Audience::Public, None).await.unwrap();
    assert_eq!(here(world, ada).await, ["shall I?"]);
}
