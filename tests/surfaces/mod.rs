//! Who sees what, on every surface: each request that the router answers is made by everybody, for everything that is
//! there. A new surface is covered by being served; one that this test cannot ask fails it until it can.

mod asking;
mod readers;
pub mod routes;
mod rules;
mod scopes;
mod world;

use asking::{Ask, asks};
use futures::{StreamExt as _, stream};
use hearth_testkit::Answer;
use readers::Reader;
use reqwest::Method;
use std::collections::{BTreeMap, BTreeSet};
use world::World;

/// Requests under way at once.
const AT_ONCE: usize = 8;

/// What one answer told, and what was wrong with that.
struct Told<'a> {
    ask: &'a Ask,
    reader: &'a Reader,
    answer: Answer,
}

async fn tell_all<'a>(pairs: Vec<(&'a Ask, &'a Reader)>) -> Vec<Told<'a>> {
    let answers = pairs.into_iter().map(async |(ask, reader)| {
        let answer = reader.ask(ask).await;
        Told { ask, reader, answer }
    });
    stream::iter(answers).buffer_unordered(AT_ONCE).collect().await
}

impl Told<'_> {
    fn name(&self) -> String {
        format!("{} {} as {} ({})", self.ask.method, self.ask.path, self.reader.name, self.answer.status)
    }

    /// The marks in this answer.
    fn marks<'w>(&self, world: &'w World) -> Vec<&'w world::Marked> {
        // What a reader put into the request comes back in some answers, and tells nobody anything.
        // An invitation tells whoever holds its code what it is to.
        let own = |mark: &str| self.ask.path.contains(mark) || self.is_invited(mark);
        let shown = |marked: &&world::Marked| self.answer.text.contains(marked.mark) && !own(marked.mark);
        world.marked.iter().filter(shown).collect()
    }

    fn is_invited(&self, mark: &str) -> bool {
        self.ask.route.ends_with("/invites/{code}") && mark == "zqplace"
    }

    /// To take back what one never gave changes nothing and answers nothing.
    fn is_allowed(&self) -> bool {
        let kindness = ["/thank", "/relate"].iter().any(|end| self.ask.route.ends_with(end));
        let nothing = kindness && self.ask.method == Method::DELETE && self.answer.text == "{}";
        self.answer.status.is_success() && !nothing
    }

    /// What it tells somebody who must not be told, and what it tells in a way in which nothing is told.
    fn wrong(&self, world: &World) -> Vec<String> {
        let mut wrong = Vec::new();
        if self.answer.status.is_server_error() {
            wrong.push(self.answer.text.clone());
        }
        for marked in self.marks(world) {
            if !marked.is_for(self.reader.name) {
                wrong.push(format!("shows {}", marked.mark));
            }
            if marked.noted && !rules::is_folded(&self.answer, marked.mark) {
                wrong.push(format!("shows {} outside its fold: {}", marked.mark, self.answer.text));
            }
        }
        wrong.extend(rules::counts(&self.answer));
        wrong.into_iter().map(|what| format!("{}: {what}", self.name())).collect()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_seen_by_anybody_it_is_not_for() {
    let world = World::build().await;
    let routes = routes::all(&world.hearth);
    assert!(routes.len() > 150, "the router is not read any more: {routes:?}");
    let asks = asks(&routes, &world);

    // First whatever could change something, of whoever must not even see what it would change.
    let acts = asks.iter().filter(|ask| ask.method != Method::GET);
    let pairs = acts.flat_map(|ask| world.strangers_to(ask).map(move |reader| (ask, reader)));
    let told = tell_all(pairs.collect()).await;
    assert!(told.len() > 1000, "{}", told.len());
    let mut wrong: Vec<String> = told.iter().flat_map(|told| told.wrong(&world)).collect();
    let allowed = told.iter().filter(|told| told.is_allowed());
    wrong.extend(allowed.map(|told| format!("{} is allowed", told.name())));

    let gets = asks.iter().filter(|ask| ask.method == Method::GET);
    let pairs = gets.flat_map(|ask| {
        let readers = world.readers.iter().filter(|reader| reader.comes_by(&ask.path));
        readers.map(move |reader| (ask, reader))
    });
    let told = tell_all(pairs.collect()).await;
    wrong.extend(told.iter().flat_map(|told| told.wrong(&world)));
    assert!(wrong.is_empty(), "{} of them:\n{}", wrong.len(), wrong.join("\n"));

    everything_is_shown_to_somebody(&world, &told);
    every_route_answered(&told);
    what_left(&world).await;
}

/// A test in which nothing is seen would see nothing wrong.
fn everything_is_shown_to_somebody(world: &World, told: &[Told<'_>]) {
    let mut seen: BTreeSet<(&str, &str)> = BTreeSet::new();
    for one in told {
        seen.extend(one.marks(world).iter().map(|marked| (marked.mark, one.reader.name)));
    }
    for marked in &world.marked {
        for reader in &marked.readers {
            assert!(seen.contains(&(marked.mark, *reader)), "{reader} never saw {}", marked.mark);
        }
    }
}

/// A route that answers nobody proves nothing: what it is asked for must be there.
fn every_route_answered(told: &[Told<'_>]) {
    let mut answered: BTreeMap<&str, bool> = BTreeMap::new();
    for one in told {
        *answered.entry(&one.ask.route).or_default() |= one.answer.status.is_success();
    }
    let silent = answered.iter().filter(|(route, found)| !**found && !asking::EMPTY.contains(route));
    let silent: Vec<_> = silent.map(|(route, _)| route).collect();
    assert!(silent.is_empty(), "put something there, in surfaces/world.rs: {silent:?}");
}

/// Nothing that other servers were sent, or that waits to be sent, is for somebody else.
async fn what_left(world: &World) {
    world.hearth.settle().await;
    for (name, remote) in &world.remotes {
        let sent: String = remote.activities().iter().map(ToString::to_string).collect();
        for marked in &world.marked {
            // Nobody sends anything to sam, who follows nobody, though he may come and read.
            let wanted = *name == "fay" && marked.is_for(name);
            assert_eq!(sent.contains(marked.mark), wanted, "{name} and {}", marked.mark);
        }
    }
    let stored = world.stored().await;
    for marked in world.marked.iter().filter(|marked| marked.stays) {
        assert!(!stored.contains(marked.mark), "{} stands in an activity", marked.mark);
    }
}
