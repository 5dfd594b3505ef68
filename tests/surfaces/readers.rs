//! Those who read: people with apps, people without, and other servers.

use super::asking::Ask;
use hearth_testkit::person::{exchange, http};
use hearth_testkit::remote::{ACTIVITY, fetch};
use hearth_testkit::{Actor, Answer, Person};
use reqwest::Method;
use serde_json::json;

/// Somebody who asks.
pub struct Reader {
    pub name: &'static str,
    pub who: Who,
    /// Address of the server.
    pub base: String,
}

/// How they come.
pub enum Who {
    /// With an app, and with a browser that keeps this cookie.
    Member(Box<Person>, String),
    /// With a browser, without a name.
    Visitor,
    /// A server that signs nothing.
    Unsigned,
    /// Somebody of another server, whose server signs for them.
    Elsewhere(Box<Actor>),
}

impl Reader {
    /// Members come by apps and pages, other servers by documents, visitors by everything.
    pub fn comes_by(&self, path: &str) -> bool {
        match self.who {
            Who::Member(..) => {
                !["/users/", "/activities/", "/.well-known/"].iter().any(|start| path.starts_with(start))
            }
            Who::Visitor => true,
            Who::Unsigned | Who::Elsewhere(_) => !path.starts_with("/api/"),
        }
    }

    /// Asks, and answers what came back.
    pub async fn ask(&self, ask: &Ask) -> Answer {
        let body = (ask.method != Method::GET)
            .then(|| json!({"text": "x", "status": "x", "audience": "only_me", "window": 0, "words": "x"}));
        let address = format!("{}{}", self.base, ask.path);
        match &self.who {
            Who::Member(person, _) if ask.path.starts_with("/api/") => {
                person.ask(ask.method.clone(), &ask.path, body).await
            }
            Who::Member(_, cookie) => exchange(browsing(ask, &address, cookie)).await,
            Who::Visitor => {
                let request = http().request(ask.method.clone(), address).header("accept", "text/html");
                exchange(if let Some(body) = body { request.json(&body) } else { request }).await
            }
            Who::Unsigned if ask.method == Method::GET => fetch(&address).await,
            Who::Elsewhere(actor) if ask.method == Method::GET => actor.fetch(&address).await,
            Who::Unsigned | Who::Elsewhere(_) => {
                let request = http().request(ask.method.clone(), address).header("content-type", ACTIVITY);
                exchange(request.body("{}")).await
            }
        }
    }
}

/// As a browser asks in which somebody is signed in: forms with all that they could hold.
fn browsing(ask: &Ask, address: &str, cookie: &str) -> reqwest::RequestBuilder {
    let request = http().request(ask.method.clone(), address).header("accept", "text/html");
    let request = request.header("cookie", cookie);
    if ask.method == Method::GET {
        return request;
    }
    let (_, text) = cookie.split_once('=').unwrap();
    let token = hearth_core::secret::hashed_text(&format!("form {text}"));
    let fields = [("token", token.as_str()), ("do", "thank"), ("text", "x"), ("words", "x")];
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    request.header("content-type", "application/x-www-form-urlencoded").body(body)
}
