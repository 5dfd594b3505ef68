//! Stories planned for later with an app, told when their time comes; drafts, as apps know them.

use super::ask::{error, id, ids, limited, link, unknown};
use super::media::{picture, send};
use super::shapes::{has, instant};
use chrono::{SecondsFormat, TimeDelta};
use hearth_testkit::{Person, TestHearth};
use reqwest::Method;
use serde_json::{Value, json};

const PLANS: &str = "/api/v1/scheduled_statuses";

fn after(hearth: &TestHearth, minutes: i64) -> String {
    let at = hearth.core.now() + TimeDelta::minutes(minutes);
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

async fn plan(person: &Person, text: &str, at: &str) -> Value {
    let body = json!({"status": text, "visibility": "public", "scheduled_at": at});
    person.post("/api/v1/statuses", body).await
}

async fn put(person: &Person, plan: &str, at: &str) -> hearth_testkit::Answer {
    person.ask(Method::PUT, &format!("{PLANS}/{plan}"), Some(json!({"scheduled_at": at}))).await
}

async fn told(person: &Person) -> Value {
    person.get(&format!("/api/v1/accounts/{}/statuses", person.account.id)).await
}

#[tokio::test]
async fn what_is_planned_is_told_in_its_time() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    let file = send(&ada, &picture(), &[("description", "A fire")]).await.ok();
    let first = ada.tell("The first one").await;
    let at = after(&hearth, 60);
    let planned = ada
        .post(
            "/api/v1/statuses",
            json!({
                "status": "Tomorrow", "visibility": "private", "spoiler_text": "grief", "sensitive": true,
                "language": "en", "media_ids": [id(&file)], "in_reply_to_id": id(&first), "scheduled_at": at,
                "poll": {"options": ["a", "b"], "expires_in": 3600, "multiple": true},
            }),
        )
        .await;
    has(&planned, &["id", "scheduled_at", "params", "media_attachments"]);
    instant(&planned["scheduled_at"]);
    assert_eq!(planned["scheduled_at"], json!(at));
    let params = &planned["params"];
    has(params, &["text", "visibility", "application_id", "with_rate_limit"]);
    assert_eq!(params["poll"]["options"], json!(["a", "b"]));
    assert_eq!(params["in_reply_to_id"].to_string(), id(&first));
    assert_eq!(
        (&params["text"], &params["visibility"], &params["spoiler_text"], &params["media_ids"]),
        (&json!("Tomorrow"), &json!("private"), &json!("grief"), &json!([id(&file)]))
    );
    assert_eq!(planned["media_attachments"][0]["description"], "A fire");
    hearth.step(TimeDelta::minutes(59)).await;
    assert_eq!(ids(&told(&ada).await), [id(&first)]);
    assert_eq!(ada.get(&format!("{PLANS}/{}", id(&planned))).await, planned);
    hearth.step(TimeDelta::minutes(1)).await;
    let now = told(&ada).await;
    assert_eq!((&now[0]["spoiler_text"], &now[0]["visibility"]), (&json!("grief"), &json!("private")));
    assert_eq!(now[0]["media_attachments"][0]["id"], file["id"]);
    assert_eq!((&now[0]["poll"]["multiple"], &now[0]["in_reply_to_id"]), (&json!(true), &first["id"]));
    assert_eq!(now[0]["created_at"], json!(at));
    assert_eq!(ada.get(PLANS).await, json!([]));
    let gone = ada.ask(Method::GET, &format!("{PLANS}/{}", id(&planned)), None).await;
    error(&gone, 404, "Record not found");
}

