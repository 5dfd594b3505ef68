//! Threads become whole, and cost no more than they may.

use crate::kit::Kit;
use crate::remote::{Actor, Remote};
use chrono::TimeDelta;
use hearth_core::ids::StoryId;
use hearth_core::stories::queries;
use hearth_federation::resolve;
use serde_json::{Value, json};

async fn set() -> (Kit, Remote, Actor) {
    let kit = Kit::new().await;
    let ben = kit.world.member("ben").await;
    let remote = Remote::start().await;
    let ada = remote.actor("ada", 0);
    kit.followed(&ben, &ada).await;
    (kit, remote, ada)
}

async fn id(kit: &Kit, note: &Value) -> StoryId {
    queries::by_uri(&kit.world.core, note["id"].as_str().unwrap()).await.unwrap().unwrap()
}

fn reply(ada: &Actor, slug: &str, parent: &str) -> Value {
    let mut note = ada.note(slug, "<p>x</p>");
    note["inReplyTo"] = json!(ada.at(&format!("notes/{parent}")));
    note
}

#[tokio::test(flavor = "multi_thread")]
async fn a_parent_that_is_missing_joins_later() {
    let (kit, remote, ada) = set().await;
    let child = reply(&ada, "2", "1");
    kit.hear(&ada, &ada.does("Create", &child)).await;
    let story = id(&kit, &child).await;
    for _ in 0..5 {
        resolve::ancestors(&kit.federation, story).await.unwrap();
    }
    assert_eq!(remote.asked("/users/ada/notes/1"), 1);
    remote.publish(&ada.note("1", "<p>first</p>"));
    kit.world.clock.step(TimeDelta::minutes(6));
    resolve::ancestors(&kit.federation, story).await.unwrap();
    assert!(kit.view(story).await.story.parent_id.is_some());
    // Or it is sent.
    let orphan = reply(&ada, "4", "3");
    kit.hear(&ada, &ada.does("Create", &orphan)).await;
    kit.hear(&ada, &ada.does("Create", &ada.note("3", "<p>third</p>"))).await;
    assert!(kit.view(id(&kit, &orphan).await).await.story.parent_id.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chain_without_end_is_climbed_ten_steps() {
    let (kit, remote, ada) = set().await;
    for number in 0..40 {
        remote.publish(&reply(&ada, &number.to_string(), &(number + 1).to_string()));
    }
    kit.hear(&ada, &ada.does("Create", &reply(&ada, "0", "1"))).await;
    let story = id(&kit, &ada.note("0", "")).await;
    let _ = resolve::ancestors(&kit.federation, story).await;
    assert_eq!(remote.asked("/users/ada/notes/"), 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn replies_are_found_page_by_page() {
    let (kit, remote, ada) = set().await;
    let mut top = ada.note("1", "<p>top</p>");
    top["replies"] = json!({ "id": ada.at("notes/1/replies"), "type": "Collection",
        "first": { "type": "CollectionPage", "items": [ada.at("notes/2")], "next": ada.at("notes/1/replies?page=2") } });
    kit.hear(&ada, &ada.does("Create", &top)).await;
    let page = |path: &str, items: Value, next: Option<String>| json!({ "@context": "https://www.w3.org/ns/activitystreams", "id": ada.at(path), "type": "CollectionPage", "items": items, "next": next });
    let mut whole = page("notes/1/replies", json!([]), None);
    whole["type"] = json!("Collection");
    whole["first"] = json!({ "type": "CollectionPage", "items": [ada.at("notes/2")], "next": ada.at("notes/1/replies?page=2") });
    remote.publish(&whole);
    // The second page leads to itself, embeds a story of somebody else, and names one that is not there.
    let forged = json!({ "id": "http://127.0.0.1:9/notes/1", "type": "Note", "content": "x" });
    let second = page(
        "notes/1/replies?page=2",
        json!([ada.at("notes/3"), forged, ada.at("notes/none")]),
        Some(ada.at("notes/1/replies?page=2")),
    );
    remote.publish(&second);
    remote.publish(&reply(&ada, "2", "1"));
    remote.publish(&reply(&ada, "3", "1"));
    let story = id(&kit, &top).await;
    resolve::thread(&kit.federation, story).await.unwrap();
    assert_eq!(kit.count("stories WHERE parent_id IS NOT NULL").await, 2);
    let asked = remote.asked("/");
    resolve::thread(&kit.federation, story).await.unwrap();
    assert_eq!(remote.asked("/"), asked, "not again so soon");
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_without_end_cost_a_hundred_fetches() {
    let (kit, remote, ada) = set().await;
    let mut top = ada.note("1", "<p>top</p>");
    top["replies"] = json!(ada.at("pages/0"));
    for number in 0..200 {
        remote.publish(&json!({ "@context": "https://www.w3.org/ns/activitystreams", "id": ada.at(&format!("pages/{number}")),
            "type": "CollectionPage", "items": [], "next": ada.at(&format!("pages/{}", number + 1)) }));
    }
    kit.hear(&ada, &ada.does("Create", &top)).await;
    let before = remote.asked("/");
    resolve::thread(&kit.federation, id(&kit, &top).await).await.unwrap();
    assert!((50..=100).contains(&(remote.asked("/") - before)), "{}", remote.asked("/") - before);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_leads_to_what_it_is_of() {
    let (kit, remote, ada) = set().await;
    let note = ada.note("1", "<p>first</p>");
    remote.publish(&note);
    let page = format!(
        "<html><link rel=\"alternate\" type=\"application/activity+json\" href=\"{}\"></html>",
        ada.at("notes/1")
    );
    remote.put("/@ada/1", 200, "text/html", page);
    remote.put("/lost", 200, "text/html", "<html></html>");
    for address in [remote.at("/@ada/1"), ada.at("notes/1")] {
        let found = resolve::by_url(&kit.federation, &address).await.unwrap();
        assert!(matches!(found, Some(resolve::Found::Story(_))), "{address}");
    }
    let ben = remote.actor("ben", 1);
    let found = resolve::by_url(&kit.federation, &ben.id).await.unwrap();
    assert!(matches!(found, Some(resolve::Found::Account(account)) if account.uri == ben.id));
    for nothing in [remote.at("/lost"), remote.at("/none"), "not an address".to_owned()] {
        assert!(resolve::by_url(&kit.federation, &nothing).await.unwrap().is_none(), "{nothing}");
    }
}
