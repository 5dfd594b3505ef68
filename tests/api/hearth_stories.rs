//! Stories in Hearth's own words, over HTTP: told, listed by kind, changed, thanked for, held, muted, and content notes.

use super::ask::{error, id, ids, unknown};
use chrono::TimeDelta;
use hearth_testkit::{Person, TestHearth, person::texts};
use reqwest::Method;
use serde_json::{Value, json};

const STORIES: &str = "/api/hearth/v1/stories";

/// Tells a story at once.
async fn tell(person: &Person, more: Value) -> Value {
    let mut form = json!({"text": "It was a long year.", "audience": "public", "window": 0});
    form.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    person.post(STORIES, form).await
}

async fn put(person: &Person, path: &str, body: Value) -> Value {
    person.ask(Method::PUT, path, Some(body)).await.ok()
}

async fn status(person: &Person, id: &str) -> Value {
    person.get(&format!("/api/v1/statuses/{id}")).await
}

#[tokio::test]
async fn a_story_waits_for_its_window_unless_it_is_to_leave_at_once() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    let form = json!({"title": "Winter", "text": "It was **cold**", "kind": "milestone", "audience": "public",
        "notes": ["hospital"], "own_words": "snow", "language": "en"});
    let answer = ada.ask(Method::POST, STORIES, Some(form.clone())).await;
    answer.is(202);
    assert!(answer.json["waiting"].is_string() && answer.json["release_at"].is_string(), "{}", answer.text);
    hearth.step(TimeDelta::seconds(599)).await;
    assert_eq!(ada.get(STORIES).await, json!([]), "ten minutes with notes");
    hearth.step(TimeDelta::seconds(1)).await;
    let told = ada.get(STORIES).await[0].clone();
    assert_eq!(told["summary"], "Note: hospital, snow");
    assert_eq!(told["telling"]["kind"], "milestone");
    assert_eq!((&told["telling"]["boosts"], &told["quotes"]), (&json!(false), &json!("nobody")));
    assert_eq!((&told["text"], &told["format"]), (&json!("It was **cold**"), &json!("markdown")));
    let content = told["content"].as_str().unwrap();
    assert!(
        content.contains("<strong>Winter</strong>") && content.contains("<strong>cold</strong>"),
        "{content}"
    );
    let question = tell(&ada, json!({"kind": "question"})).await;
    assert_eq!((&question["telling"]["boosts"], &question["quotes"]), (&json!(true), &json!("public")));
    assert_eq!(question["telling"]["wish"], "none");
    assert_eq!(
        unknown(&hearth, Method::GET, &format!("{STORIES}/{}", id(&told))).await.ok()["text"],
        Value::Null
    );

    let long = tell(&ada, json!({"text": "a".repeat(20_000)})).await;
    assert_eq!(long["text"].as_str().unwrap().len(), 20_000);
    let form = json!({"text": "a".repeat(20_001), "window": 0});
    let longer = ada.ask(Method::POST, STORIES, Some(form)).await;
    error(&longer, 422, "Validation failed: Text character limit of 20000 exceeded");
    ada.ask(Method::POST, STORIES, Some(json!({"text": "x", "kind": "nonsense"}))).await.is(422);
    let unknown = ada.ask(Method::POST, STORIES, Some(json!({"text": "x", "notes": ["moon"]}))).await;
    error(&unknown, 422, "Validation failed: There is no content note \"moon\"");
}

