//! Whose key it is: fetched, changed, claimed, flooded.

use crate::kit::Kit;
use crate::remote::{Actor, Remote, public_pem};
use axum::http::StatusCode;
use chrono::TimeDelta;
use serde_json::json;

async fn set() -> (Kit, Remote, Actor, String) {
    let (kit, remote) = (Kit::new().await, Remote::start().await);
    let member = kit.world.member("ben").await;
    let ada = remote.actor("ada", 0);
    (kit, remote, ada, member.uri)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_key_costs_one_look_and_the_old_one_is_dead() {
    let (kit, remote, ada, ben) = set().await;
    kit.hear(&ada, &ada.does("Follow", &json!(ben))).await;
    let old = ada.clone();
    let ada = remote.actor("ada", 1);
    let before = remote.asked("/users/ada");
    assert_eq!(kit.send(&ada, &ada.does("Like", &json!(ben))).await, StatusCode::ACCEPTED);
    assert_eq!(remote.asked("/users/ada"), before + 1);
    for _ in 0..20 {
        assert_eq!(kit.send(&old, &old.does("Block", &json!(ben))).await, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(remote.asked("/users/ada"), before + 1);
    kit.world.clock.step(TimeDelta::minutes(6));
    assert_eq!(kit.send(&old, &old.does("Block", &json!(ben))).await, StatusCode::UNAUTHORIZED);
    assert_eq!(remote.asked("/users/ada"), before + 2);
    assert_eq!(kit.send(&ada, &ada.does("Block", &json!(ben))).await, StatusCode::ACCEPTED);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_strangers_new_key_is_looked_for_too() {
    let (kit, remote, ada, ben) = set().await;
    assert_eq!(kit.send(&ada, &ada.does("Dislike", &json!(ben))).await, StatusCode::ACCEPTED);
    let ada = remote.actor("ada", 1);
    assert_eq!(kit.send(&ada, &ada.does("Follow", &json!(ben))).await, StatusCode::ACCEPTED);
    assert_eq!(remote.asked("/users/ada"), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_may_have_a_document_of_its_own_if_its_owner_lists_it() {
    let (kit, remote, _ada, ben) = set().await;
    let key_of = |name: &str| remote.at(&format!("/users/{name}/main-key"));
    // GoToSocial's stub of the actor, and a document about the key alone.
    for (name, stub) in [("stub", true), ("alone", false)] {
        let mut actor =
            remote.actor_with(name, 2, |document| document["publicKey"]["id"] = json!(key_of(name)));
        actor.key_id = key_of(name);
        let key = json!({ "id": key_of(name), "owner": actor.id, "publicKeyPem": public_pem(2) });
        let served = if stub {
            json!({ "@context": "https://www.w3.org/ns/activitystreams", "id": actor.id, "type": "Person", "publicKey": key })
        } else {
            json!({ "@context": "https://www.w3.org/ns/activitystreams", "id": key_of(name), "owner": actor.id, "publicKeyPem": public_pem(2) })
        };
        remote.put(&format!("/users/{name}/main-key"), 200, "application/activity+json", served.to_string());
        assert_eq!(
            kit.send(&actor, &actor.does("Follow", &json!(ben))).await,
            StatusCode::ACCEPTED,
            "{name}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_document_gives_nobody_elses_name() {
    let (kit, remote, ada, ben) = set().await;
    kit.known(&ada).await;
    let evil = Remote::start().await;
    let before = kit.state().await;
    let follow = ada.does("Follow", &json!(ben));
    let lie = |id: String, owner: &str| json!({ "@context": "https://www.w3.org/ns/activitystreams", "id": id, "owner": owner, "publicKeyPem": public_pem(3) });
    // A key that says it is hers; one that has her key's id; one that is another's on her own server.
    let key = |server: &Remote, path: &str| Actor { key_id: server.at(path), key: 3, ..ada.clone() };
    evil.publish(&lie(evil.at("/key"), &ada.id));
    evil.put("/copy", 200, "application/activity+json", lie(ada.key_id.clone(), &ada.id).to_string());
    remote.publish(&lie(remote.at("/key"), &ada.id));
    let not_hers =
        [key(&evil, "/key"), key(&evil, "/copy"), key(&remote, "/key"), Actor { key: 3, ..ada.clone() }];
    for liar in not_hers {
        assert_eq!(kit.send(&liar, &follow).await, StatusCode::UNAUTHORIZED, "{}", liar.key_id);
    }
    assert_eq!(kit.state().await, before);
    assert_eq!(kit.send(&ada, &follow).await, StatusCode::ACCEPTED);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_takes_a_neighbours_key_first() {
    let (kit, remote, ada, ben) = set().await;
    let thief = remote.actor_with("thief", 3, |document| {
        let id = document["id"].clone();
        document["publicKey"] = json!([
            document["publicKey"].clone(),
            { "id": ada.key_id, "owner": id, "publicKeyPem": public_pem(3) },
        ]);
    });
    kit.hear(&thief, &thief.does("Follow", &json!(ben))).await;
    kit.hear(&ada, &ada.does("Follow", &json!(ben))).await;
    assert_eq!(kit.count("follows").await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_not_there_is_asked_for_once() {
    let (kit, remote, ada, ben) = set().await;
    let lost =
        Actor { id: remote.at("/users/lost"), key_id: remote.at("/users/lost#main-key"), ..ada.clone() };
    for _ in 0..20 {
        assert_eq!(kit.send(&lost, &lost.does("Follow", &json!(ben))).await, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(remote.asked("/users/lost"), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_down_makes_its_people_wait() {
    let (kit, remote, ada, ben) = set().await;
    remote.put("/users/ada", 503, "text/plain", "");
    assert_eq!(kit.send(&ada, &ada.does("Follow", &json!(ben))).await, StatusCode::SERVICE_UNAVAILABLE);
    let nobody = Actor {
        id: "http://127.0.0.1:9/users/x".into(),
        key_id: "http://127.0.0.1:9/users/x#k".into(),
        ..ada.clone()
    };
    assert_eq!(kit.send(&nobody, &nobody.does("Follow", &json!(ben))).await, StatusCode::SERVICE_UNAVAILABLE);
    let ada = remote.actor("ada", 0);
    assert_eq!(kit.send(&ada, &ada.does("Follow", &json!(ben))).await, StatusCode::ACCEPTED);
}
