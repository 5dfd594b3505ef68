//! Inspired by and the ripple, over HTTP on one server: naming, agreeing, taking back, and who sees what.

use super::ask::{error, id, ids, unknown};
use hearth_testkit::{Person, TestHearth};
use reqwest::Method;
use serde_json::{Value, json};

const API: &str = "/api/hearth/v1";

async fn told(by: &Person, more: Value) -> Value {
    let mut form = json!({"text": "a story", "audience": "public", "window": 0});
    form.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    by.post(&format!("{API}/stories"), form).await
}

async fn inspired(by: &Person, source: &str) -> Value {
    told(by, json!({"inspired_by": source})).await
}

/// Ids of the stories that ask somebody.
async fn asked(who: &Person) -> Vec<String> {
    let list = who.get(&format!("{API}/inspired")).await;
    list.as_array().unwrap().iter().map(|one| id(&one["story"]).to_owned()).collect()
}

async fn act(who: &Person, story: &Value, verb: &str) {
    who.post(&format!("{API}/inspired/{}/{verb}", id(story)), json!({})).await;
}

async fn under(who: &Person, story: &Value) -> Vec<String> {
    let list = who.get(&format!("{API}/stories/{}/inspired", id(story))).await;
    ids(&list).into_iter().map(str::to_owned).collect()
}

async fn ripple(who: &Person, story: &Value) -> Value {
    who.get(&format!("{API}/stories/{}/ripple", id(story))).await
}

async fn shown(who: &Person, story: &Value) -> Value {
    who.get(&format!("{API}/stories/{}", id(story))).await
}

#[tokio::test]
async fn a_name_is_ones_own_words_until_its_author_agrees() {
    let hearth = TestHearth::start().await;
    let (ada, ben, cleo) =
        (hearth.person("ada").await, hearth.person("ben").await, hearth.person("cleo").await);
    let first = told(&ada, json!({})).await;
    let second = told(&ben, json!({"inspired_by": id(&first), "wish": "relate"})).await;
    // The line stands before the wish, with the address of the first and not a word of its author's.
    let content = second["content"].as_str().unwrap();
    let (line, wish) =
        (content.find("<p>Inspired by <a href=").unwrap(), content.find("Reply wish").unwrap());
    assert!(line < wish && content.contains(first["url"].as_str().unwrap()), "{content}");
    assert_eq!(second["inspired_by"]["accepted"], false);
    assert!(under(&cleo, &first).await.is_empty());
    assert_eq!(asked(&ada).await, [id(&second)]);
    assert!(asked(&ben).await.is_empty() && asked(&cleo).await.is_empty());

    act(&ada, &second, "accept").await;
    act(&ada, &second, "accept").await;
    assert!(asked(&ada).await.is_empty());
    assert_eq!(under(&cleo, &first).await, [id(&second)]);
    assert_eq!(shown(&cleo, &second).await["inspired_by"]["accepted"], true);
    let accepted = ada.get(&format!("{API}/inspired/accepted")).await;
    assert_eq!((id(&accepted[0]["story"]), &accepted[0]["source_id"]), (id(&second), &json!(id(&first))));

    act(&ada, &second, "revoke").await;
    assert!(under(&cleo, &first).await.is_empty());
    assert_eq!(shown(&cleo, &second).await["inspired_by"]["accepted"], false);
    assert!(
        shown(&cleo, &second).await["content"].as_str().unwrap().contains("Inspired by"),
        "ben's own words"
    );
    act(&ada, &second, "accept").await;
    assert_eq!(under(&cleo, &first).await, [id(&second)], "one may change one's mind");
}

#[tokio::test]
async fn nobody_else_answers_and_a_no_stays_between_the_two() {
    let hearth = TestHearth::start().await;
    let (ada, ben, cleo) =
        (hearth.person("ada").await, hearth.person("ben").await, hearth.person("cleo").await);
    let first = told(&ada, json!({})).await;
    let second = inspired(&ben, id(&first)).await;
    for verb in ["accept", "decline", "revoke"] {
        for who in [&ben, &cleo] {
            let path = format!("{API}/inspired/{}/{verb}", id(&second));
            error(&who.ask(Method::POST, &path, None).await, 404, "Record not found");
        }
    }
    ada.ask(Method::POST, &format!("{API}/inspired/{}/revoke", id(&second)), None).await.is(404);
    act(&ada, &second, "decline").await;
    assert!(asked(&ada).await.is_empty() && under(&ben, &first).await.is_empty());
    let seen = shown(&cleo, &second).await["inspired_by"].clone();
    assert_eq!(seen["accepted"], false);
    assert!(!seen.to_string().contains("declined"), "{seen}");
}

