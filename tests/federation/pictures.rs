//! A picture crosses between two Hearths with its story: its description, its focus and its edit too.

use crate::api::media::{picture, send};
use hearth_testkit::{TestHearth, settle};
use reqwest::Method;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_crosses_with_its_story_and_is_described_anew() {
    let (one, two) = TestHearth::pair().await;
    let (ada, ben) = (one.person("ada").await, two.person("ben").await);
    ada.follow(&ben.handle).await;
    settle(&[&one, &two]).await;

    let sent = send(&ben, &picture(), &[("description", "A fire"), ("focus", "0.5,-0.25")]).await.ok();
    let tell = json!({"status": "Warmth", "visibility": "public", "media_ids": [sent["id"]]});
    let story = ben.post("/api/v1/statuses", tell).await;
    settle(&[&one, &two]).await;
    let arrived = |home: Value| home[0]["media_attachments"].clone();
    let seen = arrived(ada.get("/api/v1/timelines/home").await);
    assert_eq!(seen.as_array().unwrap().len(), 1);
    for part in ["type", "description", "blurhash"] {
        assert_eq!(seen[0][part], sent[part], "{part}");
    }
    assert_eq!(seen[0]["meta"]["original"], sent["meta"]["original"]);
    assert_eq!(seen[0]["meta"]["focus"], sent["meta"]["focus"]);
    assert_eq!(seen[0]["remote_url"], sent["url"]);

    two.clock.step(chrono::TimeDelta::minutes(1));
    let edit = json!({"status": "Warmth", "media_ids": [sent["id"]],
        "media_attributes": [{"id": sent["id"], "description": "A small fire"}]});
    let path = format!("/api/v1/statuses/{}", story["id"].as_str().unwrap());
    ben.ask(Method::PUT, &path, Some(edit)).await.ok();
    settle(&[&one, &two]).await;
    assert_eq!(arrived(ada.get("/api/v1/timelines/home").await)[0]["description"], "A small fire");
}
