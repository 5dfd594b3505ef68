//! Communities through Hearth's own API: founded, joined, spoken in, looked after, left.

use super::ask::{id, ids, unknown};
use hearth_testkit::person::texts;
use hearth_testkit::{Person, TestHearth};
use reqwest::Method;
use serde_json::{Value, json};

const PATH: &str = "/api/hearth/v1/communities";

async fn tell(who: &Person, text: &str) -> hearth_testkit::Answer {
    who.ask(Method::POST, &format!("{PATH}/lake/stories"), Some(json!({"text": text, "window": 0}))).await
}

#[tokio::test]
async fn a_community_from_founding_to_handing_over() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let form = json!({"name": "lake", "title": "The lake", "description": "For swimmers", "joining": "request",
        "question": "Do you swim?", "agreement": "Be kind."});
    let lake = ada.post(PATH, form).await;
    assert_eq!((&lake["title"], &lake["joining"]), (&json!("The lake"), &json!("request")));
    assert_eq!(lake["account"]["group"], true);
    assert_eq!(lake["standing"]["role"], "founder");
    assert!(lake.get("members_count").is_none() && lake["account"]["followers_count"] == 0, "{lake}");
    ada.ask(Method::POST, PATH, Some(json!({"name": "lake"}))).await.is(422);
    ada.ask(Method::POST, PATH, Some(json!({"name": "other", "visibility": "secret"}))).await.is(422);
    assert_eq!(ids(&ada.get(PATH).await), [id(&lake)]);

    let refused = ben.ask(Method::POST, &format!("{PATH}/lake/join"), Some(json!({}))).await;
    assert!(refused.is(422).text.contains("Do you swim?"));
    let asked = ben.post(&format!("{PATH}/lake/join"), json!({"answer": "Every day"})).await;
    assert_eq!(asked["standing"]["state"], "pending");
    tell(&ben, "too early").await.is(403);
    let requests = ada.get(&format!("{PATH}/lake/requests")).await;
    assert_eq!(requests[0]["answer"], "Every day");
    ben.ask(Method::GET, &format!("{PATH}/lake/requests"), None).await.is(403);
    let who = id(&requests[0]["account"]).to_owned();
    ben.ask(Method::POST, &format!("{PATH}/lake/requests/{who}/let_in"), None).await.is(403);
    ada.post(&format!("{PATH}/lake/requests/{who}/let_in"), json!({})).await;

    let refused = tell(&ben, "hello").await;
    assert!(refused.is(422).text.contains("Be kind."), "the agreement stands in the refusal");
    ben.post(&format!("{PATH}/lake/agreement/accept"), json!({"version": 1})).await;
    let told = tell(&ben, "hello").await.ok();
    assert_eq!(told["audience"], "public");
    let newcomers = ada.get(&format!("{PATH}/lake/newcomers")).await;
    assert_eq!(id(&newcomers[0]["account"]), who);
    hearth.clock.step(chrono::TimeDelta::hours(3));
    assert_eq!(ada.get(&format!("{PATH}/lake/newcomers")).await[0]["waiting_seconds"], 3 * 3_600);
    ada.post(&format!("{PATH}/lake/members/{who}/greet"), json!({"text": "welcome"})).await;
    assert_eq!(ada.get(&format!("{PATH}/lake/newcomers")).await, json!([]));
    hearth.settle().await;
    assert!(ben.notified().await.contains(&"mention".to_owned()), "a greeting reaches whom it greets");

    ada.post(&format!("{PATH}/lake/hand_over/{who}"), json!({})).await;
    assert_eq!(ben.get(&format!("{PATH}/lake")).await["standing"]["role"], "founder");
    ada.post(&format!("{PATH}/lake/leave"), json!({})).await;
    assert_eq!(ada.get(&format!("{PATH}/lake")).await["standing"], json!(null));
    ben.ask(Method::POST, &format!("{PATH}/lake/leave"), None).await.is(403);
}

