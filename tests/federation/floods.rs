//! Hostile servers (security table E, cases 65 to 67): too much at once, one request that becomes many, and rows that
//! strangers leave.

use super::scene::Scene;
use hearth_core::clock::Clock as _;
use hearth_core::stories::queries;
use hearth_federation::resolve;
use hearth_testkit::remote::{ACTIVITY, PUBLIC, post};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

impl Scene {
    /// Sends bytes as mallory; answers the status.
    async fn throw(&self, body: Vec<u8>) -> u16 {
        let headers = self.mallory.sign(&self.inbox(), &body, self.hearth.clock.now(), false);
        post(&self.inbox(), headers, body).await.status.as_u16()
    }

    /// GETs that both servers got.
    fn fetched(&self) -> usize {
        let all = self.home.received().into_iter().chain(self.evil.received());
        all.filter(|one| one.method == http::Method::GET).count()
    }
}

#[tokio::test(flavor = "multi_thread")]
#[expect(clippy::too_many_lines, reason = "one size after another, each beside what still fits")]
async fn attack_65_what_is_too_much_is_not_taken_in() {
    let scene = Scene::acquainted().await;
    let letter = |slug: &str| scene.letter(&scene.mallory, slug, "hello");
    let mut big = letter("big");
    big["content"] = json!("x".repeat(1 << 20));
    assert_eq!(scene.throw(scene.mallory.activity("Create", &big).to_string().into_bytes()).await, 413);
    // The same in pieces, of no length told before.
    let body = scene.mallory.activity("Create", &big).to_string().into_bytes();
    let headers = scene.mallory.sign(&scene.inbox(), &body, scene.hearth.clock.now(), false);
    let pieces: Vec<Result<Vec<u8>, std::io::Error>> =
        body.chunks(65_536).map(|piece| Ok(piece.to_vec())).collect();
    let stream = reqwest::Body::wrap_stream(futures::stream::iter(pieces));
    let request = hearth_testkit::person::http().post(scene.inbox()).headers(headers).body(stream);
    match request.send().await {
        Ok(answer) => assert_eq!(answer.status().as_u16(), 413),
        Err(error) => assert!(error.is_request() || error.is_body(), "{error}"),
    }
    assert!(!scene.knows(big["id"].as_str().unwrap()).await);

    let before = scene.state().await;
    let deep = |open: &str, close: &str, times: usize| {
        format!(
            "{{\"id\":\"{}\",\"type\":\"Create\",\"actor\":\"{}\",\"object\":{}1{}}}",
            scene.mallory.uri("deep"),
            scene.mallory.id,
            open.repeat(times),
            close.repeat(times)
        )
    };
    for body in [
        deep("[", "]", 100_000),
        deep("{\"object\":", "}", 50_000),
        format!("{{\"type\":\"Create\",\"actor\":\"{}\",\"x\":{}}}", scene.mallory.id, "9".repeat(500_000)),
        format!("{{\"type\":\"Create\",\"actor\":\"{}\",\"x\":1e999999999}}", scene.mallory.id),
        format!("[{}1]", "1,".repeat(400_000)),
        format!("{{{}\"x\":1}}", (0..60_000).map(|n| format!("\"k{n}\":1,")).collect::<String>()),
        "\"".to_owned(),
        String::new(),
        "{".repeat(500_000),
    ] {
        let begun = Instant::now();
        let status = scene.throw(body.into_bytes()).await;
        assert!(matches!(status, 202 | 400 | 413), "{status}");
        assert!(begun.elapsed() < Duration::from_secs(2));
        scene.hearth.settle().await;
    }
    assert_eq!(before, scene.state().await);

    let mut wide = letter("wide");
    wide["to"] = json!((0..10_000).map(|n| format!("https://h{n}.invalid/x")).collect::<Vec<_>>());
    let mut tagged = letter("tagged");
    let tags = (0..8_000).map(|n| json!({"type": "Hashtag", "name": format!("#t{n}")}));
    tagged["tag"] = Value::Array(tags.chain([json!({"type": "Mention", "href": scene.ada.uri})]).collect());
    let mut long = letter("long");
    long["content"] = json!("x".repeat(900_000));
    long["summary"] = json!("y".repeat(100_000));
    let mut pictures = letter("pictures");
    let picture =
        |n| json!({"type": "Image", "mediaType": "image/png", "url": format!("{}/{n}.png", scene.evil.base)});
    pictures["attachment"] = Value::Array((0..5_000).map(picture).collect());
    for note in [&wide, &tagged, &long, &pictures] {
        let begun = Instant::now();
        assert_eq!(scene.throw(scene.mallory.activity("Create", note).to_string().into_bytes()).await, 202);
        scene.hearth.settle().await;
        assert!(begun.elapsed() < Duration::from_secs(3), "{:?} for {}", begun.elapsed(), note["id"]);
    }
    assert!(scene.hearth.database.count("story_tags").await <= 128);
    assert!(scene.hearth.database.count("attachments").await <= 32);
    if let Some(view) = scene.story(long["id"].as_str().unwrap()).await {
        assert!(view.story.content_html.len() <= 600_000, "{}", view.story.content_html.len());
    }
    scene.still_hears(&scene.mallory, "small").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_65_ids_that_no_index_holds_are_dropped_at_once() {
    let scene = Scene::acquainted().await;
    // No packing makes these short.
    let mut seed = 1_u64;
    let noise: String = std::iter::repeat_with(|| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        char::from(b'a' + u8::try_from(seed >> 59).unwrap() % 26)
    })
    .take(20_000)
    .collect();
    for long in [scene.mallory.uri(&noise), format!("{}/{noise}", scene.evil.base)] {
        let mut note = scene.letter(&scene.mallory, "x", "x");
        note["id"] = json!(long);
        let mut answer = scene.letter(&scene.mallory, "answer", "x");
        answer["inReplyTo"] = json!(long);
        let mut activities =
            vec![scene.mallory.activity("Create", &note), scene.mallory.activity("Create", &answer)];
        for kind in ["Delete", "Like", "Announce", "Undo", "Follow", "Block", "Update", "Accept"] {
            activities.push(scene.mallory.activity(kind, &json!(long)));
        }
        let mut follow = scene.mallory.activity("Follow", &json!(scene.ada.uri));
        follow["id"] = json!(long);
        activities.push(follow);
        for (number, mut activity) in activities.into_iter().enumerate() {
            if activity["type"] != "Follow" {
                activity["id"] = json!(scene.mallory.uri(&format!("acts/{}-{number}", long.len())));
            }
            let kind = activity["type"].to_string();
            let status = scene.say(&scene.mallory, &activity).await;
            assert!(matches!(status, 202 | 400 | 413), "{status} for {kind}");
            let stuck =
                scene.hearth.database.number("SELECT count(*) FROM arrivals WHERE error IS NOT NULL").await;
            assert_eq!(stuck, 0, "{kind} of {} characters is tried again and again", long.len());
        }
    }
    scene.still_hears(&scene.mallory, "short").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_65_a_bomb_does_not_go_off_when_fetched() {
    let scene = Scene::set().await;
    for (name, encoding, body) in [
        ("gzip", "gzip", bomb()),
        ("plain", "identity", vec![b' '; 8 << 20]),
        ("garbage", "gzip", b"not packed at all".to_vec()),
        ("deflated", "br", vec![0xff; 1024]),
    ] {
        let path = format!("/{name}");
        scene.evil.put_page(&path, 200, ACTIVITY, &[("content-encoding", encoding)], body);
        let begun = Instant::now();
        let found = resolve::by_url(&scene.hearth.federation, &format!("{}{path}", scene.evil.base)).await;
        assert!(!matches!(found, Ok(Some(_))), "{name}");
        assert!(begun.elapsed() < Duration::from_secs(3), "{name}");
    }
    scene.still_hears(&scene.mallory, "after").await;
}

/// 32 MiB of zeros in gzip, made without a packer: one deflate block per 64 KiB would be as long as its content, so
/// the zeros are runs of the longest match there is, 258 bytes at one bit for the length and one for the distance.
fn bomb() -> Vec<u8> {
    let mut bits = Bits::default();
    // A last block with fixed codes: literal 0 is 00110000; length 258 is 285 = 11000101; distance 1 is 00000.
    bits.push(0b1, 1);
    bits.push(0b01, 2);
    bits.huffman(0b0011_0000, 8);
    for _ in 0..(32 << 20) / 258 {
        bits.huffman(0b1100_0101, 8);
        bits.huffman(0, 5);
    }
    bits.huffman(0, 7);
    let mut packed = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    packed.extend(bits.bytes);
    packed.extend([0; 9]);
    packed
}

#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    used: u32,
}

