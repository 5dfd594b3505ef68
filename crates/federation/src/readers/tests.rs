//! The readers, on documents that differ from ours in one thing each.

use super::{Seen, There, gotosocial, html, lemmy, mastodon};
use serde_json::{Value, json};

const ADA: &str = "https://hearth.example/users/ada";
const LAKE: &str = "https://hearth.example/users/lake";
const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";

fn there() -> There {
    There {
        follows: vec![ADA.to_owned(), LAKE.to_owned()],
        people: vec!["https://blog.example/users/ben".to_owned()],
        ..There::default()
    }
}

fn create(change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let mut note = json!({"id": "https://hearth.example/users/ada/stories/1", "type": "Note", "attributedTo": ADA,
        "to": [PUBLIC], "cc": [LAKE], "name": "Title", "summary": "storms", "content": "<p>Words</p>"});
    change(&mut note);
    json!({"@context": "https://www.w3.org/ns/activitystreams", "type": "Create", "actor": ADA,
        "id": "https://hearth.example/activities/1", "object": note})
    .to_string()
    .into_bytes()
}

fn why(seen: &Seen) -> &'static str {
    if let Seen::Dropped(why) = seen { why } else { "" }
}

#[test]
fn mastodon_drops_the_body_and_the_warning_of_an_article() {
    let seen = mastodon::read(&create(|note| note["type"] = json!("Article")), &there());
    let shown = seen.story().unwrap();
    assert!(shown.warning.is_empty() && !shown.body.contains("Words"), "{shown:?}");
    assert!(shown.body.contains("<h2>Title</h2>") && shown.body.contains("storms"));
}

#[test]
fn mastodon_reads_the_audience_off_the_addressees() {
    let seen = |to: Value, cc: Value| {
        let body = create(|note| {
            note["to"] = to;
            note["cc"] = cc;
        });
        mastodon::read(&body, &there()).story().unwrap().visibility
    };
    assert_eq!(seen(json!([PUBLIC]), json!([])), "public");
    assert_eq!(seen(json!([]), json!([PUBLIC])), "unlisted");
    assert_eq!(seen(json!([format!("{ADA}/followers")]), json!([])), "followers");
    assert_eq!(seen(json!(["https://blog.example/users/ben"]), json!([])), "limited");
    assert_eq!(seen(json!(["https://third.example/users/cleo"]), json!([])), "direct");
}

#[test]
fn silence_about_quotes_means_nobody_on_mastodon() {
    let quotes = |policy: Value| {
        let body = create(|note| note["interactionPolicy"] = policy);
        mastodon::read(&body, &there()).story().unwrap().quotes.clone()
    };
    assert_eq!(quotes(json!({})), "nobody");
    assert_eq!(quotes(json!({"canQuote": {"automaticApproval": [PUBLIC]}})), "anybody");
    assert_eq!(quotes(json!({"canQuote": {"automaticApproval": [ADA]}})), "the author alone");
}

#[test]
fn gotosocial_asks_the_policy() {
    let body = create(|note| {
        note["interactionPolicy"] = json!({"canReply": {"automaticApproval": [ADA, format!("{ADA}/following")], "manualApproval": [PUBLIC]}});
    });
    let seen = gotosocial::read(&body, &there());
    assert_eq!(seen.story().unwrap().replies, "those whom the author follows");
    let event = create(|note| note["type"] = json!("Event"));
    assert!(why(&gotosocial::read(&event, &there())).contains("kind of object"));
}

#[test]
fn lemmy_reads_the_name_and_the_source_and_no_summary() {
    let told = |change: &dyn Fn(&mut Value), nsfw| {
        let body = create(|note| {
            note["audience"] = json!(LAKE);
            change(note);
        });
        lemmy::read(&body, &there(), nsfw)
    };
    let plain = told(&|_| {}, false);
    assert_eq!(
        (plain.story().unwrap().title.as_str(), plain.story().unwrap().body.as_str()),
        ("Title", "<p>Words</p>")
    );
    assert!(plain.story().unwrap().warning.is_empty(), "it never looks at the summary");
    let source = json!({"content": "*Words*", "mediaType": "text/markdown"});
    let marked = told(&|note| note["source"] = source.clone(), false);
    assert_eq!(marked.story().unwrap().body, "*Words*");
    let nameless = told(&|note| note["name"] = Value::Null, false);
    assert_eq!(nameless.story().unwrap().title, "Words");
    assert_eq!(
        why(&told(&|note| note["sensitive"] = json!(true), false)),
        "the site deletes what is marked as sensitive"
    );
    assert!(told(&|note| note["sensitive"] = json!(true), true).story().unwrap().covered);
    assert_eq!(why(&told(&|note| note["to"] = json!([]), false)), "it is not addressed to everybody");
}

#[test]
fn nothing_is_read_without_a_context_and_nothing_that_is_too_long() {
    let bare = String::from_utf8(create(|_| {})).unwrap().replace("@context", "context");
    assert!(why(&mastodon::read(bare.as_bytes(), &there())).contains("context"));
    let long = create(|note| note["content"] = json!("x".repeat(1_000_001)));
    assert!(why(&mastodon::read(&long, &there())).contains("megabyte"));
}

#[test]
fn only_tags_on_the_list_stay() {
    let kept =
        html::only("<p>a<table><tr><td>b</td></tr></table><IMG src=\"https://a.example/1\">c</p>", &["p"]);
    assert_eq!(kept, "<p>ab<a href=\"https://a.example/1\">https://a.example/1</a>c</p>");
}
