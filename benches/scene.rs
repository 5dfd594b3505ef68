//! Makes the people of the benchmark the way people come about: by the command line, by signed Follows, by the client API.

use crate::Plan;
use crate::load::{self, Connection};
use crate::server::{Place, Server};
use crate::signing::{Key, app_post};
use crate::sinks::Sinks;
use crate::yardsticks::Database;
use anyhow::{Context as _, Result};
use bytes::Bytes;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The public collection.
const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";

/// Who lives here and who far away.
pub struct Scene {
    /// How much of everything.
    pub plan: Plan,
    /// The key of everybody far away.
    pub key: Key,
    /// The other servers.
    pub sinks: Sinks,
    /// Where the measured server is.
    pub place: Place,
    /// How many people far away ben follows: the first ones.
    pub followees: usize,
    /// The story of ada's that others answer: id for apps, address for servers.
    pub root: (String, String),
}

/// Followed by everybody far away.
pub const ADA: &str = "ada";
/// Follows 200 people far away.
pub const BEN: &str = "ben";
/// Nobody follows her.
pub const CLEO: &str = "cleo";

/// The token of a member.
pub fn token(name: &str) -> String {
    format!("{name}-bench-token")
}

impl Scene {
    /// Makes everybody. The server does all its work; what it does then is not measured.
    pub async fn build(
        plan: Plan,
        key: Key,
        sinks: Sinks,
        server: &Server,
        database: &Database,
    ) -> Result<Self> {
        let place = server.place.clone();
        for name in [ADA, BEN, CLEO] {
            place.tell(&["account", "create", name])?;
            place.tell(&[
                "token",
                "create",
                "--account",
                name,
                "--scopes",
                "read write follow",
                "--token",
                &token(name),
            ])?;
        }
        let mut scene =
            Self { plan, key, sinks, place, followees: plan.of(200), root: (String::new(), String::new()) };
        let story = scene.publish(ADA, "Where the path leaves the river, we waited for the ferry.").await?;
        let text = |field: &str| story[field].as_str().map(str::to_owned).context("a status lacks a field");
        scene.root = (text("id")?, text("uri")?);
        scene.everybody_follows_ada(database).await?;
        scene.ben_follows(database).await?;
        database.settled(Duration::from_secs(60)).await?;
        Ok(scene)
    }

    /// Publishes a public story of a member.
    pub async fn publish(&self, name: &str, text: &str) -> Result<Value> {
        let mut connection = Connection::open(self.place.address).await?;
        let answer = connection.exchange(&self.publishing(name, text)).await?;
        anyhow::ensure!(answer.status == 200, "{}: {}", answer.status, String::from_utf8_lossy(&answer.body));
        Ok(serde_json::from_slice(&answer.body)?)
    }

    /// The request that publishes a public story.
    pub fn publishing(&self, name: &str, text: &str) -> Bytes {
        let form = json!({"status": text, "visibility": "public"}).to_string();
        app_post(&self.place.domain(), "/api/v1/statuses", &token(name), &form)
    }

    /// A new note of somebody far away, told to followers, as a signed request. `slug` makes it another one.
    pub fn telling(&self, number: usize, slug: &str) -> Result<Bytes> {
        self.create(number, slug, |_| {})
    }

    /// An answer to ada's story, as a signed request.
    pub fn answering(&self, number: usize, slug: &str) -> Result<Bytes> {
        let ada = format!("{}/users/{ADA}", self.place.base());
        self.create(number, slug, |note| {
            note["inReplyTo"] = json!(self.root.1);
            note["cc"] = json!([ada]);
            note["tag"] =
                json!([{"type": "Mention", "href": ada, "name": format!("@{ADA}@{}", self.place.domain())}]);
        })
    }

    fn create(&self, number: usize, slug: &str, change: impl FnOnce(&mut Value)) -> Result<Bytes> {
        let (actor, at) = (self.sinks.actor(number), crate::signing::now().to_rfc3339());
        let id = format!("{actor}/statuses/{slug}");
        let mut note = json!({"id": id, "type": "Note", "attributedTo": actor, "to": [PUBLIC],
            "cc": [format!("{actor}/followers")], "published": at, "url": id, "sensitive": false, "summary": null,
            "contentMap": {"en": CONTENT}, "content": CONTENT, "attachment": [], "tag": []});
        change(&mut note);
        let create = json!({"@context": "https://www.w3.org/ns/activitystreams", "id": format!("{id}/activity"),
            "type": "Create", "actor": actor, "published": at, "to": note["to"], "cc": note["cc"], "object": note});
        self.shared(number, &create)
    }

