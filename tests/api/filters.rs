//! Filters: made, changed and given up, in both versions, and nobody else's.

use super::ask::{error, id, ids, limited, sent, unknown};
use super::shapes::{has, instant};
use chrono::TimeDelta;
use hearth_testkit::{Person, TestHearth};
use reqwest::Method;
use serde_json::{Value, json};

const V2: &str = "/api/v2/filters";
const V1: &str = "/api/v1/filters";
const OUTSIDE: &str = "This action is outside the authorized scopes";

async fn filter(person: &Person, body: Value) -> Value {
    person.post(V2, body).await
}

fn rain() -> Value {
    json!({"title": "Weather", "context": ["public", "home"], "filter_action": "hide",
           "keywords_attributes": [{"keyword": "rain", "whole_word": false}, {"keyword": "#storm"}]})
}

fn words(filter: &Value) -> Vec<(&str, bool)> {
    let word = |one: &'_ Value| one["whole_word"].as_bool().unwrap();
    filter["keywords"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["keyword"].as_str().unwrap(), word(one)))
        .collect()
}

#[tokio::test]
async fn a_filter_is_made_changed_and_given_up() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    assert_eq!(ada.get(V2).await, json!([]));
    let made = filter(&ada, rain()).await;
    has(&made, &["id", "title", "context", "filter_action", "keywords", "statuses"]);
    has(&made["keywords"][0], &["id", "keyword", "whole_word"]);
    assert_eq!((&made["title"], &made["filter_action"]), (&json!("Weather"), &json!("hide")));
    assert_eq!((&made["context"], &made["expires_at"]), (&json!(["home", "public"]), &Value::Null));
    assert_eq!(words(&made), [("rain", false), ("#storm", true)]);
    let path = format!("{V2}/{}", id(&made));
    assert_eq!((ada.get(&path).await, ada.get(V2).await), (made.clone(), json!([made])));

    // What is named changes, what is not stays; one word goes, one changes, one comes, and nothing is nothing.
    let (first, second) = (&made["keywords"][0]["id"], &made["keywords"][1]["id"]);
    let wish = json!({"filter_action": "blur", "expires_in": 3600, "keywords_attributes": [
        {"id": first, "_destroy": true}, {"id": second, "whole_word": false}, {"keyword": "hail"}, {"keyword": ""},
        {"keyword": "sleet", "_destroy": "1"}]});
    let changed = ada.ask(Method::PUT, &path, Some(wish)).await.ok();
    assert_eq!((&changed["title"], &changed["filter_action"]), (&json!("Weather"), &json!("blur")));
    assert_eq!(words(&changed), [("#storm", false), ("hail", true)]);
    instant(&changed["expires_at"]);
    let kept = ada.ask(Method::PATCH, &path, Some(json!({"title": "Sky", "context": ["thread"]}))).await.ok();
    assert_eq!((&kept["title"], &kept["context"]), (&json!("Sky"), &json!(["thread"])));
    assert_eq!((&kept["expires_at"], &kept["keywords"]), (&changed["expires_at"], &changed["keywords"]));
    for never in [json!({"expires_in": null}), json!({"expires_in": ""})] {
        ada.ask(Method::PUT, &path, Some(json!({"expires_in": 60}))).await.is(200);
        assert_eq!(ada.ask(Method::PUT, &path, Some(never)).await.ok()["expires_at"], Value::Null);
    }

    let gone = ada.ask(Method::DELETE, &path, None).await;
    assert_eq!((gone.is(200).json.clone(), ada.get(V2).await), (json!({}), json!([])));
    error(&ada.ask(Method::DELETE, &path, None).await, 404, "Record not found");
    error(&ada.ask(Method::GET, &path, None).await, 404, "Record not found");
}

