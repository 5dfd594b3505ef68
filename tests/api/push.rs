//! Web Push: a device is told what its member's list of notifications would say, and nobody on the way can read it.

use super::ask::{error, id, ids, limited, sent, unknown};
use super::shapes::has;
use aws_lc_rs::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::agreement::{ECDH_P256, PrivateKey, UnparsedPublicKey, agree};
use aws_lc_rs::hkdf::{HKDF_SHA256, KeyType, Prk, Salt};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey as Signer};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use hearth_testkit::remote::{Received, Remote};
use hearth_testkit::{Answer, Person, TestHearth};
use reqwest::Method;
use serde_json::{Value, json};

const PATH: &str = "/api/v1/push/subscription";
const SECRET: [u8; 16] = *b"sixteen  octets.";

/// An app on a device, at a push service of its own.
struct Device {
    key: PrivateKey,
    service: Remote,
}

struct Octets(usize);

impl KeyType for Octets {
    fn len(&self) -> usize {
        self.0
    }
}

fn expand(prk: &Prk, info: &[&[u8]], length: usize) -> Vec<u8> {
    let mut octets = vec![0; length];
    prk.expand(info, Octets(length)).unwrap().fill(&mut octets).unwrap();
    octets
}

impl Device {
    async fn new(hearth: &TestHearth) -> Self {
        let key = PrivateKey::generate(&ECDH_P256).unwrap();
        Self { key, service: Remote::start(hearth.clock.clone()).await }
    }

    fn public(&self) -> Vec<u8> {
        self.key.compute_public_key().unwrap().as_ref().to_vec()
    }

    fn asks(&self, standard: bool, alerts: &[&str], policy: &str) -> Value {
        let alerts: serde_json::Map<_, _> =
            alerts.iter().map(|name| ((*name).to_owned(), json!(true))).collect();
        json!({
            "subscription": {
                "endpoint": format!("{}/device?of=ada", self.service.base), "standard": standard,
                "keys": {"p256dh": URL_SAFE_NO_PAD.encode(self.public()), "auth": URL_SAFE_NO_PAD.encode(SECRET)},
            },
            "data": {"alerts": alerts, "policy": policy},
        })
    }

    /// What came in, as the device reads it (RFC 8291 §3.4, or the draft before it).
    fn read(&self, letter: &Received) -> Value {
        let encoding = letter.headers["content-encoding"].to_str().unwrap();
        let part = |header: &str, name: &str| {
            let text = letter.headers[header].to_str().unwrap().to_owned();
            let found = text.split(';').find_map(|part| part.trim().strip_prefix(name).map(str::to_owned));
            URL_SAFE_NO_PAD.decode(found.unwrap()).unwrap()
        };
        let (salt, theirs, sealed) = match encoding {
            "aes128gcm" => {
                (letter.body[..16].to_vec(), letter.body[21..86].to_vec(), letter.body[86..].to_vec())
            }
            "aesgcm" => (part("encryption", "salt="), part("crypto-key", "dh="), letter.body.clone()),
            other => panic!("{other}"),
        };
        let ours = self.public();
        let peer = UnparsedPublicKey::new(&ECDH_P256, &theirs);
        let prk =
            agree(&self.key, peer, (), |shared| Ok(Salt::new(HKDF_SHA256, &SECRET).extract(shared))).unwrap();
        let length = [0, 65];
        let context = [b"P-256\0", length.as_slice(), &ours, &length, &theirs].concat();
        let (input, context) = match encoding {
            "aes128gcm" => (expand(&prk, &[b"WebPush: info\0", &ours, &theirs], 32), Vec::new()),
            _ => (expand(&prk, &[b"Content-Encoding: auth\0"], 32), context),
        };
        let prk = Salt::new(HKDF_SHA256, &salt).extract(&input);
        let key = expand(&prk, &[b"Content-Encoding: ", encoding.as_bytes(), b"\0", &context], 16);
        let nonce = expand(&prk, &[b"Content-Encoding: nonce\0", &context], 12);
        let key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key).unwrap());
        let mut text = sealed;
        let nonce = Nonce::try_assume_unique_for_key(&nonce).unwrap();
        let text = key.open_in_place(nonce, Aad::empty(), &mut text).unwrap();
        let text = if encoding == "aes128gcm" { text.strip_suffix(&[2]).unwrap() } else { &text[2..] };
        serde_json::from_slice(text).unwrap()
    }

    fn letters(&self) -> Vec<Received> {
        self.service.received()
    }
}

