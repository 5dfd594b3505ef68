//! What Postgres costs at best, measured on the server's own cluster, in a database apart.

use crate::Plan;
use crate::server::Server;
use anyhow::Result;
use std::time::{Duration, Instant};
use tokio_postgres::{Client, NoTls};

/// A connection of the benchmark to the server's cluster.
pub struct Database(pub Client);

const TABLES: &str = "
    CREATE TABLE single (id bigint PRIMARY KEY, name text NOT NULL UNIQUE, body text NOT NULL);
    CREATE TABLE names (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE);
    CREATE TABLE told (id bigint PRIMARY KEY, uri text NOT NULL UNIQUE, author bigint NOT NULL, body text NOT NULL);
    CREATE INDEX told_author ON told (author, id);
    CREATE TABLE noticed (id bigint PRIMARY KEY, account bigint NOT NULL, told bigint NOT NULL);
    CREATE TABLE queue (id bigint PRIMARY KEY, host bigint NOT NULL, held boolean NOT NULL DEFAULT false);";

const BATCH: &str = "
    WITH given AS (SELECT * FROM unnest($1::bigint[], $2::text[]) AS g (id, uri)),
         fresh AS (INSERT INTO names (name) SELECT uri FROM given ON CONFLICT DO NOTHING RETURNING name),
         stored AS (INSERT INTO told (id, uri, author, body)
                    SELECT g.id, g.uri, g.id % 200, $3 FROM given g JOIN fresh f ON f.name = g.uri RETURNING id)
    INSERT INTO noticed (id, account, told) SELECT id, 1, id FROM stored";

/// Connects to a database of the server's cluster.
pub async fn open(server: &Server, name: &str) -> Result<Database> {
    let (client, connection) = tokio_postgres::connect(&server.place.database(name)?, NoTls).await?;
    tokio::spawn(connection);
    // As the server's own connections are.
    client.batch_execute("SET jit = off; SET random_page_cost = 1.1").await?;
    Ok(Database(client))
}

/// Makes the yardsticks' own database.
pub async fn make(server: &Server) -> Result<Database> {
    let admin = open(server, "postgres").await?;
    admin.0.batch_execute("CREATE DATABASE yardstick").await?;
    let database = open(server, "yardstick").await?;
    database.0.batch_execute(TABLES).await?;
    Ok(database)
}

impl Database {
    /// One row a commit, one client: processor microseconds; and by the clock, in milliseconds, what half of the
    /// commits and 99 of 100 take at most.
    pub async fn single(&self, plan: &Plan, server: &Server) -> Result<(f64, f64, f64)> {
        let insert = self.0.prepare("INSERT INTO single (id, name, body) VALUES ($1, $2, $3)").await?;
        let (count, body) = (plan.of(1_500), "x".repeat(500));
        let mut times = Vec::with_capacity(count);
        let meter = server.meter()?;
        for number in 0..count as i64 {
            let start = Instant::now();
            self.0.execute(&insert, &[&number, &name(number), &body]).await?;
            times.push(start.elapsed());
        }
        let used = meter.stop()?;
        times.sort_unstable();
        let within = |place: usize| times.get(place).copied().unwrap_or_default().as_secs_f64() * 1e3;
        Ok((used.micros(count), within(count / 2), within(count * 99 / 100)))
    }

    /// 32 activities a commit, one client: processor microseconds for one.
    pub async fn batched(&self, plan: &Plan, server: &Server) -> Result<f64> {
        let insert = self.0.prepare(BATCH).await?;
        let (batches, body) = (plan.of(400) as i64, "x".repeat(500));
        let meter = server.meter()?;
        for batch in 0..batches {
            let ids: Vec<i64> = (0..32).map(|place| batch * 32 + place).collect();
            let names: Vec<String> = ids.iter().map(|id| name(*id)).collect();
            self.0.execute(&insert, &[&ids, &names, &body]).await?;
        }
        Ok(meter.stop()?.micros(batches as usize * 32))
    }

    /// Rows written 1,000 a commit, claimed and deleted 100 a commit: processor microseconds for one.
    pub async fn queued(&self, plan: &Plan, server: &Server) -> Result<f64> {
        let write = self
            .0
            .prepare("INSERT INTO queue (id, host) SELECT n, n % 1000 FROM generate_series($1::bigint, $2::bigint) n")
            .await?;
        let claim = self
            .0
            .prepare(
                "UPDATE queue SET held = true WHERE id IN (SELECT id FROM queue WHERE NOT held ORDER BY id \
                      LIMIT 100 FOR UPDATE SKIP LOCKED) RETURNING id",
            )
            .await?;
        let delete = self.0.prepare("DELETE FROM queue WHERE id = ANY ($1)").await?;
        let rounds = plan.of(10) as i64;
        let meter = server.meter()?;
        for round in 0..rounds {
            let first = round * 1_000;
            self.0.execute(&write, &[&first, &(first + 999)]).await?;
            for _ in 0..10 {
                let ids: Vec<i64> = self.0.query(&claim, &[]).await?.iter().map(|row| row.get(0)).collect();
                self.0.execute(&delete, &[&ids]).await?;
            }
        }
        Ok(meter.stop()?.micros(rounds as usize * 1_000))
    }

    /// Does what Postgres does by itself within minutes: learns how much is in the tables and which rows all may see.
    pub async fn analyse(&self) -> Result<()> {
        Ok(self.0.batch_execute("VACUUM ANALYZE").await?)
    }

    /// How many rows a query counts.
    pub async fn count(&self, query: &str) -> Result<i64> {
        Ok(self.0.query_one(query, &[]).await?.get(0))
    }

    /// Waits until everything that was asked of the server is done: nothing to work off, nothing to send.
    pub async fn settled(&self, limit: Duration) -> Result<()> {
        let end = Instant::now() + limit;
        loop {
            let waiting = self
                .count(
                    "SELECT (SELECT count(*) FROM arrivals WHERE done_at IS NULL AND parked_at IS NULL) \
                     + (SELECT count(*) FROM events) + (SELECT count(*) FROM jobs WHERE parked_at IS NULL AND run_at < now()) \
                     + (SELECT count(*) FROM deliveries)",
                )
                .await?;
            if waiting == 0 {
                return Ok(());
            }
            anyhow::ensure!(Instant::now() < end, "{waiting} rows still wait to be worked off");
            tokio::time::sleep(Duration::from_millis(250)).await;
        }
    }
}

fn name(number: i64) -> String {
    format!("https://other.example/users/ada/statuses/{number}/activity")
}
