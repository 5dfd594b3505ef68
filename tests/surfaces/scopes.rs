//! What a token was not given for it does not do, on any route: neither changing with leave to read nor reading with
//! leave to change, nor either with leave to be told.

use super::asking::{Ask, asks};
use super::readers::{Reader, Who};
use super::world::World;
use super::{routes, tell_all};
use crate::api::ask::limited;
use reqwest::Method;

/// Routes that every token of a member may ask, as Mastodon documents it.
const EVERY_TOKEN: &str = "/api/v1/announcements";

/// Ada, who may read and change everything of hers, with a token for less.
async fn with(world: &World, scopes: &str) -> Reader {
    let ada = world.readers.iter().find(|reader| reader.name == "ada").unwrap();
    let Who::Member(person, _) = &ada.who else { panic!("ada comes with an app") };
    let less = limited(&world.hearth, person, scopes).await;
    Reader { name: "ada", who: Who::Member(Box::new(less), "nobody=x".to_owned()), base: ada.base.clone() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn attack_53_no_route_does_what_its_token_is_not_for() {
    let world = World::build().await;
    let routes = routes::all(&world.hearth);
    let all = asks(&routes, &world);
    let api = |ask: &&Ask| ask.path.starts_with("/api/");
    // A token for pushes changes pushes.
    let (acts, gets): (Vec<&Ask>, Vec<&Ask>) = all
        .iter()
        .filter(api)
        .filter(|ask| !ask.path.starts_with("/api/v1/push"))
        .partition(|ask| ask.method != Method::GET);
    assert!(acts.len() > 300 && gets.len() > 300, "{} {}", acts.len(), gets.len());
    let visitor = world.readers.iter().find(|reader| reader.name == "visitor").unwrap();
    let before = world.hearth.database.state().await;

    let mut wrong = Vec::new();
    for (scopes, asked) in [("read", &acts), ("push", &acts), ("push", &gets), ("write", &gets)] {
        let ada = with(&world, scopes).await;
        let told = tell_all(asked.iter().map(|ask| (*ask, &ada)).collect()).await;
        let refused = told.iter().filter(|told| told.answer.status == 403).count();
        assert!(refused * 2 > told.len(), "with {scopes}, {refused} of {} are refused", told.len());
        let done = told.iter().filter(|told| told.answer.status.is_success());
        let open = tell_all(done.clone().map(|told| (told.ask, visitor)).collect()).await;
        for told in done {
            // What anybody may do, she may do with any token, and it shows her no more.
            let free = open.iter().find(|free| std::ptr::eq(free.ask, told.ask)).unwrap();
            let more = told.marks(&world).into_iter().find(|marked| !marked.is_for("visitor"));
            let wider = !free.answer.status.is_success() || more.is_some();
            if wider && told.ask.route != EVERY_TOKEN {
                wrong.push(format!("with {scopes}: {}", told.name()));
            }
        }
    }
    wrong.sort();
    assert!(wrong.is_empty(), "{} of them:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(world.hearth.database.state().await, before, "nothing changed");
}
