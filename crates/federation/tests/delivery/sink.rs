//! Another server on loopback: remembers what it was sent and answers as the test says.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::time::Instant;

/// One request.
#[derive(Debug, Clone)]
pub struct Post {
    pub path: String,
    pub headers: HeaderMap,
    /// The number in the body.
    pub number: i64,
}

impl Post {
    /// Signed as RFC 9421 has it.
    pub fn modern(&self) -> bool {
        self.headers.contains_key("signature-input")
    }
}

type Answer = Box<dyn Fn(&Post) -> Response + Send + Sync>;

struct Shared {
    posts: Mutex<Vec<Post>>,
    answer: Mutex<Answer>,
    delay: Mutex<Duration>,
    open: AtomicUsize,
    most: AtomicUsize,
}

/// The server; it ends with the runtime of its test.
pub struct Sink {
    /// With its port.
    pub host: String,
    shared: Arc<Shared>,
}

impl Sink {
    /// Takes everything, at once.
    pub async fn new() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let host = listener.local_addr().unwrap().to_string();
        let shared = Arc::new(Shared {
            posts: Mutex::default(),
            answer: Mutex::new(Box::new(|_| StatusCode::ACCEPTED.into_response())),
            delay: Mutex::default(),
            open: AtomicUsize::new(0),
            most: AtomicUsize::new(0),
        });
        let router = Router::new().fallback(take).with_state(Arc::clone(&shared));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { host, shared }
    }

    /// From now on it answers so.
    pub fn answers(&self, answer: impl Fn(&Post) -> Response + Send + Sync + 'static) {
        *self.shared.answer.lock().unwrap() = Box::new(answer);
    }

    /// From now on it answers with this status.
    pub fn says(&self, status: u16) {
        self.answers(move |_| StatusCode::from_u16(status).unwrap().into_response());
    }

    /// From now on an answer takes so long.
    pub fn takes(&self, delay: Duration) {
        *self.shared.delay.lock().unwrap() = delay;
    }

    /// What was sent since the last call.
    pub fn posts(&self) -> Vec<Post> {
        std::mem::take(&mut *self.shared.posts.lock().unwrap())
    }

    /// The numbers of what was sent since the last call, in the order of arrival.
    pub fn numbers(&self) -> Vec<i64> {
        self.posts().into_iter().map(|post| post.number).collect()
    }

    /// How many were sent since the last call to [`Self::posts`].
    pub fn count(&self) -> usize {
        self.shared.posts.lock().unwrap().len()
    }

    /// The most that were ever open at a time.
    pub fn most(&self) -> usize {
        self.shared.most.load(Ordering::SeqCst)
    }

    /// Waits until so many have come, at most ten seconds.
    pub async fn until(&self, count: usize) {
        let deadline = Instant::now() + Duration::from_secs(10);
        while self.count() < count {
            assert!(Instant::now() < deadline, "{} of {count} came", self.count());
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }
}

async fn take(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body: Bytes = axum::body::to_bytes(body, 1 << 20).await.unwrap();
    let number = serde_json::from_slice::<serde_json::Value>(&body)
        .ok()
        .and_then(|value| value.get("number").and_then(serde_json::Value::as_i64))
        .unwrap_or(-1);
    let post = Post { path: parts.uri.path().to_owned(), headers: parts.headers, number };
    let answer = (shared.answer.lock().unwrap())(&post);
    shared.posts.lock().unwrap().push(post);
    let open = shared.open.fetch_add(1, Ordering::SeqCst) + 1;
    shared.most.fetch_max(open, Ordering::SeqCst);
    let delay = *shared.delay.lock().unwrap();
    if !delay.is_zero() {
        tokio::time::sleep(delay).await;
    }
    shared.open.fetch_sub(1, Ordering::SeqCst);
    answer
}
