//! One story to a thousand hosts: what each delivery costs, and when the last host has it.

use crate::report::Row;
use crate::scene::{ADA, Scene};
use crate::server::Server;
use crate::yardsticks::{Database, Yardsticks};
use anyhow::Result;
use std::time::{Duration, Instant};

/// How long one story may take to reach everybody.
const LIMIT: Duration = Duration::from_secs(30);

struct Round {
    used: crate::server::Used,
    /// From asking to publish until the last host had it, one for each story.
    reached: Vec<Duration>,
}

/// Measures. The server was started a moment ago: nothing is connected yet.
pub async fn measure(
    scene: &Scene,
    server: &Server,
    database: &Database,
    best: &Yardsticks,
) -> Result<Vec<Row>> {
    let hosts = scene.sinks.count();
    let first = round(scene, server, database, 1).await?;
    // Windows and connections grow into what they will be.
    round(scene, server, database, 1).await?;
    let stories = if scene.plan.quick { 2 } else { 8 };
    let steady = round(scene, server, database, stories).await?;

    let (count, limit) = (stories * hosts, 1e6 / best.delivery());
    let rate = |used: &crate::server::Used, count: usize| count as f64 / used.cpu();
    let parts = "signature + POST + queue row";
    let cores = std::thread::available_parallelism()?.get() as f64;
    let least = hosts as f64 * (best.delivery() + best.take) / cores / 1e3;
    Ok(vec![
        Row::new("deliveries per core-second, connections kept", rate(&steady.used, count), "1/s")
            .limit(limit, parts)
            .at_least_of_limit(0.7)
            .note(format!(
                "{stories} stories × {hosts} hosts; for each delivery {}",
                steady.used.shares(count)
            )),
        Row::new("the same beside RSA signing alone", rate(&steady.used, count), "1/s")
            .limit(1e6 / best.sign, "signature")
            .at_least_of_limit(0.65),
        Row::new("deliveries per core-second, first story after start", rate(&first.used, hosts), "1/s")
            .limit(limit, parts)
            .note(format!("{hosts} new connections; for each delivery {}", first.used.shares(hosts))),
        Row::new(format!("last of {hosts} hosts has it"), middle(&steady.reached), "ms")
            .limit(least, "all deliveries and their taking, on all cores")
            .at_most_of_limit(1.5)
            .note("median by the clock; the hosts run on the same cores"),
        Row::new(
            format!("last of {hosts} hosts has it, first story after start"),
            middle(&first.reached),
            "ms",
        )
        .limit(least, "all deliveries and their taking, on all cores"),
    ])
}

async fn round(scene: &Scene, server: &Server, database: &Database, stories: usize) -> Result<Round> {
    let meter = server.meter()?;
    let mut reached = Vec::new();
    for number in 0..stories {
        let (before, start) = (scene.sinks.taken(), Instant::now());
        scene.publish(ADA, &format!("Evening {number}: {TEXT}")).await?;
        reached.push(scene.sinks.all_took(&before, 1, LIMIT).await? - start);
    }
    database.settled(LIMIT).await?;
    Ok(Round { used: meter.stop()?, reached })
}

fn middle(times: &[Duration]) -> f64 {
    let mut times = times.to_vec();
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default().as_secs_f64() * 1e3
}

const TEXT: &str = "the ferry came late, and whoever was on it had slept through the storm. They asked us where they \
    were, and we told them, and nobody believed it. We ate together by the light of two lamps. When they left we found \
    that they had taken nothing, not even the bread we had packed, and that the boat was dry.";