#[tokio::test]
async fn words_and_stories_have_doors_of_their_own() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let made = filter(&ada, json!({"title": "Quiet", "context": ["home"]})).await;
    assert_eq!((&made["keywords"], &made["filter_action"]), (&json!([]), &json!("warn")));
    let path = format!("{V2}/{}", id(&made));
    let word = ada.post(&format!("{path}/keywords"), json!({"keyword": "loud "})).await;
    assert_eq!(word, json!({"id": word["id"], "keyword": "loud ", "whole_word": true}), "as it was typed");
    let at = format!("{V2}/keywords/{}", id(&word));
    let changed = ada.ask(Method::PUT, &at, Some(json!({"keyword": "noisy", "whole_word": "0"}))).await.ok();
    assert_eq!(changed, json!({"id": word["id"], "keyword": "noisy", "whole_word": false}));
    let kept = ada.ask(Method::PATCH, &at, Some(json!({"whole_word": true}))).await.ok();
    assert_eq!((&kept["keyword"], &kept["whole_word"]), (&json!("noisy"), &json!(true)));
    assert_eq!(
        (ada.get(&at).await, ada.get(&format!("{path}/keywords")).await),
        (kept.clone(), json!([kept]))
    );
    for body in [json!({"keyword": " "}), json!({})] {
        let refused = ada.ask(Method::POST, &format!("{path}/keywords"), Some(body)).await;
        error(&refused, 422, "Validation failed: Keyword can't be blank");
    }
    let long = json!({"keyword": "é".repeat(513)});
    let text = "Validation failed: Keyword is too long (maximum is 512 characters)";
    error(&ada.ask(Method::PUT, &at, Some(long)).await, 422, text);
    assert_eq!(ada.ask(Method::DELETE, &at, None).await.ok(), json!({}));
    error(&ada.ask(Method::GET, &at, None).await, 404, "Record not found");

    let told = ben.tell("Once").await;
    let own = ada.post(&format!("{path}/statuses"), json!({"status_id": told["id"]})).await;
    assert_eq!(own, json!({"id": own["id"], "status_id": told["id"]}));
    let at = format!("{V2}/statuses/{}", id(&own));
    assert_eq!((ada.get(&at).await, ada.get(&format!("{path}/statuses")).await), (own.clone(), json!([own])));
    assert_eq!(ada.get(&path).await["statuses"], json!([own]));
    // A story that one may not read is as if it were not there.
    let hidden = ben.tell_to("private", "For others").await;
    for (status, text) in [
        (&told["id"], "Status has already been taken"),
        (&hidden["id"], "Status must exist"),
        (&json!("7"), "Status must exist"),
        (&Value::Null, "Status must exist"),
    ] {
        let refused =
            ada.ask(Method::POST, &format!("{path}/statuses"), Some(json!({"status_id": status}))).await;
        error(&refused, 422, &format!("Validation failed: {text}"));
    }
    assert_eq!(ada.ask(Method::DELETE, &at, None).await.ok(), own);
    assert_eq!(ada.get(&format!("{path}/statuses")).await, json!([]));
}

#[tokio::test]
async fn what_cannot_be_a_filter_is_refused() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    let kept = filter(&ada, rain()).await;
    let path = format!("{V2}/{}", id(&kept));
    let blank = "Context can't be blank, Context None or invalid context supplied";
    for (body, text) in [
        (json!({"title": " "}), "Title can't be blank"),
        (json!({"title": "é".repeat(257)}), "Title is too long (maximum is 256 characters)"),
        (json!({"context": []}), blank),
        (json!({"context": [" "]}), blank),
        (json!({"context": ["home", "everywhere"]}), "Context None or invalid context supplied"),
        (
            json!({"keywords_attributes": [{"keyword": " ", "whole_word": true}]}),
            "Keywords keyword can't be blank",
        ),
        (
            json!({"keywords_attributes": [{"keyword": "a".repeat(513)}]}),
            "Keywords keyword is too long (maximum is 512 characters)",
        ),
        (json!({"expires_in": i64::MAX}), "Expires at is too far away"),
        (json!({"title": "", "context": []}), &format!("Title can't be blank, {blank}")),
    ] {
        let mut whole = rain();
        whole.as_object_mut().unwrap().extend(body.as_object().unwrap().clone());
        for (method, path, body) in [(Method::POST, V2, whole), (Method::PUT, &path, body)] {
            error(&ada.ask(method, path, Some(body)).await, 422, &format!("Validation failed: {text}"));
        }
    }
    error(
        &ada.ask(Method::POST, V2, Some(json!({}))).await,
        422,
        &format!("Validation failed: Title can't be blank, {blank}"),
    );
    let bad = json!({"title": "x", "context": ["home"], "filter_action": "burn"});
    error(&ada.ask(Method::POST, V2, Some(bad)).await, 422, "'burn' is not a valid action");
    // Words of another filter are not there, and nothing else happens.
    let other =
        filter(&ada, json!({"title": "x", "context": ["home"], "keywords_attributes": [{"keyword": "y"}]}))
            .await;
    let theirs = json!({"title": "New", "keywords_attributes": [{"id": other["keywords"][0]["id"], "_destroy": true}]});
    error(&ada.ask(Method::PUT, &path, Some(theirs)).await, 404, "Record not found");
    assert_eq!(ada.get(V2).await, json!([kept, other]));
}