#[tokio::test]
async fn stories_are_listed_by_kind() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    let lake = json!({"name": "lake", "title": "The lake", "description": "For those who swim"});
    ada.post("/api/hearth/v1/communities", lake).await;
    let path = "/api/hearth/v1/communities/lake/stories";
    let step = tell(&ada, json!({"kind": "small_step"})).await;
    let first = ada.post(path, json!({"text": "a tool", "kind": "resource", "window": 0})).await;
    hearth.clock.step(TimeDelta::seconds(1));
    let second = ada.post(path, json!({"text": "a day", "kind": "story", "window": 0})).await;
    hearth.settle().await;
    assert_eq!(ids(&ada.get(&format!("{STORIES}?kind=small_step")).await), [id(&step)]);
    assert_eq!(ids(&ada.get(&format!("{STORIES}?kind=resource")).await), [id(&first)]);
    assert_eq!(ids(&ada.get(&format!("{path}?kind=resource")).await), [id(&first)]);
    assert_eq!(ids(&ada.get(path).await), [id(&second), id(&first)]);
    assert_eq!(ada.get(&format!("{path}?kind=quote")).await, json!([]));
    ada.ask(Method::GET, &format!("{path}?kind=nonsense"), None).await.is(422);
}

#[tokio::test]
async fn a_story_is_changed_read_and_sent_back_and_deleted() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let told = tell(&ada, json!({"kind": "story", "notes": ["hospital"], "title": "Rain"})).await;
    let path = format!("{STORIES}/{}", id(&told));
    ben.ask(Method::PUT, &path, Some(json!({"text": "mine"}))).await.is(404);
    ben.ask(Method::DELETE, &path, None).await.is(404);
    hearth.clock.step(TimeDelta::minutes(1));
    let changes = json!({"text": "It **rained**", "notes": ["food"], "own_words": "soup", "wish": "relate",
        "kind": "coping_idea", "boosts": true, "quotes": true, "language": "de"});
    let new = put(&ada, &path, changes).await;
    assert_eq!((&new["title"], &new["summary"]), (&json!("Rain"), &json!("Note: food, soup")));
    let telling = json!({"kind": "coping_idea", "wish": "relate", "notes": ["food"], "own_words": "soup", "boosts": true});
    assert_eq!(
        (&new["telling"], &new["quotes"], &new["language"]),
        (&telling, &json!("public"), &json!("de"))
    );
    assert!(new["edited_at"].is_string());
    // What was read can be sent back: nothing changes, and no words double.
    hearth.clock.step(TimeDelta::minutes(1));
    let same = put(&ada, &path, ada.get(&path).await).await;
    assert_eq!((&same["edited_at"], &same["summary"]), (&new["edited_at"], &new["summary"]));
    // The wish alone is a change, and stands once as the last line.
    let quiet = put(&ada, &path, json!({"wish": "just_hear_me"})).await;
    assert_ne!(quiet["edited_at"], new["edited_at"]);
    let content = quiet["content"].as_str().unwrap();
    assert_eq!(content.matches("Reply wish:").count(), 1, "{content}");
    assert!(content.ends_with("<p>Reply wish: just listening, please.</p>"), "{content}");
    // An app that knows nothing of all this changes the text and keeps the rest.
    let form = json!({"status": "It snowed", "spoiler_text": "Note: food, soup"});
    let edited = put(&ada, &format!("/api/v1/statuses/{}", id(&told)), form).await;
    assert_eq!(edited["spoiler_text"], "Note: food, soup");
    assert_eq!(edited["content"].as_str().unwrap().matches("Reply wish:").count(), 1);
    assert_eq!(ada.get(&path).await["telling"]["notes"], json!(["food"]));
    put(&ada, &format!("/api/v1/statuses/{}", id(&told)), json!({"status": "It snowed"})).await;
    assert_eq!(ada.get(&path).await["telling"]["notes"], json!([]), "a warning that an app takes off is off");
    let refused = ada.ask(Method::PUT, &path, Some(json!({"audience": "followers"}))).await;
    error(&refused, 422, "Validation failed: audience is changed at /stories/{id}/audience");
    assert_eq!(ada.ask(Method::DELETE, &path, None).await.ok()["text"], "It snowed");
    ada.ask(Method::GET, &path, None).await.is(404);
}