async fn subscribe(person: &Person, body: &Value) -> Answer {
    person.ask(Method::POST, PATH, Some(body.clone())).await
}

fn mention(ada: &Person, text: &str, note: &str) -> Value {
    json!({"status": format!("@{} {text}", ada.account.name), "visibility": "public", "spoiler_text": note})
}

#[tokio::test]
async fn a_device_is_told_and_nobody_else_can_read_it() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let device = Device::new(&hearth).await;
    let made = subscribe(&ada, &device.asks(true, &["mention", "follow"], "all")).await.ok();
    has(&made, &["id", "endpoint", "standard", "alerts", "policy", "server_key"]);
    assert_eq!((&made["alerts"]["mention"], &made["alerts"]["poll"]), (&json!(true), &json!(false)));
    let instance = unknown(&hearth, Method::GET, "/api/v2/instance").await.ok();
    assert_eq!(instance["configuration"]["vapid"]["public_key"], made["server_key"]);
    ben.post("/api/v1/statuses", mention(&ada, "hello", "")).await;
    ben.post("/api/v1/statuses", mention(&ada, "SECRETWORD", "grief")).await;
    hearth.settle().await;
    let letters = device.letters();
    let mut read: Vec<Value> = letters.iter().map(|letter| device.read(letter)).collect();
    read.sort_by_key(|one| one["body"].as_str().map(str::len));
    assert_eq!(read.len(), 2, "{read:?}");
    // Of a noted story the note stands outside its fold, and nothing else.
    assert_eq!((&read[0]["body"], &read[1]["body"]), (&json!("grief"), &json!("@ada hello")));
    has(&read[0], &["preferred_locale", "notification_id", "notification_type", "icon", "title"]);
    assert_eq!(
        (&read[1]["title"], &read[1]["notification_type"]),
        (&json!("ben wrote to you"), &json!("mention"))
    );
    let known = ada.get("/api/v1/notifications").await;
    assert!(ids(&known).contains(&read[1]["notification_id"].to_string().as_str()));
    // Who sends is signed for this service, by the key that the app was told.
    let header = letters[0].headers["authorization"].to_str().unwrap();
    let (token, key) = header.strip_prefix("vapid t=").unwrap().split_once(", k=").unwrap();
    assert_eq!(json!(key), made["server_key"]);
    let (text, signature) = token.rsplit_once('.').unwrap();
    let signer = Signer::new(&ECDSA_P256_SHA256_FIXED, URL_SAFE_NO_PAD.decode(key).unwrap());
    signer.verify(text.as_bytes(), &URL_SAFE_NO_PAD.decode(signature).unwrap()).unwrap();
    let claims = URL_SAFE_NO_PAD.decode(text.split_once('.').unwrap().1).unwrap();
    let claims: Value = serde_json::from_slice(&claims).unwrap();
    assert_eq!(claims["aud"], json!(device.service.base));
    assert!(letters.iter().all(|letter| letter.headers.contains_key("ttl")));
    // What it did not ask for, it is not told.
    let own = ada.tell("mine").await;
    ben.post(&format!("/api/v1/statuses/{}/favourite", id(&own)), json!({})).await;
    ben.post(&format!("/api/v1/accounts/{}/follow", ada.account.id), json!({})).await;
    hearth.settle().await;
    let last = device.letters();
    assert_eq!(last.len(), 3);
    assert_eq!(device.read(&last[2])["title"], "ben follows you");
}

