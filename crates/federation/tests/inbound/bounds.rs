//! How much one activity can make us store or fetch.

use crate::kit::Kit;
use crate::remote::Remote;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn long_lists_are_cut() {
    let kit = Kit::new().await;
    let ben = kit.world.member("ben").await;
    let ada = Remote::start().await.actor("ada", 0);
    let mut note = ada.note_to("1", "<p>@ben</p>", &ben.uri);
    note["attachment"] = (0..2_000).map(|n| json!({ "type": "Document", "mediaType": "image/png", "url": format!("https://f.example/{n}.png") })).collect();
    let tags: Vec<Value> =
        (0..2_000).map(|n| json!({ "type": "Hashtag", "name": format!("#t{n}") })).collect();
    note["tag"] =
        json!([json!({ "type": "Mention", "href": ben.uri })].into_iter().chain(tags).collect::<Vec<_>>());
    note["name"] = json!("n".repeat(50_000));
    note["summary"] = json!("s".repeat(50_000));
    kit.hear(&ada, &ada.does("Create", &note)).await;
    let story = kit.story(note["id"].as_str().unwrap()).await.unwrap();
    assert!(
        story.attachments.len() <= 32 && story.tags.len() <= 128,
        "{} {}",
        story.attachments.len(),
        story.tags.len()
    );
    assert!(story.story.title.len() <= 500 && story.story.summary.len() <= 5_000);
    let mut endless = ada.note_to("2", "<p>x</p>", &ben.uri);
    endless["to"] = (0..20_000).map(|n| json!(format!("x{n}"))).collect();
    kit.hear(&ada, &ada.does("Create", &endless)).await;
    assert_eq!(kit.content(&endless).await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_people_in_a_story_are_not_looked_up() {
    let kit = Kit::new().await;
    let ben = kit.world.member("ben").await;
    let (ada, far) = (Remote::start().await.actor("ada", 0), Remote::start().await);
    let mut note = ada.note_to("1", "<p>all</p>", &ben.uri);
    let crowd: Vec<String> = (0..200).map(|n| far.at(&format!("/users/u{n}"))).collect();
    note["cc"] = json!([vec![ben.uri.clone()], crowd.clone()].concat());
    note["tag"] = [vec![ben.uri.clone()], crowd]
        .concat()
        .into_iter()
        .map(|href| json!({ "type": "Mention", "href": href }))
        .collect();
    kit.hear(&ada, &ada.does("Create", &note)).await;
    assert_eq!(
        (far.asked("/"), kit.story(note["id"].as_str().unwrap()).await.unwrap().mentions.len()),
        (0, 1)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn texts_that_postgres_would_refuse_are_stored_without() {
    let kit = Kit::new().await;
    let ben = kit.world.member("ben").await;
    let ada = Remote::start().await.actor_with("ada", 0, |document| document["name"] = json!("A\u{0}da"));
    let mut note = ada.note_to("1", "<p>a\u{0}b</p>", &ben.uri);
    note["name"] = json!("\u{0}");
    kit.hear(&ada, &ada.does("Create", &note)).await;
    assert_eq!(kit.content(&note).await.as_deref(), Some("<p>ab</p>"));
    let mut flag = ada.does("Flag", &json!(ben.uri));
    flag["content"] = json!("\u{0}rude");
    kit.hear(&ada, &flag).await;
    assert_eq!((kit.count("reports").await, kit.count("arrivals WHERE done_at IS NULL").await), (1, 0));
}
