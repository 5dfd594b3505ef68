//! What filters catch: told with each story that one holds for, wherever its reader meets it.

use super::ask::{id, unknown};
use super::listening::Socket;
use hearth_testkit::{Person, TestHearth};
use reqwest::Method;
use serde_json::{Value, json};

const V2: &str = "/api/v2/filters";

async fn look_for(person: &Person, action: &str, words: &[(&str, bool)]) -> Value {
    let words: Vec<Value> =
        words.iter().map(|(word, whole)| json!({"keyword": word, "whole_word": whole})).collect();
    let all = ["home", "notifications", "public", "thread", "account"];
    let body =
        json!({"title": "Weather", "context": all, "filter_action": action, "keywords_attributes": words});
    person.post(V2, body).await
}

/// The words that were found in a status, one for each filter that holds.
fn found(status: &Value) -> Vec<&str> {
    let results = status["filtered"].as_array().unwrap_or_else(|| panic!("not a list: {status}"));
    results.iter().map(|one| one["keyword_matches"][0].as_str().unwrap()).collect()
}

fn of<'a>(list: &'a Value, told: &Value) -> &'a Value {
    let list = list.as_array().unwrap();
    let wanted = |one: &&Value| one["id"] == told["id"] || one["reblog"]["id"] == told["id"];
    list.iter().find(wanted).unwrap_or_else(|| panic!("{} is not in {list:?}", told["id"]))
}

#[tokio::test]
async fn it_is_told_wherever_the_story_is_met() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    ada.follow("ben").await;
    let list = ada.post("/api/v1/lists", json!({"title": "Near"})).await;
    let on_it = json!({"account_ids": [ben.account.id.to_string()]});
    ada.post(&format!("/api/v1/lists/{}/accounts", id(&list)), on_it).await;
    let top = ada.tell("Is it raining there?").await;
    let filter = look_for(&ada, "hide", &[("rain", false)]).await;
    let answer = ben.reply(id(&top), "Rain here").await;
    hearth.settle().await;
    let told = ben.tell("@ada Rainy days #grey").await;
    hearth.settle().await;
    ada.post(&format!("/api/v1/statuses/{}/bookmark", id(&told)), json!({})).await;
    // With what the filter is and without what else it looks for.
    let mut bare = filter.clone();
    bare.as_object_mut().unwrap().retain(|key, _| key != "keywords" && key != "statuses");
    let expected = json!([{"filter": bare, "keyword_matches": ["Rain"], "status_matches": null}]);
    let path = format!("/api/v1/statuses/{}", id(&told));
    assert_eq!(ada.get(&path).await["filtered"], expected);
    for path in [
        "/api/v1/timelines/home".to_owned(),
        "/api/v1/timelines/public".to_owned(),
        "/api/v1/timelines/tag/grey".to_owned(),
        format!("/api/v1/timelines/list/{}", id(&list)),
        format!("/api/v1/accounts/{}/statuses", ben.account.id),
        "/api/v1/bookmarks".to_owned(),
    ] {
        assert_eq!(of(&ada.get(&path).await, &told)["filtered"], expected, "{path}");
    }
    let thread = ada.get(&format!("/api/v1/statuses/{}/context", id(&top))).await;
    assert_eq!(of(&thread["descendants"], &answer)["filtered"], expected);
    let heard = ada.get("/api/v1/notifications").await;
    assert_eq!((&heard[0]["type"], &heard[0]["status"]["filtered"]), (&json!("mention"), &expected));
    assert_eq!(ada.get("/api/v2/notifications").await["statuses"][0]["filtered"], expected);
    // One's own story is one's own, others have no part in it, and whoever is unknown has no filters.
    assert_eq!(ada.get(&format!("/api/v1/statuses/{}", id(&top))).await["filtered"], json!([]));
    assert_eq!(ben.get(&path).await["filtered"], json!([]));
    assert!(unknown(&hearth, Method::GET, &path).await.ok().get("filtered").is_none());
    // A change holds from the next request on.
    let word = format!("{V2}/keywords/{}", id(&filter["keywords"][0]));
    ada.ask(Method::PUT, &word, Some(json!({"whole_word": true}))).await.is(200);
    assert_eq!(ada.get(&path).await["filtered"], json!([]));
    ada.ask(Method::PUT, &word, Some(json!({"keyword": "RAINY"}))).await.is(200);
    assert_eq!(found(&ada.get(&path).await), ["Rainy"]);
    ada.ask(Method::DELETE, &format!("{V2}/{}", id(&filter)), None).await.is(200);
    assert_eq!(ada.get(&path).await["filtered"], json!([]));
}

#[tokio::test]
async fn words_are_looked_for_in_all_that_is_shown() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    look_for(&ada, "warn", &[("hail", true), ("#storm", true), ("été", true), ("c++", true)]).await;
    let told = async |mut body: Value| {
        body["visibility"] = json!("public");
        let told = ben.post("/api/v1/statuses", body).await;
        ada.get(&format!("/api/v1/statuses/{}", id(&told))).await
    };
    for (body, expected) in [
        (json!({"status": "It will hail."}), Some("hail")),
        (json!({"status": "HAIL!"}), Some("HAIL")),
        (json!({"status": "inhaled, hails, hail_stone"}), None),
        (json!({"status": "Look: #Storm"}), Some("#Storm")),
        (json!({"status": "Look: #storms"}), None),
        (json!({"status": "Un ÉTÉ à la mer"}), Some("ÉTÉ")),
        (json!({"status": "répétés"}), None),
        (json!({"status": "I learn C++11"}), Some("C++")),
        (json!({"status": "Behind a note", "spoiler_text": "about hail"}), Some("hail")),
        (
            json!({"status": "What helps?", "poll": {"options": ["a walk", "hail"], "expires_in": 3600}}),
            Some("hail"),
        ),
        (json!({"status": "one & hail <b>"}), Some("hail")),
        (json!({"status": "Sun"}), None),
    ] {
        let status = told(body.clone()).await;
        assert_eq!(found(&status), expected.into_iter().collect::<Vec<_>>(), "{body}");
    }
    let form = json!({"title": "Hail in May", "text": "Sun", "audience": "public", "window": 0});
    let story = ben.post("/api/hearth/v1/stories", form).await;
    assert_eq!(found(&ada.get(&format!("/api/v1/statuses/{}", id(&story))).await), ["Hail"]);
}

