//! Answers against a wish wait; what a story says about itself is said in words.

use super::kit::{arrives, follow, home, note, reply, stories, tell, view};
use crate::world::World;
use chrono::TimeDelta;
use hearth_core::Error;
use hearth_core::accounts::Account;
use hearth_core::event::Event;
use hearth_core::ids::{AccountId, StoryId};
use hearth_core::notifications::{self, notify};
use hearth_core::page::Page;
use hearth_core::replies::{decide, drop, list};
use hearth_core::stories::context::context;
use hearth_core::stories::publish::publish;
use hearth_core::stories::{Audience, Draft, Kind, Outward, RemoteStory, Wish, boost, queries, show};

async fn wishing(world: &World, author: &Account, wish: Wish) -> StoryId {
    let draft = Draft {
        kind: Some(Kind::Story),
        wish: Some(wish),
        audience: Some(Audience::Public),
        ..Draft::plain("It was a long year.")
    };
    publish(&world.core, author, draft).await.unwrap()
}

async fn under(world: &World, reader: AccountId, story: StoryId) -> Vec<StoryId> {
    stories(&context(&world.core, reader, story).await.unwrap().descendants)
}

async fn waiting(world: &World, owner: AccountId, story: StoryId) -> Vec<StoryId> {
    stories(&list::held(&world.core, owner, story, 0, 40).await.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_against_the_wish_is_seen_by_the_two_until_it_is_let_in() {
    let world = World::new().await;
    let (ada, ben, cleo) = (world.member("ada").await, world.member("ben").await, world.member("cleo").await);
    let story = wishing(&world, &ada, Wish::NoReplies).await;
    let answer = reply(&world, &ben, story, "Have you tried tea?", Audience::Public).await;
    let further = reply(&world, &ben, answer, "Or coffee?", Audience::Public).await;
    notify::of_story(&world.core, answer).await.unwrap();
    assert_eq!(under(&world, AccountId(0), story).await, []);
    assert_eq!(under(&world, cleo.id, story).await, []);
    assert_eq!(under(&world, ada.id, story).await, [], "she looks where they wait");
    assert_eq!(under(&world, ben.id, story).await, [answer, further]);
    assert_eq!(queries::open_replies(&world.core, story, 0, 10).await.unwrap(), []);
    assert_eq!(show::show(&world.core, cleo.id, story).await.unwrap().marks.replies, 0);
    assert!(Outward::of(view(&world, answer).await).is_none());
    assert!(matches!(
        boost::boost(&world.core, &ben, answer, Audience::Public).await,
        Err(Error::Forbidden(_))
    ));
    assert_eq!(waiting(&world, ada.id, story).await, [answer, further]);
    assert_eq!(waiting(&world, ben.id, story).await, []);
    assert!(matches!(decide::let_in(&world.core, ben.id, answer).await, Err(Error::NotFound(_))));
    world.events().await;
    decide::let_in(&world.core, ada.id, answer).await.unwrap();
    assert_eq!(world.events().await.len(), 1, "told once, and nobody elsewhere waits for a word");
    assert_eq!(under(&world, cleo.id, story).await, [answer]);
    assert_eq!(show::show(&world.core, cleo.id, story).await.unwrap().marks.replies, 1);
    assert!(Outward::of(view(&world, answer).await).is_some());
    assert_eq!(waiting(&world, ada.id, story).await, [further]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_circle_wish_lets_in_those_whom_the_author_follows_here_and_elsewhere() {
    let world = World::new().await;
    let (ada, ben) = (world.member("ada").await, world.member("ben").await);
    let dora = world.remote("dora", "other.example").await;
    follow(&world, &ada, &ben).await;
    let story = wishing(&world, &ada, Wish::Circle).await;
    let close = reply(&world, &ben, story, "I am here.", Audience::Public).await;
    let own = reply(&world, &ada, story, "One thing more.", Audience::Public).await;
    let parent_uri = Some(view(&world, story).await.story.uri.clone());
    let far = RemoteStory { parent_uri, ..note(&world, &dora, "1", "Hm.") };
    // It hangs on what is not there yet, and must wait as well once that comes.
    let early = RemoteStory { parent_uri: Some(far.uri.clone()), ..note(&world, &dora, "2", "Hm!") };
    let early = arrives(&world, early).await;
    let far = arrives(&world, far).await;
    let mut seen = under(&world, AccountId(0), story).await;
    seen.sort_unstable();
    assert_eq!(seen, [close, own]);
    let mut held = waiting(&world, ada.id, story).await;
    held.sort_unstable_by_key(|id| id.0);
    let mut both = [far, early];
    both.sort_unstable_by_key(|id| id.0);
    assert_eq!(held, both);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_declined_answer_stays_between_the_two_and_a_kind_no_reaches_its_author_alone() {
    let world = World::new().await;
    let (ada, ben, cleo) = (world.member("ada").await, world.member("ben").await, world.member("cleo").await);
    let story = wishing(&world, &ada, Wish::NoReplies).await;
    let answer = reply(&world, &ben, story, "Have you tried tea?", Audience::Public).await;
    let said = decide::decline_kindly(&world.core, &ada, answer, None).await.unwrap();
    assert_eq!(waiting(&world, ada.id, story).await, []);
    assert_eq!(under(&world, cleo.id, story).await, []);
    assert_eq!(under(&world, ben.id, story).await, [answer, said]);
    let said = view(&world, said).await;
    assert_eq!((said.story.audience, said.story.held_by), (Audience::Direct, None));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_it_says_about_itself_stands_in_words_and_holds() {
    let world = World::new().await;
    let (ada, ben) = (world.member("ada").await, world.member("ben").await);
    let draft = Draft {
        kind: Some(Kind::Milestone),
        notes: vec!["bereavement-suicide".to_owned(), "hospital".to_owned()],
        own_words: "snow".to_owned(),
        audience: Some(Audience::Public),
        ..Draft::plain("A year.")
    };
    let id = publish(&world.core, &ada, draft).await.unwrap();
    let told = view(&world, id).await;
    assert_eq!(told.story.summary, "Note: bereavement by suicide, hospital, snow");
    assert!(told.html().ends_with("<p>Reply wish: just listening, please.</p>"));
    let telling = told.telling.as_ref().unwrap();
    assert_eq!((telling.kind, telling.wish, telling.boosts), (Kind::Milestone, Wish::JustHearMe, false));
    assert!(matches!(boost::boost(&world.core, &ben, id, Audience::Public).await, Err(Error::Forbidden(_))));
    boost::boost(&world.core, &ada, id, Audience::Public).await.unwrap();
    let plain = tell(&world, &ada, "Rain.", Audience::Public).await;
    assert!(view(&world, plain).await.telling.is_none());
    boost::boost(&world.core, &ben, plain, Audience::Public).await.unwrap();
    let unknown = Draft { notes: vec!["moon".to_owned()], ..Draft::plain("x") };
    assert!(matches!(publish(&world.core, &ada, unknown).await, Err(Error::Invalid(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_turns_out_to_be_held_is_in_no_feed_and_no_longer_told_of() {
    let world = World::new().await;
    let (ada, ben, cleo) = (world.member("ada").await, world.member("ben").await, world.member("cleo").await);
    let dora = world.remote("dora", "other.example").await;
    follow(&world, &cleo, &dora).await;
    follow(&world, &cleo, &ada).await;
    let story = wishing(&world, &ada, Wish::Circle).await;
    let open = tell(&world, &ada, "Rain.", Audience::Public).await;
    let under = async |story| Some(view(&world, story).await.story.uri.clone());
    // Each hangs on what is not there yet; one of them will be held.
    let far = RemoteStory { parent_uri: under(story).await, ..note(&world, &dora, "1", "Hm.") };
    let mentions = vec![(ben.id, false)];
    let early =
        RemoteStory { parent_uri: Some(far.uri.clone()), mentions, ..note(&world, &dora, "2", "Hm!") };
    let close = RemoteStory { parent_uri: under(open).await, ..note(&world, &dora, "3", "Wet.") };
    let early_too = RemoteStory { parent_uri: Some(close.uri.clone()), ..note(&world, &dora, "4", "Wet!") };
    let early = arrives(&world, early).await;
    let early_too = arrives(&world, early_too).await;
    notify::of_story(&world.core, early).await.unwrap();
    assert_eq!(told_of(&world, ben.id).await, [early]);
    arrives(&world, far).await;
    arrives(&world, close).await;
    assert_eq!(stories(&home(&world, cleo.id).await), [early_too]);
    assert_eq!(told_of(&world, ben.id).await, []);
    assert_eq!(waiting(&world, ada.id, story).await.len(), 2);
    decide::let_in(&world.core, ada.id, early).await.unwrap();
    let events = world.events().await;
    assert!(events.contains(&Event::StoryReceived { story: early }), "{events:?}");
}

async fn told_of(world: &World, member: AccountId) -> Vec<StoryId> {
    let wanted = notifications::list::Wanted::default();
    let list = notifications::list::list(&world.core, member, &wanted, Page::first(40)).await.unwrap();
    list.iter().filter_map(|one| Some(one.entry.as_ref()?.view.story.id)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn under_the_wish_for_silence_what_waits_is_let_go_after_a_fortnight() {
    let world = World::new().await;
    let (ada, ben) = (world.member("ada").await, world.member("ben").await);
    let dora = world.remote("dora", "other.example").await;
    let silent = wishing(&world, &ada, Wish::NoReplies).await;
    let choosing = wishing(&world, &ada, Wish::Circle).await;
    let uri = async |story| Some(view(&world, story).await.story.uri.clone());
    let own = reply(&world, &ben, silent, "Tea?", Audience::Public).await;
    let far = RemoteStory { parent_uri: uri(silent).await, ..note(&world, &dora, "1", "Tea!") };
    let far = arrives(&world, far).await;
    let stays = RemoteStory { parent_uri: uri(choosing).await, ..note(&world, &dora, "2", "Coffee!") };
    let stays = arrives(&world, stays).await;
    world.clock.step(drop::PATIENCE - TimeDelta::minutes(1));
    assert_eq!(drop::due(&world.core).await.unwrap(), 0);
    world.events().await;
    world.clock.step(TimeDelta::minutes(1));
    assert_eq!(drop::due(&world.core).await.unwrap(), 2);
    assert_eq!(drop::due(&world.core).await.unwrap(), 0);
    let events = world.events().await;
    assert!(matches!(events[..], [Event::Answered { accepted: false, .. }]), "{events:?}");
    assert_eq!(waiting(&world, ada.id, silent).await, []);
    assert_eq!(waiting(&world, ada.id, choosing).await, [stays]);
    let far = view(&world, far).await;
    assert!(far.story.deleted_at.is_some() && far.story.content_html.is_empty());
    assert_eq!(under(&world, ben.id, silent).await, [own], "whoever told it keeps it");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_a_story_names_may_answer_it() {
    let world = World::new().await;
    let (ada, ben, cleo) = (world.member("ada").await, world.member("ben").await, world.member("cleo").await);
    let draft = Draft {
        wish: Some(Wish::NoReplies),
        audience: Some(Audience::Public),
        ..Draft::plain("@ben was there.")
    };
    let story = publish(&world.core, &ada, draft).await.unwrap();
    let named = reply(&world, &ben, story, "I was not.", Audience::Public).await;
    reply(&world, &cleo, story, "Were you?", Audience::Public).await;
    assert_eq!(under(&world, AccountId(0), story).await, [named]);
}
