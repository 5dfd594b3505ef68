//! A thousand other servers on loopback: each serves one actor, takes deliveries and remembers when they came.

use crate::signing::ACTIVITY;
use anyhow::{Context as _, Result};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::response::{IntoResponse as _, Response};
use http::{Method, StatusCode, header};
use serde_json::{Value, json};
use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::net::TcpListener;

/// The other servers.
#[derive(Clone)]
pub struct Sinks(Arc<Inner>);

struct Inner {
    port: u16,
    pem: String,
    /// Deliveries so far, by server.
    taken: Vec<AtomicU32>,
    last: Mutex<Instant>,
    keeping: AtomicBool,
    kept: Mutex<Vec<(usize, Value)>>,
}

impl Sinks {
    /// Starts `count` servers, each on an address of its own, whose actors publish the key `pem`.
    pub async fn start(count: usize, pem: String) -> Result<Self> {
        // The first address says which port is free; on the others nobody listens.
        let first = TcpListener::bind((address(0), 0)).await?;
        let port = first.local_addr()?.port();
        let sinks = Self(Arc::new(Inner {
            port,
            pem,
            taken: (0..count).map(|_| AtomicU32::new(0)).collect(),
            last: Mutex::new(Instant::now()),
            keeping: AtomicBool::new(false),
            kept: Mutex::default(),
        }));
        sinks.open(0, first);
        for number in 1..count {
            let listener = TcpListener::bind((address(number), port)).await;
            sinks.open(number, listener.with_context(|| format!("sink {number} of {count}"))?);
        }
        Ok(sinks)
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.taken.len()
    }

    /// The id of the actor of one of them.
    pub fn actor(&self, number: usize) -> String {
        format!("http://{}/users/far{number}", self.host(number))
    }

    /// Host and port of one of them.
    pub fn host(&self, number: usize) -> String {
        format!("{}:{}", address(number), self.0.port)
    }

    /// Whether bodies of deliveries are kept from now on.
    pub fn keep(&self, whether: bool) {
        self.0.keeping.store(whether, Ordering::Relaxed);
    }

    /// The activities kept so far, with the number of the server that was sent them; forgets them.
    pub fn kept(&self) -> Vec<(usize, Value)> {
        self.0.kept.lock().map(|mut kept| std::mem::take(&mut *kept)).unwrap_or_default()
    }

    /// How many deliveries each server took so far.
    pub fn taken(&self) -> Vec<u32> {
        self.0.taken.iter().map(|taken| taken.load(Ordering::Acquire)).collect()
    }

    /// Waits until every server took `more` deliveries since `before`, at most `limit`; answers when the last came.
    pub async fn all_took(&self, before: &[u32], more: u32, limit: Duration) -> Result<Instant> {
        let end = Instant::now() + limit;
        loop {
            let late =
                self.taken().iter().zip(before).filter(|(now, before)| **now < **before + more).count();
            if late == 0 {
                return Ok(self.0.last.lock().map_or_else(|_| Instant::now(), |last| *last));
            }
            anyhow::ensure!(Instant::now() < end, "{late} of {} servers wait for a delivery", before.len());
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    fn open(&self, number: usize, listener: TcpListener) {
        let app = Router::new().fallback(answer).with_state((self.clone(), number));
        tokio::spawn(async move { axum::serve(listener, app).await });
    }

    fn take(&self, number: usize, body: &Bytes) {
        if self.0.keeping.load(Ordering::Relaxed)
            && let Ok(activity) = serde_json::from_slice(body)
            && let Ok(mut kept) = self.0.kept.lock()
        {
            kept.push((number, activity));
        }
        if let Ok(mut last) = self.0.last.lock() {
            *last = Instant::now();
        }
        if let Some(taken) = self.0.taken.get(number) {
            taken.fetch_add(1, Ordering::Release);
        }
    }

    fn page(&self, number: usize, path: &str) -> Option<(&'static str, Value)> {
        let (id, host) = (self.actor(number), self.host(number));
        Some(match path {
            "/.well-known/webfinger" => (
                "application/jrd+json",
                json!({"subject": format!("acct:far{number}@{host}"),
                    "links": [{"rel": "self", "type": ACTIVITY, "href": id}]}),
            ),
            "/.well-known/nodeinfo" => (
                "application/json",
                json!({"links": [{"rel": "http://nodeinfo.diaspora.software/ns/schema/2.0",
                    "href": format!("http://{host}/nodeinfo/2.0")}]}),
            ),
            "/nodeinfo/2.0" => (
                "application/json",
                json!({"version": "2.0", "software": {"name": "sink", "version": "1"}, "protocols": ["activitypub"],
                    "services": {"inbound": [], "outbound": []}, "openRegistrations": false, "usage": {"users": {}},
                    "metadata": {}}),
            ),
            path if path == format!("/users/far{number}") => (ACTIVITY, self.document(number, &id, &host)),
            _ => return None,
        })
    }

    fn document(&self, number: usize, id: &str, host: &str) -> Value {
        json!({
            "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"],
            "id": id, "type": "Person", "preferredUsername": format!("far{number}"), "name": "Far away",
            "summary": "<p>Tells of the sea.</p>", "url": format!("http://{host}/@far{number}"),
            "inbox": format!("{id}/inbox"), "outbox": format!("{id}/outbox"),
            "followers": format!("{id}/followers"), "following": format!("{id}/following"),
            "endpoints": {"sharedInbox": format!("http://{host}/inbox")},
            "publicKey": {"id": format!("{id}#main-key"), "owner": id, "publicKeyPem": self.0.pem},
        })
    }
}

/// An address for each: 127.7.0.1, 127.7.0.2, … all of them this machine.
fn address(number: usize) -> Ipv4Addr {
    let [high, low] = [number / 250, number % 250 + 1].map(|part| u8::try_from(part).unwrap_or(u8::MAX));
    Ipv4Addr::new(127, 7, high, low)
}

async fn answer(State((sinks, number)): State<(Sinks, usize)>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    if parts.method == Method::POST {
        let body = axum::body::to_bytes(body, 1 << 20).await.unwrap_or_default();
        sinks.take(number, &body);
        return StatusCode::ACCEPTED.into_response();
    }
    match sinks.page(number, parts.uri.path()) {
        Some((kind, page)) => ([(header::CONTENT_TYPE, kind)], page.to_string()).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