#[tokio::test]
async fn readers_choose_what_happens_to_content_notes() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let choices = "/api/hearth/v1/preferences/notes";
    ben.follow(&ada.handle).await;
    hearth.settle().await;
    let told = tell(&ada, json!({"notes": ["hospital"], "text": "@ben see #ward"})).await;
    let both = tell(&ada, json!({"notes": ["hospital", "food"]})).await;
    let own = tell(&ada, json!({"notes": ["food"], "own_words": "soup"})).await;
    hearth.settle().await;
    let (told, both, own) = (id(&told), id(&both), id(&own));
    let all = ben.get(choices).await;
    assert!(all.as_array().unwrap().iter().all(|one| one["choice"] == "fold"), "{all}");
    assert_eq!(status(&ben, told).await["spoiler_text"], "Note: hospital");

    let after = put(&ben, choices, json!({"hospital": "open"})).await;
    assert!(after.as_array().unwrap().iter().any(|one| one["note"] == "hospital" && one["choice"] == "open"));
    let open = status(&ben, told).await;
    assert_eq!((&open["spoiler_text"], &open["sensitive"]), (&json!(""), &json!(false)));
    assert!(open["content"].as_str().unwrap().starts_with("<p>Note: hospital</p>"), "{open}");
    assert_eq!(ben.get(&format!("{STORIES}/{told}")).await["shown"], "open");
    for folded in [both, own] {
        assert_eq!(ben.get(&format!("{STORIES}/{folded}")).await["shown"], "fold");
        assert_ne!(status(&ben, folded).await["spoiler_text"], "");
    }
    assert_eq!(status(&ada, told).await["spoiler_text"], "Note: hospital", "a choice is one reader's");
    put(&ben, choices, json!({"food": "open"})).await;
    assert_eq!(ben.get(&format!("{STORIES}/{both}")).await["shown"], "open");
    assert_eq!(ben.get(&format!("{STORIES}/{own}")).await["shown"], "fold", "own words nobody chose");

    put(&ben, choices, json!({"hospital": "hide"})).await;
    let account = format!("/api/v1/accounts/{}/statuses", ada.account.id);
    for list in [
        "/api/v1/timelines/home",
        "/api/v1/timelines/public",
        "/api/v1/timelines/public?local=true",
        &account,
    ] {
        assert_eq!(ids(&ben.get(list).await), [own], "{list}");
        assert_eq!(ada.get(list).await.as_array().unwrap().len(), 3, "{list}: one's own are not hidden");
    }
    assert_eq!(ben.get("/api/v1/timelines/tag/ward").await, json!([]));
    assert_eq!(ben.get("/api/v1/notifications").await, json!([]));
    assert_eq!(ada.get("/api/v1/timelines/tag/ward").await.as_array().unwrap().len(), 1);
    let found = ben.get(&format!("{STORIES}/{told}")).await;
    assert_eq!(found["shown"], "fold", "still there by its address");
    put(&ben, choices, json!({"hospital": "fold"})).await;
    assert_eq!(ben.notified().await, ["mention"]);
    ben.ask(Method::PUT, choices, Some(json!({"moon": "open"}))).await.is(422);
    ben.ask(Method::PUT, choices, Some(json!({"food": "burn"}))).await.is(422);
}