#[tokio::test]
async fn filters_are_nobody_elses() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let mut made = filter(&ada, rain()).await;
    let path = format!("{V2}/{}", id(&made));
    let told = ben.tell("Once").await;
    let single = ada.post(&format!("{path}/statuses"), json!({"status_id": told["id"]})).await;
    made = ada.get(&path).await;
    let word = id(&made["keywords"][0]).to_owned();
    let doors = [
        (Method::GET, path.clone()),
        (Method::PUT, path.clone()),
        (Method::DELETE, path.clone()),
        (Method::GET, format!("{path}/keywords")),
        (Method::POST, format!("{path}/keywords")),
        (Method::GET, format!("{path}/statuses")),
        (Method::POST, format!("{path}/statuses")),
        (Method::GET, format!("{V2}/keywords/{word}")),
        (Method::PUT, format!("{V2}/keywords/{word}")),
        (Method::DELETE, format!("{V2}/keywords/{word}")),
        (Method::GET, format!("{V2}/statuses/{}", id(&single))),
        (Method::DELETE, format!("{V2}/statuses/{}", id(&single))),
        (Method::GET, format!("{V1}/{word}")),
        (Method::PUT, format!("{V1}/{word}")),
        (Method::DELETE, format!("{V1}/{word}")),
    ];
    let body = json!({"title": "Mine", "keyword": "mine", "phrase": "mine", "status_id": told["id"]});
    let less = [
        limited(&hearth, &ada, "read:statuses write:statuses").await,
        limited(&hearth, &ada, "follow").await,
    ];
    let (reads, writes) =
        (limited(&hearth, &ada, "read:filters").await, limited(&hearth, &ada, "write:filters").await);
    for (method, path) in doors {
        let ask = async |person: &Person| person.ask(method.clone(), &path, Some(body.clone())).await;
        error(&ask(&ben).await, 404, "Record not found");
        for less in &less {
            error(&ask(less).await, 403, OUTSIDE);
        }
        error(&ask(if method == Method::GET { &writes } else { &reads }).await, 403, OUTSIDE);
        assert_eq!(unknown(&hearth, method.clone(), &path).await.status.as_u16(), 401);
    }
    for path in [V1, V2] {
        assert_eq!(ben.get(path).await, json!([]));
        error(&writes.ask(Method::GET, path, None).await, 403, OUTSIDE);
        error(&reads.ask(Method::POST, path, Some(rain())).await, 403, OUTSIDE);
    }
    assert_eq!(reads.get(V2).await, json!([made]));
    writes.post(V2, rain()).await;
    assert_eq!(ada.get(V2).await[0], made, "nothing of it changed");
}