#[tokio::test]
async fn stories_pins_prompts_and_removals() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    ada.post(PATH, json!({"name": "lake"})).await;
    ben.post(&format!("{PATH}/lake/join"), json!({})).await;
    let mut told: Vec<Value> = Vec::new();
    for text in ["one", "two", "three"] {
        hearth.clock.step(chrono::TimeDelta::seconds(1));
        told.push(tell(&ben, text).await.ok());
    }
    hearth.settle().await;
    assert!(ada.home().await.contains(&"three".to_owned()), "members find it at home");
    let page = ada.ask(Method::GET, &format!("{PATH}/lake/stories?limit=2"), None).await;
    let next = super::ask::link(&page, "next", &hearth.base).unwrap();
    assert_eq!(texts(&page.ok()), ["three", "two"]);
    assert_eq!(texts(&ada.get(&next).await), ["one"]);
    let first = id(&told[0]).to_owned();
    let act = async |who: &Person, what: &str| {
        who.ask(Method::POST, &format!("{PATH}/lake/stories/{first}/{what}"), None).await
    };
    act(&ben, "pin").await.is(403);
    act(&ada, "pin").await.ok();
    assert_eq!(texts(&ben.get(&format!("{PATH}/lake/pinned")).await), ["one"]);
    act(&ada, "unpin").await.ok();
    assert_eq!(ben.get(&format!("{PATH}/lake/pinned")).await, json!([]));
    act(&ada, "prompt").await.is(422);
    let asks = tell(&ada, "Tell of a first swim").await.ok();
    ada.post(&format!("{PATH}/lake/stories/{}/prompt", id(&asks)), json!({})).await;
    assert_eq!(texts(&ben.get(&format!("{PATH}/lake/prompts")).await), ["Tell of a first swim"]);
    act(&ada, "lock").await.ok();
    let reply = json!({"status": "hm", "in_reply_to_id": first, "visibility": "public"});
    ben.ask(Method::POST, "/api/v1/statuses", Some(reply.clone())).await.is(403);
    act(&ada, "unlock").await.ok();
    ben.post("/api/v1/statuses", reply).await;
    let all = format!("{PATH}/lake/stories");
    act(&ada, "remove").await.ok();
    let public = unknown(&hearth, Method::GET, &all).await.ok();
    assert_eq!(texts(&public), ["Tell of a first swim", "three", "two"]);
    unknown(&hearth, Method::GET, &format!("/api/v1/statuses/{first}")).await.is(404);
    act(&ada, "restore").await.ok();
    assert_eq!(unknown(&hearth, Method::GET, &all).await.ok().as_array().unwrap().len(), 4);
    let target = ben.account.id;
    ada.post("/api/v1/reports", json!({"account_id": target, "status_ids": [first], "comment": "look"}))
        .await;
    let reports = ada.get(&format!("{PATH}/lake/reports")).await;
    assert_eq!(reports[0]["comment"], "look");
    ada.post(&format!("{PATH}/lake/reports/{}/resolve", id(&reports[0])), json!({})).await;
    assert_eq!(ada.get(&format!("{PATH}/lake/reports")).await, json!([]));
}

#[tokio::test]
async fn what_is_closed_is_closed_through_every_door() {
    for visibility in ["members", "invite", "server"] {
        let hearth = TestHearth::start().await;
        let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
        let zoe = hearth.person("zoe").await;
        ada.post(PATH, json!({"name": "lake", "visibility": visibility})).await;
        let link = ada.post(&format!("{PATH}/lake/invites"), json!({"uses": 1})).await;
        let code = link["code"].as_str().unwrap();
        assert_eq!(ben.get(&format!("/api/hearth/v1/invites/{code}")).await["name"], "lake");
        ben.post(&format!("{PATH}/lake/join"), json!({"code": code})).await;
        let told = tell(&ben, "a secret of ours").await.ok();
        hearth.settle().await;
        let here = visibility == "server";
        let author = id(&told["author"]);
        for path in [
            format!("{PATH}/lake/stories"),
            format!("/api/v1/statuses/{}", id(&told)),
            format!("/api/v1/statuses/{}/context", id(&told)),
            "/api/v1/timelines/public".to_owned(),
            "/api/v1/timelines/public?local=true".to_owned(),
            format!("/api/v1/accounts/{author}/statuses"),
            format!("/api/v1/accounts/{}/statuses", id(&ada.get(&format!("{PATH}/lake")).await)),
        ] {
            let answer = unknown(&hearth, Method::GET, &path).await;
            assert!(!answer.text.contains("a secret of ours"), "{visibility} {path}");
            let answer = zoe.ask(Method::GET, &path, None).await;
            assert!(here || !answer.text.contains("a secret of ours"), "{visibility} {path} for a stranger");
        }
        assert!(ada.home().await.contains(&"a secret of ours".to_owned()), "{visibility}: members read it");
        let known = zoe.ask(Method::GET, &format!("{PATH}/lake"), None).await.status.is_success();
        assert_eq!(known, visibility != "invite");
        assert!(!zoe.get(PATH).await.to_string().contains("lake") || here);
        ben.post(&format!("{PATH}/lake/leave"), json!({})).await;
        hearth.settle().await;
        let reply = json!({"text": "after they left", "window": 0});
        ada.post(&format!("{PATH}/lake/stories"), reply).await;
        let mine = ben.ask(Method::GET, &format!("{PATH}/lake/stories"), None).await;
        assert!(here || !mine.text.contains("after they left"), "{visibility}");
    }
}

