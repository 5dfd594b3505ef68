//! Hostile servers (security table E): where we go, how long we wait, how much we take, and what strangers leave behind.

use super::scene::Scene;
use chrono::TimeDelta;
use hearth_core::clock::{Clock as _, MockClock};
use hearth_core::stories::queries;
use hearth_federation::resolve::{self, Freshness};
use hearth_testkit::hearth::start_of_time;
use hearth_testkit::remote::ACTIVITY;
use hearth_testkit::{Remote, TestHearth};
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// A listener that nobody should ever reach.
pub struct Canary {
    port: u16,
    pub met: Arc<AtomicUsize>,
}

impl Canary {
    pub async fn listen() -> Self {
        let four = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = four.local_addr().unwrap().port();
        let met = Arc::new(AtomicUsize::new(0));
        let six = TcpListener::bind(("::1", port)).await.ok();
        for listener in std::iter::once(four).chain(six) {
            let met = met.clone();
            tokio::spawn(async move {
                while listener.accept().await.is_ok() {
                    met.fetch_add(1, Ordering::SeqCst);
                }
            });
        }
        Self { port, met }
    }

    /// The canary's address in every spelling that leads to this machine.
    pub fn spellings(&self) -> Vec<String> {
        let hosts = [
            "localhost",
            "localhost.",
            "LOCALHOST",
            "127.0.0.1",
            "127.1",
            "127.0.0.2",
            "2130706433",
            "0x7f000001",
            "0177.0.0.1",
            "0.0.0.0",
            "0",
            "[::1]",
            "[::]",
            "[::ffff:127.0.0.1]",
            "[::127.0.0.1]",
            "[64:ff9b::7f00:1]",
            "[2002:7f00:1::]",
            "①②⑦.0.0.1",
        ];
        hosts.iter().map(|host| format!("http://{host}:{}", self.port)).collect()
    }
}

/// A scene whose Hearth may talk to the two servers' sockets alone, and asks pages.
pub async fn enclosed() -> Scene {
    let clock = Arc::new(MockClock::at(start_of_time()));
    let (home, evil) = (Remote::start(clock.clone()).await, Remote::start(clock.clone()).await);
    let sockets = [&home, &evil].map(|one| one.domain.replace("localhost", "127.0.0.1"));
    let hearth = TestHearth::at(clock, |config| {
        config.federation.allowed_addresses = sockets.to_vec();
        config.federation.cards = true;
    })
    .await;
    let ada = hearth.person("ada").await.account;
    let (alice, mallory) = (home.actor("alice", 0), evil.actor("mallory", 1));
    Scene { hearth, ada, home, alice, evil, mallory }
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_61_no_address_inside_is_ever_asked() {
    let (scene, canary) = (enclosed().await, Canary::listen().await);
    scene.follow(&scene.mallory).await;
    let federation = &scene.hearth.federation;
    for (number, base) in canary.spellings().into_iter().enumerate() {
        let uri = format!("{base}/users/x");
        // Who signs, what is answered, what is passed on, where somebody moves, whose answers there are.
        if uri.is_ascii() {
            let thief = scene.mallory.with_key(&format!("{uri}#main-key"), 1);
            let letter = scene.letter(&scene.mallory, &format!("l{number}"), "hello");
            thief.send(&scene.inbox(), &scene.mallory.activity("Create", &letter)).await;
        }
        let mut answer = scene.letter(&scene.mallory, &format!("a{number}"), "hello");
        answer["inReplyTo"] = json!(uri);
        answer["replies"] = json!(format!("{base}/replies"));
        answer["context"] = json!(format!("{base}/context"));
        answer["attachment"] =
            json!([{"type": "Image", "mediaType": "image/png", "url": format!("{base}/x.png")}]);
        for activity in [
            scene.mallory.activity("Create", &answer),
            scene.mallory.activity("Announce", &json!(uri)),
            scene.mallory.activity("Create", &json!(format!("{uri}/1"))),
            json!({"id": scene.mallory.uri(&format!("moves/{number}")), "type": "Move", "actor": scene.mallory.id,
                "object": scene.mallory.id, "target": uri}),
        ] {
            let status = scene.say(&scene.mallory, &activity).await;
            assert!(status == 202, "{status} for {activity}");
        }
        // What somebody here looks up, and where that leads.
        let _ = resolve::by_url(federation, &uri).await;
        let _ = resolve::account_by_uri(federation, &uri, Freshness::Now).await;
        if let Ok(handle) = format!("x@{}", base.trim_start_matches("http://")).parse() {
            let _ = resolve::account(federation, &handle).await;
        }
        let path = format!("/detour{number}");
        scene.evil.put_page(&path, 302, "text/plain", &[("location", &uri)], Vec::new());
        assert!(!matches!(
            resolve::by_url(federation, &format!("{}{path}", scene.evil.base)).await,
            Ok(Some(_))
        ));
        let finger = format!("/.well-known/webfinger?resource=acct:w{number}@{}", scene.evil.domain);
        let jrd = json!({"subject": format!("acct:w{number}@{}", scene.evil.domain),
            "links": [{"rel": "self", "type": ACTIVITY, "href": uri}]});
        scene.evil.put_page(&finger, 200, "application/jrd+json", &[], jrd.to_string().into_bytes());
        let handle = format!("w{number}@{}", scene.evil.domain).parse().unwrap();
        let _ = resolve::account(federation, &handle).await;
        // An inbox there: the actor is not taken at all.
        let bent = scene
            .evil
            .actor_with(&format!("bent{number}"), 2, |one| one["inbox"] = json!(format!("{base}/inbox")));
        bent.send(&scene.inbox(), &bent.activity("Follow", &json!(scene.ada.uri))).await;
        if let Some(story) =
            queries::by_uri(&scene.hearth.core, answer["id"].as_str().unwrap()).await.unwrap()
        {
            let _ = resolve::thread(federation, story).await;
        }
        scene.hearth.settle().await;
        assert_eq!(canary.met.load(Ordering::SeqCst), 0, "{base}");
    }
    scene.hearth.step(TimeDelta::minutes(10)).await;
    assert_eq!(canary.met.load(Ordering::SeqCst), 0);
    scene.still_hears(&scene.alice, "honest").await;
    assert!(scene.home.fetches("/users/alice") > 0, "the sockets that are named can be reached");
}

/// A server that takes a connection and then does `what`.
async fn tedious<F, W>(what: F) -> String
where
    F: Fn(TcpStream) -> W + Send + 'static,
    W: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(what(stream));
        }
    });
    format!("http://localhost:{port}")
}

