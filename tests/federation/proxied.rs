//! Pictures of other servers are shown through this one: sealed addresses, made fit to show, kept within a budget.

use super::resources::{Canary, enclosed};
use super::scene::Scene;
use crate::api::media::picture;
use chrono::TimeDelta;
use hearth_core::peers::rules::{self, Rule};
use hearth_testkit::person::http;
use hearth_testkit::{Person, TestHearth};
use hearth_worker::schedule;
use serde_json::{Value, json};
use std::sync::atomic::Ordering;

const SECRET: &[u8] = b"SECRETPLACE";

/// What alice shows at these addresses, as it stands here.
async fn shown(scene: &Scene, reader: &Person, slug: &str, url: &str) -> Value {
    let mut note = scene.letter(&scene.alice, slug, "hello");
    note["attachment"] = json!([{"type": "Image", "mediaType": "image/jpeg", "url": url}]);
    assert_eq!(scene.say(&scene.alice, &scene.alice.activity("Create", &note)).await, 202);
    let id = reader.status_id(note["id"].as_str().unwrap()).await;
    reader.get(&format!("/api/v1/statuses/{id}")).await["media_attachments"][0].clone()
}

async fn get(url: &str, range: Option<&str>) -> (u16, http::HeaderMap, Vec<u8>) {
    let mut request = http().get(url).header("user-agent", "Peeping").header("cookie", "me=1");
    if let Some(range) = range {
        request = request.header("range", range);
    }
    let response = request.send().await.unwrap();
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    (status, headers, response.bytes().await.unwrap().to_vec())
}

fn holds(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|window| window == word)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_is_fetched_once_and_shown_without_what_it_told() {
    let scene = Scene::set().await;
    let ben = scene.hearth.person("ben").await;
    scene.home.put_page("/a.jpg", 200, "image/jpeg", &[], picture());
    let origin = format!("{}/a.jpg", scene.home.base);
    let media = shown(&scene, &ben, "a", &origin).await;
    assert_eq!((&media["remote_url"], &media["type"]), (&json!(origin), &json!("image")));
    assert_eq!(scene.home.fetches("/a.jpg"), 0, "nobody looked yet");
    for field in ["url", "preview_url"] {
        let url = media[field].as_str().unwrap();
        assert!(url.starts_with(&format!("{}/media/proxy/", scene.hearth.base)), "{url}");
        let (status, headers, bytes) = get(url, None).await;
        assert_eq!((status, headers["content-type"].to_str().unwrap()), (200, "image/jpeg"));
        assert_eq!(headers["x-content-type-options"], "nosniff");
        assert!(headers["content-security-policy"].to_str().unwrap().contains("sandbox"));
        assert!(holds(&picture(), SECRET) && !holds(&bytes, SECRET));
        let (status, _, some) = get(url, Some("bytes=2-9")).await;
        assert_eq!((status, &some[..]), (206, &bytes[2..10]));
    }
    assert_eq!(scene.home.fetches("/a.jpg"), 1);
    // Its server learns that this server asked, and nothing of whoever looked.
    let asked = scene.home.received().into_iter().find(|one| one.path == "/a.jpg").unwrap();
    assert!(asked.headers["user-agent"].to_str().unwrap().starts_with("Hearth/"));
    assert!(["cookie", "referer", "x-forwarded-for"].iter().all(|name| !asked.headers.contains_key(*name)));
}

