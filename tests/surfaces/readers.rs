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
    /// With an app.
    Member(Box<Person>),
    /// With a browser, without a name.
    Visitor,
    /// A server that signs nothing.
    Unsigned,
    /// Somebody of another server, whose server signs for them.
    Elsewhere(Box<Actor>),
}

impl Reader {
    /// Members come by apps, other servers by documents, visitors by everything.
    pub fn comes_by(&self, path: &str) -> bool {
        match self.who {
            Who::Member(_) => path.starts_with("/api/"),
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
            Who::Member(person) => person.ask(ask.method.clone(), &ask.path, body).await,
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
