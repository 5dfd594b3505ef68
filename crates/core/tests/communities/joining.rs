//! Founding, joining, leaving, and how a follow is a membership.

use super::kit::{founded, joins, plan, state, tells};
use crate::world::{World, remote};
use chrono::TimeDelta;
use hearth_core::Error;
use hearth_core::accounts::receive::receive;
use hearth_core::communities::found::found;
use hearth_core::communities::join::{Asking, join, leave};
use hearth_core::communities::{
    Joining, Role, State, Visibility, agreement, ban, greet, invite, lists, queries, requests, roles,
};
use hearth_core::event::Event;
use hearth_core::follows::{request, undo};
use hearth_core::ids::AccountId;
use hearth_core::page::Page;

#[tokio::test(flavor = "multi_thread")]
async fn a_community_is_an_account_and_its_founder_is_in() {
    let world = World::new().await;
    let ada = world.member("ada").await;
    let lake = founded(&world, &ada, Visibility::Public, Joining::Open).await;
    assert_eq!(lake.account.uri, "https://hearth.example/users/lake");
    assert_eq!((lake.account.display_name.as_str(), lake.account.locked), ("The lake", false));
    let member = queries::member(&world.core, lake.account.id, ada.id).await.unwrap().unwrap();
    assert_eq!((member.state, member.role), (State::Member, Role::Founder));
    let again = found(&world.core, &ada, &plan("lake", Visibility::Public, Joining::Open)).await;
    assert!(matches!(again, Err(Error::Conflict(_))), "{again:?}");
    assert!(matches!(leave(&world.core, &ada, &lake).await, Err(Error::Forbidden(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_door_a_question_and_a_follow_from_elsewhere() {
    let world = World::new().await;
    let (ada, ben) = (world.member("ada").await, world.member("ben").await);
    let cleo = receive(&world.core, remote("cleo", "other.example")).await.unwrap();
    let plan = plan("lake", Visibility::Public, Joining::Request);
    let plan = hearth_core::communities::found::Plan { question: "Why?".to_owned(), ..plan };
    let lake = found(&world.core, &ada, &plan).await.unwrap();
    let silent = join(&world.core, &ben, &lake, &Asking::default()).await;
    assert!(matches!(silent, Err(Error::Invalid(ref text)) if text.contains("Why?")), "{silent:?}");
    assert_eq!(state(&world, &lake, &ben).await, None);
    let asking = Asking { answer: "I swim".to_owned(), ..Asking::default() };
    assert_eq!(join(&world.core, &ben, &lake, &asking).await.unwrap(), State::Pending);
    // A follow from elsewhere asks likewise, and stays a request until it is answered.
    request::receive_request(&world.core, &cleo, &lake.account, "https://other.example/f/1").await.unwrap();
    assert_eq!(state(&world, &lake, &cleo).await, Some(State::Pending));
    let asked = lists::standing(&world.core, &ada, &lake, State::Pending, Page::first(9)).await.unwrap();
    let answers: Vec<_> = asked.iter().map(|one| (one.account.acct(), one.answer.as_str())).collect();
    assert_eq!(answers, [("cleo@other.example".to_owned(), ""), ("ben".to_owned(), "I swim")]);
    assert!(lists::standing(&world.core, &ben, &lake, State::Pending, Page::first(9)).await.is_err());
    world.events().await;
    requests::let_in(&world.core, &ada, &lake, &cleo).await.unwrap();
    let accepted = Event::FollowAccepted { follower: cleo.id, followee: lake.account.id };
    assert_eq!(world.events().await, [accepted]);
    assert_eq!(state(&world, &lake, &cleo).await, Some(State::Member));
    requests::turn_down(&world.core, &ada, &lake, &ben).await.unwrap();
    assert_eq!(state(&world, &lake, &ben).await, None);
    undo::receive_undo(&world.core, &cleo, &lake.account, None).await.unwrap();
    assert_eq!(state(&world, &lake, &cleo).await, None, "whoever unfollows has left");
}

#[tokio::test(flavor = "multi_thread")]
async fn where_one_must_be_invited_nobody_else_gets_in_or_learns_of_it() {
    let world = World::new().await;
    let (ada, ben) = (world.member("ada").await, world.member("ben").await);
    let cleo = world.remote("cleo", "other.example").await;
    let lake = founded(&world, &ada, Visibility::Invite, Joining::Open).await;
    assert_eq!(lake.joining, Joining::Invite, "what only the invited know of is not open");
    assert!(queries::named(&world.core, ben.id, "lake").await.is_err());
    assert!(queries::named(&world.core, AccountId(0), "lake").await.is_err());
    assert!(join(&world.core, &ben, &lake, &Asking::default()).await.is_err());
    let link = invite::create(&world.core, &ada, &lake, Some(1), None).await.unwrap();
    assert_eq!(invite::leads_to(&world.core, &link.code).await.unwrap().account.id, lake.account.id);
    let with = Asking { code: Some(link.code.clone()), ..Asking::default() };
    assert_eq!(join(&world.core, &ben, &lake, &with).await.unwrap(), State::Member);
    assert!(queries::named(&world.core, ben.id, "lake").await.is_ok());
    let dora = world.member("dora").await;
    assert!(matches!(join(&world.core, &dora, &lake, &with).await, Err(Error::Invalid(_))), "used up");
    // Elsewhere nobody has links: they are invited by name, and their follow is their joining.
    let uri = |number: u8| format!("https://other.example/f/{number}");
    request::receive_request(&world.core, &cleo, &lake.account, &uri(1)).await.unwrap();
    assert_eq!(state(&world, &lake, &cleo).await, None);
    invite::by_name(&world.core, &ada, &lake, &cleo).await.unwrap();
    request::receive_request(&world.core, &cleo, &lake.account, &uri(2)).await.unwrap();
    assert_eq!(state(&world, &lake, &cleo).await, Some(State::Member));
    let late = invite::create(&world.core, &ada, &lake, None, Some(world.core.now() + TimeDelta::hours(1)));
    let late = late.await.unwrap();
    world.clock.step(TimeDelta::hours(2));
    let with = Asking { code: Some(late.code), ..Asking::default() };
    assert!(join(&world.core, &dora, &lake, &with).await.is_err(), "too late");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ban_holds_for_its_time_and_for_this_community_alone() {
    let world = World::new().await;
    let (ada, ben) = (world.member("ada").await, world.member("ben").await);
    let lake = founded(&world, &ada, Visibility::Public, Joining::Open).await;
    let other = found(&world.core, &ada, &plan("hill", Visibility::Public, Joining::Open)).await.unwrap();
    assert_eq!(joins(&world, &ben, &lake).await, State::Member);
    world.events().await;
    let until = world.core.now() + TimeDelta::days(1);
    assert!(ban::ban(&world.core, &ben, &lake, &ada, None, "").await.is_err(), "members ban nobody");
    ban::ban(&world.core, &ada, &lake, &ben, Some(until), "shouting").await.unwrap();
    let events = world.events().await;
    assert!(matches!(events[0], Event::FollowRejected { .. }), "{events:?}");
    assert!(matches!(events[1], Event::MemberBanned { banned: true, .. }), "{events:?}");
    assert!(join(&world.core, &ben, &lake, &Asking::default()).await.is_err());
    assert!(tells(&world, &ben, &lake, "still here").await.is_err());
    assert_eq!(joins(&world, &ben, &other).await, State::Member);
    world.clock.step(TimeDelta::days(2));
    assert_eq!(joins(&world, &ben, &lake).await, State::Member, "it ended");
    ban::ban(&world.core, &ada, &lake, &ben, None, "again").await.unwrap();
    world.clock.step(TimeDelta::days(1_000));
    assert!(join(&world.core, &ben, &lake, &Asking::default()).await.is_err());
    ban::unban(&world.core, &ada, &lake, &ben).await.unwrap();
    assert_eq!(joins(&world, &ben, &lake).await, State::Member);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_clock_lifts_a_ban_and_says_so() {
    let world = World::new().await;
    let (ada, ben, cleo) = (world.member("ada").await, world.member("ben").await, world.member("cleo").await);
    let lake = founded(&world, &ada, Visibility::Public, Joining::Open).await;
    let until = world.core.now() + TimeDelta::hours(1);
    ban::ban(&world.core, &ada, &lake, &ben, Some(until), "shouting").await.unwrap();
    ban::ban(&world.core, &ada, &lake, &cleo, None, "").await.unwrap();
    world.events().await;
    world.clock.step(TimeDelta::minutes(59));
    assert_eq!(ban::lift_expired(&world.core).await.unwrap(), 0);
    world.clock.step(TimeDelta::minutes(1));
    assert_eq!(ban::lift_expired(&world.core).await.unwrap(), 1);
    let (community, account) = (lake.account.id, ben.id);
    let lifted = Event::MemberBanned { community, account, by: ada.id, banned: false };
    assert_eq!(world.events().await, [lifted]);
    assert_eq!(state(&world, &lake, &ben).await, None);
    assert_eq!(state(&world, &lake, &cleo).await, Some(State::Banned));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_lets_in_whoever_asked_before_and_ends_by_uses_and_by_the_clock() {
    let world = World::new().await;
    let (ada, ben, cleo) = (world.member("ada").await, world.member("ben").await, world.member("cleo").await);
    let lake = founded(&world, &ada, Visibility::Public, Joining::Request).await;
    assert_eq!(joins(&world, &ben, &lake).await, State::Pending);
    let until = Some(world.core.now() + TimeDelta::hours(1));
    let once = invite::create(&world.core, &ada, &lake, Some(1), until).await.unwrap();
    let with = |code: &str| Asking { code: Some(code.to_owned()), ..Asking::default() };
    assert_eq!(join(&world.core, &ben, &lake, &with(&once.code)).await.unwrap(), State::Member);
    assert!(join(&world.core, &cleo, &lake, &with(&once.code)).await.is_err(), "it works once");
    let timed = invite::create(&world.core, &ada, &lake, None, until).await.unwrap();
    world.clock.step(TimeDelta::hours(2));
    assert!(join(&world.core, &cleo, &lake, &with(&timed.code)).await.is_err(), "its time is over");
    assert!(invite::list(&world.core, &ada, &lake).await.unwrap().is_empty());
    assert_eq!(state(&world, &lake, &cleo).await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn stewards_are_named_and_the_whole_is_handed_over() {
    let world = World::new().await;
    let (ada, ben) = (world.member("ada").await, world.member("ben").await);
    let cleo = world.member("cleo").await;
    let lake = founded(&world, &ada, Visibility::Public, Joining::Open).await;
    for who in [&ben, &cleo] {
        joins(&world, who, &lake).await;
    }
    let core = &world.core;
    assert!(roles::set_role(core, &ben, &lake, &ben, Role::Steward).await.is_err());
    roles::set_role(core, &ada, &lake, &ben, Role::Steward).await.unwrap();
    assert!(roles::set_role(core, &ben, &lake, &cleo, Role::Steward).await.is_err(), "stewards name none");
    roles::set_role(core, &ben, &lake, &cleo, Role::Greeter).await.unwrap();
    assert!(requests::remove(core, &ben, &lake, &ada).await.is_err());
    let names: Vec<_> =
        queries::stewards(core, lake.account.id).await.unwrap().into_iter().map(|one| one.name).collect();
    assert_eq!(names, ["ada", "ben"]);
    roles::hand_over(core, &ada, &lake, &ben).await.unwrap();
    leave(core, &ada, &lake).await.unwrap();
    assert_eq!(state(&world, &lake, &ada).await, None);
    requests::remove(core, &ben, &lake, &cleo).await.unwrap();
    assert_eq!(state(&world, &lake, &cleo).await, None);
    // With its room a member loses what it said to them, not the account.
    world.sql("DELETE FROM communities").await;
    assert!(queries::by_id(core, lake.account.id).await.unwrap().is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn newcomers_wait_with_a_clock_until_somebody_greets_them() {
    let world = World::new().await;
    let (ada, ben) = (world.member("ada").await, world.member("ben").await);
    let (cleo, dora) = (world.member("cleo").await, world.member("dora").await);
    let lake = founded(&world, &ada, Visibility::Public, Joining::Open).await;
    for who in [&ben, &cleo, &dora] {
        world.clock.step(TimeDelta::minutes(1));
        joins(&world, who, &lake).await;
    }
    let waiting = async || {
        let list = lists::newcomers(&world.core, &ada, &lake, 10).await.unwrap();
        list.into_iter().map(|one| one.account.name).collect::<Vec<_>>()
    };
    assert_eq!(waiting().await, ["ben", "cleo", "dora"], "who waits longest stands first");
    let story = greet::greet(&world.core, &ada, &lake, &ben, "welcome").await.unwrap();
    assert!(
        super::kit::reads(&world, ben.id, story).await && !super::kit::reads(&world, cleo.id, story).await
    );
    let twice = greet::greet(&world.core, &ada, &lake, &ben, "welcome").await;
    assert!(matches!(twice, Err(Error::Conflict(_))), "{twice:?}");
    // A member who answers a newcomer's story has greeted them too.
    let told = tells(&world, &cleo, &lake, "I am new").await.unwrap();
    super::kit::answers(&world, &dora, told, "so am I").await.unwrap();
    assert_eq!(waiting().await, ["dora"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_not_accepted_the_agreement_is_shown_it_instead() {
    let world = World::new().await;
    let (ada, ben) = (world.member("ada").await, world.member("ben").await);
    let lake = founded(&world, &ada, Visibility::Public, Joining::Open).await;
    joins(&world, &ben, &lake).await;
    tells(&world, &ben, &lake, "before").await.unwrap();
    let first = agreement::write(&world.core, &ada, &lake, "Be kind.").await.unwrap();
    let refused = tells(&world, &ben, &lake, "after").await;
    assert!(matches!(refused, Err(Error::Conflict(ref text)) if text.contains("Be kind.")), "{refused:?}");
    agreement::accept(&world.core, &ben, &lake, first.version).await.unwrap();
    tells(&world, &ben, &lake, "after").await.unwrap();
    agreement::write(&world.core, &ada, &lake, "Be kind and patient.").await.unwrap();
    assert!(tells(&world, &ben, &lake, "later").await.is_err(), "each version is accepted anew");
    assert!(agreement::accept(&world.core, &ben, &lake, first.version).await.is_err());
    tells(&world, &ada, &lake, "hers").await.unwrap();
    let versions = agreement::versions(&world.core, lake.account.id).await.unwrap();
    assert_eq!(versions.iter().map(|one| one.version).collect::<Vec<_>>(), [2, 1]);
}
