//! What is shown to servers that sign their requests.

use crate::documents::Answer;
use crate::kit::Kit;
use axum::body::Body;
use hearth_core::accounts::keys::{Algorithm, RemoteKey};
use hearth_core::accounts::{Account, receive, suspend};
use hearth_core::peers::rules::{Rule, set_rule};
use hearth_core::stories::Audience;
use hearth_federation::signatures::{Outgoing, SigningKey, cavage, generate_ed25519, generate_rsa, rfc9421};
use hearth_federation::{Mode, Settings};
use http::{HeaderMap, HeaderValue, Request, StatusCode};
use url::Url;

/// Somebody elsewhere with a key of their own.
struct Somebody {
    account: Account,
    key_uri: String,
    key: SigningKey,
}

impl Somebody {
    async fn new(kit: &Kit, name: &str, host: &str, rsa: bool) -> Self {
        let pair = if rsa { generate_rsa() } else { generate_ed25519() }.unwrap();
        let mut remote = crate::world::remote(name, host);
        let key_uri = format!("{}#main-key", remote.uri);
        let (algorithm, public_key) =
            if rsa { (Algorithm::Rsa, pair.public_pem) } else { (Algorithm::Ed25519, pair.public_multibase) };
        remote.keys = vec![RemoteKey { uri: key_uri.clone(), algorithm, public_key }];
        let account = receive::receive(&kit.world.core, remote).await.unwrap();
        Self { account, key_uri, key: SigningKey::from_pkcs8_der(&pair.private_pkcs8).unwrap() }
    }

    fn cavage(&self, kit: &Kit, url: &Url) -> HeaderMap {
        cavage::sign(&Outgoing::get(url, kit.world.core.now()), &self.key_uri, &self.key).unwrap()
    }

    async fn get(&self, kit: &Kit, uri: &str) -> Answer {
        let url = Url::parse(uri).unwrap();
        ask(kit, &url, self.cavage(kit, &url)).await
    }
}

async fn ask(kit: &Kit, url: &Url, mut headers: HeaderMap) -> Answer {
    let mut request = Request::get(url.path()).body(Body::empty()).unwrap();
    headers.insert("host", HeaderValue::from_static("hearth.example"));
    headers.insert("accept", HeaderValue::from_static("application/activity+json"));
    *request.headers_mut() = headers;
    kit.ask(request).await
}

#[tokio::test(flavor = "multi_thread")]
async fn each_reader_gets_what_they_may_read() {
    let kit = Kit::new().await;
    let ada = kit.world.member("ada").await;
    let follower = Somebody::new(&kit, "ben", "other.example", true).await;
    let named = Somebody::new(&kit, "cleo", "third.example", false).await;
    let stranger = Somebody::new(&kit, "dan", "fourth.example", false).await;
    kit.followed_by(&follower.account, &ada).await;
    for (audience, ben, cleo, dan) in [
        (Audience::Public, true, true, true),
        (Audience::Followers, true, true, false),
        (Audience::Direct, false, true, false),
        (Audience::Local, false, false, false),
    ] {
        let uri = kit.uri(kit.tell(&ada, "For @cleo@third.example", audience).await).await;
        for (reader, may) in [(&follower, ben), (&named, cleo), (&stranger, dan)] {
            let answer = reader.get(&kit, &uri).await;
            let expected = if may { StatusCode::OK } else { StatusCode::NOT_FOUND };
            assert_eq!(answer.status, expected, "{audience:?} {}", reader.account.name);
            assert_eq!(answer.header("cache-control"), "private, no-store");
            assert!(answer.header("vary").contains("Signature"));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn both_schemes_are_read() {
    let kit = Kit::new().await;
    let ada = kit.world.member("ada").await;
    let ben = Somebody::new(&kit, "ben", "other.example", true).await;
    kit.followed_by(&ben.account, &ada).await;
    let url = Url::parse(&kit.uri(kit.tell(&ada, "For us", Audience::Followers).await).await).unwrap();
    let outgoing = Outgoing::get(&url, kit.world.core.now());
    let headers = rfc9421::sign(&outgoing, &ben.key_uri, &ben.key).unwrap();
    assert_eq!(ask(&kit, &url, headers).await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_signature_is_told_and_never_takes_a_story_for_missing() {
    let kit = Kit::new().await;
    let ada = kit.world.member("ada").await;
    let ben = Somebody::new(&kit, "ben", "other.example", false).await;
    let url = Url::parse(&kit.uri(kit.tell(&ada, "Rain", Audience::Public).await).await).unwrap();
    let other = Url::parse("https://hearth.example/users/ada").unwrap();
    // The key may have changed, so it is asked for once; its server does not answer here.
    assert_eq!(ask(&kit, &url, ben.cavage(&kit, &other)).await.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(ask(&kit, &url, ben.cavage(&kit, &other)).await.status, StatusCode::UNAUTHORIZED);
    let mut garbled = HeaderMap::new();
    garbled.insert("signature", HeaderValue::from_static("keyId"));
    assert_eq!(ask(&kit, &url, garbled).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test(flavor = "multi_thread")]
async fn blocked_servers_and_suspended_accounts_are_turned_away() {
    let kit = Kit::new().await;
    let ada = kit.world.member("ada").await;
    let ben = Somebody::new(&kit, "ben", "a.blocked.example", false).await;
    let cleo = Somebody::new(&kit, "cleo", "other.example", false).await;
    let uri = kit.uri(kit.tell(&ada, "Rain", Audience::Public).await).await;
    assert_eq!(ben.get(&kit, &uri).await.status, StatusCode::OK);
    set_rule(&kit.world.core, "blocked.example", Some(Rule::Blocked), "").await.unwrap();
    suspend::suspend(&kit.world.core, &cleo.account).await.unwrap();
    for reader in [&ben, &cleo] {
        assert_eq!(reader.get(&kit, &uri).await.status, StatusCode::FORBIDDEN, "{}", reader.account.name);
        assert_eq!(reader.get(&kit, &ada.uri).await.status, StatusCode::FORBIDDEN);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_the_author_blocked_reads_nothing_of_theirs() {
    let kit = Kit::new().await;
    let ada = kit.world.member("ada").await;
    let ben = Somebody::new(&kit, "ben", "other.example", false).await;
    let uri = kit.uri(kit.tell(&ada, "Rain", Audience::Public).await).await;
    hearth_core::restrictions::block::block(&kit.world.core, &ada, &ben.account).await.unwrap();
    assert_eq!(ben.get(&kit, &uri).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn with_an_allow_list_nobody_reads_unsigned() {
    let kit = Kit::with(Settings { mode: Mode::AllowList, ..Settings::for_testing() }).await;
    let ada = kit.world.member("ada").await;
    let ben = Somebody::new(&kit, "ben", "other.example", false).await;
    let uri = kit.uri(kit.tell(&ada, "Rain", Audience::Public).await).await;
    assert_eq!(kit.get(&uri).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(ben.get(&kit, &uri).await.status, StatusCode::FORBIDDEN);
    set_rule(&kit.world.core, "other.example", Some(Rule::Allowed), "").await.unwrap();
    assert_eq!(ben.get(&kit, &uri).await.status, StatusCode::OK);
    assert_eq!(kit.get("/actor").await.status, StatusCode::OK);
}
