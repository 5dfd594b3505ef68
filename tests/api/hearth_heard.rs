//! Who asks is heard: the queue, its clock, the people in it and the figures, through Hearth's own API; answers from
//! another Hearth count.

use super::ask::{id, limited, link, unknown};
use chrono::TimeDelta;
use hearth_testkit::{Person, TestHearth, settle};
use reqwest::Method;
use serde_json::{Value, json};

const PATH: &str = "/api/hearth/v1/communities";

async fn asks(who: &Person, words: &str) -> Value {
    let form = json!({"text": words, "kind": "story", "window": 0});
    who.post(&format!("{PATH}/lake/stories"), form).await
}

/// The words of what waits in the lake.
async fn waiting(reader: &Person) -> Vec<String> {
    words(&reader.get(&format!("{PATH}/lake/heard")).await)
}

fn words(queue: &Value) -> Vec<String> {
    let list = queue.as_array().unwrap_or_else(|| panic!("no list: {queue}"));
    let stories: Vec<Value> = list.iter().map(|one| one["status"].clone()).collect();
    // The last line says which answers are hoped for.
    let texts = hearth_testkit::person::texts(&Value::Array(stories));
    texts.into_iter().map(|text| text.lines().next().unwrap_or_default().to_owned()).collect()
}

/// Ada founded the lake, ben and cleo are in.
async fn lake(hearth: &TestHearth) -> (Person, Person, Person) {
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let cleo = hearth.person("cleo").await;
    ada.post(PATH, json!({"name": "lake"})).await;
    for who in [&ben, &cleo] {
        who.post(&format!("{PATH}/lake/join"), json!({})).await;
    }
    (ada, ben, cleo)
}

#[tokio::test]
async fn the_queue_its_clock_and_how_a_story_leaves_it() {
    let hearth = TestHearth::start().await;
    let (ada, ben, cleo) = lake(&hearth).await;
    let mut told = Vec::new();
    for text in ["one", "two", "three"] {
        hearth.clock.step(TimeDelta::minutes(1));
        told.push(asks(&ben, text).await);
    }
    let form = json!({"text": "nothing, please", "kind": "story", "wish": "no_replies", "window": 0});
    ben.post(&format!("{PATH}/lake/stories"), form).await;
    hearth.clock.step(TimeDelta::hours(6));
    let page = cleo.ask(Method::GET, &format!("{PATH}/lake/heard?limit=2"), None).await;
    let next = link(&page, "next", &hearth.base).unwrap();
    let first = page.ok();
    assert_eq!(words(&first), ["one", "two"], "who waits longest stands first");
    assert_eq!(first[0]["waiting_since"], told[0]["published_at"]);
    assert_eq!(
        first[0].as_object().unwrap().len(),
        2,
        "a story, a clock, and nothing to count: {}",
        first[0]
    );
    assert_eq!(words(&cleo.get(&next).await), ["three"]);
    let rest = cleo.ask(Method::GET, &next.replace("min_id=", "min_id=9"), None).await;
    assert_eq!(rest.ok(), json!([]));
    cleo.post(&format!("/api/hearth/v1/stories/{}/thank", id(&told[0])), json!({})).await;
    assert_eq!(waiting(&cleo).await, ["two", "three"], "a thank-you in private is words");
    let enough = format!("/api/hearth/v1/stories/{}/heard_enough", id(&told[1]));
    cleo.ask(Method::POST, &enough, None).await.is(404);
    ben.post(&enough, json!({})).await;
    assert_eq!(waiting(&cleo).await, ["three"]);
    ben.ask(Method::DELETE, &enough, None).await.ok();
    assert_eq!(waiting(&cleo).await, ["two", "three"]);
    let answer = cleo.reply(id(&told[1]), "I read you").await;
    assert_eq!(waiting(&cleo).await, ["three"]);
    cleo.ask(Method::DELETE, &format!("/api/v1/statuses/{}", id(&answer)), None).await.ok();
    assert_eq!(waiting(&cleo).await, ["two", "three"], "what was taken back is no answer");
    assert_eq!(words(&ada.get("/api/hearth/v1/heard").await), ["two", "three"]);
    ada.post(&format!("/api/v1/accounts/{}/mute", ben.account.id), json!({})).await;
    assert_eq!(words(&ada.get("/api/hearth/v1/heard").await), [""; 0]);
    let zoe = hearth.person("zoe").await;
    zoe.ask(Method::GET, &format!("{PATH}/lake/heard"), None).await.is(403);
    for path in [format!("{PATH}/lake/heard"), "/api/hearth/v1/heard".to_owned()] {
        unknown(&hearth, Method::GET, &path).await.is(401);
        limited(&hearth, &ben, "write").await.ask(Method::GET, &path, None).await.is(403);
    }
}

