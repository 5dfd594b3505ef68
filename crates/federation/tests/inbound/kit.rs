//! A Hearth at whose door things are left.

use crate::remote::Actor;
use crate::world::World;
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Nullable, Text};
use diesel_async::RunQueryDsl;
use hearth_core::accounts::{Account, queries as accounts};
use hearth_core::follows::{Wishes, accept, request};
use hearth_core::ids::StoryId;
use hearth_core::stories::publish::publish;
use hearth_core::stories::{Audience, Draft, StoryView, queries, show};
use hearth_federation::resolve::{Freshness, account_by_uri};
use hearth_federation::{Federation, Settings, inbox, routes};
use serde_json::Value;
use std::sync::Arc;
use tower::ServiceExt as _;

pub struct Kit {
    pub world: World,
    pub federation: Federation,
    pub worker: inbox::Worker,
    router: Router,
}

impl Kit {
    pub async fn new() -> Self {
        let world = World::new().await;
        let federation = Federation::new(world.core.clone(), Settings::for_testing()).unwrap();
        let router = routes::router(federation.clone());
        let worker = inbox::Worker::new(federation.clone());
        hearth_core::accounts::register::instance_actor(&world.core).await.unwrap();
        Self { world, federation, worker, router }
    }

    /// Leaves an activity at the shared inbox, signed by `actor`.
    pub async fn send(&self, actor: &Actor, activity: &Value) -> StatusCode {
        self.send_bytes(actor, activity.to_string().into_bytes()).await
    }

    pub async fn send_bytes(&self, actor: &Actor, body: Vec<u8>) -> StatusCode {
        let headers = actor.sign(&self.world, "/inbox", &body, false);
        self.post("/inbox", headers, body).await
    }

    pub async fn post(&self, path: &str, headers: HeaderMap, body: Vec<u8>) -> StatusCode {
        let mut request = Request::post(path).body(Body::from(body)).unwrap();
        *request.headers_mut() = headers;
        self.router.clone().oneshot(request).await.unwrap().status()
    }

    /// Leaves it, has it taken, and works it off.
    pub async fn hear(&self, actor: &Actor, activity: &Value) {
        assert_eq!(self.send(actor, activity).await, StatusCode::ACCEPTED, "{activity}");
        self.work().await;
    }

    pub async fn work(&self) -> u64 {
        self.worker.run_until_idle().await.unwrap()
    }

    /// Somebody elsewhere, known here.
    pub async fn known(&self, actor: &Actor) -> Account {
        account_by_uri(&self.federation, &actor.id, Freshness::Day).await.unwrap().unwrap()
    }

    /// Somebody elsewhere whom `member` follows.
    pub async fn followed(&self, member: &Account, actor: &Actor) -> Account {
        let account = self.known(actor).await;
        request::request(&self.world.core, member, &account, Wishes::default()).await.unwrap();
        accept::receive_accept(&self.world.core, &account, member).await.unwrap();
        account
    }

    pub async fn tell(&self, member: &Account, text: &str, audience: Audience) -> String {
        let draft = Draft { audience: Some(audience), ..Draft::plain(text) };
        let story = publish(&self.world.core, member, draft).await.unwrap();
        self.view(story).await.story.uri.clone()
    }

    pub async fn view(&self, story: StoryId) -> Arc<StoryView> {
        show::load(&self.world.core, story).await.unwrap().unwrap()
    }

    /// The story with this id, if it is here and not deleted.
    pub async fn story(&self, uri: &str) -> Option<Arc<StoryView>> {
        let id = queries::by_uri(&self.world.core, uri).await.unwrap()?;
        Some(self.view(id).await)
    }

    pub async fn content(&self, note: &Value) -> Option<String> {
        self.story(note["id"].as_str().unwrap()).await.map(|view| view.story.content_html.clone())
    }

    pub async fn account(&self, uri: &str) -> Option<Account> {
        accounts::by_uri(&self.world.core, uri).await.unwrap()
    }

    pub async fn count(&self, from: &str) -> i64 {
        #[derive(QueryableByName)]
        struct Count {
            #[diesel(sql_type = BigInt)]
            count: i64,
        }
        let mut conn = self.world.core.db.conn().await.unwrap();
        diesel::sql_query(format!("SELECT count(*) AS count FROM {from}"))
            .get_result::<Count>(&mut conn)
            .await
            .unwrap()
            .count
    }

    /// Everything the domain knows, as one sum: the same before and after what must change nothing.
    pub async fn state(&self) -> String {
        const TABLES: [&str; 14] = [
            "accounts",
            "keys",
            "stories",
            "story_edits",
            "attachments",
            "mentions",
            "story_tags",
            "tombstones",
            "favourites",
            "boosts",
            "follows",
            "blocks",
            "pins",
            "reports",
        ];
        #[derive(QueryableByName)]
        struct Sum {
            #[diesel(sql_type = Nullable<Text>)]
            sum: Option<String>,
        }
        let mut conn = self.world.core.db.conn().await.unwrap();
        let mut state = String::new();
        for table in TABLES {
            let sum: Sum = diesel::sql_query(format!(
                "SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) AS sum FROM {table} t"
            ))
            .get_result(&mut conn)
            .await
            .unwrap();
            state.push_str(&format!("{table} {}\n", sum.sum.unwrap_or_default()));
        }
        state
    }
}