#[tokio::test]
async fn an_answer_against_the_wish_waits_and_comes_in_once() {
    let hearth = TestHearth::start().await;
    let (ada, ben, cleo) =
        (hearth.person("ada").await, hearth.person("ben").await, hearth.person("cleo").await);
    for reader in [&ada, &cleo] {
        reader.follow(&ben.handle).await;
    }
    cleo.follow(&ada.handle).await;
    hearth.settle().await;
    let told = tell(&ada, json!({"kind": "story", "wish": "no_replies"})).await;
    let story = id(&told);
    hearth.clock.step(TimeDelta::seconds(1));
    let answer = ben.reply(story, "@cleo have you tried tea?").await;
    let answer = id(&answer);
    hearth.settle().await;
    let held = format!("{STORIES}/{story}/held");
    assert_eq!(ids(&ada.get(&held).await), [answer]);
    assert_eq!((ben.get(&held).await, cleo.get(&held).await), (json!([]), json!([])));
    let account = format!("/api/v1/accounts/{}/statuses", ben.account.id);
    for reader in [&ada, &cleo] {
        assert_eq!(reader.answers(story).await, [""; 0]);
        assert!(!texts(&reader.get("/api/v1/timelines/home").await).iter().any(|text| text.contains("tea")));
        assert!(!texts(&reader.get(&account).await).iter().any(|text| text.contains("tea")));
    }
    assert_eq!((ada.notified().await, cleo.notified().await), (vec!["follow".to_owned()], vec![]));
    assert_eq!(ben.answers(story).await, ["@cleo have you tried tea?"]);
    assert_eq!(status(&cleo, story).await["replies_count"], 0);
    cleo.ask(Method::GET, &format!("/api/v1/statuses/{answer}"), None).await.is(404);
    ben.ask(Method::POST, &format!("/api/hearth/v1/held/{answer}/let_in"), None).await.is(404);

    for _ in 0..2 {
        ada.ask(Method::POST, &format!("/api/hearth/v1/held/{answer}/let_in"), None).await;
        hearth.settle().await;
    }
    for reader in [&ada, &cleo] {
        assert_eq!(reader.answers(story).await, ["@cleo have you tried tea?"]);
        let home = texts(&reader.get("/api/v1/timelines/home").await);
        assert_eq!(home.iter().filter(|text| text.contains("tea")).count(), 1, "{home:?}");
    }
    assert_eq!(ada.notified().await, ["mention", "follow"]);
    assert_eq!(cleo.notified().await, ["mention"]);
    assert_eq!(status(&cleo, story).await["replies_count"], 1);
    assert_eq!(ada.get(&held).await, json!([]));

    let other = id(&ben.reply(story, "Or coffee?").await).to_owned();
    let said =
        ada.post(&format!("/api/hearth/v1/held/{other}/decline_kindly"), json!({"text": "Not now"})).await;
    hearth.settle().await;
    assert_eq!((&said["audience"], &said["in_reply_to_id"]), (&json!("direct"), &json!(other)));
    assert_eq!(ben.notified().await.iter().filter(|kind| *kind == "mention").count(), 1);
    assert_eq!(ada.get(&held).await, json!([]));
    assert_eq!(cleo.answers(story).await, ["@cleo have you tried tea?"]);
}

