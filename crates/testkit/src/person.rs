//! Somebody who uses a Hearth as an app does: over HTTP, with a token.

use crate::{TestHearth, schema};
use hearth_core::accounts::Account;
use hearth_core::members::{Scopes, tokens};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

/// A member with an app.
#[derive(Debug, Clone)]
pub struct Person {
    /// The account.
    pub account: Account,
    /// The app's token.
    pub token: String,
    /// Address of the server.
    pub base: String,
    /// `name@host`, as others write it.
    pub handle: String,
    http: reqwest::Client,
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Status.
    pub status: StatusCode,
    /// Headers.
    pub headers: http::HeaderMap,
    /// Body; `Null` if it is no JSON.
    pub json: Value,
    /// Body as text.
    pub text: String,
}

impl Answer {
    /// The JSON of a success.
    #[track_caller]
    pub fn ok(self) -> Value {
        assert!(self.status.is_success(), "{}: {}", self.status, self.text);
        self.json
    }

    /// Nothing but this status.
    #[track_caller]
    pub fn is(&self, status: u16) -> &Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        self
    }
}

/// A client for tests, which talks to loopback and follows no redirect.
#[expect(clippy::disallowed_methods, reason = "a test talks to its own server, not to strangers")]
pub fn http() -> reqwest::Client {
    reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap()
}

/// Sends and reads an answer. One of Mastodon's API has to be what its documentation says.
pub async fn exchange(request: reqwest::RequestBuilder) -> Answer {
    let (client, request) = request.build_split();
    let request = request.unwrap();
    let (method, path) = (request.method().clone(), request.url().path().to_owned());
    let response = client.execute(request).await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    let text = response.text().await.unwrap();
    let json = serde_json::from_str(&text).unwrap_or(Value::Null);
    if status.is_success() && path.starts_with("/api/") {
        let wrong = schema::wrong(&method, &path, &json);
        assert!(wrong.is_empty(), "{method} {path}:\n{}", wrong.join("\n"));
    }
    Answer { status, headers, json, text }
}

impl Person {
    pub(crate) async fn of(hearth: &TestHearth, account: Account) -> Self {
        let scopes = Scopes::parse("read write follow push").unwrap();
        let token = tokens::create(&hearth.core, account.id, &scopes, "test", None).await.unwrap();
        let handle = format!("{}@{}", account.name, hearth.domain);
        Self { account, token, base: hearth.base.clone(), handle, http: http() }
    }

    /// Any request, with the token.
    pub async fn ask(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        let mut request = self.http.request(method, format!("{}{path}", self.base)).bearer_auth(&self.token);
        if let Some(body) = body {
            request = request.json(&body);
        }
        exchange(request).await
    }

    /// `GET`, which must succeed.
    pub async fn get(&self, path: &str) -> Value {
        self.ask(Method::GET, path, None).await.ok()
    }

    /// `POST`, which must succeed.
    pub async fn post(&self, path: &str, body: Value) -> Value {
        self.ask(Method::POST, path, Some(body)).await.ok()
    }

    /// Tells a public story; answers its status.
    pub async fn tell(&self, text: &str) -> Value {
        self.tell_to("public", text).await
    }

    /// Tells a story to an audience (`public`, `unlisted`, `private`, `direct`).
    pub async fn tell_to(&self, visibility: &str, text: &str) -> Value {
        self.post("/api/v1/statuses", json!({"status": text, "visibility": visibility})).await
    }

    /// Answers a status that is known here by `id`.
    pub async fn reply(&self, id: &str, text: &str) -> Value {
        let body = json!({"status": text, "in_reply_to_id": id, "visibility": "public"});
        self.post("/api/v1/statuses", body).await
    }

    /// The account or status behind an address or handle, looked up elsewhere if need be.
    pub async fn resolve(&self, what: &str) -> Value {
        let query = url::form_urlencoded::byte_serialize(what.as_bytes()).collect::<String>();
        self.get(&format!("/api/v2/search?resolve=true&q={query}")).await
    }

    /// Id here of the account with this handle.
    pub async fn account_id(&self, handle: &str) -> String {
        let found = self.resolve(&format!("@{handle}")).await;
        found["accounts"][0]["id"]
            .as_str()
            .unwrap_or_else(|| panic!("{handle} not found: {found}"))
            .to_owned()
    }

    /// Id here of the status at this address.
    pub async fn status_id(&self, uri: &str) -> String {
        let found = self.resolve(uri).await;
        found["statuses"][0]["id"].as_str().unwrap_or_else(|| panic!("{uri} not found: {found}")).to_owned()
    }

    /// Follows somebody; answers the relationship.
    pub async fn follow(&self, handle: &str) -> Value {
        let id = self.account_id(handle).await;
        self.post(&format!("/api/v1/accounts/{id}/follow"), json!({})).await
    }

    /// Texts of the home timeline, newest first.
    pub async fn home(&self) -> Vec<String> {
        texts(&self.get("/api/v1/timelines/home").await)
    }

    /// Kinds of the notifications, newest first.
    pub async fn notified(&self) -> Vec<String> {
        let list = self.get("/api/v1/notifications").await;
        list.as_array().unwrap().iter().map(|one| one["type"].as_str().unwrap().to_owned()).collect()
    }

    /// Texts of what answers a status, in order.
    pub async fn answers(&self, id: &str) -> Vec<String> {
        texts(&self.get(&format!("/api/v1/statuses/{id}/context")).await["descendants"])
    }
}

/// The plain texts of a list of statuses.
pub fn texts(list: &Value) -> Vec<String> {
    let words = |status: &Value| {
        let status = if status["reblog"].is_object() { &status["reblog"] } else { status };
        hearth_core::markup::to_text(status["content"].as_str().unwrap())
    };
    list.as_array().unwrap_or_else(|| panic!("no list: {list}")).iter().map(words).collect()
}
