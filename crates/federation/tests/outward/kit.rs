//! A Hearth that federates but never sends: what it would send stands in its tables.

use crate::world::World;
use chrono::TimeDelta;
use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Bool, Bytea, Integer, SmallInt, Text};
use diesel_async::RunQueryDsl;
use hearth_core::accounts::Account;
use hearth_core::follows::request;
use hearth_core::ids::StoryId;
use hearth_core::stories::publish::publish;
use hearth_core::stories::{Audience, Draft, QuotePolicy, RemoteStory, StoryView, show};
use hearth_federation::{Federation, Settings, outbound};
use serde_json::Value;
use std::sync::Arc;

pub struct Kit {
    pub world: World,
    pub federation: Federation,
}

/// A delivery that waits, as far as tests look at it.
#[derive(Debug, QueryableByName)]
pub struct Waiting {
    #[diesel(sql_type = Text)]
    pub inbox: String,
    #[diesel(sql_type = SmallInt)]
    pub priority: i16,
    #[diesel(sql_type = Bytea)]
    pub body: Vec<u8>,
    #[diesel(sql_type = Bytea)]
    pub digest: Vec<u8>,
    #[diesel(sql_type = Integer)]
    pub lane: i32,
    #[diesel(sql_type = Bool)]
    pub ready: bool,
    #[diesel(sql_type = BigInt)]
    pub days: i64,
}

impl Waiting {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub fn kind(&self) -> String {
        self.json()["type"].as_str().unwrap().to_owned()
    }
}

impl Kit {
    pub async fn new() -> Self {
        Self::with(Settings::for_testing()).await
    }

    pub async fn with(settings: Settings) -> Self {
        let world = World::new().await;
        let federation = Federation::new(world.core.clone(), settings).unwrap();
        Self { world, federation }
    }

    /// Does for all events since the last call what the worker does.
    pub async fn federate(&self) {
        for event in self.world.events().await {
            outbound::federate(&self.federation, &event).await.unwrap();
        }
    }

    /// What waits, by inbox and activity.
    pub async fn waiting(&self) -> Vec<Waiting> {
        let mut conn = self.world.core.db.conn().await.unwrap();
        diesel::sql_query(
            "SELECT i.url AS inbox, d.priority, a.body, a.digest, d.lane, p.ready, \
                    extract(day FROM d.expires_at - a.created_at)::bigint AS days \
             FROM deliveries d JOIN inboxes i ON i.id = d.inbox_id JOIN activities a ON a.id = d.activity_id \
             JOIN peers p ON p.id = d.peer_id ORDER BY i.url, a.id",
        )
        .load(&mut conn)
        .await
        .unwrap()
    }

    /// What waits now that did not wait before: everything is taken off, and written into the ledger as if it had arrived.
    pub async fn said(&self) -> Vec<Waiting> {
        self.federate().await;
        let waiting = self.waiting().await;
        self.world
            .sql(
                "INSERT INTO handed (story_id, peer_id, inbox_id, state, first_sent_at) \
                 SELECT DISTINCT ON (a.story_id, d.peer_id) a.story_id, d.peer_id, d.inbox_id, 0, a.created_at \
                 FROM deliveries d JOIN activities a ON a.id = d.activity_id \
                 WHERE a.story_id IS NOT NULL AND a.kind IN ('creates', 'updates', 'announces') \
                 ON CONFLICT DO NOTHING; \
                 DELETE FROM deliveries; UPDATE peers SET ready = false",
            )
            .await;
        waiting
    }

    /// How many activities are kept.
    pub async fn activities(&self) -> i64 {
        use diesel::QueryDsl as _;
        let mut conn = self.world.core.db.conn().await.unwrap();
        hearth_core::schema::activities::table.count().get_result(&mut conn).await.unwrap()
    }

    /// The one delivery that waits.
    pub async fn one(&self) -> Waiting {
        let mut said = self.said().await;
        assert_eq!(said.len(), 1, "{:?}", said.iter().map(Waiting::json).collect::<Vec<_>>());
        said.remove(0)
    }

    pub fn later(&self) {
        self.world.clock.step(TimeDelta::seconds(1));
    }

    pub async fn tell(&self, author: &Account, text: &str, audience: Audience) -> StoryId {
        self.later();
        let draft = Draft { audience: Some(audience), ..Draft::plain(text) };
        publish(&self.world.core, author, draft).await.unwrap()
    }

    /// An accepted follow from elsewhere; what was said about it is swallowed.
    pub async fn followed_by(&self, follower: &Account, followee: &Account) {
        self.later();
        let uri = format!("{}/follows/{}", follower.uri, followee.id);
        request::receive_request(&self.world.core, follower, followee, &uri).await.unwrap();
        self.said().await;
    }

    pub async fn view(&self, story: StoryId) -> Arc<StoryView> {
        show::load(&self.world.core, story).await.unwrap().unwrap()
    }
}

pub fn inboxes(said: &[Waiting]) -> Vec<&str> {
    said.iter().map(|waiting| waiting.inbox.as_str()).collect()
}

/// The story `notes/1` of somebody elsewhere.
pub fn note(world: &World, author: &Account) -> RemoteStory {
    let host = author.host.as_deref().unwrap();
    RemoteStory {
        uri: format!("https://{host}/notes/1"),
        url: format!("https://{host}/@{}/1", author.name),
        author: author.id,
        kind: "Note".to_owned(),
        audience: Audience::Public,
        title: String::new(),
        content_html: "<p>Snow</p>".to_owned(),
        source: String::new(),
        source_type: "text/plain".to_owned(),
        summary: String::new(),
        sensitive: false,
        language: None,
        emojis: Vec::new(),
        parent_uri: None,
        context_uri: None,
        quote_policy: QuotePolicy::Nobody,
        replies_uri: None,
        community: None,
        kindness: None,
        poll: None,
        pushed: true,
        published_at: world.core.now(),
        edited_at: None,
        attachments: Vec::new(),
        mentions: Vec::new(),
        tags: Vec::new(),
    }
}
