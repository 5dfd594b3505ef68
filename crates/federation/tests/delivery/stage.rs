//! One Hearth with deliveries to make.

use crate::world::World;
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Integer, Nullable, SmallInt, Text, Timestamptz};
use diesel_async::RunQueryDsl;
use hearth_core::ids::AccountId;
use hearth_core::sql::sql;
use hearth_federation::delivery::Sender;
use hearth_federation::{Federation, Settings};
use std::sync::atomic::{AtomicI64, Ordering};

/// The row of `peers`.
#[derive(Debug, QueryableByName)]
pub struct Peer {
    #[diesel(sql_type = SmallInt)]
    pub state: i16,
    #[diesel(sql_type = SmallInt)]
    pub ready: i16,
    #[diesel(sql_type = SmallInt)]
    pub leased: i16,
    #[diesel(sql_type = Integer)]
    pub failures: i32,
    #[diesel(sql_type = SmallInt)]
    pub bad_days: i16,
    #[diesel(sql_type = SmallInt)]
    pub signature_scheme: i16,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub next_attempt_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Text>)]
    pub last_error: Option<String>,
}

/// What is to be queued.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    pub lane: i32,
    pub priority: i16,
    pub expires: TimeDelta,
}

impl Default for Row {
    fn default() -> Self {
        Self { lane: 0, priority: 1, expires: TimeDelta::days(30) }
    }
}

/// A server with a member, `ada`, in whose name things are sent.
pub struct Stage {
    pub world: World,
    pub federation: Federation,
    pub sender: Sender,
    ada: AccountId,
    next: AtomicI64,
}

impl Stage {
    pub async fn new() -> Self {
        Self::with(Settings::for_testing()).await
    }

    pub async fn with(settings: Settings) -> Self {
        let world = World::new().await;
        let ada = world.member("ada").await.id;
        let federation = Federation::new(world.core.clone(), settings).unwrap();
        let sender = Sender::new(federation.clone());
        Self { world, federation, sender, ada, next: AtomicI64::new(1) }
    }

    /// Another process on the same database.
    pub fn another(&self) -> (Federation, Sender) {
        let federation =
            Federation::new(self.world.core.clone(), (*self.federation.settings).clone()).unwrap();
        (federation.clone(), Sender::new(federation))
    }

    /// Queues so many activities for one inbox and answers the number of the first: they count up from there.
    pub async fn queue(&self, host: &str, path: &str, count: i64, row: Row) -> i64 {
        let first = self.next.fetch_add(count, Ordering::SeqCst);
        let now = self.world.core.now();
        let last = first + count - 1;
        self.world
            .sql(&format!(
                "INSERT INTO peers (host, created_at) VALUES ('{host}', '{now}') ON CONFLICT DO NOTHING; \
                 INSERT INTO inboxes (peer_id, url) SELECT id, 'http://{host}{path}' FROM peers WHERE host = '{host}' \
                   ON CONFLICT DO NOTHING; \
                 INSERT INTO activities (id, uri, actor_id, kind, public, body, digest, created_at) \
                   SELECT n, 'http://hearth.example/activities/' || n, {}, 'creates', true, b, sha256(b), '{now}' \
                   FROM generate_series({first}, {last}) n, LATERAL (SELECT convert_to('{{\"number\":' || n || '}}', 'UTF8') AS b) c; ",
                self.ada.0
            ))
            .await;
        self.address(host, path, first..first + count, row).await;
        first
    }

    /// Queues activities that are there already for one inbox.
    pub async fn address(&self, host: &str, path: &str, numbers: std::ops::Range<i64>, row: Row) {
        let Row { lane, priority, expires } = row;
        let (first, last) = (numbers.start, numbers.end - 1);
        let expires = self.world.core.now() + expires;
        self.world
            .sql(&format!(
                "INSERT INTO peers (host, created_at) VALUES ('{host}', now()) ON CONFLICT DO NOTHING; \
                 INSERT INTO inboxes (peer_id, url) SELECT id, 'http://{host}{path}' FROM peers WHERE host = '{host}' \
                   ON CONFLICT DO NOTHING; \
                 INSERT INTO deliveries (peer_id, priority, activity_id, inbox_id, lane, expires_at) \
                   SELECT i.peer_id, {priority}, n, i.id, {lane}, '{expires}' \
                   FROM generate_series({first}, {last}) n, inboxes i WHERE i.url = 'http://{host}{path}'; \
                 UPDATE peers SET ready = true WHERE host = '{host}'"
            ))
            .await;
    }

    /// Sends what is due; how many requests that were.
    pub async fn send(&self) -> u64 {
        self.sender.run_until_idle().await.unwrap()
    }

    /// Moves the clock.
    pub fn step(&self, step: TimeDelta) {
        self.world.clock.step(step);
    }

    /// How many deliveries wait.
    pub async fn waiting(&self) -> i64 {
        self.count("SELECT count(*) AS count FROM deliveries").await
    }

    /// How many activities are kept.
    pub async fn activities(&self) -> i64 {
        self.count("SELECT count(*) AS count FROM activities").await
    }

    async fn count(&self, query: &'static str) -> i64 {
        #[derive(QueryableByName)]
        struct Count {
            #[diesel(sql_type = BigInt)]
            count: i64,
        }
        let mut conn = self.world.core.db.conn().await.unwrap();
        sql(query).get_result::<Count>(&mut conn).await.unwrap().count
    }

    /// The name of the database.
    pub async fn database(&self) -> String {
        #[derive(QueryableByName)]
        struct Name {
            #[diesel(sql_type = Text)]
            name: String,
        }
        let mut conn = self.world.core.db.conn().await.unwrap();
        sql("SELECT current_database()::text AS name").get_result::<Name>(&mut conn).await.unwrap().name
    }

    /// The row of a host.
    pub async fn peer(&self, host: &str) -> Peer {
        let mut conn = self.world.core.db.conn().await.unwrap();
        sql("SELECT state, ready::int::smallint AS ready, (lease_until > '-infinity')::int::smallint AS leased, failures, \
             bad_days, signature_scheme, nullif(next_attempt_at, '-infinity') AS next_attempt_at, last_error \
             FROM peers WHERE host = $1")
        .bind::<Text, _>(host)
        .get_result(&mut conn)
        .await
        .unwrap()
    }

    /// Steps to the next attempt at a host and sends.
    pub async fn next_attempt(&self, host: &str) -> u64 {
        let next = self.peer(host).await.next_attempt_at.unwrap();
        self.world.clock.set(next.max(self.world.core.now()));
        self.send().await
    }
}