#[tokio::test]
async fn the_old_form_is_a_view_of_the_new_one() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    let body = json!({"phrase": "rain", "context": ["home", "thread"], "irreversible": true, "whole_word": false, "expires_in": 60});
    let old = ada.post(V1, body).await;
    has(&old, &["id", "phrase", "context", "expires_at", "irreversible", "whole_word"]);
    assert_eq!((&old["phrase"], &old["context"]), (&json!("rain"), &json!(["home", "thread"])));
    assert_eq!((&old["irreversible"], &old["whole_word"]), (&json!(true), &json!(false)));
    let new = &ada.get(V2).await[0];
    assert_eq!((&new["title"], &new["filter_action"]), (&json!("rain"), &json!("hide")));
    assert_eq!(new["keywords"], json!([{"id": old["id"], "keyword": "rain", "whole_word": false}]));
    assert_eq!(new["expires_at"], old["expires_at"]);
    let at = format!("{V1}/{}", id(&old));
    assert_eq!(ada.get(&at).await, old);
    let body = json!({"phrase": "snow", "context": ["public"], "irreversible": "false", "expires_in": ""});
    let changed = ada.ask(Method::PUT, &at, Some(body)).await.ok();
    let expected = json!({"id": old["id"], "phrase": "snow", "context": ["public"], "whole_word": false,
                          "irreversible": false, "expires_at": null});
    assert_eq!(changed, expected);
    assert_eq!(ada.get(V2).await[0]["title"], "snow");

    // One filter of version 2 with several words is several here; what they share is not changed through one of them.
    let made = filter(&ada, rain()).await;
    let all = ada.get(V1).await;
    let phrases: Vec<&str> =
        all.as_array().unwrap().iter().map(|one| one["phrase"].as_str().unwrap()).collect();
    assert_eq!(phrases, ["snow", "rain", "#storm"]);
    let at = format!("{V1}/{}", id(&all[1]));
    let text = "These parameters cannot be changed from this application because they apply to more than one filter \
                keyword. Use a more recent application or the web interface.";
    for shared in [json!({"phrase": "drizzle"}), json!({"context": ["home"]}), json!({"irreversible": false})]
    {
        error(&ada.ask(Method::PUT, &at, Some(shared)).await, 422, text);
    }
    assert_eq!(ada.get(&format!("{V2}/{}", id(&made))).await, made);
    ada.ask(Method::PUT, &at, Some(json!({"whole_word": true, "context": ["home", "public"]}))).await.is(200);
    assert_eq!(ada.ask(Method::DELETE, &at, None).await.ok(), json!({}));
    assert_eq!(words(&ada.get(&format!("{V2}/{}", id(&made))).await), [("#storm", true)]);
    for (body, text) in [
        (json!({"context": ["home"]}), "Title can't be blank"),
        (json!({"phrase": "x"}), "Context can't be blank, Context None or invalid context supplied"),
        (json!({"phrase": "x", "context": ["nowhere"]}), "Context None or invalid context supplied"),
    ] {
        error(&ada.ask(Method::POST, V1, Some(body)).await, 422, &format!("Validation failed: {text}"));
    }
    assert_eq!(ada.get(V2).await.as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn bodies_come_in_three_encodings() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    let form = "title=Weather&context[]=home&context[]=public&filter_action=hide\
        &keywords_attributes[0][keyword]=rain&keywords_attributes[0][whole_word]=false\
        &keywords_attributes[1][keyword]=%23storm";
    let rails = "title=Weather&context[]=home&context[]=public&filter_action=hide\
        &keywords_attributes[][keyword]=rain&keywords_attributes[][whole_word]=0\
        &keywords_attributes[][keyword]=%23storm";
    let part = |(name, value): (&str, &str)| {
        format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let parts: String = [
        ("title", "Weather"),
        ("context[]", "home"),
        ("context[]", "public"),
        ("filter_action", "hide"),
        ("keywords_attributes[0][keyword]", "rain"),
        ("keywords_attributes[0][whole_word]", "false"),
        ("keywords_attributes[1][keyword]", "#storm"),
    ]
    .into_iter()
    .map(part)
    .collect();
    let (urlencoded, multipart) = ("application/x-www-form-urlencoded", "multipart/form-data; boundary=edge");
    let json = rain().to_string();
    for (kind, body) in [
        ("application/json", json.as_str()),
        (urlencoded, form),
        (urlencoded, rails),
        (multipart, &format!("{parts}--edge--\r\n")),
    ] {
        let made = sent(&ada, Method::POST, V2, kind, body).await.ok();
        assert_eq!(
            (&made["title"], &made["context"]),
            (&json!("Weather"), &json!(["home", "public"])),
            "{body}"
        );
        assert_eq!(
            (words(&made), &made["filter_action"]),
            (vec![("rain", false), ("#storm", true)], &json!("hide"))
        );
    }
    let made = &ada.get(V2).await[0];
    let (path, word) = (format!("{V2}/{}", id(made)), id(&made["keywords"][0]));
    let body = format!("keywords_attributes[0][id]={word}&keywords_attributes[0][_destroy]=1&expires_in=");
    let changed = sent(&ada, Method::PUT, &path, urlencoded, &body).await.ok();
    assert_eq!(words(&changed), [("#storm", true)]);
}

#[tokio::test]
async fn a_filter_ends_and_is_still_there_to_be_changed() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let mut wish = rain();
    wish["expires_in"] = json!(3600);
    let made = filter(&ada, wish).await;
    let told = ben.tell("It rains").await;
    let path = format!("/api/v1/statuses/{}", id(&told));
    let holds = async || ada.get(&path).await["filtered"].as_array().unwrap().len();
    assert_eq!(holds().await, 1);
    hearth.clock.step(TimeDelta::minutes(59));
    assert_eq!(holds().await, 1);
    hearth.clock.step(TimeDelta::minutes(1));
    assert_eq!(holds().await, 0);
    assert_eq!(ids(&ada.get(V2).await), [id(&made)]);
    for before in [0, -1, i64::MIN] {
        let body = json!({"title": "Over", "context": ["home"], "expires_in": before, "keywords_attributes": [{"keyword": "rains"}]});
        let over = filter(&ada, body).await;
        instant(&over["expires_at"]);
        assert_eq!(holds().await, 0);
        ada.ask(Method::DELETE, &format!("{V2}/{}", id(&over)), None).await.is(200);
    }
    let again = json!({"expires_in": 60});
    ada.ask(Method::PUT, &format!("{V2}/{}", id(&made)), Some(again)).await.is(200);
    assert_eq!(holds().await, 1);
}