#[tokio::test]
async fn a_boost_is_what_it_passes_on_and_a_story_can_be_named_alone() {
    let hearth = TestHearth::start().await;
    let (ada, ben, cleo) =
        (hearth.person("ada").await, hearth.person("ben").await, hearth.person("cleo").await);
    ada.follow("ben").await;
    look_for(&ada, "blur", &[("rain", true)]).await;
    let told = cleo.tell("Only rain").await;
    let boost = ben.post(&format!("/api/v1/statuses/{}/reblog", id(&told)), json!({})).await;
    hearth.settle().await;
    let home = ada.get("/api/v1/timelines/home").await;
    let met = of(&home, &told);
    assert_eq!((found(met), found(&met["reblog"])), (vec!["rain"], vec!["rain"]));
    assert_eq!(met["filtered"][0]["filter"]["filter_action"], "blur");
    // Named by its boost it is the same story.
    let plain = cleo.tell("Only sun").await;
    let again = ben.post(&format!("/api/v1/statuses/{}/reblog", id(&plain)), json!({})).await;
    let single = ada.post(V2, json!({"title": "Not this", "context": ["home"]})).await;
    let path = format!("{V2}/{}/statuses", id(&single));
    assert_eq!(ada.post(&path, json!({"status_id": again["id"]})).await["status_id"], plain["id"]);
    assert_ne!(boost["id"], told["id"]);
    hearth.settle().await;
    let results = &ada.get(&format!("/api/v1/statuses/{}", id(&plain))).await["filtered"];
    assert_eq!(results.as_array().unwrap().len(), 1);
    assert_eq!(results[0]["filter"]["title"], "Not this");
    assert_eq!(results[0]["status_matches"], json!([plain["id"]]));
    assert_eq!(results[0]["keyword_matches"], Value::Null);
    // Both filters hold for a story that is named and has the word.
    ada.post(&path, json!({"status_id": told["id"]})).await;
    let both = &ada.get(&format!("/api/v1/statuses/{}", id(&told))).await["filtered"];
    assert_eq!((&both[0]["keyword_matches"], &both[0]["status_matches"]), (&json!(["rain"]), &Value::Null));
    assert_eq!(
        (&both[1]["keyword_matches"], &both[1]["status_matches"]),
        (&Value::Null, &json!([told["id"]]))
    );
}

#[tokio::test]
async fn streams_tell_of_changes_and_of_what_filters_catch() {
    let hearth = TestHearth::start().await;
    let (ada, ben, cleo) =
        (hearth.person("ada").await, hearth.person("ben").await, hearth.person("cleo").await);
    for person in [&ada, &cleo] {
        person.follow("ben").await;
    }
    hearth.settle().await;
    let streams = [json!({"stream": "user"}), json!({"stream": "public"})];
    let mut hers = Socket::of(&ada, &streams[..1]).await;
    let mut wide = Socket::of(&ada, &streams[1..]).await;
    let mut other = Socket::of(&cleo, &streams[..1]).await;
    let changed = json!({"stream": ["user"], "event": "filters_changed"});
    let filter = look_for(&ada, "hide", &[("rain", true)]).await;
    assert_eq!(hers.next().await, changed);
    let path = format!("{V2}/{}", id(&filter));
    let word = ada.post(&format!("{path}/keywords"), json!({"keyword": "snow"})).await;
    assert_eq!(hers.next().await, changed);
    ada.ask(Method::DELETE, &format!("{V2}/keywords/{}", id(&word)), None).await.is(200);
    assert_eq!(hers.next().await, changed);
    let old = json!({"phrase": "ice", "context": ["home"]});
    ada.post("/api/v1/filters", old).await;
    assert_eq!(hers.next().await, changed);

    // Others heard nothing of it, and get the story without.
    let told = ben.tell("Rain again").await;
    hearth.settle().await;
    let (event, status) = hers.event().await;
    assert_eq!((event.as_str(), found(&status)), ("update", vec!["Rain"]));
    assert_eq!(
        status,
        ada.get(&format!("/api/v1/statuses/{}", id(&told))).await,
        "as her own request shows it"
    );
    assert_eq!(found(&wide.event().await.1), ["Rain"]);
    let (event, status) = other.event().await;
    assert_eq!((event.as_str(), &status["filtered"]), ("update", &json!([])));
    ben.ask(Method::PUT, &format!("/api/v1/statuses/{}", id(&told)), Some(json!({"status": "Sun again"})))
        .await
        .ok();
    hearth.settle().await;
    let (event, status) = hers.event().await;
    assert_eq!((event.as_str(), &status["filtered"]), ("status.update", &json!([])));

    ada.ask(Method::DELETE, &path, None).await.is(200);
    assert_eq!(hers.next().await, changed);
    ben.tell("@ada rain and ice").await;
    hearth.settle().await;
    let mut events = [hers.event().await, hers.event().await];
    events.sort_by(|one, other| one.0.cmp(&other.0));
    assert_eq!((events[0].0.as_str(), found(&events[0].1["status"])), ("notification", vec!["ice"]));
    assert_eq!((events[1].0.as_str(), found(&events[1].1)), ("update", vec!["ice"]));
}