#[tokio::test]
async fn an_older_app_reads_the_draft_before_the_standard() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let device = Device::new(&hearth).await;
    let keys = (URL_SAFE_NO_PAD.encode(device.public()), URL_SAFE_NO_PAD.encode(SECRET));
    // As a form, the way Tusky sends it.
    let form = format!(
        "subscription[endpoint]={}/device&subscription[keys][p256dh]={}=&subscription[keys][auth]={}==\
         &data[alerts][mention]=true&data[alerts][poll]=false",
        device.service.base, keys.0, keys.1
    );
    let made = sent(&ada, Method::POST, PATH, "application/x-www-form-urlencoded", &form).await.ok();
    assert_eq!((&made["standard"], &made["policy"]), (&json!(false), &json!("all")));
    ben.post("/api/v1/statuses", mention(&ada, "hello", "")).await;
    hearth.settle().await;
    let letters = device.letters();
    assert_eq!(device.read(&letters[0])["body"], "@ada hello");
    assert!(letters[0].headers["authorization"].to_str().unwrap().starts_with("WebPush "));
    assert!(letters[0].headers["crypto-key"].to_str().unwrap().contains("p256ecdsa="));
}

#[tokio::test]
async fn a_subscription_is_changed_and_taken_back() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let device = Device::new(&hearth).await;
    error(&ada.ask(Method::GET, PATH, None).await, 404, "Record not found");
    error(&ada.ask(Method::PUT, PATH, Some(json!({"data": {}}))).await, 404, "Record not found");
    let made = subscribe(&ada, &device.asks(true, &["mention", "admin.sign_up"], "none")).await.ok();
    assert_eq!(ada.get(PATH).await, made);
    ben.post("/api/v1/statuses", mention(&ada, "one", "")).await;
    hearth.settle().await;
    let put = |policy: &str| json!({"data": {"alerts": {"mention": "1"}, "policy": policy}});
    let changed = ada.ask(Method::PUT, PATH, Some(put("followed"))).await.ok();
    assert_eq!((&changed["policy"], &changed["id"]), (&json!("followed"), &made["id"]));
    assert_eq!(changed["alerts"]["admin.sign_up"], json!(false));
    ben.post("/api/v1/statuses", mention(&ada, "two", "")).await;
    hearth.settle().await;
    assert!(device.letters().is_empty());
    ada.post(&format!("/api/v1/accounts/{}/follow", ben.account.id), json!({})).await;
    ben.post("/api/v1/statuses", mention(&ada, "three", "")).await;
    hearth.settle().await;
    assert_eq!(device.letters().len(), 1);
    ada.ask(Method::PUT, PATH, Some(put("follower"))).await.is(200);
    ben.post("/api/v1/statuses", mention(&ada, "four", "")).await;
    hearth.settle().await;
    assert_eq!(device.letters().len(), 1);
    error(
        &ada.ask(Method::PUT, PATH, Some(put("some"))).await,
        422,
        "Validation failed: Policy is not included in the list",
    );
    // Each token has a device of its own; what is taken back, and what a token was taken from, is told nothing more.
    let other = Device::new(&hearth).await;
    let second = limited(&hearth, &ada, "push").await;
    subscribe(&second, &other.asks(true, &["mention"], "all")).await.is(200);
    ada.ask(Method::DELETE, PATH, None).await.is(200);
    ada.ask(Method::DELETE, PATH, None).await.is(200);
    ben.post("/api/v1/statuses", mention(&ada, "five", "")).await;
    hearth.settle().await;
    assert_eq!((device.letters().len(), other.letters().len()), (1, 1));
    let sessions = ada.get("/api/hearth/v1/sessions").await;
    for session in sessions.as_array().unwrap().iter().filter(|session| session["current"] != json!(true)) {
        let path = format!("/api/hearth/v1/sessions/{}", id(session));
        ada.ask(Method::DELETE, &path, None).await.is(200);
    }
    ben.post("/api/v1/statuses", mention(&ada, "six", "")).await;
    hearth.settle().await;
    assert_eq!(other.letters().len(), 1);
}

