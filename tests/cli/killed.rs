//! kill -9 at the worst moments: what was promised happens after the next start, once, and what was not does not.

use super::process::{App, LEFT, Server, now, until, until_late};
use chrono::{DateTime, TimeDelta, Utc};
use hearth_testkit::Actor;
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;

const STORIES: &str = "/api/hearth/v1/stories";
const DRAFTS: &str = "/api/hearth/v1/drafts";

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

/// The tables in which two states of the world differ.
fn changed(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) -> Vec<String> {
    before.keys().filter(|table| before[*table] != after[*table]).cloned().collect()
}

/// Lets a story go that can be taken back for so many seconds; answers the draft that waits, and until when.
async fn let_go(server: &Server, window: i64) -> (String, DateTime<Utc>) {
    let form = json!({"text": "A lighthouse", "audience": "public", "window": window});
    let waits = server.post(STORIES, "let-go", form.clone()).await;
    // The app did not hear it, and asks again.
    assert_eq!(server.post(STORIES, "let-go", form).await, waits);
    (text(&waits["waiting"]), text(&waits["release_at"]).parse().unwrap())
}

/// Nothing that anybody could act on was recorded since, nor sent: there is a draft, and that is all.
async fn only_a_draft(server: &Server, before: &BTreeMap<String, String>) {
    let mut changed = changed(before, &server.database.state().await);
    // When ada was here last.
    changed.retain(|table| table != "members");
    assert_eq!(changed, ["drafts"]);
    assert_eq!(server.number(LEFT).await, 0);
    assert_eq!(server.number("SELECT count(*) FROM drafts").await, 1);
    for table in ["stories", "idempotency_keys", "handed"] {
        assert_eq!(server.database.count(table).await, 0, "{table}");
    }
    assert_eq!(server.remote.received().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_second_before_release_sends_nothing_and_loses_nothing() {
    let mut server = Server::start().await;
    let before = server.database.state().await;
    let (_, release) = let_go(&server, 3).await;
    until_late(release - TimeDelta::seconds(1)).await;
    server.kill();
    assert!(now() < release, "this machine is too slow to tell");
    only_a_draft(&server, &before).await;
    until_late(release + TimeDelta::seconds(3)).await;
    only_a_draft(&server, &before).await;

    server.run().await;
    until("the story arrives", async || !server.remote.activities_of("Create").is_empty()).await;
    server.rests().await;
    let creates = server.remote.activities();
    assert_eq!(creates.len(), 1, "{creates:?}");
    assert_eq!(creates[0]["type"], "Create");
    assert_eq!(creates[0]["object"]["content"], "<p>A lighthouse</p>");
    assert_eq!((server.database.count("stories").await, server.database.count("drafts").await), (1, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waited_through_a_kill_can_still_be_taken_back() {
    let mut server = Server::start().await;
    let before = server.database.state().await;
    let (draft, _) = let_go(&server, 3_600).await;
    server.kill();
    only_a_draft(&server, &before).await;
    server.run().await;
    assert_eq!(server.get(&format!("{DRAFTS}/waiting")).await[0]["id"], draft);
    let back = server.post(&format!("{DRAFTS}/waiting/{draft}/take_back"), "", json!({})).await;
    assert_eq!((&back["id"], &back["text"]), (&json!(draft), &json!("A lighthouse")));
    only_a_draft(&server, &before).await;
    // No clock tells it any more.
    assert_eq!(server.number("SELECT count(*) FROM drafts WHERE release_at IS NOT NULL").await, 0);
    assert_eq!(server.get(&format!("{DRAFTS}/waiting")).await, json!([]));

    // Its author does, when they like: all that ever left is that.
    let told = server.post(&format!("{DRAFTS}/{draft}/publish"), "", json!({"window": 0})).await;
    assert!(told["story"].is_string(), "{told}");
    until("the story arrives", async || !server.remote.activities().is_empty()).await;
    server.rests().await;
    assert_eq!(server.remote.activities().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn in_the_middle_of_release_each_story_is_told_or_waits() {
    let mut server = Server::start().await;
    for number in 0..30 {
        let form = json!({"text": format!("Story {number}"), "audience": "public", "window": 2});
        server.post(STORIES, "", form).await;
    }
    until("some are told", async || server.database.count("stories").await >= 3).await;
    server.kill();
    let (told, waits) = (server.database.count("stories").await, server.database.count("drafts").await);
    assert_eq!(told + waits, 30, "{told} are told, {waits} wait");
    assert!(waits > 0, "the kill came too late to tell anything");
    server.leases_run_out().await;
    server.run().await;
    until("all are told", async || server.database.count("drafts").await == 0).await;
    server.rests().await;
    let stories = server.get(&format!("{STORIES}?limit=40")).await;
    let uris: BTreeSet<String> =
        stories.as_array().unwrap().iter().map(|story| text(&story["uri"])).collect();
    assert_eq!((uris.len(), server.database.count("stories").await), (30, 30));
    each_arrived_once(&server, &uris, 2);
}

/// Ids and addresses of what was answered, by key.
type Journal = Arc<Mutex<BTreeMap<String, (String, String)>>>;

/// Tells stories, one after another and each until it is answered, as an app does.
async fn tell_all(app: App, client: usize, journal: Journal) {
    for number in 0..8 {
        let key = format!("{client}-{number}");
        let body = json!({"status": key, "visibility": "public"});
        let status = loop {
            match app.ask(Method::POST, "/api/v1/statuses", &key, &body).await {
                Some(answer) => break answer.ok(),
                None => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        };
        journal.lock().unwrap().insert(key, (text(&status["id"]), text(&status["uri"])));
    }
}

/// What arrived at the remote: for each story, the ids of its Creates with how often each came.
fn arrived(server: &Server) -> BTreeMap<String, BTreeMap<String, usize>> {
    let mut stories: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for create in server.remote.activities_of("Create") {
        let ids = stories.entry(text(&create["object"]["id"])).or_default();
        *ids.entry(text(&create["id"])).or_default() += 1;
    }
    stories
}

/// Each of these stories arrived, under one id, and no other; none came more often than there were lives to send it.
fn each_arrived_once(server: &Server, uris: &BTreeSet<String>, lives: usize) {
    let arrived = arrived(server);
    assert_eq!(&arrived.keys().cloned().collect::<BTreeSet<_>>(), uris);
    for (story, ids) in arrived {
        assert!(ids.len() == 1 && ids.values().all(|times| *times <= lives), "{story}: {ids:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_key_has_one_story_and_each_answered_story_is_there() {
    let mut server = Server::start().await;
    let journal = Journal::default();
    let clients: Vec<_> =
        (0..8).map(|client| tokio::spawn(tell_all(server.app.clone(), client, journal.clone()))).collect();
    for answered in [6, 18, 30, 42, 54] {
        until("some are answered", async || journal.lock().unwrap().len() >= answered).await;
        server.kill();
        let so_far = journal.lock().unwrap().clone();
        for (key, (id, uri)) in so_far {
            let there = format!("SELECT count(*) FROM stories WHERE id = {id} AND uri = '{uri}'");
            assert_eq!(server.number(&there).await, 1, "{key} was answered");
        }
        server.leases_run_out().await;
        server.run().await;
    }
    for client in clients {
        client.await.unwrap();
    }
    let told = journal.lock().unwrap().clone();
    for (key, (id, _)) in &told {
        let again =
            server.post("/api/v1/statuses", key, json!({"status": key, "visibility": "public"})).await;
        assert_eq!(&text(&again["id"]), id, "{key}");
    }
    server.rests().await;
    let uris: BTreeSet<String> = told.values().map(|(_, uri)| uri.clone()).collect();
    assert_eq!((told.len(), uris.len()), (64, 64));
    assert_eq!(server.number("SELECT count(*) FROM stories").await, 64);
    assert_eq!(server.number("SELECT count(DISTINCT source) FROM stories").await, 64);
    each_arrived_once(&server, &uris, 6);
}

#[tokio::test(flavor = "multi_thread")]
async fn deliveries_to_a_slow_server_all_arrive() {
    let mut server = Server::start().await;
    server.remote.answer_after(Duration::from_millis(250));
    let tell = async |number: usize| {
        let body = json!({"status": format!("Story {number}"), "visibility": "public"});
        text(&server.post("/api/v1/statuses", "", body).await["uri"])
    };
    let uris: BTreeSet<String> = futures::future::join_all((0..40).map(tell)).await.into_iter().collect();
    assert_eq!(uris.len(), 40);
    for received in [6, 20] {
        until("some arrive", async || arrived(&server).len() >= received).await;
        server.kill();
        assert!(server.database.count("deliveries").await > 0, "the kill came too late to tell anything");
        server.leases_run_out().await;
        server.run().await;
    }
    server.rests().await;
    each_arrived_once(&server, &uris, 3);
}

/// A note to ada.
fn letter(server: &Server, from: &Actor, number: usize) -> Value {
    let mut note = from.note(&format!("letter-{number}"), &format!("Letter {number}"));
    note["cc"] = json!([server.ada.uri]);
    note["tag"] = json!([{"type": "Mention", "href": server.ada.uri, "name": "@ada"}]);
    from.activity("Create", &note)
}

/// Addresses of the letters that were answered 202.
type Taken = Arc<Mutex<BTreeSet<String>>>;

/// Sends each letter until it is taken, as another server does.
async fn send_all(app: App, from: Actor, letters: Vec<Value>, taken: Taken) {
    for letter in letters {
        let answer = loop {
            match app.receive(&from, &letter).await {
                Some(answer) => break answer,
                None => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        };
        answer.is(202);
        taken.lock().unwrap().insert(text(&letter["object"]["id"]));
    }
}

/// Each letter that was taken is a story here, and ada was told of it, once.
async fn each_was_worked_off_once(server: &Server, taken: &BTreeSet<String>) {
    server.rests().await;
    for uri in taken {
        let there = format!("SELECT count(*) FROM stories WHERE uri = '{uri}' AND pushed");
        assert_eq!(server.number(&there).await, 1, "{uri}");
    }
    let count = i64::try_from(taken.len()).unwrap();
    for what in ["stories", "mentions", "notifications WHERE kind = 0"] {
        assert_eq!(server.number(&format!("SELECT count(*) FROM {what}")).await, count, "{what}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_answered_202_is_worked_off_after_the_next_start() {
    let mut server = Server::start().await;
    let taken = Taken::default();
    // Taken by a process that never gets to work on any of it.
    server.kill();
    server.run_for_requests().await;
    let first: Vec<Value> = (0..8).map(|number| letter(&server, &server.ben, number)).collect();
    send_all(server.app.clone(), server.ben.clone(), first.clone(), taken.clone()).await;
    server.kill();
    assert_eq!((server.number(LEFT).await, server.database.count("stories").await), (8, 0));
    server.run().await;
    let so_far = taken.lock().unwrap().clone();
    each_was_worked_off_once(&server, &so_far).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_under_way_when_the_kill_came_is_worked_off_once() {
    let mut server = Server::start().await;
    let taken = Taken::default();
    let others = [server.ben.clone(), server.remote.actor("cleo", 1), server.remote.actor("dora", 2)];
    let letters = |from: &Actor| (0..20).map(|number| letter(&server, from, number)).collect::<Vec<_>>();
    let sent: Vec<(Actor, Vec<Value>)> = others.iter().map(|from| (from.clone(), letters(from))).collect();
    let senders: Vec<_> = sent
        .clone()
        .into_iter()
        .map(|(from, letters)| tokio::spawn(send_all(server.app.clone(), from, letters, taken.clone())))
        .collect();
    let mut left = 0;
    for stories in [6, 20, 36] {
        until("some are worked off", async || server.database.count("stories").await >= stories).await;
        server.kill();
        left += server.number(LEFT).await;
        let so_far = taken.lock().unwrap().clone();
        for uri in so_far {
            let there = uri.replace("/statuses/", "/activities/Create-");
            let there = format!("SELECT count(*) FROM arrivals WHERE starts_with(activity_uri, '{there}-')");
            assert_eq!(server.number(&there).await, 1, "{uri} was answered 202");
        }
        server.leases_run_out().await;
        server.run().await;
    }
    assert!(left > 0, "no kill came while anything was left to do");
    for sender in senders {
        sender.await.unwrap();
    }
    let all = taken.lock().unwrap().clone();
    assert_eq!(all.len(), 60);
    each_was_worked_off_once(&server, &all).await;
    // And once more, as from servers that did not hear the answers.
    for (from, letters) in sent {
        send_all(server.app.clone(), from, letters, taken.clone()).await;
    }
    each_was_worked_off_once(&server, &all).await;
}