#[tokio::test]
async fn who_does_not_want_to_be_asked_is_not_asked() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let first = told(&ada, json!({})).await;
    let path = format!("{API}/preferences");
    assert_eq!(ada.get(&path).await["ask_inspired"], true);
    let chosen = ada.ask(Method::PUT, &path, Some(json!({"ask_inspired": false}))).await.ok();
    assert_eq!(chosen["ask_inspired"], false);
    let second = inspired(&ben, id(&first)).await;
    assert!(second["content"].as_str().unwrap().contains("Inspired by"));
    assert!(asked(&ada).await.is_empty());
    ada.ask(Method::PUT, &path, Some(json!({"ask_inspired": true}))).await.ok();
    let third = inspired(&ben, id(&first)).await;
    assert_eq!(asked(&ada).await, [id(&third)]);
    // Nor by somebody whom they block.
    ada.post(&format!("/api/v1/accounts/{}/block", ben.account.id), json!({})).await;
    assert!(asked(&ada).await.is_empty());
    let path = format!("{API}/stories");
    let body = json!({"text": "x", "audience": "public", "inspired_by": id(&first)});
    ben.ask(Method::POST, &path, Some(body)).await.is(404);
}

#[tokio::test]
async fn what_cannot_be_named_is_refused_with_a_reason() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let path = format!("{API}/stories");
    let form = |source: &str| json!({"text": "x", "audience": "public", "inspired_by": source});
    for audience in ["local", "followers"] {
        let narrow = told(&ben, json!({"audience": audience})).await;
        let answer = ben.ask(Method::POST, &path, Some(form(id(&narrow)))).await;
        error(&answer, 422, "Only a story that everybody may read can be named");
    }
    let hidden = told(&ada, json!({"audience": "followers"})).await;
    ben.ask(Method::POST, &path, Some(form(id(&hidden)))).await.is(404);
    ben.ask(Method::POST, &path, Some(form(&format!("{}/@ada/nothing", hearth.base)))).await.is(404);
    for wrong in ["a story", "javascript:alert(1)", "https://ada:secret@there.example/1"] {
        ben.ask(Method::POST, &path, Some(form(wrong))).await.is(422);
    }
    ben.ask(Method::POST, &path, Some(form(&format!("{}/@ada", hearth.base)))).await.is(422);
    let own = told(&ben, json!({})).await;
    let again = format!("{API}/stories/{}/inspired_by", id(&own));
    ben.ask(Method::POST, &again, Some(json!({"inspired_by": id(&own)}))).await.is(422);
    ben.ask(Method::POST, &again, Some(json!({}))).await.is(422);
    ada.ask(Method::POST, &again, Some(json!({"inspired_by": id(&own)}))).await.is(404);
}

#[tokio::test]
async fn a_told_story_names_another_later_and_takes_that_back() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let (first, other) = (told(&ada, json!({})).await, told(&ada, json!({})).await);
    let second = told(&ben, json!({})).await;
    let path = format!("{API}/stories/{}/inspired_by", id(&second));
    ben.ask(Method::DELETE, &path, None).await.is(404);
    // By its address, too.
    let named = ben.post(&path, json!({"inspired_by": first["url"]})).await;
    assert_eq!(named["inspired_by"]["id"], json!(id(&first)));
    ben.ask(Method::POST, &path, Some(json!({"inspired_by": id(&other)}))).await.is(422);
    act(&ada, &second, "accept").await;
    ada.ask(Method::DELETE, &path, None).await.is(404);
    let bare = ben.ask(Method::DELETE, &path, None).await.ok();
    assert_eq!(bare["inspired_by"], Value::Null);
    assert!(!bare["content"].as_str().unwrap().contains("Inspired by"));
    assert!(under(&ben, &first).await.is_empty() && ripple(&ada, &first).await == json!([]));
    ben.post(&path, json!({"inspired_by": id(&other)})).await;
    assert_eq!(asked(&ada).await, [id(&second)]);
}