#[tokio::test]
async fn bans_roles_and_removals_of_members() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    ada.post(PATH, json!({"name": "lake"})).await;
    ben.post(&format!("{PATH}/lake/join"), json!({})).await;
    let who = ben.account.id;
    let path = |rest: &str| format!("{PATH}/lake/{rest}");
    ada.ask(Method::POST, &path(&format!("members/{who}/role")), Some(json!({"role": "king"}))).await.is(422);
    let now = ada.post(&path(&format!("members/{who}/role")), json!({"role": "greeter"})).await;
    assert_eq!(now["role"], "greeter");
    let members = ben.get(&path("members")).await;
    assert_eq!(members.as_array().unwrap().len(), 2);
    unknown(&hearth, Method::GET, &path("members")).await.is(401);
    ada.ask(Method::DELETE, &path(&format!("members/{who}")), None).await.ok();
    ben.ask(Method::GET, &path("members"), None).await.is(403);
    ben.post(&path("join"), json!({})).await;
    let banned =
        ada.post(&path(&format!("bans/{who}")), json!({"duration": 3_600, "reason": "shouting"})).await;
    assert_eq!((&banned["state"], &banned["reason"]), (&json!("banned"), &json!("shouting")));
    ben.ask(Method::POST, &path("join"), Some(json!({}))).await.is(403);
    hearth.clock.step(chrono::TimeDelta::hours(2));
    assert_eq!(ben.post(&path("join"), json!({})).await["standing"]["state"], "member");
    ada.post(&path(&format!("bans/{who}")), json!({})).await;
    ada.ask(Method::DELETE, &path(&format!("bans/{who}")), None).await.ok();
    assert_eq!(ben.post(&path("join"), json!({})).await["standing"]["state"], "member");
    let changed =
        ada.ask(Method::PATCH, &format!("{PATH}/lake"), Some(json!({"welcome": "Hello"}))).await.ok();
    assert_eq!((&changed["welcome"], &changed["title"]), (&json!("Hello"), &json!("lake")));
    ben.ask(Method::PATCH, &format!("{PATH}/lake"), Some(json!({"welcome": "Mine"}))).await.is(403);
    let written = ada.ask(Method::PUT, &path("agreement"), Some(json!({"text": "Be kind."}))).await.ok();
    assert_eq!(written["version"], 1);
    assert_eq!(ben.get(&path("agreement")).await[0]["text"], "Be kind.");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_told_in_a_community_can_be_taken_back_before_it_leaves() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    ada.post(PATH, json!({"name": "lake"})).await;
    ben.post(&format!("{PATH}/lake/join"), json!({})).await;
    let stories = format!("{PATH}/lake/stories");
    let shown = async || texts(&ada.get(&stories).await);

    let zoe = hearth.person("zoe").await;
    zoe.ask(Method::POST, &stories, Some(json!({"text": "from outside"}))).await.is(403);
    let mut waiting = Vec::new();
    for text in ["a second thought", "a thought"] {
        let waits = ben.ask(Method::POST, &stories, Some(json!({"text": text}))).await;
        waiting.push(waits.is(202).json["waiting"].as_str().unwrap().to_owned());
    }
    ben.post(&format!("/api/hearth/v1/drafts/waiting/{}/take_back", waiting[0]), json!({})).await;
    hearth.step(chrono::TimeDelta::seconds(119)).await;
    assert_eq!(shown().await, [""; 0]);
    hearth.step(chrono::TimeDelta::seconds(2)).await;
    assert_eq!(shown().await, ["a thought"]);
}
