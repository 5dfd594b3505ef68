//! What a delivery costs in processor time, here and in Postgres. Run alone and with optimisations:
//! `cargo test --release -p hearth-federation --test delivery cost -- --ignored --nocapture`.

use super::sink::Sink;
use super::stage::{Row, Stage};
use diesel::prelude::*;
use diesel::sql_types::Integer;
use diesel_async::RunQueryDsl;
use std::time::Instant;

#[derive(QueryableByName)]
struct Backend {
    #[diesel(sql_type = Integer)]
    pid: i32,
}

/// Fields of `/proc/PID/stat` after the name: parent, and ticks in user and system mode, of it and of children waited for.
fn stat(pid: &str) -> Option<(String, u64)> {
    let text = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let fields: Vec<&str> = text.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = fields[11..15].iter().map(|field| field.parse::<u64>().unwrap()).sum();
    Some((fields[1].to_owned(), ticks))
}

/// Milliseconds of processor time of a process and its children.
fn spent(pid: &str) -> u64 {
    let all =
        std::fs::read_dir("/proc").unwrap().filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let children: u64 =
        all.filter_map(|other| stat(&other)).filter(|(parent, _)| parent == pid).map(|(_, t)| t).sum();
    (stat(pid).unwrap().1 + children) * 10
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "measures"]
async fn a_post_to_a_thousand_hosts() {
    let stage = Stage::new().await;
    let backend: Backend = {
        let mut conn = stage.world.core.db.conn().await.unwrap();
        diesel::sql_query("SELECT pg_backend_pid() AS pid").get_result(&mut conn).await.unwrap()
    };
    let (postmaster, _) = stat(&backend.pid.to_string()).unwrap();
    let own = std::process::id().to_string();
    let mut sinks = Vec::new();
    for _ in 0..1_000 {
        sinks.push(Sink::new().await);
    }
    for round in 0..6 {
        let number = stage.queue(&sinks[0].host, "/inbox", 1, Row::default()).await;
        for sink in &sinks[1..] {
            stage.address(&sink.host, "/inbox", number..number + 1, Row::default()).await;
        }
        let (before_pg, before_own, start) = (spent(&postmaster), stat(&own).unwrap().1 * 10, Instant::now());
        assert_eq!(stage.send().await, 1_000);
        println!(
            "round {round}: {} µs here (servers and signatures included), {} µs in Postgres, {:?} for 1,000",
            stat(&own).unwrap().1 * 10 - before_own,
            spent(&postmaster) - before_pg,
            start.elapsed()
        );
    }
    assert!(sinks.iter().all(|sink| sink.count() == 6));
}