#[tokio::test]
async fn a_plan_is_moved_and_dropped() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    let (soon, late) =
        (plan(&ada, "soon", &after(&hearth, 10)).await, plan(&ada, "late", &after(&hearth, 10)).await);
    let moved = put(&ada, id(&late), &after(&hearth, 30)).await;
    assert_eq!(moved.ok()["scheduled_at"], json!(after(&hearth, 30)));
    ada.ask(Method::DELETE, &format!("{PLANS}/{}", id(&soon)), None).await.is(200);
    hearth.step(TimeDelta::minutes(20)).await;
    assert_eq!(told(&ada).await, json!([]));
    assert_eq!(ids(&ada.get(PLANS).await), [id(&late)]);
    hearth.step(TimeDelta::minutes(10)).await;
    assert_eq!(told(&ada).await[0]["content"], "<p>late</p>");
    error(&ada.ask(Method::DELETE, &format!("{PLANS}/{}", id(&late)), None).await, 404, "Record not found");
}

#[tokio::test]
async fn what_cannot_be_planned_is_refused_and_nothing_is_told() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let soon = "Validation failed: Scheduled at must be at least 5 minutes in the future";
    for (body, text) in [
        (json!({"status": "a", "scheduled_at": after(&hearth, 4)}), soon),
        (json!({"status": "a", "scheduled_at": after(&hearth, -60)}), soon),
        (json!({"status": "", "scheduled_at": after(&hearth, 60)}), "Validation failed: Text can't be blank"),
    ] {
        error(&ada.ask(Method::POST, "/api/v1/statuses", Some(body)).await, 422, text);
    }
    let nonsense = json!({"status": "a", "scheduled_at": "tomorrow"});
    let answer = ada.ask(Method::POST, "/api/v1/statuses", Some(nonsense)).await;
    assert!((400..=422).contains(&answer.status.as_u16()), "{answer:?}");
    let missing = json!({"status": "a", "scheduled_at": after(&hearth, 60), "media_ids": ["7"]});
    let answer = ada.ask(Method::POST, "/api/v1/statuses", Some(missing)).await;
    assert!(matches!(answer.status.as_u16(), 404 | 422), "{answer:?}");
    assert_eq!((ada.get(PLANS).await, told(&ada).await), (json!([]), json!([])));
    let planned = plan(&ada, "mine", &after(&hearth, 60)).await;
    let path = format!("{PLANS}/{}", id(&planned));
    error(&put(&ada, id(&planned), "").await, 422, "Validation failed: Scheduled at can't be blank");
    error(&put(&ada, id(&planned), &after(&hearth, 1)).await, 422, soon);
    // Nobody else finds it, and no token that may not.
    error(&ben.ask(Method::GET, &path, None).await, 404, "Record not found");
    error(&put(&ben, id(&planned), &after(&hearth, 90)).await, 404, "Record not found");
    error(&ben.ask(Method::DELETE, &path, None).await, 404, "Record not found");
    unknown(&hearth, Method::GET, &path).await.is(401);
    let reads = limited(&hearth, &ada, "read:statuses").await;
    reads.ask(Method::GET, &path, None).await.is(200);
    put(&reads, id(&planned), &after(&hearth, 90)).await.is(403);
    reads.ask(Method::DELETE, &path, None).await.is(403);
    limited(&hearth, &ada, "write:statuses").await.ask(Method::GET, PLANS, None).await.is(403);
    assert_eq!(ada.get(&path).await, planned);
}

#[tokio::test]
async fn plans_come_in_pages_and_one_key_plans_once() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    let mut plans = Vec::new();
    for minutes in 6..11 {
        plans.push(id(&plan(&ada, "one", &after(&hearth, minutes)).await).to_owned());
    }
    plans.reverse();
    let page = ada.ask(Method::GET, &format!("{PLANS}?limit=2"), None).await;
    let next = link(&page, "next", &ada.base).unwrap();
    assert_eq!(ids(&page.ok()), [plans[0].as_str(), plans[1].as_str()]);
    let page = ada.ask(Method::GET, &next, None).await;
    let back = link(&page, "prev", &ada.base).unwrap();
    assert_eq!(ids(&page.ok()), [plans[2].as_str(), plans[3].as_str()]);
    assert_eq!(ids(&ada.get(&back).await), [plans[0].as_str(), plans[1].as_str()]);
    let body = json!({"status": "once", "visibility": "public", "scheduled_at": after(&hearth, 20)});
    let ask = || {
        let request = hearth_testkit::person::http().post(format!("{}/api/v1/statuses", ada.base));
        let request = request.bearer_auth(&ada.token).header("idempotency-key", "k").json(&body);
        hearth_testkit::person::exchange(request)
    };
    let (one, two) = tokio::join!(ask(), ask());
    let (one, two) = (one.ok(), two.ok());
    assert_eq!(one, two);
    assert_eq!(ada.get(PLANS).await.as_array().unwrap().len(), 6);
    hearth.step(TimeDelta::minutes(20)).await;
    assert_eq!(told(&ada).await.as_array().unwrap().len(), 6);
    // Asked again after it was told, the same key answers with what was told.
    assert_eq!(ask().await.ok()["id"], told(&ada).await[0]["id"]);
}