#[tokio::test]
async fn what_cannot_be_a_device_is_refused() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    let device = Device::new(&hearth).await;
    let good = device.asks(true, &["mention"], "all");
    let with = |path: &str, value: Value| {
        let mut body = good.clone();
        *body.pointer_mut(path).unwrap() = value;
        body
    };
    let endpoint = "Validation failed: Endpoint is not a URL that this server writes to";
    for address in [
        "",
        "nonsense",
        "ftp://push.example/",
        "https://169.254.169.254/latest",
        "https://10.0.0.1/",
        "https://[::1]/",
        "https://a:b@push.example/",
    ] {
        let answer = subscribe(&ada, &with("/subscription/endpoint", json!(address))).await;
        error(&answer, 422, endpoint);
    }
    error(&subscribe(&ada, &json!({"data": {}})).await, 422, "Validation failed: Endpoint can't be blank");
    let point = "Validation failed: P256dh is not a public key of P-256";
    for key in [vec![4; 65], vec![4; 10], vec![]] {
        let body = with("/subscription/keys/p256dh", json!(URL_SAFE_NO_PAD.encode(key)));
        error(&subscribe(&ada, &body).await, 422, point);
    }
    let answer = subscribe(&ada, &with("/subscription/keys/auth", json!("c2hvcnQ"))).await;
    error(&answer, 422, "Validation failed: Auth is not a secret of 16 octets");
    let answer = subscribe(&ada, &with("/subscription/keys/auth", json!("!!"))).await;
    error(&answer, 422, "Validation failed: Auth is not base64");
    limited(&hearth, &ada, "read write follow")
        .await
        .ask(Method::POST, PATH, Some(good.clone()))
        .await
        .is(403);
    unknown(&hearth, Method::GET, PATH).await.is(401);
    error(&ada.ask(Method::GET, PATH, None).await, 404, "Record not found");
    subscribe(&ada, &good).await.is(200);
}

#[tokio::test]
async fn a_service_that_is_away_is_asked_again_and_a_device_that_is_gone_is_forgotten() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let device = Device::new(&hearth).await;
    subscribe(&ada, &device.asks(true, &["mention"], "all")).await.is(200);
    device.service.answer_next(503, &[]);
    device.service.answer_next(429, &[("retry-after", "120")]);
    ben.post("/api/v1/statuses", mention(&ada, "one", "")).await;
    hearth.settle().await;
    assert_eq!(device.letters().len(), 1);
    hearth.step(TimeDelta::minutes(5)).await;
    assert_eq!(device.letters().len(), 2);
    hearth.step(TimeDelta::seconds(110)).await;
    assert_eq!(device.letters().len(), 2);
    hearth.step(TimeDelta::minutes(5)).await;
    assert_eq!(device.letters().len(), 3);
    hearth.step(TimeDelta::hours(1)).await;
    assert_eq!(device.letters().len(), 3);
    // What was taken back before the service came up again is not told.
    device.service.answer_next(503, &[]);
    let told = ben.post("/api/v1/statuses", mention(&ada, "two", "")).await;
    hearth.settle().await;
    ben.ask(Method::DELETE, &format!("/api/v1/statuses/{}", id(&told)), None).await.is(200);
    hearth.step(TimeDelta::hours(1)).await;
    assert_eq!(device.letters().len(), 4);
    device.service.answer_next(410, &[]);
    ben.post("/api/v1/statuses", mention(&ada, "three", "")).await;
    hearth.settle().await;
    error(&ada.ask(Method::GET, PATH, None).await, 404, "Record not found");
    ben.post("/api/v1/statuses", mention(&ada, "four", "")).await;
    hearth.step(TimeDelta::hours(1)).await;
    assert_eq!(device.letters().len(), 5);
}
