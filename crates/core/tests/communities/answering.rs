//! What stewards see of who is answered and how soon, and what a community adds of its own.

use super::heard::asks;
use super::kit::{answers, founded, joins, note, tells, text, uri};
use crate::world::World;
use chrono::TimeDelta;
use hearth_core::Error;
use hearth_core::accounts::Account;
use hearth_core::communities::notes::{self, CommunityNote};
use hearth_core::communities::{
    Community, Joining, Role, Visibility, lists, prompt, queries, roles, timeline,
};
use hearth_core::heard::{Figures, enough, figures, queue, unanswered};
use hearth_core::ids::AccountId;
use hearth_core::members::model::by_account;
use hearth_core::page::Page;
use hearth_core::stories::publish::publish;
use hearth_core::stories::receive::receive;
use hearth_core::stories::{Draft, Kind, edit, show};

async fn unheard(world: &World, steward: &Account, lake: &Community) -> Vec<String> {
    let found = unanswered::in_community(&world.core, steward, lake, Page::first(20)).await.unwrap();
    found.into_iter().map(|one| one.account.name).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn members_whom_nobody_ever_answered_are_named_who_waits_longest_first() {
    let world = World::new().await;
    let (ada, ben) = (world.member("ada").await, world.member("ben").await);
    let (cleo, dora) = (world.member("cleo").await, world.member("dora").await);
    let lake = founded(&world, &ada, Visibility::Public, Joining::Open).await;
    for who in [&ben, &cleo, &dora] {
        joins(&world, who, &lake).await;
    }
    let id = Some(lake.account.id);
    let first = asks(&world, &cleo, id, "one").await;
    let since = world.core.now();
    asks(&world, &ben, id, "two").await;
    asks(&world, &cleo, id, "three").await;
    tells(&world, &dora, &lake, "aside").await.unwrap();
    assert_eq!(unheard(&world, &ada, &lake).await, ["cleo", "ben", "dora"], "each of them once");
    let list = unanswered::in_community(&world.core, &ada, &lake, Page::first(1)).await.unwrap();
    assert_eq!(list[0].since, since);
    let next = Page { min: Some(list[0].story.0), ..Page::first(1) };
    let list = unanswered::in_community(&world.core, &ada, &lake, next).await.unwrap();
    assert_eq!(list[0].account.name, "ben");
    // One answer is enough for a person, though their other story still waits.
    answers(&world, &dora, first, "yes").await.unwrap();
    assert_eq!(unheard(&world, &ada, &lake).await, ["ben", "dora"]);
    let refused = unanswered::in_community(&world.core, &ben, &lake, Page::first(20)).await;
    assert!(matches!(refused, Err(Error::Forbidden(_))), "{refused:?}");
    let refused = unanswered::here(&world.core, &ada, Page::first(20)).await;
    assert!(matches!(refused, Err(Error::Forbidden(_))), "{refused:?}");
    world
        .sql("UPDATE members SET role = 1 WHERE account_id = (SELECT id FROM accounts WHERE name = 'ada')")
        .await;
    assert!(by_account(&world.core, ada.id).await.unwrap().is_some());
    let names: Vec<_> = unanswered::here(&world.core, &ada, Page::first(20)).await.unwrap();
    assert_eq!(names.iter().map(|one| one.account.name.as_str()).collect::<Vec<_>>(), ["ben", "dora"]);
    hearth_core::communities::join::leave(&world.core, &ben, &lake).await.unwrap();
    assert_eq!(unheard(&world, &ada, &lake).await, ["dora"], "who left is nobody's to answer");
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_tell_how_a_community_answers() {
    let world = World::new().await;
    let (ada, ben, cleo) = (world.member("ada").await, world.member("ben").await, world.member("cleo").await);
    let lake = founded(&world, &ada, Visibility::Public, Joining::Open).await;
    for who in [&ben, &cleo] {
        joins(&world, who, &lake).await;
    }
    let (core, id) = (&world.core, Some(lake.account.id));
    let now = async || figures::figures(core, &ada, &lake, 30).await.unwrap();
    assert_eq!(now().await, Figures { heard_within_a_day: None, median_to_kind_reply: None });
    let mut told = Vec::new();
    for words in ["one", "two", "three", "four", "five"] {
        told.push(asks(&world, &ben, id, words).await);
    }
    assert_eq!(now().await.heard_within_a_day, None, "nobody's first day is over yet");
    world.clock.step(TimeDelta::hours(1));
    let rude = answers(&world, &cleo, told[0], "rude").await.unwrap();
    world.clock.step(TimeDelta::hours(1));
    answers(&world, &ada, told[0], "kind").await.unwrap();
    assert_eq!(now().await.heard_within_a_day, Some(1.0));
    enough::enough(core, &ben, told[4]).await.unwrap();
    world.clock.step(TimeDelta::hours(30));
    answers(&world, &ada, told[1], "late").await.unwrap();
    // One of four heard in its first day; the fifth was set aside.
    let found = now().await;
    assert_eq!(found.heard_within_a_day, Some(0.25));
    let between =
        |hours: f64, seconds: f64| (hours * 3_600.0 - 60.0..hours * 3_600.0 + 60.0).contains(&seconds);
    assert!(between(16.5, found.median_to_kind_reply.unwrap()), "half of 1 and 32 hours: {found:?}");
    let address = uri(&world, rude).await;
    world
        .sql(&format!(
            "INSERT INTO reports (id, uri, target_id, story_uris, local, created_at) \
             VALUES (1, 'r', {}, ARRAY['{address}'], true, now())",
            cleo.id
        ))
        .await;
    let found = now().await;
    assert!(between(17.0, found.median_to_kind_reply.unwrap()), "half of 2 and 32 hours: {found:?}");
    world.clock.step(TimeDelta::days(31));
    assert_eq!(now().await, Figures { heard_within_a_day: None, median_to_kind_reply: None });
    assert!(matches!(figures::figures(core, &ada, &lake, 0).await, Err(Error::Invalid(_))));
    assert!(matches!(figures::figures(core, &ben, &lake, 30).await, Err(Error::Forbidden(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn greeters_see_who_greeted_and_a_held_answer_greets_nobody() {
    let world = World::new().await;
    let (ada, ben, cleo) = (world.member("ada").await, world.member("ben").await, world.member("cleo").await);
    let lake = founded(&world, &ada, Visibility::Public, Joining::Open).await;
    for who in [&ben, &cleo] {
        joins(&world, who, &lake).await;
    }
    let core = &world.core;
    roles::set_role(core, &ada, &lake, &cleo, Role::Greeter).await.unwrap();
    let names = async || {
        let list = lists::newcomers(core, &cleo, &lake, 10).await.unwrap();
        list.into_iter().map(|one| one.account.name).collect::<Vec<_>>()
    };
    let wish = Some(hearth_core::stories::Wish::NoReplies);
    let draft = Draft {
        community: Some(lake.account.id),
        kind: Some(Kind::Story),
        wish,
        ..Draft::plain("only listening")
    };
    let story = publish(core, &ben, draft).await.unwrap();
    let answer = answers(&world, &ada, story, "welcome").await.unwrap();
    assert_eq!(names().await, ["ben", "cleo"]);
    hearth_core::replies::decide::let_in(core, ben.id, answer).await.unwrap();
    assert_eq!(names().await, ["cleo"]);
    let member = queries::member(core, lake.account.id, ben.id).await.unwrap().unwrap();
    assert_eq!((member.greeted_by, member.greeter.as_deref()), (Some(ada.id), Some("ada")));
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_to_a_prompt_stand_under_it_wherever_they_come_from() {
    let world = World::new().await;
    let (ada, ben) = (world.member("ada").await, world.member("ben").await);
    let lake = founded(&world, &ada, Visibility::Public, Joining::Open).await;
    joins(&world, &ben, &lake).await;
    let (core, id, everybody) = (&world.core, lake.account.id, AccountId(0));
    let asked = tells(&world, &ada, &lake, "a first swim").await.unwrap();
    let missing = timeline::answers(core, everybody, id, asked, Page::first(20)).await;
    assert!(matches!(missing, Err(Error::NotFound(_))), "not a prompt yet");
    prompt::mark(core, &ada, &lake, asked, true).await.unwrap();
    answers(&world, &ben, asked, "it was cold").await.unwrap();
    let finn = world.remote("finn", "far.example").await;
    let address = uri(&world, asked).await;
    world.clock.step(TimeDelta::seconds(1));
    receive(core, note(&world, &finn, "warm", None, Some(&address))).await.unwrap();
    let found = timeline::answers(core, everybody, id, asked, Page::first(20)).await.unwrap();
    assert_eq!(found.iter().map(text).collect::<Vec<_>>(), ["warm", "it was cold"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_community_has_words_of_its_own_for_what_its_stories_hold() {
    let world = World::new().await;
    let (ada, ben) = (world.member("ada").await, world.member("ben").await);
    let lake = founded(&world, &ada, Visibility::Public, Joining::Open).await;
    joins(&world, &ben, &lake).await;
    let core = &world.core;
    let cold = |id: &str| CommunityNote {
        id: id.to_owned(),
        label: " cold  water ".to_owned(),
        description: "Swimming below ten degrees".to_owned(),
    };
    assert!(matches!(notes::put(core, &ben, &lake, cold("cold")).await, Err(Error::Forbidden(_))));
    for wrong in ["", "Cold", "cold water", "death", &"a".repeat(41)] {
        assert!(
            matches!(notes::put(core, &ada, &lake, cold(wrong)).await, Err(Error::Invalid(_))),
            "{wrong}"
        );
    }
    assert_eq!(notes::put(core, &ada, &lake, cold("cold")).await.unwrap().label, "cold water");
    let draft = |community| Draft {
        community,
        kind: Some(Kind::Story),
        notes: vec!["death".to_owned(), "cold".to_owned()],
        own_words: "ducks".to_owned(),
        ..Draft::plain("brr")
    };
    let outside = publish(core, &ben, draft(None)).await;
    assert!(matches!(outside, Err(Error::Invalid(ref text)) if text.contains("cold")), "{outside:?}");
    let story = publish(core, &ben, draft(Some(lake.account.id))).await.unwrap();
    let view = show::show(core, AccountId(0), story).await.unwrap().view;
    assert_eq!(view.story.summary, "Note: death, cold water, ducks");
    assert_eq!(view.telling.as_ref().unwrap().notes, ["death", "cold"]);
    world.clock.step(TimeDelta::seconds(1));
    let again = Draft { notes: vec!["cold".to_owned()], ..Draft::plain("brr!") };
    edit::edit(core, &ben, story, again).await.unwrap();
    let view = show::show(core, AccountId(0), story).await.unwrap().view;
    assert_eq!(view.story.summary, "Note: cold water");
    notes::remove(core, &ada, &lake, "cold").await.unwrap();
    assert_eq!(notes::list(core, lake.account.id).await.unwrap(), []);
    assert!(publish(core, &ben, draft(Some(lake.account.id))).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_week_with_two_greeters_who_take_the_queue_from_its_front_hears_everybody_in_a_day() {
    let world = World::new().await;
    let ada = world.member("ada").await;
    let lake = founded(&world, &ada, Visibility::Public, Joining::Open).await;
    let mut people = Vec::new();
    for name in ["ben", "cleo", "dora", "finn", "gwen", "hugo"] {
        let who = world.member(name).await;
        joins(&world, &who, &lake).await;
        people.push(who);
    }
    let (core, id) = (&world.core, Some(lake.account.id));
    let mut waited = Vec::new();
    // Every two hours somebody asks; twice a day, for an hour, each greeter answers up to seven who wait longest.
    for hour in 0..7 * 24 {
        if hour % 2 == 0 {
            asks(&world, &people[hour % 6], id, &format!("hour {hour}")).await;
        }
        if hour % 24 == 9 || hour % 24 == 20 {
            let page = Page::first(7);
            for greeter in [&ada, &people[hour % 5]] {
                let spot = queries::spot(core, greeter.id, &lake.account.name).await.unwrap();
                for one in queue::in_community(core, greeter, spot, page).await.unwrap() {
                    waited.push(core.now() - one.since);
                    // Nobody hears themselves: their own stays for the other.
                    answers(&world, greeter, one.entry.view.story.id, "I read you").await.unwrap();
                }
            }
        }
        world.clock.step(TimeDelta::hours(1));
    }
    assert!(waited.len() > 70, "{}", waited.len());
    assert!(waited.iter().all(|time| *time < TimeDelta::hours(24)), "the clock told the truth: {waited:?}");
    let found = figures::figures(core, &ada, &lake, 7).await.unwrap();
    assert!(found.heard_within_a_day.unwrap() >= 0.95, "{found:?}");
    let half = TimeDelta::seconds(found.median_to_kind_reply.unwrap() as i64);
    assert!(half > TimeDelta::hours(1) && half < TimeDelta::hours(14), "{half}");
}