async fn drip(mut stream: TcpStream, head: &'static [u8], drop: &'static [u8]) {
    let _ = stream.read(&mut [0; 4096]).await;
    let _ = stream.write_all(head).await;
    while stream.write_all(drop).await.is_ok() {
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_64_slow_servers_are_cut_off_and_keep_nobody_waiting() {
    let scene = Scene::set().await;
    scene.still_hears(&scene.alice, "before").await;
    let kinds = [
        tedious(|stream| async move {
            tokio::time::sleep(Duration::from_secs(60)).await;
            drop(stream);
        }).await,
        tedious(|stream| drip(stream, b"HTTP/1.1 200 OK\r\n", b"X: y\r\n")).await,
        tedious(|stream| drip(stream, b"HTTP/1.1 200 OK\r\nContent-Type: application/activity+json\r\nContent-Length: 100000\r\n\r\n", b" ")).await,
        tedious(|stream| drip(stream, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n")).await,
    ];
    let begun = Instant::now();
    let mut slow = Vec::new();
    for (base, number) in kinds.iter().flat_map(|base| (0..10).map(move |number| (base, number))) {
        let thief = scene.mallory.with_key(&format!("{base}/users/x{number}#main-key"), 1);
        let letter = scene.letter(&scene.mallory, "slow", "hello");
        let (inbox, create) = (scene.inbox(), scene.mallory.activity("Create", &letter));
        slow.push(tokio::spawn(async move { thief.send(&inbox, &create).await.status.as_u16() }));
    }
    tokio::time::sleep(Duration::from_millis(200)).await;
    for number in 0..10 {
        let letter = scene.letter(&scene.alice, &format!("meanwhile{number}"), "honest");
        let (create, begun) = (scene.alice.activity("Create", &letter), Instant::now());
        scene.alice.send(&scene.inbox(), &create).await.is(202);
        assert!(begun.elapsed() < Duration::from_secs(8), "an honest server waited {:?}", begun.elapsed());
    }
    for answer in slow {
        let status = answer.await.unwrap();
        assert!(matches!(status, 401 | 503), "{status}");
    }
    assert!(begun.elapsed() < Duration::from_secs(40), "{:?}", begun.elapsed());
    assert_eq!(scene.hearth.database.count("accounts").await, 3, "ada, alice and the server itself");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_never_ends_is_not_waited_for() {
    let scene = Scene::set().await;
    let body =
        scene.mallory.activity("Create", &scene.letter(&scene.mallory, "x", "x")).to_string().into_bytes();
    let headers = scene.mallory.sign(&scene.inbox(), &body, scene.hearth.clock.now(), false);
    let mut head = format!("POST /inbox HTTP/1.1\r\nContent-Length: {}\r\n", body.len());
    for (name, value) in &headers {
        head.push_str(&format!("{name}: {}\r\n", value.to_str().unwrap()));
    }
    if !headers.contains_key("host") {
        head.push_str(&format!("Host: {}\r\n", scene.hearth.domain));
    }
    let mut stream = TcpStream::connect(scene.hearth.domain.replace("localhost", "127.0.0.1")).await.unwrap();
    stream.write_all(format!("{head}\r\n").as_bytes()).await.unwrap();
    stream.write_all(&body[..10]).await.unwrap();
    let begun = Instant::now();
    let mut answer = [0; 64];
    let read = tokio::time::timeout(Duration::from_secs(15), stream.read(&mut answer)).await;
    assert!(read.is_ok(), "still waiting after {:?}", begun.elapsed());
    let answer = String::from_utf8_lossy(&answer).to_string();
    assert!(!answer.contains(" 202 "), "{answer}");
    scene.still_hears(&scene.mallory, "whole").await;
}