impl Bits {
    fn push(&mut self, value: u32, count: u32) {
        for at in 0..count {
            if self.used.is_multiple_of(8) {
                self.bytes.push(0);
            }
            let bit = u8::from(value >> at & 1 == 1);
            *self.bytes.last_mut().unwrap() |= bit << (self.used % 8);
            self.used += 1;
        }
    }

    /// Codes stand with their highest bit first.
    fn huffman(&mut self, code: u32, count: u32) {
        for at in (0..count).rev() {
            self.push(code >> at & 1, 1);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_66_one_activity_never_becomes_many_requests() {
    let scene = Scene::acquainted().await;
    // Answers to answers to answers, each by another stranger.
    for number in 0..60 {
        let stranger = scene.evil.actor(&format!("s{number}"), 1);
        let mut note = stranger.note("n", "again");
        note["inReplyTo"] = json!(format!("{}/users/s{}/statuses/n", scene.evil.base, number + 1));
        stranger.publish(&note);
    }
    let mut letter = scene.letter(&scene.mallory, "chain", "look");
    letter["inReplyTo"] = json!(format!("{}/users/s0/statuses/n", scene.evil.base));
    let people =
        (0..1_000).map(|n| json!({"type": "Mention", "href": format!("{}/users/x{n}", scene.evil.base)}));
    letter["tag"] = Value::Array(people.chain([json!({"type": "Mention", "href": scene.ada.uri})]).collect());
    assert_eq!(scene.say(&scene.mallory, &scene.mallory.activity("Create", &letter)).await, 202);
    assert!(scene.knows(letter["id"].as_str().unwrap()).await);
    assert!(scene.fetched() <= 10, "{} fetches for one activity", scene.fetched());

    // Pages of answers without end, and one that is its own next.
    for number in 0..200 {
        let page = |n: i32| format!("{}/replies/{n}", scene.evil.base);
        let note = scene.mallory.note(&format!("r{number}"), "an answer");
        scene.mallory.publish(&note);
        scene.evil.put(
            &format!("/replies/{number}"),
            &json!({"@context": "https://www.w3.org/ns/activitystreams",
            "id": page(number), "type": "CollectionPage", "next": page(number + 1), "items": [note["id"]]}),
        );
    }
    let own = format!("{}/round", scene.evil.base);
    scene.evil.put(
        "/round",
        &json!({"@context": "https://www.w3.org/ns/activitystreams", "id": own,
        "type": "CollectionPage", "next": own, "first": own, "items": []}),
    );
    for (slug, replies, most) in
        [("endless", format!("{}/replies/0", scene.evil.base), 100), ("round", own.clone(), 3)]
    {
        let mut note = scene.letter(&scene.mallory, slug, "look");
        note["replies"] = json!(replies);
        assert_eq!(scene.say(&scene.mallory, &scene.mallory.activity("Create", &note)).await, 202);
        scene.evil.forget();
        let story = queries::by_uri(&scene.hearth.core, note["id"].as_str().unwrap()).await.unwrap().unwrap();
        let begun = Instant::now();
        let _ = resolve::thread(&scene.hearth.federation, story).await;
        assert!(scene.fetched() <= most, "{slug}: {} fetches", scene.fetched());
        let after = scene.fetched();
        let _ = resolve::thread(&scene.hearth.federation, story).await;
        assert_eq!(scene.fetched(), after, "{slug}: looked into again at once");
        assert!(begun.elapsed() < Duration::from_secs(10));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_66_goodbyes_of_strangers_cost_nothing() {
    let scene = Scene::set().await;
    let before = scene.state().await;
    for number in 0..100 {
        let stranger = scene.evil.actor(&format!("s{number}"), 1);
        let kind = if number % 2 == 0 { "Delete" } else { "Update" };
        let mut goodbye = stranger.activity(kind, &json!(stranger.id));
        goodbye["to"] = json!([PUBLIC]);
        stranger.send(&scene.inbox(), &goodbye).await.is(202);
    }
    scene.hearth.settle().await;
    assert_eq!(scene.fetched(), 0);
    assert_eq!(before, scene.state().await);
    assert_eq!(scene.hearth.database.count("arrivals").await, 0);
    // One who is known here is heard.
    scene.meet(&scene.mallory).await;
    assert_eq!(
        scene.say(&scene.mallory, &scene.mallory.activity("Delete", &json!(scene.mallory.id))).await,
        202
    );
    assert!(scene.account(&scene.mallory.id).await.is_none_or(|account| !account.is_active()));
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_67_strangers_leave_no_rows() {
    let scene = Scene::set().await;
    scene.still_hears(&scene.alice, "before").await;
    let tables = ["accounts", "peers", "inboxes", "keys", "stories", "arrivals"];
    let mut before = Vec::new();
    for table in tables {
        before.push(scene.hearth.database.count(table).await);
    }
    // Three hundred servers that are not there, each with a key and an actor.
    for number in 0..300 {
        let base = format!("http://127.{}.{}.1:9", number / 100 + 1, number % 100);
        let ghost = scene.mallory.with_key(&format!("{base}/users/x#main-key"), 1);
        let letter = json!({"id": format!("{base}/1"), "type": "Create", "actor": format!("{base}/users/x"),
            "to": [scene.ada.uri], "object": {"id": format!("{base}/2"), "type": "Note", "content": "x",
            "attributedTo": format!("{base}/users/x"), "to": [scene.ada.uri]}});
        let status = ghost.send(&scene.inbox(), &letter).await.status.as_u16();
        assert!(matches!(status, 401 | 503), "{status}");
    }
    // And real ones who talk of nothing here.
    for number in 0..50 {
        let stranger = scene.evil.actor(&format!("s{number}"), 1);
        for kind in ["Create", "Announce", "Like"] {
            let object =
                if kind == "Create" { stranger.note("n", "to the world") } else { json!(stranger.uri("n")) };
            stranger.send(&scene.inbox(), &stranger.activity(kind, &object)).await.is(202);
        }
    }
    scene.hearth.settle().await;
    for (table, before) in tables.into_iter().zip(before) {
        let after = scene.hearth.database.count(table).await;
        // What arrived is kept for its month, so that it has one effect; the host may be known as a whole.
        let most = match table {
            "arrivals" => before + 150,
            "peers" => before + 1,
            _ => before,
        };
        assert!(after <= most, "{table}: {before} to {after}");
    }
    scene.still_hears(&scene.alice, "after").await;
}