#[tokio::test]
async fn there_is_an_end_to_how_many() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    let many: Vec<Value> = (0..1_000).map(|place| json!({"keyword": format!("word {place}")})).collect();
    let made = filter(&ada, json!({"title": "Many", "context": ["home"], "keywords_attributes": many})).await;
    let text = "Validation failed: You have too many filters (maximum is 1000 filters, 1000 keywords of 100000 bytes together, 10000 statuses)";
    let one = json!({"keyword": "more"});
    let path = format!("{V2}/{}", id(&made));
    error(&ada.ask(Method::POST, &format!("{path}/keywords"), Some(one.clone())).await, 422, text);
    error(&ada.ask(Method::POST, V2, Some(rain())).await, 422, text);
    error(&ada.ask(Method::PUT, &path, Some(json!({"keywords_attributes": [one]}))).await, 422, text);
    assert_eq!(ada.get(&path).await["keywords"].as_array().unwrap().len(), 1_000);
    assert_eq!(ada.get(V2).await.as_array().unwrap().len(), 1);
    let ben = hearth.person("ben").await;
    let long: Vec<Value> = (0..200).map(|place| json!({"keyword": format!("{place:0>500}")})).collect();
    let body = json!({"title": "Long", "context": ["home"], "keywords_attributes": long});
    let made = filter(&ben, body).await;
    let one_more = json!({"keyword": "x"});
    error(&ben.ask(Method::POST, &format!("{V2}/{}/keywords", id(&made)), Some(one_more)).await, 422, text);
}

#[tokio::test]
async fn filters_go_with_their_member() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    filter(&ada, rain()).await;
    let rows = "SELECT (SELECT count(*) FROM filters) + (SELECT count(*) FROM filter_keywords)";
    assert_eq!(hearth.database.number(rows).await, 3);
    hearth_core::accounts::delete::delete(&hearth.core, &ada.account).await.unwrap();
    assert_eq!(hearth.database.number(rows).await, 0);
}