#[tokio::test]
async fn thanks_are_one_act_and_reach_the_author_alone() {
    let hearth = TestHearth::start().await;
    let (ada, ben, cleo) =
        (hearth.person("ada").await, hearth.person("ben").await, hearth.person("cleo").await);
    let told = tell(&ada, json!({"kind": "story", "wish": "circle"})).await;
    let (story, path) = (id(&told), format!("{STORIES}/{}", id(&told)));
    let words = ben.post(&format!("{path}/thank"), json!({"text": "It helped me. @cleo"})).await;
    assert_eq!(
        (&words["audience"], &words["kindness"], &words["held"]),
        (&json!("direct"), &json!("thank"), &json!(false))
    );
    assert_eq!(id(&ben.post(&format!("{path}/thank"), json!({})).await), id(&words));
    ben.post(&format!("{path}/relate"), json!({})).await;
    cleo.post(&format!("/api/v1/statuses/{story}/favourite"), json!({})).await;
    hearth.settle().await;
    let mut told_of = ada.notified().await;
    told_of.sort_unstable();
    assert_eq!(told_of, ["favourite", "mention", "mention"]);
    assert_eq!(cleo.notified().await, [""; 0], "whoever is named in it hears nothing");
    cleo.ask(Method::GET, &format!("{STORIES}/{}", id(&words)), None).await.is(404);
    let thanks = ada.get(&format!("{path}/thanks")).await;
    let mut seen: Vec<_> = thanks
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (one["from"]["acct"].as_str().unwrap(), one["what"].as_str().unwrap(), one["words"].as_str())
        })
        .collect();
    seen.sort_unstable();
    assert_eq!(
        seen,
        [
            ("ben", "relate", Some("I relate. I have been there too.")),
            ("ben", "thank", Some("Thank you for sharing.\n\nIt helped me. @cleo")),
            ("cleo", "favourite", None),
        ]
    );
    let refused = ben.ask(Method::GET, &format!("{path}/thanks"), None).await;
    error(&refused, 403, "Who thanked is told to whoever tells the story alone");
    ada.ask(Method::POST, &format!("{path}/thank"), None).await.is(422);

    for _ in 0..2 {
        ben.ask(Method::DELETE, &format!("{path}/thank"), None).await.ok();
    }
    assert_eq!(ada.get(&format!("{path}/thanks")).await.as_array().unwrap().len(), 2);
    let again = ben.post(&format!("{path}/thank"), json!({})).await;
    assert_ne!(id(&again), id(&words));
    assert_eq!(ada.get(&format!("{path}/thanks")).await.as_array().unwrap().len(), 3);

    let silent = tell(&ada, json!({"kind": "story", "wish": "no_replies"})).await;
    let path = format!("{STORIES}/{}", id(&silent));
    ben.ask(Method::POST, &format!("{path}/relate"), None).await.is(403);
    ben.ask(Method::POST, &format!("{path}/thank"), Some(json!({"text": "and try tea"}))).await.is(403);
    assert_eq!(ben.post(&format!("{path}/thank"), json!({})).await["held"], false);
}

#[tokio::test]
async fn a_story_is_passed_on_only_if_its_author_lets_others() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let told = tell(&ada, json!({"kind": "story"})).await;
    let boost = |id: &str| format!("/api/v1/statuses/{id}/reblog");
    let refused = ben.ask(Method::POST, &boost(id(&told)), None).await;
    error(&refused, 403, "Whoever tells this story asks that it is not passed on");
    ada.post(&boost(id(&told)), json!({})).await;
    let open = tell(&ada, json!({"kind": "story", "boosts": true})).await;
    ben.post(&boost(id(&open)), json!({})).await;
}

#[tokio::test]
async fn a_muted_thread_is_quiet() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    ada.follow(&ben.handle).await;
    hearth.settle().await;
    let told = ada.tell("A beginning").await;
    let first = ben.reply(id(&told), "one").await;
    hearth.settle().await;
    assert_eq!(ada.notified().await, ["mention"]);
    let path = format!("/api/v1/statuses/{}", id(&first));
    assert_eq!(ada.post(&format!("{path}/mute"), json!({"duration": 3600})).await["muted"], true);
    hearth.clock.step(TimeDelta::seconds(1));
    ben.reply(id(&first), "two").await;
    ben.post(&format!("/api/v1/statuses/{}/favourite", id(&told)), json!({})).await;
    hearth.settle().await;
    assert_eq!(ada.notified().await, ["mention"]);
    assert_eq!(ada.home().await, [""; 0]);
    assert_eq!(ada.answers(id(&told)).await, ["one", "two"], "whoever looks finds it");
    hearth.clock.step(TimeDelta::hours(1));
    assert_eq!(hearth_core::restrictions::mute_thread::lift_expired(&hearth.core).await.unwrap(), 1);
    assert_eq!(ada.home().await, ["two", "one", "A beginning"]);
    ada.post(&format!("{path}/mute"), json!({})).await;
    assert_eq!(ada.home().await, [""; 0]);
    assert_eq!(ada.post(&format!("{path}/unmute"), json!({})).await["muted"], false);
    ben.reply(id(&first), "three").await;
    hearth.settle().await;
    assert_eq!(ada.home().await.len(), 4);
    ada.ask(Method::POST, "/api/v1/statuses/1/mute", None).await.is(404);
}
