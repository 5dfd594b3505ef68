//! Who is let in, and what the others are answered.

use crate::kit::Kit;
use crate::remote::Remote;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use chrono::TimeDelta;
use hearth_core::peers::rules::{Rule, set_rule};
use serde_json::{Value, json};

/// A member, somebody elsewhere, and a follow that ought to be taken.
async fn set() -> (Kit, Remote, crate::remote::Actor, Value) {
    let (kit, remote) = (Kit::new().await, Remote::start().await);
    let member = kit.world.member("ben").await;
    let ada = remote.actor("ada", 0);
    let follow = ada.does("Follow", &json!(member.uri));
    (kit, remote, ada, follow)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signed_activity_is_taken_in_both_forms_and_at_every_inbox() {
    let (kit, _remote, ada, follow) = set().await;
    let body = follow.to_string().into_bytes();
    for path in ["/inbox", "/users/ben/inbox", "/actor/inbox", "/inbox?x=1"] {
        for modern in [false, true] {
            let headers = ada.sign(&kit.world, path, &body, modern);
            assert_eq!(kit.post(path, headers, body.clone()).await, StatusCode::ACCEPTED, "{path} {modern}");
        }
    }
    assert_eq!(kit.count("arrivals").await, 1);
    assert_eq!(kit.work().await, 1);
    assert_eq!(kit.count("follows WHERE accepted_at IS NOT NULL").await, 1);
    assert_eq!(kit.count("arrivals WHERE body IS NULL AND done_at IS NOT NULL").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_unsigned_or_badly_signed_is_taken() {
    let (kit, remote, ada, follow) = set().await;
    let before = kit.state().await;
    let body = follow.to_string().into_bytes();
    let good = ada.sign(&kit.world, "/inbox", &body, false);
    let without = |name: &str| {
        let mut headers = good.clone();
        headers.remove(name);
        headers
    };
    let with = |name: &'static str, value: &str| {
        let mut headers = good.clone();
        headers.insert(name, HeaderValue::from_str(value).unwrap());
        headers
    };
    let mut changed = body.clone();
    *changed.last_mut().unwrap() = b' ';
    for (why, path, headers, body, status) in [
        ("no signature", "/inbox", HeaderMap::new(), body.clone(), 401),
        ("junk without a signature", "/inbox", HeaderMap::new(), b"{".to_vec(), 401),
        ("no digest", "/inbox", without("digest"), body.clone(), 401),
        (
            "another digest",
            "/inbox",
            with("digest", "SHA-256=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
            body.clone(),
            401,
        ),
        ("another body", "/inbox", good.clone(), changed, 401),
        ("another inbox", "/users/ben/inbox", good.clone(), body.clone(), 401),
        ("another host", "/inbox", with("host", "third.example"), body.clone(), 401),
        ("no date", "/inbox", without("date"), body.clone(), 401),
        ("unreadable", "/inbox", with("signature", "keyId=\"x\",keyId=\"y\""), body.clone(), 400),
    ] {
        assert_eq!(kit.post(path, headers, body).await.as_u16(), status, "{why}");
    }
    assert_eq!(remote.asked("/"), 1, "only the path needs the key to be judged");
    kit.world.clock.step(TimeDelta::hours(13));
    assert_eq!(kit.post("/inbox", good, body).await, StatusCode::UNAUTHORIZED, "old");
    assert_eq!((kit.count("arrivals").await, kit.state().await), (0, before));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_speaks_for_somebody_else() {
    let (kit, remote, _ada, follow) = set().await;
    let mallory = Remote::start().await.actor("mallory", 1);
    let neighbour = remote.actor("neighbour", 2);
    let before = kit.state().await;
    assert_eq!(kit.send(&mallory, &follow).await, StatusCode::FORBIDDEN);
    assert_eq!(kit.send(&neighbour, &follow).await, StatusCode::FORBIDDEN);
    assert_eq!((kit.work().await, remote.asked("/users/ada"), kit.state().await), (0, 0, before));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_signed_request_says_is_never_answered_with_400_or_401() {
    let (kit, _remote, ada, follow) = set().await;
    let before = kit.state().await;
    let twice = follow.to_string().replacen('{', &format!("{{\"actor\":\"{}\",", ada.id), 1);
    for junk in [
        twice.as_str(),
        "{",
        "[]",
        "null",
        "7",
        "{\"type\":\"Follow\"}",
        &format!("{{\"actor\":\"{}\"}}", ada.id),
        &format!("{{\"actor\":\"{}\",\"type\":[\"Follow\"],\"object\":[[[]]]}}", ada.id),
        &"[".repeat(100_000),
    ] {
        assert_eq!(kit.send_bytes(&ada, junk.as_bytes().to_vec()).await, StatusCode::ACCEPTED);
    }
    kit.work().await;
    assert_eq!(kit.state().await, before);
    let mut wrong = follow.clone();
    wrong["id"] = json!("https://third.example/1");
    assert_eq!(kit.send(&ada, &wrong).await, StatusCode::ACCEPTED);
    assert_eq!((kit.work().await, kit.count("arrivals WHERE error IS NOT NULL").await), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mebibyte_is_the_most() {
    let (kit, _remote, ada, follow) = set().await;
    let mut big = follow.clone();
    big["content"] = json!("x".repeat(1 << 20));
    assert_eq!(kit.send(&ada, &big).await, StatusCode::PAYLOAD_TOO_LARGE);
    big["content"] = json!("x".repeat((1 << 20) - 4_096));
    assert_eq!(kit.send(&ada, &big).await, StatusCode::ACCEPTED);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_request_a_hundred_times_has_one_effect() {
    let (kit, _remote, ada, follow) = set().await;
    let body = follow.to_string().into_bytes();
    let headers = ada.sign(&kit.world, "/inbox", &body, false);
    let sent = (0..100).map(|_| kit.post("/inbox", headers.clone(), body.clone()));
    assert!(futures::future::join_all(sent).await.into_iter().all(|status| status == StatusCode::ACCEPTED));
    assert_eq!((kit.count("arrivals").await, kit.work().await), (1, 1));
    assert_eq!(kit.post("/inbox", headers, body).await, StatusCode::ACCEPTED);
    assert_eq!((kit.work().await, kit.count("follows").await), (0, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn blocked_servers_and_suspended_people_have_no_effect() {
    let (kit, remote, ada, follow) = set().await;
    kit.hear(&ada, &follow).await;
    let ben = kit.world.member("cleo").await;
    let again = ada.does("Follow", &json!(ben.uri));
    let account = kit.known(&ada).await;
    hearth_core::accounts::suspend::suspend(&kit.world.core, &account).await.unwrap();
    let before = kit.state().await;
    assert_eq!(kit.send(&ada, &again).await, StatusCode::ACCEPTED);
    assert_eq!((kit.work().await, kit.state().await), (0, before));
    set_rule(&kit.world.core, remote.host.split(':').next().unwrap(), Some(Rule::Blocked), "").await.unwrap();
    let before = kit.state().await;
    assert_eq!(kit.send(&ada, &again).await, StatusCode::FORBIDDEN);
    assert_eq!(kit.state().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_taken_before_a_suspension_has_no_effect_after_it() {
    let (kit, _remote, ada, follow) = set().await;
    kit.hear(&ada, &follow).await;
    let cleo = kit.world.member("cleo").await;
    assert_eq!(kit.send(&ada, &ada.does("Follow", &json!(cleo.uri))).await, StatusCode::ACCEPTED);
    hearth_core::accounts::suspend::suspend(&kit.world.core, &kit.known(&ada).await).await.unwrap();
    kit.work().await;
    assert_eq!(kit.count("follows").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_goodbyes_cost_nothing() {
    let (kit, remote, ada, _follow) = set().await;
    for number in 0..50 {
        let mut gone = ada.clone();
        gone.id = remote.at(&format!("/users/gone{number}"));
        gone.key_id = format!("{}#main-key", gone.id);
        for kind in ["Delete", "Update"] {
            assert_eq!(kit.send(&gone, &gone.does(kind, &json!(gone.id))).await, StatusCode::ACCEPTED);
        }
        let note = json!({ "id": gone.at("notes/1"), "type": "Tombstone" });
        assert_eq!(kit.send(&gone, &gone.does("Delete", &note)).await, StatusCode::ACCEPTED);
    }
    assert_eq!((remote.asked("/"), kit.count("arrivals").await), (0, 0));
}
