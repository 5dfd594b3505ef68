//! A fake server of the fediverse: serves actors and whatever else a test puts there, records what it is sent, signs
//! as it is told.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::response::{IntoResponse as _, Response};
use chrono::{DateTime, Utc};
use hearth_core::clock::{Clock, MockClock};
use hearth_federation::signatures::{
    GeneratedKey, Outgoing, SigningKey, cavage, digest, generate_rsa, rfc9421,
};
use http::{HeaderMap, StatusCode, header};
use serde_json::{Value, json};
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;
use tokio::net::TcpListener;
use url::Url;

use crate::person::{Answer, exchange, http};

// Making keys is slow and says nothing about Hearth: a handful serves all tests of a process.
static KEYS: LazyLock<Vec<GeneratedKey>> =
    LazyLock::new(|| (0..6).map(|_| generate_rsa().unwrap()).collect());

/// What a path answers.
#[derive(Debug, Clone)]
pub struct Page {
    /// Status.
    pub status: u16,
    /// `Content-Type`.
    pub content_type: String,
    /// Further headers.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub body: Vec<u8>,
}

/// What the server was sent.
#[derive(Debug, Clone)]
pub struct Received {
    /// Path and query.
    pub path: String,
    /// Method.
    pub method: http::Method,
    /// Headers.
    pub headers: HeaderMap,
    /// Body; `Null` if it is no JSON.
    pub json: Value,
    /// Body, as it came.
    pub body: Vec<u8>,
}

#[derive(Default)]
struct Inner {
    pages: HashMap<String, Page>,
    received: Vec<Received>,
    answers: VecDeque<(u16, Vec<(String, String)>)>,
    always: Option<(u16, Vec<(String, String)>)>,
    pause: Duration,
}

/// A fake server on a port of its own.
#[derive(Clone)]
pub struct Remote {
    /// Its address.
    pub base: String,
    /// Host and port.
    pub domain: String,
    /// Its clock.
    pub clock: Arc<MockClock>,
    inner: Arc<Mutex<Inner>>,
}

/// Somebody who lives there.
#[derive(Clone)]
pub struct Actor {
    /// ActivityPub id.
    pub id: String,
    /// Name.
    pub name: String,
    /// `keyId`.
    pub key_id: String,
    /// Signs for them.
    pub key: SigningKey,
    /// The actor document.
    pub document: Value,
    /// Where they live.
    pub remote: Remote,
}

/// The public collection.
pub const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";
/// The media type of documents.
pub const ACTIVITY: &str = "application/activity+json";