#[tokio::test]
async fn stewards_see_whom_nobody_answered_and_how_soon_others_were() {
    let hearth = TestHearth::start().await;
    let (ada, ben, cleo) = lake(&hearth).await;
    let first = asks(&ben, "one").await;
    hearth.clock.step(TimeDelta::minutes(1));
    let second = asks(&cleo, "two").await;
    let path = |rest: &str| format!("{PATH}/lake/{rest}");
    let unheard = ada.get(&path("unanswered")).await;
    let people: Vec<&str> =
        unheard.as_array().unwrap().iter().map(|one| one["account"]["acct"].as_str().unwrap()).collect();
    assert_eq!(people, ["ben", "cleo"]);
    assert_eq!(unheard[0]["waiting_since"], first["published_at"]);
    assert_eq!(ada.get(&path("figures")).await["heard_within_a_day"], json!(null), "nobody's day is over");
    hearth.clock.step(TimeDelta::hours(2));
    ada.reply(id(&first), "I read you").await;
    let unheard = ada.get(&path("unanswered")).await;
    assert_eq!(unheard.as_array().unwrap().len(), 1);
    hearth.clock.step(TimeDelta::hours(30));
    ada.reply(id(&second), "sorry, late").await;
    let figures = ada.get(&path("figures?days=7")).await;
    assert_eq!((&figures["days"], &figures["heard_within_a_day"]), (&json!(7), &json!(0.5)));
    let median = figures["median_seconds_to_kind_reply"].as_f64().unwrap();
    assert!((16.9..17.1).contains(&(median / 3_600.0)), "half of 2 and 32 hours: {figures}");
    assert_eq!(figures.as_object().unwrap().len(), 3, "nobody is counted: {figures}");
    for wrong in ["figures?days=0", "figures?days=9000"] {
        ada.ask(Method::GET, &path(wrong), None).await.is(422);
    }
    for rest in ["unanswered", "figures"] {
        ben.ask(Method::GET, &path(rest), None).await.is(403);
        unknown(&hearth, Method::GET, &path(rest)).await.is(401);
    }
    ada.ask(Method::GET, "/api/hearth/v1/unanswered", None).await.is(403);
    let olive = hearth.owner("olive").await;
    assert_eq!(olive.get("/api/hearth/v1/unanswered").await, json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_from_another_hearth_counts_and_its_end_brings_the_story_back() {
    let (one, two) = TestHearth::pair().await;
    let (_, ben, cleo) = lake(&one).await;
    let finn = two.person("finn").await;
    let told = asks(&ben, "one").await;
    settle(&[&one, &two]).await;
    one.clock.step(TimeDelta::hours(6));
    assert_eq!(waiting(&cleo).await, ["one"]);
    let there = finn.status_id(told["uri"].as_str().unwrap()).await;
    let answer = finn.reply(&there, &format!("@{} I have been there", ben.handle)).await;
    settle(&[&one, &two]).await;
    assert_eq!(waiting(&cleo).await, [""; 0]);
    finn.ask(Method::DELETE, &format!("/api/v1/statuses/{}", id(&answer)), None).await.ok();
    settle(&[&one, &two]).await;
    assert_eq!(waiting(&cleo).await, ["one"]);
    // Words to the author alone, from there.
    let note = json!({"status": format!("@{} thank you", ben.handle), "in_reply_to_id": there,
        "visibility": "direct"});
    finn.post("/api/v1/statuses", note).await;
    settle(&[&one, &two]).await;
    assert_eq!(waiting(&cleo).await, [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_held_answer_from_another_hearth_counts_once_it_is_let_in() {
    let (one, two) = TestHearth::pair().await;
    let (_, ben, cleo) = lake(&one).await;
    let finn = two.person("finn").await;
    let form = json!({"text": "one", "kind": "story", "wish": "circle", "window": 0});
    let told = ben.post(&format!("{PATH}/lake/stories"), form).await;
    settle(&[&one, &two]).await;
    let there = finn.status_id(told["uri"].as_str().unwrap()).await;
    one.clock.step(TimeDelta::minutes(5));
    finn.reply(&there, &format!("@{} try tea", ben.handle)).await;
    settle(&[&one, &two]).await;
    assert_eq!(waiting(&cleo).await, ["one"]);
    let held = ben.get(&format!("/api/hearth/v1/stories/{}/held", id(&told))).await;
    ben.post(&format!("/api/hearth/v1/held/{}/let_in", id(&held[0])), json!({})).await;
    assert_eq!(waiting(&cleo).await, [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn newcomers_show_a_clock_until_somebody_with_a_name_greets_them_and_prompts_gather_answers_from_anywhere()
 {
    let (one, two) = TestHearth::pair().await;
    let (ada, ben, _) = lake(&one).await;
    let finn = two.person("finn").await;
    finn.follow(&format!("lake@{}", one.domain)).await;
    settle(&[&one, &two]).await;
    one.clock.step(TimeDelta::hours(3));
    let newcomers = ada.get(&format!("{PATH}/lake/newcomers")).await;
    let names: Vec<&str> =
        newcomers.as_array().unwrap().iter().map(|one| one["account"]["acct"].as_str().unwrap()).collect();
    assert_eq!(names, ["ben", "cleo", &finn.handle]);
    assert_eq!(newcomers[0]["waiting_since"], newcomers[0]["joined_at"]);
    assert_eq!(newcomers[0]["waiting_seconds"], 3 * 3_600);
    let whom = id(&newcomers[2]["account"]).to_owned();
    ada.post(&format!("{PATH}/lake/members/{whom}/greet"), json!({"text": "welcome from afar"})).await;
    settle(&[&one, &two]).await;
    // Finn's server does not know that ada sits by the lake: a letter of hers waits until finn lets it in.
    let asking = finn.get("/api/v1/notifications/requests").await;
    assert_eq!(asking[0]["account"]["acct"], *ada.handle, "a greeting crosses");
    let members = ben.get(&format!("{PATH}/lake/members")).await;
    let greeted =
        members.as_array().unwrap().iter().find(|one| one["account"]["acct"] == *finn.handle).unwrap();
    assert_eq!(greeted["greeter"], "ada");

    let asked =
        ada.post(&format!("{PATH}/lake/stories"), json!({"window": 0, "text": "A first swim?"})).await;
    let path = format!("{PATH}/lake/prompts/{}/answers", id(&asked));
    ben.ask(Method::GET, &path, None).await.is(404);
    ada.post(&format!("{PATH}/lake/stories/{}/prompt", id(&asked)), json!({})).await;
    settle(&[&one, &two]).await;
    assert_eq!(waiting(&ben).await, [""; 0], "a prompt waits for stories, not for comfort");
    let there = finn.status_id(asked["uri"].as_str().unwrap()).await;
    one.clock.step(TimeDelta::seconds(1));
    finn.reply(&there, &format!("@{} in March", ada.handle)).await;
    settle(&[&one, &two]).await;
    one.clock.step(TimeDelta::seconds(1));
    ben.reply(id(&asked), "in June").await;
    let answers = hearth_testkit::person::texts(&ben.get(&path).await);
    assert_eq!(answers, ["in June", "@ada in March"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_of_the_community_travels_as_words() {
    let (one, two) = TestHearth::pair().await;
    let (ada, ben, _) = lake(&one).await;
    let finn = two.person("finn").await;
    finn.follow(&format!("lake@{}", one.domain)).await;
    settle(&[&one, &two]).await;
    let notes = format!("{PATH}/lake/notes");
    let note = json!({"id": "cold", "label": "cold water", "description": "Swimming below ten degrees"});
    ben.ask(Method::POST, &notes, Some(note.clone())).await.is(403);
    ada.ask(Method::POST, &notes, Some(json!({"id": "Cold water", "label": "x"}))).await.is(422);
    ada.ask(Method::POST, &notes, Some(json!({"id": "death", "label": "x"}))).await.is(422);
    assert_eq!(ada.post(&notes, note.clone()).await, note);
    assert_eq!(ben.get(&notes).await, json!([note]));
    let form = json!({"text": "brr", "kind": "story", "notes": ["cold", "food"], "window": 0});
    let told = ben.post(&format!("{PATH}/lake/stories"), form.clone()).await;
    assert_eq!(told["summary"], "Note: food, cold water");
    settle(&[&one, &two]).await;
    let there = finn.status_id(told["uri"].as_str().unwrap()).await;
    let there = finn.get(&format!("/api/v1/statuses/{there}")).await;
    assert_eq!(there["spoiler_text"], "Note: food, cold water");
    let elsewhere = ben.ask(Method::POST, "/api/hearth/v1/stories", Some(form)).await;
    assert!(elsewhere.is(422).text.contains("cold"), "it is a word of the lake's");
    ada.ask(Method::DELETE, &format!("{notes}/cold"), None).await.ok();
    ada.ask(Method::DELETE, &format!("{notes}/cold"), None).await.is(404);
    assert_eq!(ben.get(&notes).await, json!([]));
}
