//! Drafts, the undo window on a clock that is stepped, circles, folding away, ending.

use super::kit::{follow, stories, tell, view};
use crate::world::World;
use chrono::TimeDelta;
use hearth_core::accounts::Account;
use hearth_core::circles::{change as circles, members};
use hearth_core::drafts::wait::{LetGo, let_go, let_go_new, take_back};
use hearth_core::drafts::{self, Windows, list, release, windows};
use hearth_core::event::Event;
use hearth_core::ids::{AccountId, DraftId, StoryId};
use hearth_core::page::Page;
use hearth_core::stories::{Audience, Draft, audience, edit, expire, fold, preview, show};
use hearth_core::timelines::account::{Wanted, account};
use hearth_core::{Error, Result};

fn public(text: &str) -> Draft {
    Draft { audience: Some(Audience::Public), ..Draft::plain(text) }
}

async fn told(world: &World, author: &Account) -> Vec<StoryId> {
    let wanted = Wanted::default();
    stories(&account(&world.core, author.id, author.id, wanted, Page::first(40)).await.unwrap())
}

async fn waits(world: &World, author: &Account, draft: Draft, window: Option<TimeDelta>) -> DraftId {
    let id = drafts::create(&world.core, author.id, &draft).await.unwrap();
    match let_go(&world.core, author, id, window).await.unwrap() {
        LetGo::Waits(waiting, _) => assert_eq!(waiting, id),
        LetGo::Told(story) => panic!("told at once: {story}"),
    }
    id
}