#[tokio::test(flavor = "multi_thread")]
async fn people_and_emoji_are_shown_through_this_server() {
    let scene = Scene::set().await;
    let ben = scene.hearth.person("ben").await;
    let base = &scene.home.base;
    for path in ["/face.jpg", "/sea.jpg", "/cat.jpg"] {
        scene.home.put_page(path, 200, "image/jpeg", &[], picture());
    }
    let emoji = json!([{"type": "Emoji", "name": ":cat:", "icon": {"type": "Image", "url": format!("{base}/cat.jpg")}}]);
    let eve = scene.home.actor_with("eve", 2, |actor| {
        actor["icon"] = json!({"type": "Image", "url": format!("{base}/face.jpg")});
        actor["image"] = json!({"type": "Image", "url": format!("{base}/sea.jpg")});
        actor["name"] = json!("Eve :cat:");
        actor["tag"] = emoji.clone();
    });
    scene.meet(&eve).await;
    let found = ben.get(&format!("/api/v1/accounts/lookup?acct=eve@{}", scene.home.domain)).await;
    let all = [&found["avatar"], &found["avatar_static"], &found["header"], &found["emojis"][0]["url"]];
    for url in all.map(|url| url.as_str().unwrap()) {
        assert!(url.starts_with(&format!("{}/media/proxy/", scene.hearth.base)), "{url}");
        assert_eq!(get(url, None).await.0, 200, "{url}");
    }
    let own = ben.get("/api/v1/accounts/verify_credentials").await;
    assert_eq!(own["avatar"], format!("{}/static/avatar.png", scene.hearth.base));
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_70_what_this_server_did_not_seal_it_does_not_fetch() {
    let (scene, other) = (Scene::set().await, TestHearth::start().await);
    let ben = scene.hearth.person("ben").await;
    for path in ["/a.jpg", "/b.jpg"] {
        scene.home.put_page(path, 200, "image/jpeg", &[], picture());
    }
    let media = shown(&scene, &ben, "a", &format!("{}/a.jpg", scene.home.base)).await;
    let second = shown(&scene, &ben, "b", &format!("{}/b.jpg", scene.home.base)).await;
    let (url, second) = (media["url"].as_str().unwrap(), second["url"].as_str().unwrap());
    let parts = |url: &str| url.rsplit('/').map(str::to_owned).collect::<Vec<_>>();
    let (mine, theirs) = (parts(url), parts(second));
    let base = format!("{}/media/proxy", scene.hearth.base);
    for path in [
        format!("whole/{}/{}", mine[1], theirs[0]),
        format!("whole/x/{}", mine[0]),
        format!("whole/{}/{}", &mine[1][..21], mine[0]),
        format!("large/{}/{}", mine[1], mine[0]),
        format!("whole/{}/%2e%2e", mine[1]),
        format!("whole/{}/{}?url={}", theirs[1], mine[0], scene.home.base),
    ] {
        assert_eq!(get(&format!("{base}/{path}"), None).await.0, 404, "{path}");
    }
    // A seal of another server is none.
    let elsewhere = url.replace(&scene.hearth.base, &other.base);
    assert_eq!(get(&elsewhere, None).await.0, 404);
    assert_eq!(scene.home.fetches("/a.jpg") + scene.home.fetches("/b.jpg"), 0);
    assert_eq!((get(url, None).await.0, get(second, None).await.0), (200, 200));
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_61_no_picture_inside_is_ever_asked() {
    let (scene, canary) = (enclosed().await, Canary::listen().await);
    let ben = scene.hearth.person("ben").await;
    for (number, base) in canary.spellings().into_iter().enumerate() {
        let detour = format!("/detour{number}.jpg");
        scene.home.put_page(
            &detour,
            302,
            "image/jpeg",
            &[("location", &format!("{base}/x.jpg"))],
            Vec::new(),
        );
        for (kind, url) in [("a", format!("{base}/x.jpg")), ("b", format!("{}{detour}", scene.home.base))] {
            let media = shown(&scene, &ben, &format!("{kind}{number}"), &url).await;
            if let Some(url) = media["url"].as_str() {
                assert!(url.starts_with(&scene.hearth.base), "{url}");
                assert_eq!(get(url, None).await.0, 404, "{url}");
            }
        }
    }
    assert_eq!(canary.met.load(Ordering::SeqCst), 0);
    scene.home.put_page("/moved.jpg", 302, "image/jpeg", &[("location", "/fine.jpg")], Vec::new());
    scene.home.put_page("/fine.jpg", 200, "image/jpeg", &[], picture());
    let media = shown(&scene, &ben, "fine", &format!("{}/moved.jpg", scene.home.base)).await;
    assert_eq!(get(media["url"].as_str().unwrap(), None).await.0, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_69_what_is_no_picture_is_not_shown_whatever_it_is_called() {
    let scene = Scene::set().await;
    let ben = scene.hearth.person("ben").await;
    let cases: [(&str, Vec<u8>); 4] = [
        ("svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".to_vec()),
        ("html", b"<script>alert(1)</script>".to_vec()),
        ("activity", br#"{"type":"Note"}"#.to_vec()),
        ("cut", picture()[..60].to_vec()),
    ];
    for (name, body) in cases {
        let path = format!("/{name}.jpg");
        scene.home.put_page(&path, 200, "image/jpeg", &[], body);
        let media = shown(&scene, &ben, name, &format!("{}{path}", scene.home.base)).await;
        for _ in 0..2 {
            assert_eq!(get(media["url"].as_str().unwrap(), None).await.0, 404, "{name}");
        }
        assert_eq!(scene.home.fetches(&path), 1, "what is none is not asked for again at once");
    }
    // What is called something else is a picture all the same, and told as what it is.
    scene.home.put_page("/named.jpg", 200, "text/html", &[], picture());
    let media = shown(&scene, &ben, "named", &format!("{}/named.jpg", scene.home.base)).await;
    let (status, headers, _) = get(media["url"].as_str().unwrap(), None).await;
    assert_eq!((status, headers["content-type"].to_str().unwrap()), (200, "image/jpeg"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_looked_at_for_longest_makes_room() {
    let hearth = TestHearth::with(|config| config.media.cache_gigabytes = 3e-6).await;
    let scene = Scene::on(hearth).await;
    let ben = scene.hearth.person("ben").await;
    let mut urls = Vec::new();
    for number in 0..4 {
        let path = format!("/{number}.jpg");
        scene.home.put_page(&path, 200, "image/jpeg", &[], picture());
        let media = shown(&scene, &ben, &format!("n{number}"), &format!("{}{path}", scene.home.base)).await;
        let url = media["url"].as_str().unwrap().to_owned();
        assert_eq!(get(&url, None).await.0, 200);
        urls.push(url);
        scene.hearth.step(TimeDelta::hours(2)).await;
    }
    // The first is looked at again, so the second and third are those longest unseen.
    assert_eq!(get(&urls[0], None).await.0, 200);
    let sum = "SELECT coalesce(sum(bytes), 0) FROM proxied_files";
    let before = scene.hearth.database.number(sum).await;
    schedule::every_minute(scene.hearth.worker.context()).await;
    let after = scene.hearth.database.number(sum).await;
    assert!(before > 3_000 && after <= 3_000 && after > 0, "{before} {after}");
    for (number, url) in urls.iter().enumerate() {
        assert_eq!(get(url, None).await.0, 200);
        let expected = usize::from(number == 1) + 1;
        let fetched = scene.home.fetches(&format!("/{number}.jpg"));
        assert!(number > 1 || fetched == expected, "{number} was fetched {fetched} times");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_missing_is_asked_for_later_and_blocked_servers_never() {
    let scene = Scene::set().await;
    let ben = scene.hearth.person("ben").await;
    let media = shown(&scene, &ben, "late", &format!("{}/late.jpg", scene.home.base)).await;
    let url = media["url"].as_str().unwrap();
    for _ in 0..3 {
        assert_eq!(get(url, None).await.0, 404);
    }
    assert_eq!(scene.home.fetches("/late.jpg"), 1);
    scene.home.put_page("/late.jpg", 200, "image/jpeg", &[], picture());
    scene.hearth.step(TimeDelta::minutes(31)).await;
    assert_eq!(get(url, None).await.0, 200);
    // A file that was lost is fetched again.
    let cache = scene.hearth.config.server.data_dir.join("cache");
    std::fs::remove_dir_all(&cache).unwrap();
    assert_eq!((get(url, None).await.0, scene.home.fetches("/late.jpg")), (200, 3));
    rules::set_rule(&scene.hearth.core, &scene.home.domain, Some(Rule::Blocked), "").await.unwrap();
    assert_eq!(get(url, None).await.0, 404, "what is kept of them is not shown either");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_room_pictures_stay_where_they_are() {
    let scene = Scene::on(TestHearth::with(|config| config.media.cache_gigabytes = 0.0).await).await;
    let ben = scene.hearth.person("ben").await;
    let origin = format!("{}/a.jpg", scene.home.base);
    let media = shown(&scene, &ben, "a", &origin).await;
    assert_eq!((&media["url"], &media["preview_url"]), (&json!(origin), &json!(origin)));
}