    /// A signed POST to the shared inbox.
    pub fn shared(&self, number: usize, activity: &Value) -> Result<Bytes> {
        self.key.post(&self.sinks.actor(number), &self.place.domain(), "/inbox", &activity.to_string())
    }

    /// Sends requests until all were taken: a server that is busy may ask for patience.
    pub async fn send(&self, requests: Vec<Bytes>) -> Result<()> {
        let requests: Arc<[Bytes]> = requests.into();
        let end = Instant::now() + Duration::from_secs(90);
        loop {
            let limit = end.saturating_duration_since(Instant::now());
            let load = load::run(self.place.address, &requests, requests.len(), 32, limit).await?;
            if load.statuses.get(&202) == Some(&requests.len()) {
                return Ok(());
            }
            anyhow::ensure!(Instant::now() < end, "the inbox answers {:?}", load.statuses);
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
    }

    async fn everybody_follows_ada(&self, database: &Database) -> Result<()> {
        let ada = format!("{}/users/{ADA}", self.place.base());
        let follow = |number: usize| {
            let actor = self.sinks.actor(number);
            let follow = json!({"@context": "https://www.w3.org/ns/activitystreams", "id": format!("{actor}/follows/1"),
                "type": "Follow", "actor": actor, "object": ada});
            self.key.post(&actor, &self.place.domain(), &format!("/users/{ADA}/inbox"), &follow.to_string())
        };
        self.send((0..self.sinks.count()).map(follow).collect::<Result<_>>()?).await?;
        database.settled(Duration::from_secs(120)).await?;
        let followers = database
            .count("SELECT count(*) FROM follows f JOIN accounts a ON a.id = f.followee_id WHERE a.name = 'ada' AND f.accepted_at IS NOT NULL")
            .await?;
        anyhow::ensure!(followers as usize == self.sinks.count(), "ada has {followers} followers");
        Ok(())
    }

    /// ben follows by the client API; whoever is far away says yes.
    async fn ben_follows(&self, database: &Database) -> Result<()> {
        self.sinks.keep(true);
        let mut connection = Connection::open(self.place.address).await?;
        for number in 0..self.followees {
            let (name, domain) = (format!("far{number}"), self.place.domain());
            let row = database.0.query_one("SELECT id FROM accounts WHERE name = $1", &[&name]).await?;
            let path = format!("/api/v1/accounts/{}/follow", row.get::<_, i64>(0));
            let answer = connection.exchange(&app_post(&domain, &path, &token(BEN), "{}")).await?;
            anyhow::ensure!(answer.status == 200, "ben cannot follow {name}: {}", answer.status);
        }
        let (mut asked, end) = (Vec::new(), Instant::now() + Duration::from_secs(60));
        while asked.len() < self.followees {
            anyhow::ensure!(Instant::now() < end, "{} of {} Follows came", asked.len(), self.followees);
            tokio::time::sleep(Duration::from_millis(50)).await;
            asked.extend(self.sinks.kept().into_iter().filter(|(_, activity)| activity["type"] == "Follow"));
        }
        self.sinks.keep(false);
        let accept = |(number, follow): (usize, Value)| {
            let actor = self.sinks.actor(number);
            let accept = json!({"@context": "https://www.w3.org/ns/activitystreams", "id": format!("{actor}/accepts/1"),
                "type": "Accept", "actor": actor, "object": follow});
            self.shared(number, &accept)
        };
        self.send(asked.into_iter().map(accept).collect::<Result<_>>()?).await
    }
}

/// As long as most are.
const CONTENT: &str = "<p>The house at the end of the lane had been empty for eleven years when the light came on. We saw \
    it from the kitchen, both of us, and neither said a word until the kettle had boiled.</p><p>In the morning my brother \
    walked over with a loaf of bread, because that is what our mother would have done. Nobody opened. On the step stood \
    a pair of boots, still wet, and they were his own: the ones he had lost in the river as a boy.</p>";
