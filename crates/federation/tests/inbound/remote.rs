//! Another server on loopback: serves what a test puts there, counts what it is asked, signs as it is told.

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use hearth_federation::signatures::{
    GeneratedKey, Outgoing, SigningKey, cavage, digest, generate_rsa, rfc9421,
};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;
use url::Url;

use crate::world::World;

/// Keys are slow to make and say nothing about Hearth: a handful serves all tests.
static KEYS: LazyLock<Vec<GeneratedKey>> =
    LazyLock::new(|| (0..4).map(|_| generate_rsa().unwrap()).collect());

pub const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";
const AS: &str = "https://www.w3.org/ns/activitystreams";
const ACTIVITY: &str = "application/activity+json";

#[derive(Clone)]
struct Page {
    status: u16,
    content_type: String,
    body: Vec<u8>,
    delay: Duration,
}

#[derive(Default)]
struct Inner {
    pages: HashMap<String, Page>,
    asked: Vec<String>,
}

/// The server; it ends with the runtime of its test.
#[derive(Clone)]
pub struct Remote {
    /// With its port.
    pub host: String,
    inner: Arc<Mutex<Inner>>,
}

/// Somebody who lives there.
#[derive(Clone)]
pub struct Actor {
    pub id: String,
    pub key_id: String,
    pub key: usize,
    pub document: Value,
    pub remote: Remote,
}

impl Remote {
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let host = listener.local_addr().unwrap().to_string();
        let remote = Self { host, inner: Arc::default() };
        let router = Router::new().fallback(answer).with_state(remote.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        remote
    }

    pub fn at(&self, path: &str) -> String {
        format!("http://{}{path}", self.host)
    }

    /// Puts any answer at a path.
    pub fn put(&self, path: &str, status: u16, content_type: &str, body: impl Into<Vec<u8>>) {
        let page =
            Page { status, content_type: content_type.to_owned(), body: body.into(), delay: Duration::ZERO };
        self.inner.lock().unwrap().pages.insert(path.to_owned(), page);
    }

    /// Serves a document at its own id.
    pub fn publish(&self, document: &Value) {
        let mut document = document.clone();
        if document["@context"].is_null() {
            document["@context"] = json!(AS);
        }
        let path = document["id"].as_str().unwrap().strip_prefix(&self.at("")).unwrap().to_owned();
        self.put(&path, 200, ACTIVITY, document.to_string());
    }

    pub fn remove(&self, path: &str) {
        self.inner.lock().unwrap().pages.remove(path);
    }

    /// How often paths that start so were asked for.
    pub fn asked(&self, path: &str) -> usize {
        self.inner.lock().unwrap().asked.iter().filter(|asked| asked.starts_with(path)).count()
    }

    /// Says which id a handle of this server leads to.
    pub fn finger(&self, name: &str, subject: &str, id: &str) {
        let answer =
            json!({ "subject": subject, "links": [{ "rel": "self", "type": ACTIVITY, "href": id }] });
        let path = format!("/.well-known/webfinger?resource=acct:{name}@{}", self.host);
        self.put(&path, 200, "application/jrd+json", answer.to_string());
    }

    /// An actor as Mastodon has them, with WebFinger; `key` 0 to 3.
    pub fn actor(&self, name: &str, key: usize) -> Actor {
        self.actor_with(name, key, |_| {})
    }

    /// An actor whose document `change` has changed.
    pub fn actor_with(&self, name: &str, key: usize, change: impl FnOnce(&mut Value)) -> Actor {
        let id = self.at(&format!("/users/{name}"));
        let mut document = json!({
            "@context": [AS, "https://w3id.org/security/v1"], "id": id, "type": "Person", "preferredUsername": name,
            "inbox": format!("{id}/inbox"), "outbox": format!("{id}/outbox"), "followers": format!("{id}/followers"),
            "featured": format!("{id}/featured"), "endpoints": { "sharedInbox": self.at("/inbox") },
            "publicKey": { "id": format!("{id}#main-key"), "owner": id, "publicKeyPem": KEYS[key].public_pem },
        });
        change(&mut document);
        self.publish(&document);
        self.finger(name, &format!("acct:{name}@{}", self.host), &id);
        Actor { key_id: format!("{id}#main-key"), id, key, document, remote: self.clone() }
    }
}

impl Actor {
    pub fn at(&self, rest: &str) -> String {
        format!("{}/{rest}", self.id)
    }

    /// A public note of theirs.
    pub fn note(&self, slug: &str, content: &str) -> Value {
        json!({ "id": self.at(&format!("notes/{slug}")), "type": "Note", "attributedTo": self.id, "to": [PUBLIC],
            "cc": [self.at("followers")], "content": content, "published": "2027-01-15T07:00:00Z" })
    }

    /// A public note that names somebody.
    pub fn note_to(&self, slug: &str, content: &str, whom: &str) -> Value {
        let mut note = self.note(slug, content);
        note["cc"] = json!([whom]);
        note["tag"] = json!([{ "type": "Mention", "href": whom }]);
        note
    }

    /// An activity of theirs, addressed as its object is.
    pub fn does(&self, kind: &str, object: &Value) -> Value {
        let about = object["id"].as_str().or(object.as_str()).unwrap_or("x");
        let mark = digest::sha256(object.to_string().as_bytes());
        let id =
            self.at(&format!("{kind}-{}-{:02x}{:02x}", about.rsplit('/').next().unwrap(), mark[0], mark[1]));
        let mut activity =
            json!({ "@context": AS, "id": id, "type": kind, "actor": self.id, "object": object });
        for key in ["to", "cc"] {
            if !object[key].is_null() {
                activity[key] = object[key].clone();
            }
        }
        activity
    }

    pub fn signing_key(&self) -> SigningKey {
        SigningKey::from_pkcs8_der(&KEYS[self.key].private_pkcs8).unwrap()
    }

    /// Headers of a POST to a path of ours.
    pub fn sign(&self, world: &World, path: &str, body: &[u8], modern: bool) -> HeaderMap {
        let url = Url::parse(&format!("https://hearth.example{path}")).unwrap();
        let sum = digest::sha256(body);
        let outgoing = Outgoing::post(&url, world.core.now(), &sum, ACTIVITY);
        let key = self.signing_key();
        let signed = if modern {
            rfc9421::sign(&outgoing, &self.key_id, &key)
        } else {
            cavage::sign(&outgoing, &self.key_id, &key)
        };
        signed.unwrap()
    }
}

pub fn public_pem(key: usize) -> String {
    KEYS[key].public_pem.clone()
}

async fn answer(State(remote): State<Remote>, request: Request) -> Response {
    let path = request.uri().path_and_query().unwrap().to_string().replace("%3A", ":").replace("%40", "@");
    let page = {
        let mut inner = remote.inner.lock().unwrap();
        inner.asked.push(path.clone());
        inner.pages.get(&path).cloned()
    };
    let Some(page) = page else { return StatusCode::NOT_FOUND.into_response() };
    tokio::time::sleep(page.delay).await;
    let status = StatusCode::from_u16(page.status).unwrap();
    (status, [(header::CONTENT_TYPE, page.content_type)], page.body).into_response()
}
