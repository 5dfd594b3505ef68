//! Answers against a wish wait; what a story says about itself is said in words.

use super::kit::{arrives, follow, note, reply, stories, tell, view};
use crate::world::World;
use hearth_core::Error;
use hearth_core::accounts::Account;
use hearth_core::ids::{AccountId, StoryId};
use hearth_core::notifications::notify;
use hearth_core::replies::{decide, list};
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
    let before = world.events().await.len();
    decide::let_in(&world.core, ada.id, answer).await.unwrap();
    assert_eq!(world.events().await.len(), before + 1);
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