impl Remote {
    /// Starts a server whose clock is `clock`.
    pub async fn start(clock: Arc<MockClock>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let domain = format!("localhost:{}", listener.local_addr().unwrap().port());
        let remote = Self { base: format!("http://{domain}"), domain, clock, inner: Arc::default() };
        let app = Router::new().fallback(answer).with_state(remote.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        remote
    }

    /// Puts a document at a path.
    pub fn put(&self, path: &str, document: &Value) {
        self.put_page(path, 200, ACTIVITY, &[], document.to_string().into_bytes());
    }

    /// Puts any answer at a path.
    pub fn put_page(
        &self,
        path: &str,
        status: u16,
        content_type: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let page = Page { status, content_type: content_type.to_owned(), headers, body };
        self.inner.lock().unwrap().pages.insert(path.to_owned(), page);
    }

    /// Takes a path away.
    pub fn remove(&self, path: &str) {
        self.inner.lock().unwrap().pages.remove(path);
    }

    /// The next POSTs answer these, in order, before anything else holds.
    pub fn answer_next(&self, status: u16, headers: &[(&str, &str)]) {
        self.inner.lock().unwrap().answers.push_back((status, owned(headers)));
    }

    /// Every POST answers this from now on; `None`: 202.
    pub fn answer_always(&self, answer: Option<(u16, &[(&str, &str)])>) {
        self.inner.lock().unwrap().always = answer.map(|(status, headers)| (status, owned(headers)));
    }

    /// POSTs are answered only after this from now on, as by a server that has much to do.
    pub fn answer_after(&self, pause: Duration) {
        self.inner.lock().unwrap().pause = pause;
    }

    /// Everything received so far.
    pub fn received(&self) -> Vec<Received> {
        self.inner.lock().unwrap().received.clone()
    }

    /// The activities received so far (bodies of POSTs).
    pub fn activities(&self) -> Vec<Value> {
        let posts = |one: &Received| one.method == http::Method::POST;
        self.received().into_iter().filter(posts).map(|one| one.json).collect()
    }

    /// The activities of one type received so far.
    pub fn activities_of(&self, kind: &str) -> Vec<Value> {
        self.activities().into_iter().filter(|activity| activity["type"] == kind).collect()
    }

    /// How often documents were asked for, by path.
    pub fn fetches(&self, path: &str) -> usize {
        self.received().iter().filter(|one| one.method == http::Method::GET && one.path == path).count()
    }

    /// Writes a POST down; answers what is said to it, and when.
    fn take(&self, received: Received) -> (Duration, (u16, Vec<(String, String)>)) {
        let mut inner = self.inner.lock().unwrap();
        inner.received.push(received);
        let said = inner.answers.pop_front().or_else(|| inner.always.clone());
        (inner.pause, said.unwrap_or((202, Vec::new())))
    }

    /// Forgets what was received.
    pub fn forget(&self) {
        self.inner.lock().unwrap().received.clear();
    }

    /// An actor like Mastodon's, with WebFinger. Key `number` (0 to 5) is shared by all actors with that number.
    pub fn actor(&self, name: &str, number: usize) -> Actor {
        self.actor_with(name, number, |_| {})
    }

    /// An actor whose document `change` has changed before it is served.
    pub fn actor_with(&self, name: &str, number: usize, change: impl FnOnce(&mut Value)) -> Actor {
        let id = format!("{}/users/{name}", self.base);
        let mut document = json!({
            "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"],
            "id": id, "type": "Person", "preferredUsername": name, "name": name,
            "inbox": format!("{id}/inbox"), "outbox": format!("{id}/outbox"),
            "followers": format!("{id}/followers"), "following": format!("{id}/following"),
            "url": format!("{}/@{name}", self.base),
            "endpoints": {"sharedInbox": format!("{}/inbox", self.base)},
            "publicKey": {"id": format!("{id}#main-key"), "owner": id, "publicKeyPem": KEYS[number].public_pem},
        });
        change(&mut document);
        let path = format!("/users/{name}");
        self.put(&path, &document);
        let jrd = json!({"subject": format!("acct:{name}@{}", self.domain),
            "links": [{"rel": "self", "type": ACTIVITY, "href": id}]});
        let finger = format!("/.well-known/webfinger?resource=acct:{name}@{}", self.domain);
        self.put_page(&finger, 200, "application/jrd+json", &[], jrd.to_string().into_bytes());
        let key = SigningKey::from_pkcs8_der(&KEYS[number].private_pkcs8).unwrap();
        Actor {
            key_id: format!("{id}#main-key"),
            id,
            name: name.to_owned(),
            key,
            document,
            remote: self.clone(),
        }
    }

    /// A public key as it stands in an actor document.
    pub fn public_pem(number: usize) -> String {
        KEYS[number].public_pem.clone()
    }

    /// Private key `number`.
    pub fn signing_key(number: usize) -> SigningKey {
        SigningKey::from_pkcs8_der(&KEYS[number].private_pkcs8).unwrap()
    }
}

impl Actor {
    /// An id of theirs.
    pub fn uri(&self, rest: &str) -> String {
        format!("{}/{rest}", self.id)
    }

    /// The same actor, who signs with key `number` under the name `key_id`, whatever their document says.
    pub fn with_key(&self, key_id: &str, number: usize) -> Self {
        Self { key_id: key_id.to_owned(), key: Remote::signing_key(number), ..self.clone() }
    }

    /// A public note of theirs.
    pub fn note(&self, slug: &str, content: &str) -> Value {
        json!({"id": self.uri(&format!("statuses/{slug}")), "type": "Note", "attributedTo": self.id,
            "to": [PUBLIC], "cc": [format!("{}/followers", self.id)], "content": content,
            "url": format!("{}/@{}/{slug}", self.remote.base, self.name), "published": self.now()})
    }

