//! Preview cards: a page is asked once, late and carefully, and what it says is shown as words and no more.

use super::resources::{Canary, enclosed};
use super::scene::Scene;
use chrono::TimeDelta;
use hearth_core::peers::rules::{self, Rule};
use hearth_testkit::{Person, TestHearth};
use serde_json::{Value, json};
use std::sync::atomic::Ordering;

const HTML: &str = "text/html; charset=utf-8";

async fn scene() -> Scene {
    Scene::on(TestHearth::with(|config| config.federation.cards = true).await).await
}

fn page(title: &str) -> Vec<u8> {
    format!(
        "<!doctype html><html lang=en><title>no</title><meta property=og:title content=\"{title}\">\
         <meta property=og:description content='By the sea'><meta property=og:site_name content=Shore>\
         <meta property=og:image content=/picture.png><meta name=author content=Alice>"
    )
    .into_bytes()
}

/// The card of a story as somebody unknown gets it.
async fn card(person: &Person, id: &Value) -> Value {
    person.get(&format!("/api/v1/statuses/{}", id.as_str().unwrap())).await["card"].clone()
}

/// What alice tells with this link, as it stands here a minute later.
async fn heard(scene: &Scene, reader: &Person, slug: &str, link: &str) -> Value {
    let mut note = scene.letter(&scene.alice, slug, "");
    note["content"] = json!(format!("<p>See <a href=\"{link}\">this</a></p>"));
    assert_eq!(scene.say(&scene.alice, &scene.alice.activity("Create", &note)).await, 202);
    scene.hearth.step(TimeDelta::seconds(61)).await;
    let id = reader.status_id(note["id"].as_str().unwrap()).await;
    card(reader, &json!(id)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_asked_once_for_all_stories() {
    let scene = scene().await;
    let ben = scene.hearth.person("ben").await;
    scene.home.put_page("/lighthouse", 200, HTML, &[], page("The lighthouse"));
    let link = format!("{}/lighthouse", scene.home.base);
    let told = ben.tell(&format!("Look: {link}#top and {}/other", scene.home.base)).await;
    assert_eq!(told["card"], Value::Null, "nobody waits for a page");
    scene.hearth.settle().await;
    let shown = card(&ben, &told["id"]).await;
    let expected = json!({"url": link, "title": "The lighthouse", "description": "By the sea", "language": "en",
        "type": "link", "html": "", "embed_url": "", "provider_name": "Shore", "author_name": "Alice"});
    for (field, value) in expected.as_object().unwrap() {
        assert_eq!(&shown[field], value, "{field}");
    }
    assert_eq!(shown["authors"], json!([{"name": "Alice", "url": "", "account": null}]));
    let image = shown["image"].as_str().unwrap();
    assert!(image.starts_with(&format!("{}/media/proxy/", scene.hearth.base)), "{image}");
    // Another story with the same link has it at once, and so have those who read lists.
    let again = ben.tell(&link).await;
    scene.hearth.settle().await;
    assert_eq!(card(&ben, &again["id"]).await, shown);
    assert_eq!(ben.get("/api/v1/timelines/public").await[0]["card"], shown);
    assert_eq!(heard(&scene, &ben, "same", &link).await, shown);
    assert_eq!((scene.home.fetches("/lighthouse"), scene.home.fetches("/other")), (1, 0));
    // After two weeks it is asked anew, for a new story.
    scene.hearth.step(TimeDelta::days(15)).await;
    ben.tell(&link).await;
    scene.hearth.settle().await;
    assert_eq!(scene.home.fetches("/lighthouse"), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_70_pages_are_not_asked_by_everybody_at_once() {
    let scene = scene().await;
    let ben = scene.hearth.person("ben").await;
    scene.home.put_page("/page", 200, HTML, &[], page("Page"));
    let link = format!("{}/page", scene.home.base);
    for number in 0..5 {
        let mut note = scene.letter(&scene.alice, &format!("n{number}"), "");
        note["content"] = json!(format!("<a href=\"{link}\">x</a>"));
        scene.say(&scene.alice, &scene.alice.activity("Create", &note)).await;
    }
    assert_eq!(scene.home.fetches("/page"), 0, "what came from elsewhere came to many at once");
    scene.hearth.step(TimeDelta::seconds(61)).await;
    assert_eq!(scene.home.fetches("/page"), 1);
    let id = ben.status_id(scene.alice.note("n3", "")["id"].as_str().unwrap()).await;
    assert_eq!(card(&ben, &json!(id)).await["title"], "Page");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_asked_about_stories_for_people_by_name() {
    let scene = scene().await;
    let ben = scene.hearth.person("ben").await;
    let tell = async |visibility: &str| {
        let path = format!("/{visibility}");
        scene.home.put_page(&path, 200, HTML, &[], page("Page"));
        let told = ben.tell_to(visibility, &format!("@ada {}{path}", scene.home.base)).await;
        scene.hearth.settle().await;
        (card(&ben, &told["id"]).await["title"].clone(), scene.home.fetches(&path))
    };
    assert_eq!(tell("direct").await, (Value::Null, 0));
    for open in ["public", "unlisted", "private"] {
        assert_eq!(tell(open).await, (json!("Page"), 1), "{open}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_changes_the_card_and_people_are_no_pages() {
    let scene = scene().await;
    let ben = scene.hearth.person("ben").await;
    for name in ["one", "two"] {
        scene.home.put_page(&format!("/{name}"), 200, HTML, &[], page(name));
    }
    let base = &scene.home.base;
    let told = ben.tell(&format!("@ada #rain {base}/one")).await;
    scene.hearth.settle().await;
    assert_eq!(card(&ben, &told["id"]).await["title"], "one");
    let path = format!("/api/v1/statuses/{}", told["id"].as_str().unwrap());
    for (text, title) in [(format!("{base}/two"), json!("two")), ("@ada #rain".to_owned(), Value::Null)] {
        scene.hearth.step(TimeDelta::minutes(1)).await;
        ben.ask(reqwest::Method::PUT, &path, Some(json!({"status": text}))).await.ok();
        scene.hearth.settle().await;
        assert_eq!(card(&ben, &told["id"]).await["title"], title);
    }
    // Whoever is named without our markup is a person all the same.
    scene.home.put_page("/@alice", 200, HTML, &[], page("alice"));
    let mut note = scene.letter(&scene.alice, "named", "");
    note["content"] = json!(format!("<a href=\"{}\">@ada</a>", scene.ada.url));
    scene.say(&scene.alice, &scene.alice.activity("Create", &note)).await;
    scene.hearth.step(TimeDelta::seconds(61)).await;
    let id = ben.status_id(note["id"].as_str().unwrap()).await;
    assert_eq!(card(&ben, &json!(id)).await, Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_61_no_page_inside_is_ever_asked() {
    let (scene, canary) = (enclosed().await, Canary::listen().await);
    let ben = scene.hearth.person("ben").await;
    for (number, base) in canary.spellings().into_iter().enumerate() {
        assert_eq!(heard(&scene, &ben, &format!("a{number}"), &format!("{base}/x")).await, Value::Null);
        let detour = format!("/detour{number}");
        scene.home.put_page(&detour, 302, HTML, &[("location", &base)], Vec::new());
        let link = format!("{}{detour}", scene.home.base);
        assert_eq!(heard(&scene, &ben, &format!("b{number}"), &link).await, Value::Null);
        // And what a page names as its picture.
        let html = format!("<title>t</title><meta property=og:image content=\"{base}/x.png\">");
        scene.home.put_page(&format!("/p{number}"), 200, HTML, &[], html.into_bytes());
        let shown =
            heard(&scene, &ben, &format!("c{number}"), &format!("{}/p{number}", scene.home.base)).await;
        if let Some(image) = shown["image"].as_str() {
            assert_eq!(hearth_testkit::person::http().get(image).send().await.unwrap().status(), 404);
        }
    }
    scene.hearth.step(TimeDelta::hours(3)).await;
    assert_eq!(canary.met.load(Ordering::SeqCst), 0);
    scene.home.put_page("/fine", 200, HTML, &[], page("Fine"));
    scene.home.put_page("/moved", 301, HTML, &[("location", "/fine")], Vec::new());
    let link = format!("{}/moved", scene.home.base);
    assert_eq!(heard(&scene, &ben, "fine", &link).await["title"], "Fine");
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_65_of_long_pages_the_beginning_is_read_and_others_are_none() {
    let scene = scene().await;
    let ben = scene.hearth.person("ben").await;
    let mut long = page("Long");
    long.resize(8 << 20, b' ');
    let late = [vec![b' '; 2 << 20], page("Late")].concat();
    let cases: [(&str, &str, Vec<u8>, Value); 6] = [
        ("long", HTML, long, json!("Long")),
        ("late", HTML, late, Value::Null),
        ("pdf", "application/pdf", page("x"), Value::Null),
        ("json", "application/activity+json", page("x"), Value::Null),
        ("svg", "image/svg+xml", page("x"), Value::Null),
        ("untitled", HTML, b"<p>words</p>".to_vec(), Value::Null),
    ];
    for (name, kind, body, title) in cases {
        scene.home.put_page(&format!("/{name}"), 200, kind, &[], body);
        let shown = heard(&scene, &ben, name, &format!("{}/{name}", scene.home.base)).await;
        assert_eq!(shown["title"], title, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_68_a_page_says_words_and_nothing_that_runs() {
    let scene = scene().await;
    let ben = scene.hearth.person("ben").await;
    let html = "<title>x</title><meta property=og:title content='Hi &lt;img src=x onerror=alert(1)&gt; <script>alert(1)</script>'>\
        <meta property=og:image content='javascript:alert(1)'><meta name=author content='<b>Eve</b>'>\
        <meta property=article:author content='data:text/html,x'><meta property=og:video content='https://evil.example/frame'>";
    scene.home.put_page("/evil", 200, HTML, &[], html.as_bytes().to_vec());
    let shown = heard(&scene, &ben, "evil", &format!("{}/evil", scene.home.base)).await;
    assert_eq!(
        (&shown["html"], &shown["embed_url"], &shown["image"]),
        (&json!(""), &json!(""), &Value::Null)
    );
    assert_eq!((&shown["author_url"], &shown["author_name"]), (&json!(""), &json!("Eve")));
    assert_eq!(
        shown["authors"][0]["account"],
        Value::Null,
        "who wrote a page is nobody's account by its own word"
    );
    let title = shown["title"].as_str().unwrap();
    assert!(title.starts_with("Hi") && !title.contains("<script"), "{title}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_fails_is_tried_again_and_what_is_not_there_is_not() {
    let scene = scene().await;
    let ben = scene.hearth.person("ben").await;
    let link = |name: &str| format!("{}/{name}", scene.home.base);
    scene.home.put_page("/busy", 503, HTML, &[], Vec::new());
    scene.home.put_page("/none", 404, HTML, &[], Vec::new());
    assert_eq!(heard(&scene, &ben, "busy", &link("busy")).await, Value::Null);
    assert_eq!(heard(&scene, &ben, "none", &link("none")).await, Value::Null);
    scene.home.put_page("/busy", 200, HTML, &[], page("Back"));
    scene.hearth.step(TimeDelta::hours(1)).await;
    let id = ben.status_id(scene.alice.note("busy", "")["id"].as_str().unwrap()).await;
    assert_eq!(card(&ben, &json!(id)).await["title"], "Back");
    heard(&scene, &ben, "none2", &link("none")).await;
    assert_eq!(scene.home.fetches("/none"), 1);
    // Of a host that is blocked nothing is asked, straight or round a corner.
    scene.evil.put_page("/page", 200, HTML, &[], page("Evil"));
    let far = format!("{}/page", scene.evil.base);
    scene.home.put_page("/corner", 302, HTML, &[("location", &far)], Vec::new());
    rules::set_rule(&scene.hearth.core, &scene.evil.domain, Some(Rule::Blocked), "").await.unwrap();
    assert_eq!(heard(&scene, &ben, "far", &far).await, Value::Null);
    assert_eq!(heard(&scene, &ben, "corner", &link("corner")).await, Value::Null);
}
