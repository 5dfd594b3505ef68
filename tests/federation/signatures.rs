//! Who said it (security table A, cases 1 to 14): what is not signed, or not by whom it names, changes nothing.

use super::scene::Scene;
use chrono::{DateTime, TimeDelta, Utc};
use hearth_core::accounts::keys;
use hearth_core::clock::Clock as _;
use hearth_testkit::forge::{digest_of, forge};
use hearth_testkit::remote::post;
use hearth_testkit::{Actor, Remote, TestHearth};
use http::HeaderMap;
use serde_json::json;
use tokio::net::TcpListener;

/// `Date` as HTTP writes it.
fn date(at: DateTime<Utc>) -> String {
    at.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// A letter of mallory, and the lines an honest signature over it has.
struct Letter {
    uri: String,
    body: Vec<u8>,
    lines: Vec<(&'static str, String)>,
}

impl Letter {
    fn of(scene: &Scene, slug: &str) -> Self {
        let note = scene.letter(&scene.mallory, slug, "let me in");
        let body = scene.mallory.activity("Create", &note).to_string().into_bytes();
        let lines = vec![
            ("(request-target)", "post /inbox".to_owned()),
            ("host", scene.hearth.domain.clone()),
            ("date", date(scene.hearth.clock.now())),
            ("digest", digest_of(&body)),
        ];
        Self { uri: note["id"].as_str().unwrap().to_owned(), body, lines }
    }

    fn with(mut self, name: &'static str, value: &str) -> Self {
        match self.lines.iter_mut().find(|(there, _)| *there == name) {
            Some(line) => line.1 = value.to_owned(),
            None => self.lines.push((name, value.to_owned())),
        }
        self
    }

    fn without(mut self, name: &str) -> Self {
        self.lines.retain(|(there, _)| *there != name);
        self
    }

    fn headers(&self, by: &Actor, more: &str) -> HeaderMap {
        let lines: Vec<(&str, &str)> =
            self.lines.iter().map(|(name, value)| (*name, value.as_str())).collect();
        forge(&by.key, &by.key_id, &lines, more)
    }
}

impl Scene {
    /// Posts a letter; answers the status and whether it had an effect.
    async fn post(&self, path: &str, letter: &Letter, headers: HeaderMap) -> (u16, bool) {
        let before = self.state().await;
        let answer = post(&format!("{}{path}", self.hearth.base), headers, letter.body.clone()).await;
        self.hearth.settle().await;
        let told = self.knows(&letter.uri).await;
        assert_eq!(
            before != self.state().await,
            told,
            "an effect without the story, or a story without a row"
        );
        (answer.status.as_u16(), told)
    }

    /// The letter is taken as it stands.
    #[track_caller]
    fn taken(&self, letter: Letter) -> impl Future<Output = ()> {
        let place = std::panic::Location::caller();
        async move {
            let headers = letter.headers(&self.mallory, "");
            assert_eq!(self.post("/inbox", &letter, headers).await, (202, true), "{place}");
        }
    }

    /// The letter is refused, with 401 or (unreadable) 400.
    #[track_caller]
    fn refused(&self, letter: Letter) -> impl Future<Output = ()> {
        let place = std::panic::Location::caller();
        async move {
            let headers = letter.headers(&self.mallory, "");
            let (status, told) = self.post("/inbox", &letter, headers).await;
            assert!(!told && matches!(status, 400 | 401), "{place}: {status}, {told}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_01_nobody_speaks_without_a_signature() {
    let scene = Scene::set().await;
    for inbox in ["/inbox", "/users/ada/inbox", "/actor/inbox"] {
        let letter = Letter::of(&scene, "unsigned");
        let mut headers = letter.headers(&scene.mallory, "");
        headers.remove("signature");
        assert_eq!(scene.post(inbox, &letter, headers).await, (401, false), "{inbox}");
    }
    assert!(scene.evil.received().is_empty(), "nothing is fetched for the unsigned");
    scene.still_hears(&scene.mallory, "signed").await;
    let new = scene.letter(&scene.mallory, "newer", "signed by RFC 9421");
    let create = scene.mallory.activity("Create", &new);
    scene.mallory.send_9421(&scene.own_inbox(), &create).await.is(202);
    scene.hearth.settle().await;
    assert!(scene.knows(new["id"].as_str().unwrap()).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_02_and_03_nobody_speaks_for_somebody_else() {
    let scene = Scene::set().await;
    let neighbour = scene.evil.actor("ben", 2);
    for victim in [&scene.alice, &neighbour] {
        let letter = scene.letter(victim, "forged", "I said this");
        let create = victim.activity("Create", &letter);
        assert_eq!(scene.in_vain(&scene.mallory, &create).await, 403, "{}", victim.id);
        assert!(!scene.knows(letter["id"].as_str().unwrap()).await);
    }
    assert!(scene.home.received().is_empty(), "the victim's server is not bothered");
    assert_eq!(scene.evil.fetches("/users/ben"), 0);
    scene.still_hears(&scene.alice, "own").await;
    scene.still_hears(&neighbour, "own").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_04_a_key_is_its_owners_only_if_the_owner_lists_it() {
    let scene = Scene::acquainted().await;
    let stored = stored_keys(&scene, &scene.alice).await;
    let ben = scene.evil.actor("ben", 2);
    for (slug, owner) in [("abroad", &scene.alice), ("at-home", &ben)] {
        let key_id = format!("{}/keys/{slug}", scene.evil.base);
        let key = json!({"@context": "https://w3id.org/security/v1", "id": key_id, "type": "Key",
            "owner": owner.id, "publicKeyPem": Remote::public_pem(1)});
        scene.evil.put(&format!("/keys/{slug}"), &key);
        let also_streams = json!({"@context": "https://www.w3.org/ns/activitystreams", "id": format!("{key_id}2"),
            "type": "Key", "owner": owner.id, "publicKeyPem": Remote::public_pem(1)});
        scene.evil.put(&format!("/keys/{slug}2"), &also_streams);
        for key_id in [key_id.clone(), format!("{key_id}2")] {
            let thief = owner.with_key(&key_id, 1);
            let letter = scene.letter(owner, slug, "I said this");
            assert_eq!(
                scene.in_vain(&thief, &thief.activity("Create", &letter)).await,
                401,
                "{}",
                thief.key_id
            );
        }
    }
    assert_eq!(stored_keys(&scene, &scene.alice).await, stored);
    scene.still_hears(&scene.alice, "own").await;
    scene.still_hears(&ben, "own").await;
}

async fn stored_keys(scene: &Scene, who: &Actor) -> Vec<(String, String)> {
    let account = scene.account(&who.id).await.unwrap();
    let keys = keys::of_account(&scene.hearth.core, account.id).await.unwrap();
    keys.into_iter().map(|key| (key.uri, key.public_key)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_05_nobody_puts_a_key_under_anothers_name() {
    let scene = Scene::set().await;
    // The document at mallory's key says it is alice's actor; then mallory's own actor lists alice's key id.
    let mut disguise = scene.alice.document.clone();
    disguise["publicKey"]["publicKeyPem"] = json!(Remote::public_pem(1));
    scene.evil.put("/users/mask", &disguise);
    let key_id = format!("{}/users/mask#main-key", scene.evil.base);
    let mask = scene.alice.with_key(&key_id, 1);
    let letter = scene.letter(&scene.alice, "mask", "I said this");
    assert_eq!(scene.in_vain(&mask, &mask.activity("Create", &letter)).await, 401);
    let thief = scene.evil.actor_with("thief", 1, |document| {
        document["publicKey"] = json!([document["publicKey"],
            {"id": scene.alice.key_id, "owner": scene.alice.id, "publicKeyPem": Remote::public_pem(1)},
            {"id": scene.alice.key_id, "owner": document["id"], "publicKeyPem": Remote::public_pem(1)}]);
    });
    scene.still_hears(&thief, "thief").await;
    let forged = scene.alice.with_key(&scene.alice.key_id, 1);
    assert_eq!(scene.in_vain(&forged, &forged.activity("Create", &letter)).await, 401);
    scene.still_hears(&scene.alice, "own").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_06_a_body_without_its_one_signed_digest_is_refused() {
    let scene = Scene::set().await;
    scene.refused(Letter::of(&scene, "absent").without("digest")).await;
    scene.refused(Letter::of(&scene, "wrong").with("digest", &digest_of(b"something else"))).await;
    let two = Letter::of(&scene, "two");
    let both = format!("{},{}", digest_of(b"something else"), digest_of(&two.body));
    scene.refused(two.with("digest", &both)).await;
    scene.refused(Letter::of(&scene, "md5").with("digest", "MD5=1B2M2Y8AsgTpgAmY7PhCfg==")).await;
    let unsigned = Letter::of(&scene, "unsigned").without("digest");
    let mut headers = unsigned.headers(&scene.mallory, "");
    headers.insert("digest", digest_of(&unsigned.body).parse().unwrap());
    assert_eq!(scene.post("/inbox", &unsigned, headers).await, (401, false));
    let beside = Letter::of(&scene, "beside");
    let mut headers = beside.headers(&scene.mallory, "");
    headers.append("digest", digest_of(b"something else").parse().unwrap());
    assert!(!scene.post("/inbox", &beside, headers).await.1);

    let lower = Letter::of(&scene, "lower");
    let digest = digest_of(&lower.body).replace("SHA-256", "sha-256");
    scene.taken(lower.with("digest", &digest)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_07_a_body_changed_on_the_way_is_refused() {
    let scene = Scene::set().await;
    let mut letter = Letter::of(&scene, "flipped");
    let headers = letter.headers(&scene.mallory, "");
    let at = letter.body.len() / 2;
    letter.body[at] ^= 1;
    assert_eq!(scene.post("/inbox", &letter, headers).await, (401, false));
    scene.taken(Letter::of(&scene, "whole")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_08_a_signature_holds_for_its_own_method_and_path_alone() {
    let scene = Scene::set().await;
    scene.refused(Letter::of(&scene, "uncovered").without("(request-target)")).await;
    for target in ["get /inbox", "post /users/ada/inbox", "post /inbox/", "post /inboxes", "POST /inbox"] {
        scene.refused(Letter::of(&scene, "elsewhere").with("(request-target)", target)).await;
    }
    let letter = Letter::of(&scene, "private");
    let headers = letter.headers(&scene.mallory, "");
    assert_eq!(scene.post("/users/ada/inbox", &letter, headers).await, (401, false));
    let letter = Letter::of(&scene, "private").with("(request-target)", "post /users/ada/inbox");
    let headers = letter.headers(&scene.mallory, "");
    assert_eq!(scene.post("/users/ada/inbox", &letter, headers).await, (202, true));
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_09_a_signature_for_another_server_is_refused() {
    let scene = Scene::set().await;
    scene.refused(Letter::of(&scene, "other").with("host", "other.example")).await;
    scene.refused(Letter::of(&scene, "none").without("host")).await;
    // Signed for another server and sent with our name on the envelope.
    let letter = Letter::of(&scene, "relabelled").with("host", "other.example");
    let mut headers = letter.headers(&scene.mallory, "");
    headers.insert("host", scene.hearth.domain.parse().unwrap());
    assert_eq!(scene.post("/inbox", &letter, headers).await, (401, false));
    scene.taken(Letter::of(&scene, "ours")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_10_a_query_has_to_be_signed() {
    let scene = Scene::set().await;
    let letter = Letter::of(&scene, "query");
    let headers = letter.headers(&scene.mallory, "");
    assert_eq!(scene.post("/inbox?x=1", &letter, headers).await, (401, false));
    let letter = letter.with("(request-target)", "post /inbox?x=1");
    let headers = letter.headers(&scene.mallory, "");
    assert_eq!(scene.post("/inbox?x=1", &letter, headers).await, (202, true));
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_11_signatures_have_their_time() {
    let scene = Scene::set().await;
    let now = scene.hearth.clock.now();
    for minutes in [-13 * 60, -61, 61] {
        let then = date(now + TimeDelta::minutes(minutes));
        scene.refused(Letter::of(&scene, "late").with("date", &then)).await;
    }
    scene.refused(Letter::of(&scene, "never").without("date")).await;
    let at = |minutes: i64| (now + TimeDelta::minutes(minutes)).timestamp().to_string();
    let created =
        |slug: &str, minutes| Letter::of(&scene, slug).without("date").with("(created)", &at(minutes));
    scene.refused(created("tomorrow", 61)).await;
    scene.refused(created("expired", -30).with("(expires)", &at(-1))).await;
    scene.refused(created("half-a-day", -13 * 60).with("(expires)", &at(60))).await;

    scene.taken(created("lasting", -5).with("(expires)", &at(5))).await;
    for (slug, minutes) in [("early", 59), ("late", -59)] {
        let then = date(now + TimeDelta::minutes(minutes));
        scene.taken(Letter::of(&scene, slug).with("date", &then)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_12_a_request_sent_again_and_again_has_one_effect() {
    let scene = Scene::set().await;
    let letter = Letter::of(&scene, "again");
    let headers = letter.headers(&scene.mallory, "");
    assert_eq!(scene.post("/inbox", &letter, headers.clone()).await, (202, true));
    let once = scene.state().await;
    let inbox = scene.inbox();
    for _ in 0..10 {
        let posts = (0..20).map(|_| tokio::spawn(sent(inbox.clone(), headers.clone(), letter.body.clone())));
        for post in posts.collect::<Vec<_>>() {
            assert!(matches!(post.await.unwrap(), 202 | 401));
        }
    }
    scene.hearth.settle().await;
    assert_eq!(scene.state().await, once);

    // A second process on the same database remembers as well.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (database, clock) = (scene.hearth.database.clone(), scene.hearth.clock.clone());
    let second = TestHearth::on(listener, scene.hearth.config.clone(), database, clock).await;
    let status = sent(format!("http://{address}/inbox"), headers, letter.body.clone()).await;
    assert!(matches!(status, 202 | 401), "{status}");
    second.settle().await;
    assert_eq!(scene.state().await, once);
}

async fn sent(inbox: String, headers: HeaderMap, body: Vec<u8>) -> u16 {
    post(&inbox, headers, body).await.status.as_u16()
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_13_a_signature_that_says_two_things_or_none_is_refused() {
    let scene = Scene::set().await;
    let letter = Letter::of(&scene, "garbled");
    let good = letter.headers(&scene.mallory, "");
    let value = good["signature"].to_str().unwrap().to_owned();
    let ben = format!("keyId=\"{}/users/ben#main-key\",", scene.evil.base);
    let variants = [
        format!("{ben}{value}"),
        format!("{value},{}", ben.trim_end_matches(',')),
        value.replace("signature=", "signature=\"AAAA\",signature="),
        format!("headers=\"date\",{value}"),
        format!("algorithm=\"none\",{value}"),
        format!("algorithm=\"hmac-sha256\",{value}"),
        format!("algorithm=\"ed25519\",{value}"),
        value.replace("keyId=", "keyid"),
        value.replace("signature=\"", "signature=\"!!!"),
        value[..value.len() / 2].to_owned(),
        String::new(),
        "keyId=\"\",signature=\"\"".to_owned(),
        "=,=,=,".to_owned(),
        format!("Signature {}", "a=\"b\",".repeat(2_000)),
    ];
    for variant in variants {
        let mut headers = good.clone();
        headers.insert("signature", variant.parse().unwrap());
        let (status, told) = scene.post("/inbox", &letter, headers).await;
        assert!(!told && matches!(status, 400 | 401 | 431), "{status} for {variant}");
    }
    let mut twice = good.clone();
    twice.append("signature", value.parse().unwrap());
    assert_eq!(scene.post("/inbox", &letter, twice).await, (400, false));
    for named in ["algorithm=\"rsa-sha256\",", "algorithm=\"hs2019\","] {
        let letter = Letter::of(&scene, &named[11..14]);
        let headers = letter.headers(&scene.mallory, named);
        assert_eq!(scene.post("/inbox", &letter, headers).await, (202, true), "{named}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_14_signatures_in_both_forms_must_not_contradict_each_other() {
    let scene = Scene::acquainted().await;
    let letter = Letter::of(&scene, "both");
    let inbox = scene.inbox();
    let now = scene.hearth.clock.now();
    let newer = scene.alice.sign(&inbox, &letter.body, now, true);
    let older = letter.headers(&scene.mallory, "");
    // Two Signature headers; then the older with the newer's input; then the newer beside the older.
    let mut two = older.clone();
    for name in ["signature-input", "signature", "content-digest"] {
        two.append(http::HeaderName::from_static(name), newer[name].clone());
    }
    let mut input = older.clone();
    input.insert("signature-input", newer["signature-input"].clone());
    let mut joined = newer.clone();
    let both = format!("{}, {}", newer["signature"].to_str().unwrap(), older["signature"].to_str().unwrap());
    joined.insert("signature", both.parse().unwrap());
    for headers in [two, input, joined] {
        let (status, told) = scene.post("/inbox", &letter, headers).await;
        assert!(!told && matches!(status, 400 | 401), "{status}");
    }
    scene.still_hears(&scene.mallory, "one-form").await;
}
