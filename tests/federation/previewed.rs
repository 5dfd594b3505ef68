//! The reach preview is what is sent afterwards, byte for byte but for the time at which it is told; and it says what
//! people elsewhere will see.

use super::golden::{LAKE, Stage};
use hearth_core::accounts::queries as accounts;
use hearth_testkit::Remote;
use serde_json::{Value, json};

/// The same text, without the times.
fn timeless(text: &str) -> String {
    let value: Value = serde_json::from_str(text).unwrap();
    fn strip(value: Value) -> Value {
        match value {
            Value::Object(object) => Value::Object(
                object
                    .into_iter()
                    .filter(|(key, _)| key != "published")
                    .map(|(key, one)| (key, strip(one)))
                    .collect(),
            ),
            Value::Array(list) => Value::Array(list.into_iter().map(strip).collect()),
            other => other,
        }
    }
    strip(value).to_string()
}

impl Stage {
    /// Keeps a draft, looks at its preview, and tells it half an hour later. Answers the preview.
    async fn previewed(&self, draft: Value) -> Value {
        let kept = self.ada.post("/api/hearth/v1/drafts", draft).await;
        let path = format!("/api/hearth/v1/drafts/{}", kept["id"].as_str().unwrap());
        let preview = self.ada.get(&format!("{path}/preview")).await;
        self.hearth.settle().await;
        assert!(self.blog.activities().is_empty() && self.forum.activities().is_empty(), "nothing is sent");
        self.hearth.clock.step(chrono::TimeDelta::minutes(30));
        self.ada.post(&format!("{path}/publish"), json!({"window": 0})).await;
        self.hearth.settle().await;
        preview
    }
}

#[track_caller]
fn same(previewed: &Value, to: &Remote, kind: &str) {
    let sent = to.activities_of(kind);
    assert_eq!(sent.len(), 1, "{sent:?}");
    assert_eq!(timeless(previewed.as_str().unwrap()), timeless(&sent[0].to_string()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_noted_story() {
    let stage = Stage::set().await;
    let preview = stage
        .previewed(
            json!({"title": "The lighthouse", "text": "It *stood*.", "format": "markdown", "kind": "story",
            "wish": "just_hear_me", "notes": ["death"], "own_words": "storms", "audience": "public"}),
        )
        .await;
    same(&preview["sent"]["mastodon"], &stage.blog, "Create");
    assert_eq!(preview["sent"]["mastodon"], preview["sent"]["gotosocial"]);
    assert_eq!(preview["servers"].as_array().unwrap().len(), 1);
    assert_eq!(preview["servers"][0]["host"], json!(stage.blog.domain));
    let shown = &preview["shown"];
    let folded = shown["mastodon"]["folded"].as_str().unwrap();
    assert!(folded.contains("storms") && !folded.contains("stood"), "{folded}");
    let whole = &shown["mastodon"]["whole"]["story"];
    assert!(whole["body"].as_str().unwrap().starts_with("<p><strong>The lighthouse</strong></p>"), "{whole}");
    assert_eq!(whole["visibility"], "public");
    assert_eq!(shown["gotosocial"]["story"]["boosts"], "the author alone");
    assert_eq!(shown["lemmy"]["dropped"], "it names no community");
    assert!(!preview.to_string().contains("count"), "how many there are is nobody's business");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_in_a_community() {
    let stage = Stage::set().await;
    let preview = stage
        .previewed(
            json!({"title": "Cold", "text": "It was *cold*.", "format": "markdown", "own_words": "drowning",
            "community": stage.group.id}),
        )
        .await;
    same(&preview["sent"]["mastodon"], &stage.blog, "Create");
    same(&preview["sent"]["lemmy"], &stage.forum, "Announce");
    let mut hosts: Vec<&str> =
        preview["servers"].as_array().unwrap().iter().map(|one| one["host"].as_str().unwrap()).collect();
    let mut expected = [stage.blog.domain.as_str(), stage.forum.domain.as_str()];
    hosts.sort_unstable();
    expected.sort_unstable();
    assert_eq!(hosts, expected);
    let lemmy = &preview["shown"]["lemmy"]["story"];
    assert_eq!(lemmy["title"], "[Content note: drowning] Cold");
    assert!(lemmy["body"].as_str().unwrap().starts_with("::: spoiler"), "{lemmy}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_for_a_circle_is_each_servers_own() {
    let stage = Stage::set().await;
    let circle = stage.ada.post("/api/hearth/v1/circles", json!({"name": "close"})).await;
    let mut ids = Vec::new();
    for one in [&stage.ben, &stage.cleo] {
        let account = accounts::by_uri(&stage.hearth.core, &one.id).await.unwrap().unwrap();
        ids.push(account.id.to_string());
    }
    let members = format!("/api/hearth/v1/circles/{}/members", circle["id"].as_str().unwrap());
    stage.ada.post(&members, json!({"account_ids": ids})).await;
    let preview =
        stage.previewed(json!({"text": "a secret", "audience": "circle", "circle": circle["id"]})).await;
    for server in [&stage.blog, &stage.forum] {
        let found =
            preview["servers"].as_array().unwrap().iter().find(|one| one["host"] == json!(server.domain));
        same(&found.unwrap()["sent"], server, "Create");
    }
    assert_eq!(preview["shown"]["mastodon"]["whole"]["story"]["visibility"], "limited");
    assert!(preview["shown"]["gotosocial"]["dropped"].is_string());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stays_here_is_sent_to_nobody() {
    let stage = Stage::set().await;
    let preview = stage.previewed(json!({"text": "only for us", "audience": "local"})).await;
    assert_eq!((&preview["servers"], &preview["shown"]), (&json!([]), &Value::Null));
    assert_eq!(preview["sent"]["mastodon"], Value::Null);
    assert!(stage.blog.activities().is_empty());
    stage.ada.get(&format!("{LAKE}/stories")).await;
}