    /// Wraps an object in an activity of theirs, addressed as the object is.
    pub fn activity(&self, kind: &str, object: &Value) -> Value {
        let slug =
            object["id"].as_str().or(object.as_str()).unwrap_or("x").rsplit('/').next().unwrap().to_owned();
        let mut activity = json!({"@context": "https://www.w3.org/ns/activitystreams",
            "id": self.uri(&format!("activities/{kind}-{slug}-{}", self.now())), "type": kind, "actor": self.id,
            "object": object});
        for field in ["to", "cc"] {
            if !object[field].is_null() {
                activity[field] = object[field].clone();
            }
        }
        activity
    }

    /// The time there, as documents write it.
    pub fn now(&self) -> String {
        self.remote.clock.now().to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
    }

    /// Serves a document of theirs at its own address.
    pub fn publish(&self, document: &Value) {
        let id = document["id"].as_str().unwrap();
        let mut document = document.clone();
        if document["@context"].is_null() {
            document["@context"] = json!("https://www.w3.org/ns/activitystreams");
        }
        self.remote.put(id.strip_prefix(&self.remote.base).unwrap(), &document);
    }

    /// Sends an activity to an inbox, signed as Mastodon does.
    pub async fn send(&self, inbox: &str, activity: &Value) -> Answer {
        let body = activity.to_string().into_bytes();
        let headers = self.sign(inbox, &body, self.remote.clock.now(), false);
        post(inbox, headers, body).await
    }

    /// Sends an activity signed by RFC 9421.
    pub async fn send_9421(&self, inbox: &str, activity: &Value) -> Answer {
        let body = activity.to_string().into_bytes();
        let headers = self.sign(inbox, &body, self.remote.clock.now(), true);
        post(inbox, headers, body).await
    }

    /// Headers of a signed POST made at `at`.
    pub fn sign(&self, inbox: &str, body: &[u8], at: DateTime<Utc>, new: bool) -> HeaderMap {
        let (url, sum) = (Url::parse(inbox).unwrap(), digest::sha256(body));
        let outgoing = Outgoing::post(&url, at, &sum, ACTIVITY);
        let signed = if new {
            rfc9421::sign(&outgoing, &self.key_id, &self.key)
        } else {
            cavage::sign(&outgoing, &self.key_id, &self.key)
        };
        signed.unwrap()
    }

    /// Fetches a document, signed.
    pub async fn fetch(&self, address: &str) -> Answer {
        let url = Url::parse(address).unwrap();
        let outgoing = Outgoing::get(&url, self.remote.clock.now());
        let mut headers = cavage::sign(&outgoing, &self.key_id, &self.key).unwrap();
        headers.insert(header::ACCEPT, ACTIVITY.parse().unwrap());
        exchange(http().get(address).headers(headers)).await
    }
}

/// Fetches a document without a signature.
pub async fn fetch(address: &str) -> Answer {
    exchange(http().get(address).header(header::ACCEPT, ACTIVITY)).await
}

/// Posts bytes with the given headers.
pub async fn post(inbox: &str, headers: HeaderMap, body: Vec<u8>) -> Answer {
    exchange(http().post(inbox).headers(headers).body(body)).await
}

fn owned(headers: &[(&str, &str)]) -> Vec<(String, String)> {
    headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

async fn answer(State(remote): State<Remote>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body: Bytes = axum::body::to_bytes(body, 10 << 20).await.unwrap_or_default();
    let path = parts.uri.path_and_query().map_or_else(String::new, ToString::to_string);
    let received = Received {
        path: path.clone(),
        method: parts.method.clone(),
        headers: parts.headers,
        json: serde_json::from_slice(&body).unwrap_or(Value::Null),
        body: body.to_vec(),
    };
    if parts.method == http::Method::POST {
        let (pause, (status, headers)) = remote.take(received);
        tokio::time::sleep(pause).await;
        return built(status, headers, Vec::new());
    }
    let mut inner = remote.inner.lock().unwrap();
    inner.received.push(received);
    let decoded = path.replace("%3A", ":").replace("%40", "@").replace("%3a", ":");
    match inner.pages.get(&path).or_else(|| inner.pages.get(&decoded)) {
        Some(page) => {
            let mut headers = page.headers.clone();
            headers.push(("content-type".to_owned(), page.content_type.clone()));
            built(page.status, headers, page.body.clone())
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn built(status: u16, headers: Vec<(String, String)>, body: Vec<u8>) -> Response {
    let mut response = Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(name, value);
    }
    response.body(body.into()).unwrap()
}