#[tokio::test]
async fn drafts_are_plans_for_a_time_that_never_comes() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    let drafts = "/api/hearth/v1/drafts";
    let draft = ada.post(drafts, json!({"text": "Not yet", "title": "Rain"})).await;
    let shown = ada.get(&format!("{PLANS}/{}", id(&draft))).await;
    assert_eq!(
        (&shown["scheduled_at"], &shown["params"]["text"], &shown["params"]["title"]),
        (&json!("5000-01-01T00:00:00.000Z"), &json!("Not yet"), &json!("Rain"))
    );
    // An app's draft is a draft on the pages.
    let kept = plan(&ada, "Kept by an app", "5000-03-01T00:00:00.000Z").await;
    assert_eq!(kept["scheduled_at"], "5000-03-01T00:00:00.000Z");
    assert_eq!(ids(&ada.get(drafts).await), [id(&kept), id(&draft)]);
    assert_eq!(ids(&ada.get(PLANS).await), [id(&kept), id(&draft)]);
    // Planned by the app, it waits; taken back, it is a draft again.
    put(&ada, id(&draft), &after(&hearth, 10)).await.is(200);
    assert_eq!(ids(&ada.get(&format!("{drafts}/waiting")).await), [id(&draft)]);
    ada.post(&format!("{drafts}/waiting/{}/take_back", id(&draft)), json!({})).await;
    assert_eq!(ada.get(&format!("{PLANS}/{}", id(&draft))).await["scheduled_at"], shown["scheduled_at"]);
    put(&ada, id(&draft), &after(&hearth, 10)).await.is(200);
    hearth.step(TimeDelta::minutes(10)).await;
    assert!(told(&ada).await[0]["content"].as_str().unwrap().contains("Rain"));
    // What waits for the end of its undo window is no plan.
    let path = format!("{drafts}/{}/publish", id(&kept));
    let waiting = ada.post(&path, json!({"window": 600})).await;
    assert_eq!(waiting["waiting"], kept["id"]);
    assert_eq!(ada.get(PLANS).await, json!([]));
    error(&ada.ask(Method::DELETE, &format!("{PLANS}/{}", id(&kept)), None).await, 404, "Record not found");
}

#[tokio::test]
async fn what_can_no_longer_be_told_is_a_draft_that_says_why() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let asked = ben.tell("How was it?").await;
    let body = json!({"status": "Well", "in_reply_to_id": id(&asked), "scheduled_at": after(&hearth, 10)});
    let planned = ada.post("/api/v1/statuses", body).await;
    ben.ask(Method::DELETE, &format!("/api/v1/statuses/{}", id(&asked)), None).await.is(200);
    hearth.step(TimeDelta::minutes(10)).await;
    assert_eq!(told(&ada).await, json!([]));
    let draft = ada.get(&format!("/api/hearth/v1/drafts/{}", id(&planned))).await;
    assert!(draft["problem"].as_str().is_some_and(|problem| !problem.is_empty()), "{draft}");
    assert_eq!(
        ada.get(&format!("{PLANS}/{}", id(&planned))).await["scheduled_at"],
        "5000-01-01T00:00:00.000Z"
    );
}