#[tokio::test]
async fn a_draft_keeps_the_name_and_the_preview_shows_it() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let first = told(&ada, json!({})).await;
    let draft = json!({"text": "mine", "audience": "public", "inspired_by": first["url"]});
    let seen = ben.post(&format!("{API}/stories/preview"), draft.clone()).await;
    assert!(seen["content"].as_str().unwrap().contains("Inspired by"), "{seen}");
    assert!(seen["sent"]["mastodon"].as_str().unwrap().contains("\"inspiredBy\":"), "{seen}");
    assert!(asked(&ada).await.is_empty());
    let kept = ben.post(&format!("{API}/drafts"), draft).await;
    ben.post(&format!("{API}/drafts/{}/publish", id(&kept)), json!({"window": 60})).await;
    hearth.settle().await;
    assert!(asked(&ada).await.is_empty(), "nothing is asked before the window closes");
    hearth.step(chrono::TimeDelta::seconds(60)).await;
    assert_eq!(asked(&ada).await.len(), 1);
}

#[tokio::test]
async fn deleting_either_story_ends_the_link() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let first = told(&ada, json!({})).await;
    let (second, third) = (inspired(&ben, id(&first)).await, inspired(&ben, id(&first)).await);
    act(&ada, &second, "accept").await;
    act(&ada, &third, "accept").await;
    assert_eq!(under(&ben, &first).await, [id(&second), id(&third)]);
    ben.ask(Method::DELETE, &format!("/api/v1/statuses/{}", id(&second)), None).await.ok();
    assert_eq!(under(&ben, &first).await, [id(&third)]);
    ada.ask(Method::DELETE, &format!("/api/v1/statuses/{}", id(&first)), None).await.ok();
    let left = shown(&ben, &third).await;
    assert_eq!(left["inspired_by"], Value::Null);
    assert!(!left["content"].as_str().unwrap().contains("Inspired by"), "{left}");
}

#[tokio::test]
async fn the_ripple_is_a_tree_for_its_author_alone() {
    let hearth = TestHearth::start().await;
    let people = [
        hearth.person("ada").await,
        hearth.person("ben").await,
        hearth.person("cleo").await,
        hearth.person("dora").await,
    ];
    let [ada, ben, cleo, dora] = &people;
    let first = told(ada, json!({})).await;
    let second = inspired(ben, id(&first)).await;
    let third = inspired(cleo, id(&second)).await;
    let silent = inspired(dora, id(&first)).await;
    act(ada, &second, "accept").await;
    assert_eq!(ripple(ada, &first).await[0]["onward"], json!([]), "cleo's waits for ben");
    act(ben, &third, "accept").await;
    let tree = ripple(ada, &first).await;
    assert_eq!(tree.as_array().unwrap().len(), 1);
    assert_eq!((id(&tree[0]["story"]), id(&tree[0]["onward"][0]["story"])), (id(&second), id(&third)));
    assert!(!tree.to_string().contains("dora") && !tree.to_string().contains(id(&silent)), "{tree}");
    assert!(!tree.to_string().contains("count"), "{tree}");
    // Whoever asks about whatever story: only its author gets anything.
    for (story, author) in [(&first, ada), (&second, ben), (&third, cleo), (&silent, dora)] {
        let path = format!("{API}/stories/{}/ripple", id(story));
        for who in &people {
            let answer = who.ask(Method::GET, &path, None).await;
            let expected = if who.account.id == author.account.id { 200 } else { 404 };
            assert_eq!(
                answer.status.as_u16(),
                expected,
                "{} asks about a story of {}",
                who.handle,
                author.handle
            );
        }
        unknown(&hearth, Method::GET, &path).await.is(401);
    }
    // A branch ends where a story in it is withdrawn or hidden.
    ben.post(&format!("{API}/stories/{}/fold", id(&second)), json!({})).await;
    assert_eq!(ripple(ada, &first).await, json!([]));
    ben.post(&format!("{API}/stories/{}/unfold", id(&second)), json!({})).await;
    assert_eq!(ripple(ada, &first).await[0]["onward"][0]["story"]["id"], third["id"]);
    ben.ask(Method::DELETE, &format!("/api/v1/statuses/{}", id(&second)), None).await.ok();
    assert_eq!(ripple(ada, &first).await, json!([]));
}