fn not_found<T>(result: Result<T>) -> bool {
    matches!(result, Err(Error::NotFound(_)))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_kept_changed_and_thrown_away() {
    let world = World::new().await;
    let (ada, ben) = (world.member("ada").await, world.member("ben").await);
    let core = &world.core;
    let id = drafts::create(core, ada.id, &Draft::default()).await.unwrap();
    let fuller = Draft { title: "Rain".to_owned(), parent: Some(StoryId(7)), ..public("It rained") };
    drafts::save(core, ada.id, id, &fuller).await.unwrap();
    assert_eq!(list::show(core, ada.id, id).await.unwrap().draft, fuller);
    assert!(not_found(list::show(core, ben.id, id).await));
    assert!(not_found(drafts::save(core, ben.id, id, &fuller).await));
    assert!(not_found(drafts::delete(core, ben.id, id).await));
    assert!(list::list(core, ben.id, false, Page::first(9)).await.unwrap().is_empty());
    drafts::delete(core, ada.id, id).await.unwrap();
    assert!(not_found(list::show(core, ada.id, id).await));
}

#[tokio::test(flavor = "multi_thread")]
async fn until_its_window_closes_nothing_is_recorded() {
    let world = World::new().await;
    let ada = world.member("ada").await;
    world.events().await;
    let id = waits(&world, &ada, public("Once"), None).await;
    world.clock.step(TimeDelta::seconds(119));
    assert_eq!(release::due(&world.core).await.unwrap(), 0);
    assert_eq!((world.events().await, told(&world, &ada).await), (vec![], vec![]));
    world.clock.step(TimeDelta::seconds(1));
    assert_eq!(release::due(&world.core).await.unwrap(), 1);
    let [story] = told(&world, &ada).await[..] else { panic!("not one story") };
    assert_eq!(world.events().await, [Event::StoryPublished { story }]);
    assert_eq!(view(&world, story).await.story.published_at, world.core.now());
    assert!(not_found(list::show(&world.core, ada.id, id).await));
    assert!(not_found(take_back(&world.core, ada.id, id).await));
}

#[tokio::test(flavor = "multi_thread")]
async fn notes_give_ten_minutes_and_the_member_chooses() {
    let world = World::new().await;
    let ada = world.member("ada").await;
    let core = &world.core;
    let noted = || Draft { summary: "hospital".to_owned(), ..public("Once") };
    waits(&world, &ada, noted(), None).await;
    world.clock.step(TimeDelta::minutes(9));
    assert_eq!(release::due(core).await.unwrap(), 0);
    world.clock.step(TimeDelta::minutes(1));
    assert_eq!(release::due(core).await.unwrap(), 1);
    let chosen = Windows { plain: TimeDelta::zero(), noted: TimeDelta::hours(24), apps: TimeDelta::zero() };
    windows::choose(core, ada.id, chosen).await.unwrap();
    assert!(matches!(let_go_new(core, &ada, public("Twice"), None).await.unwrap(), LetGo::Told(_)));
    let LetGo::Waits(_, at) = let_go_new(core, &ada, noted(), None).await.unwrap() else { panic!("told") };
    assert_eq!(at, core.now() + TimeDelta::hours(24));
    let longer = Windows { apps: TimeDelta::hours(25), ..chosen };
    assert!(matches!(windows::choose(core, ada.id, longer).await, Err(Error::Invalid(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_back_is_the_draft_it_was() {
    let world = World::new().await;
    let ada = world.member("ada").await;
    let core = &world.core;
    let id = waits(&world, &ada, public("Once"), None).await;
    assert!(matches!(drafts::save(core, ada.id, id, &public("x")).await, Err(Error::Conflict(_))));
    assert!(matches!(let_go(core, &ada, id, None).await, Err(Error::Conflict(_))));
    take_back(core, ada.id, id).await.unwrap();
    world.clock.step(TimeDelta::hours(1));
    assert_eq!(release::due(core).await.unwrap(), 0);
    let kept = list::show(core, ada.id, id).await.unwrap();
    assert_eq!((kept.draft, kept.release_at), (public("Once"), None));
    assert!(not_found(take_back(core, ada.id, id).await));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_that_release_at_a_time_tell_one_story() {
    let world = World::new().await;
    let ada = world.member("ada").await;
    for _ in 0..8 {
        waits(&world, &ada, public("Once"), None).await;
    }
    world.clock.step(TimeDelta::minutes(2));
    let rounds = tokio::join!(
        release::due(&world.core),
        release::due(&world.core),
        release::due(&world.core),
        release::due(&world.core)
    );
    for round in [rounds.0, rounds.1, rounds.2, rounds.3] {
        round.unwrap();
    }
    assert_eq!(told(&world, &ada).await.len(), 8);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_release_that_is_broken_off_leaves_the_draft_waiting() {
    let world = World::new().await;
    let ada = world.member("ada").await;
    let id = waits(&world, &ada, public("Once"), None).await;
    world.clock.step(TimeDelta::minutes(2));
    // As a process that is killed before its commit leaves it.
    world.sql("CREATE FUNCTION dies() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'terminating connection'; END $$; \
               CREATE TRIGGER dies BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION dies()").await;
    release::due(&world.core).await.unwrap_err();
    assert!(list::show(&world.core, ada.id, id).await.unwrap().release_at.is_some());
    assert!(told(&world, &ada).await.is_empty());
    world.sql("DROP TRIGGER dies ON events").await;
    assert_eq!(release::due(&world.core).await.unwrap(), 1);
    assert_eq!(told(&world, &ada).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_no_longer_be_told_is_a_draft_again_that_says_why() {
    let world = World::new().await;
    let (ada, ben) = (world.member("ada").await, world.member("ben").await);
    let core = &world.core;
    let parent = tell(&world, &ben, "Hello", Audience::Public).await;
    let id = waits(&world, &ada, Draft { parent: Some(parent), ..public("Answer") }, None).await;
    hearth_core::stories::delete::delete(core, &ben, parent).await.unwrap();
    world.clock.step(TimeDelta::minutes(2));
    assert_eq!(release::due(core).await.unwrap(), 1);
    let kept = list::show(core, ada.id, id).await.unwrap();
    assert_eq!((kept.release_at, kept.problem.as_deref()), (None, Some("story not found")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_circle_reads_what_it_was_told_and_nobody_else() {
    let world = World::new().await;
    let (ada, ben, cleo) = (world.member("ada").await, world.member("ben").await, world.member("cleo").await);
    let dora = world.remote("dora", "away.example").await;
    let core = &world.core;
    follow(&world, &cleo, &ada).await;
    let circle = circles::create(core, ada.id, "close").await.unwrap();
    assert!(matches!(circles::create(core, ada.id, "Close").await, Err(Error::Conflict(_))));
    assert!(not_found(members::add(core, ben.id, circle, &cleo).await));
    members::add(core, ada.id, circle, &ben).await.unwrap();
    members::add(core, ada.id, circle, &dora).await.unwrap();
    let draft = || Draft {
        audience: Some(Audience::Circle),
        circle: Some(circle),
        ..Draft::plain("@cleo @ben a secret")
    };
    let LetGo::Told(story) = let_go_new(core, &ada, draft(), Some(TimeDelta::zero())).await.unwrap() else {
        panic!("waits")
    };
    let reads = async |who: AccountId| show::show(core, who, story).await.is_ok();
    assert!(reads(ada.id).await && reads(ben.id).await && reads(dora.id).await);
    assert!(!reads(cleo.id).await && !reads(AccountId(0)).await);
    // Who comes or goes later changes nothing for what was told before.
    members::add(core, ada.id, circle, &cleo).await.unwrap();
    members::remove(core, ada.id, circle, ben.id).await.unwrap();
    assert!(reads(ben.id).await && !reads(cleo.id).await);
    let change = Draft { text: "@cleo another".to_owned(), ..draft() };
    edit::edit(core, &ada, story, change).await.unwrap();
    assert!(!reads(cleo.id).await);
    // An answer goes to the author alone; going on goes to the same people.
    let answer = Draft { parent: Some(story), ..public("me too") };
    let LetGo::Told(answer) = let_go_new(core, &ben, answer, Some(TimeDelta::zero())).await.unwrap() else {
        panic!("waits")
    };
    assert_eq!(view(&world, answer).await.story.audience, Audience::Direct);
    let more = Draft { parent: Some(story), ..Draft::plain("and then") };
    let LetGo::Told(more) = let_go_new(core, &ada, more, Some(TimeDelta::zero())).await.unwrap() else {
        panic!("waits")
    };
    assert!(show::show(core, ben.id, more).await.is_ok() && show::show(core, cleo.id, more).await.is_err());
    let missing = Draft { circle: None, ..draft() };
    assert!(matches!(let_go_new(core, &ada, missing, Some(TimeDelta::zero())).await, Err(Error::Invalid(_))));
    let others = let_go_new(core, &ben, draft(), Some(TimeDelta::zero())).await;
    assert!(matches!(others, Err(Error::Invalid(_))), "somebody else's circle");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_is_widened_narrowed_folded_and_unfolded() {
    let world = World::new().await;
    let (ada, ben, cleo) = (world.member("ada").await, world.member("ben").await, world.member("cleo").await);
    let core = &world.core;
    follow(&world, &ben, &ada).await;
    let story = tell(&world, &ada, "@cleo a story", Audience::OnlyMe).await;
    let readers = async || {
        let mut readers = Vec::new();
        for (name, who) in [("unknown", AccountId(0)), ("ben", ben.id), ("cleo", cleo.id)] {
            if show::show(core, who, story).await.is_ok() {
                readers.push(name);
            }
        }
        readers
    };
    assert_eq!(readers().await, [""; 0]);
    world.events().await;
    audience::change_audience(core, &ada, story, Audience::Followers, None).await.unwrap();
    assert_eq!(readers().await, ["ben", "cleo"]);
    let at = view(&world, story).await.story.edited_at.unwrap();
    assert_eq!(world.events().await, [Event::StoryAudienceChanged { story, from: Audience::OnlyMe, at }]);
    audience::change_audience(core, &ada, story, Audience::Public, None).await.unwrap();
    assert_eq!(readers().await, ["unknown", "ben", "cleo"]);
    fold::fold(core, &ada, story).await.unwrap();
    fold::fold(core, &ada, story).await.unwrap();
    assert_eq!(readers().await, [""; 0]);
    assert!(show::show(core, ada.id, story).await.is_ok());
    let folded = audience::change_audience(core, &ada, story, Audience::Public, None).await;
    assert!(matches!(folded, Err(Error::Conflict(_))));
    fold::unfold(core, &ada, story).await.unwrap();
    assert_eq!(readers().await, ["unknown", "ben", "cleo"]);
    audience::change_audience(core, &ada, story, Audience::Direct, None).await.unwrap();
    assert_eq!(readers().await, ["cleo"]);
    let theirs = audience::change_audience(core, &ben, story, Audience::Public, None).await;
    assert!(not_found(theirs));
    let answer = super::kit::reply(&world, &cleo, story, "yes", Audience::Direct).await;
    let wider = audience::change_audience(core, &cleo, answer, Audience::Public, None).await;
    assert!(matches!(wider, Err(Error::Invalid(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_ends_at_its_time_unless_it_is_reported() {
    let world = World::new().await;
    let (ada, ben) = (world.member("ada").await, world.member("ben").await);
    let core = &world.core;
    let at = core.now() + TimeDelta::hours(1);
    let draft = Draft { expires_at: Some(at), ..public("for an hour") };
    let LetGo::Told(story) = let_go_new(core, &ada, draft, Some(TimeDelta::zero())).await.unwrap() else {
        panic!("waits")
    };
    let slug = view(&world, story).await.story.slug.clone().unwrap();
    world.clock.step(TimeDelta::minutes(59));
    assert_eq!(expire::due(core).await.unwrap(), 0);
    let uri = view(&world, story).await.story.uri.clone();
    world.sql(&format!(
        "INSERT INTO reports (id, uri, reporter_id, target_id, story_uris, comment, forwarded, local, created_at) \
         VALUES (1, 'r', {}, {}, ARRAY['{uri}'], '', false, true, now())", ben.id, ada.id)).await;
    world.clock.step(TimeDelta::minutes(2));
    assert_eq!(expire::due(core).await.unwrap(), 0);
    world.sql("UPDATE reports SET resolved_at = now()").await;
    world.events().await;
    assert_eq!(expire::due(core).await.unwrap(), 1);
    assert_eq!(expire::due(core).await.unwrap(), 0);
    assert!(matches!(world.events().await[..], [Event::StoryDeleted { .. }]));
    // No trace of it, unlike what its author deleted by hand.
    assert!(not_found(show::show_at(core, AccountId(0), "ada", &slug).await));
    let past = expire::choose(core, ada.id, story, Some(at)).await;
    assert!(matches!(past, Err(Error::Invalid(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_tells_nothing() {
    let world = World::new().await;
    let ada = world.member("ada").await;
    world.member("ben").await;
    world.events().await;
    let seen = preview::preview(&world.core, &ada, public("Hello @ben #rain")).await.unwrap();
    assert_eq!((seen.mentions.len(), seen.tags.len()), (1, 1));
    assert_eq!((world.events().await, told(&world, &ada).await), (vec![], vec![]));
    assert!(not_found(show::show(&world.core, ada.id, seen.story.id).await));
    assert!(preview::preview(&world.core, &ada, Draft::default()).await.is_err());
}
